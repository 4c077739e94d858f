"""Trains the ranker of suggestions (summarizer/ranker.json) and prints how well it does on meetings it has not seen.

python benchmarks/train_ranker.py [--shared FOLDER] [--check] [--folds 5]

`make ranker` runs it. --check prints figures of cross-validation, groups of people held out whole, and writes nothing.
Without it the model is trained on all sets, its likelihoods are set by the same cross-validation, and it is written.
Needs scikit-learn (tests/requirements.txt), which the program itself does not.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from recordings import shared
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from summarizer.chair import find_chairs
from summarizer.floor import Line, hear
from summarizer.people import People
from summarizer.ranking import Ranker
from summarizer.ranking_weights import BLOCKS, KINDS, Block, Kind, Terms, Weights, write_weights
from summarizer.ranking_windows import FLOOR, SHAPES, windows
from summarizer.ranking_words import see
from summarizer.sentences import split_sentences
from summarizer.talk import Talk, Utterance

TO = Path(__file__).parent.parent / "summarizer" / "ranker.json"
SETS = ("ami", "icsi", "senedd", "dccg-synthetic")
GOLD: dict[Kind, str] = {"action": "actions", "decision": "decisions", "point": "extractive"}
BLOCK_WEIGHT: dict[Block, float] = {"own": 1.0, "near": 0.7, "wide": 1.0, "manner": 0.3}
"""How much a block may say: smaller numbers are held back more by the penalty on weights."""
KEPT: dict[Block, int] = {"own": 20_000, "near": 7_000, "wide": 3_500, "manner": 100}
"""Terms that are kept of each block: those that weigh most for any kind in a first training on all terms."""
FIRST: dict[Block, int] = {"own": 45_000, "near": 20_000, "wide": 5_000, "manner": 100}
SET_WEIGHT = {"ami": 1.0, "icsi": 0.5, "senedd": 0.15, "dccg-synthetic": 0.5}
"""How much a line of a set weighs: chaired talk is found by rules, and may not drown what free talk sounds like."""
FREE = ("ami", "icsi")
POSITIVE = {"action": 10.0, "decision": 10.0, "point": 1.0}
"""How much more a line that is meant weighs than one that is not: they are few."""
GROUPS = 3
"""A term is learned only where so many groups of people used it, so that no name and no one meeting is."""
FEWEST_WORDS = 3
"""Shorter lines are not learned from."""


@dataclass
class Meeting:
    """One meeting of a set: its lines, and for each kind which of them are meant (None: the set does not say)."""

    source: str
    gold: dict[str, Any]
    group: str
    lines: tuple[Line, ...]
    meant: dict[Kind, list[bool] | None]
    shown: list[dict[Block, list[str]]] = field(default_factory=list)


def meetings(folder: Path) -> list[Meeting]:
    found = []
    for name in SETS:
        for told in (folder / "minutes" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            found.append(_meeting(name, json.loads(told)))
    return found


def _meeting(name: str, told: dict[str, Any]) -> Meeting:
    talk = Talk(
        tuple(
            Utterance(one["id"], one["text"], one.get("speaker"), _ms(one.get("start")), _ms(one.get("end")))
            for one in told["utterances"]
        )
    )
    people = People(talk.roster, [one.speaker for one in talk.utterances])
    sentences = split_sentences(talk.utterances)
    lines = hear(sentences, people, find_chairs(talk, sentences, people))
    meant: dict[Kind, list[bool] | None] = dict.fromkeys(KINDS)
    for kind, key in GOLD.items():
        where = told if key == "extractive" else told["gold"]
        if key in where and told.get("has_links", True):
            ids = set(where[key]) if key == "extractive" else {link for one in where[key] for link in one["links"]}
            meant[kind] = [bool(ids & set(line.ids)) for line in lines]
    # The four meetings of an AMI group, and the meetings of one ICSI team, are by the same people.
    group = told["id"][:-1] if name == "ami" else told["id"][:3] if name == "icsi" else told["id"]
    return Meeting(name, told, group, lines, meant, list(_shown(lines)))


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds * 1000)


def _shown(lines: Sequence[Line]) -> Iterable[dict[Block, list[str]]]:
    around: Counter[str] = Counter()
    for seen in see(lines):
        around.update(seen.came)
        around.subtract(seen.went)
        wide = [word for word, count in around.items() if count]
        around = Counter({word: around[word] for word in wide})
        yield {"own": list(seen.own), "near": list(seen.near), "wide": wide, "manner": list(seen.manner)}


Row = tuple[Meeting, int]


def train(some: Sequence[Meeting]) -> Weights:
    """Return the weights learned from these meetings, likelihoods not yet set."""
    rows = [(one, at) for one in some for at, line in enumerate(one.lines) if len(line.text.split()) >= FEWEST_WORDS]
    known = {name: _known(rows, name) for name in BLOCKS}
    heavy, _ = _fit(rows, known)
    for name in BLOCKS:
        best = np.sort(np.argsort(-np.max([np.abs(heavy[kind][name]) for kind in KINDS], axis=0))[: KEPT[name]])
        terms = list(known[name].items())
        known[name] = dict(terms[at] for at in best)
    learned, offset = _fit(rows, known)
    blocks = {name: _block(known[name], {kind: learned[kind][name] for kind in KINDS}, name) for name in BLOCKS}
    none = dict.fromkeys(KINDS, 0.0)
    return Weights(blocks, offset, dict.fromkeys(KINDS, 1.0), none, none)


def _known(rows: Sequence[Row], name: Block) -> dict[str, int]:
    """Return the terms of a block that enough groups used, with how rare they are, 1 to 255."""
    used: Counter[str] = Counter()
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for one, at in rows:
        for term in one.shown[at][name]:
            used[term] += 1
            groups[term].add(one.group)
    kept = sorted((term for term in used if len(groups[term]) >= GROUPS), key=lambda term: (-used[term], term))
    return {term: min(255, round(20 * (1 + math.log(len(rows) / used[term])))) for term in sorted(kept[: FIRST[name]])}


def _matrix(rows: Sequence[Row], known: dict[str, int], name: Block) -> sparse.csr_matrix:
    place = {term: at for at, term in enumerate(known)}
    columns: list[int] = []
    ends = [0]
    for one, at in rows:
        columns += [place[term] for term in one.shown[at][name] if term in place]
        ends.append(len(columns))
    rarity = np.ones(len(known)) if name == "manner" else np.array(list(known.values()), float)
    values = rarity[columns]
    found = sparse.csr_matrix((values, columns, ends), shape=(len(rows), len(known)))
    if name != "manner":
        length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
        found = sparse.diags(1 / np.where(length > 0, length, 1)) @ found
    return found * BLOCK_WEIGHT[name]


def _fit(
    rows: Sequence[Row], known: dict[Block, dict[str, int]]
) -> tuple[dict[Kind, dict[Block, np.ndarray]], dict[Kind, float]]:
    """Return what each term weighs for each kind, by block, and what is added for every line."""
    matrix = sparse.hstack([_matrix(rows, known[name], name) for name in BLOCKS]).tocsr()
    edges = np.cumsum([0, *(len(known[name]) for name in BLOCKS)])
    learned, offset = {}, {}
    for kind in KINDS:
        taught = [at for at, (one, _) in enumerate(rows) if one.meant[kind] is not None]
        meant = np.array([rows[at][0].meant[kind][rows[at][1]] for at in taught])
        weight = np.where(meant, POSITIVE[kind], 1.0) * [SET_WEIGHT[rows[at][0].source] for at in taught]
        model = LogisticRegression(C=1.0, max_iter=60, tol=1e-3).fit(matrix[taught], meant, sample_weight=weight)
        whole = model.coef_[0]
        learned[kind] = {name: whole[edges[at] : edges[at + 1]] for at, name in enumerate(BLOCKS)}
        offset[kind] = round(float(model.intercept_[0]), 4)
    return learned, offset


def _block(known: dict[str, int], learned: dict[Kind, np.ndarray], name: Block) -> Terms:
    """Return the terms with their weights in whole numbers from -127 to 127."""
    scales = {kind: float(np.abs(learned[kind]).max() or 1.0) / 127 for kind in KINDS}
    weights = {kind: tuple(int(one) for one in np.round(learned[kind] / scales[kind])) for kind in KINDS}
    told = {kind: float(f"{scale * BLOCK_WEIGHT[name]:.6g}") for kind, scale in scales.items()}
    return Terms(tuple(known), tuple(known.values()), weights, told)


@dataclass(frozen=True)
class Tried:
    """What a meeting's lines ranked by a ranker that had not seen its people."""

    meeting: Meeting
    ranks: dict[Kind, Sequence[float]]


def dealt(some: Iterable[Meeting], folds: int) -> dict[str, int]:
    """Return the fold of each group: people who were learned from are never ranked."""
    part: dict[str, int] = {}
    some = list(some)
    for source in SETS:
        for at, group in enumerate(sorted({one.group for one in some if one.source == source})):
            part[group] = at % folds
    return part


def tried(some: Sequence[Meeting], folds: int) -> list[Tried]:
    """Return all meetings ranked by cross-validation; groups are dealt out set by set."""
    part = dealt(some, folds)
    found = []
    for fold in range(folds):
        ranker = Ranker(train([one for one in some if part[one.group] != fold]))
        for one in some:
            if part[one.group] == fold:
                ranks = ranker.rank(one.lines)
                found.append(Tried(one, {kind: ranks.of(kind) for kind in KINDS}))
        print(f"fold {fold + 1} of {folds}", file=sys.stderr, flush=True)
    return found


def hits(found: Iterable[Tried], kind: Kind) -> tuple[list[float], list[bool]]:
    """Return what the best line of each window ranks, and whether the window cites what is meant, one place around."""
    ranked, right = [], []
    for one in found:
        meant = one.meeting.meant[kind]
        if meant is None or one.meeting.source not in FREE:
            continue
        for window in windows(one.ranks[kind], one.meeting.lines, SHAPES[kind], FLOOR)[:40]:
            near = {at + by for at in window.lines for by in (-1, 0, 1)}
            ranked.append(window.score)
            right.append(any(meant[at] for at in near if 0 <= at < len(meant)))
    return ranked, right


def calibrated(weights: Weights, found: Sequence[Tried], score: ModuleType) -> Weights:
    """Return the weights with likelihoods that hold for talks of people not learned from."""
    likely = {"point": 0.5}
    slope, bias = {"point": 1.0}, {"point": 0.0}
    for kind in ("action", "decision"):
        ranked, right = hits(found, kind)
        model = LogisticRegression(C=100.0).fit(np.array(ranked)[:, None], right)
        slope[kind] = round(float(model.coef_[0][0]), 4)
        bias[kind] = round(float(model.intercept_[0]), 4)
        best = threshold([one for one in found if one.meeting.source == "ami"], kind, score)
        likely[kind] = round(1 / (1 + math.exp(-slope[kind] * best - bias[kind])), 4)
    return replace(weights, slope=slope, bias=bias, likely=likely)


def scored(found: Iterable[Tried], kind: Kind, score: ModuleType, above: float = -math.inf) -> dict[str, Any]:
    """Return what the scorer of the sets says of the best 20 windows of each meeting that rank above this."""
    key, gold, told = GOLD[kind], [], []
    for one in found:
        best = windows(one.ranks[kind], one.meeting.lines, SHAPES[kind], max(FLOOR, above))[:20]
        lines = one.meeting.lines
        links = [[link for at in window.lines for link in lines[at].ids] for window in best]
        items = [{"text": "", "links": some, "score": window.score} for some, window in zip(links, best, strict=True)]
        gold.append(one.meeting.gold)
        told.append({"id": one.meeting.gold["id"], key: items})
    counted: dict[str, Any] = score.score(gold, told, (key,), window=1)[key]
    return counted


def threshold(found: Sequence[Tried], kind: Kind, score: ModuleType) -> float:
    """Return the rank above which windows make the best item F1."""
    return max(np.arange(-3.0, 2.0, 0.25), key=lambda above: scored(found, kind, score, above)["item"]["f1"])


def items_table(found: Sequence[Tried], folds: int, score: ModuleType) -> str:
    """Return item figures of free talk, each fold cut where the others are best, and what the best windows hit."""
    rows = ["| set | kind | gold | P | R | F1 | in the best 5 | 10 | 20 |", "|---|---|--:|--:|--:|--:|--:|--:|--:|"]
    part = dealt([one.meeting for one in found], folds)
    for source, kind in (("ami", "action"), ("ami", "decision"), ("icsi", "decision")):
        these = [one for one in found if one.meeting.source == source]
        hit = Counter[str]()
        for fold in range(folds):
            others = [one for one in these if part[one.meeting.group] != fold]
            unseen = [one for one in these if part[one.meeting.group] == fold]
            if not unseen:
                continue
            item = scored(unseen, kind, score, threshold(others, kind, score))["item"]
            hit.update({"right": round(item["p"] * item["pred"]), "told": item["pred"], "gold": item["gold"]})
        p, r = hit["right"] / max(1, hit["told"]), hit["right"] / max(1, hit["gold"])
        all_of_it = scored(these, kind, score)
        best = " | ".join(f"{all_of_it[f'recall@{top}']['r']:.2f}" for top in (5, 10, 20))
        rows.append(f"| {source} | {kind} | {hit['gold']} | {p:.2f} | {r:.2f} | {2 * p * r / (p + r):.2f} | {best} |")
    return "\n".join(rows)


def scorer(folder: Path) -> ModuleType:
    """Return the module that scores minutes."""
    spec = importlib.util.spec_from_file_location("score_minutes", folder / "bench" / "score_minutes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def table(found: Sequence[Tried]) -> str:
    """Return the average precision of lines, by set and kind."""
    rows = ["| set | kind | lines meant | average precision |", "|---|---|--:|--:|"]
    for source in SETS:
        for kind in KINDS:
            these = [one for one in found if one.meeting.source == source and one.meeting.meant[kind] is not None]
            meant = [one for some in these for one in some.meeting.meant[kind]]
            if any(meant):
                ranked = [rank for some in these for rank in some.ranks[kind]]
                rows.append(f"| {source} | {kind} | {sum(meant)} | {average_precision_score(meant, ranked):.3f} |")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--check", action="store_true", help="print figures only")
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    folder = shared(args.shared)
    some, score = meetings(folder), scorer(folder)
    found = tried(some, args.folds)
    print(table(found), items_table(found, args.folds, score), sep="\n\n")
    if not args.check:
        written = write_weights(calibrated(train(some), found, score))
        TO.write_text(written, encoding="utf-8")
        print(f"\n{TO.name}: {len(written) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
