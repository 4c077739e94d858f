"""How much of a note-taker's work a draft saves: what is left to do in it, against writing the same from nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from models.names import fold
from models.report import Report
from models.report_order import every_action, set_aside
from models.report_parts import Action, Decision, Evidence, View
from summarizer.difference import difference

Kind = Literal["decision", "next step", "view"]
ALIKE, SAME_SENSE = 0.4, 0.5
"""Share of words from which on two sentences are taken for the same matter, and for the same in other words."""

WORDS_OF_A_REASON = 3


@dataclass(frozen=True)
class Known:
    """Something that the finished report is to hold. `cues` are the captions it rests on, `due` an ISO day."""

    kind: Kind
    text: str
    cues: frozenset[int] = frozenset()
    owners: tuple[str, ...] = ()
    due: str = ""
    positions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finished:
    """What the finished report holds: its matters, and who was there or excused, by name."""

    matters: tuple[Known, ...]
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """Edits as the desk counts them, and the words that they take to type."""

    edits: int = 0
    words: int = 0

    def __add__(self, other: Work) -> Work:
        return Work(self.edits + other.edits, self.words + other.words)


@dataclass(frozen=True)
class _Drafted:
    """A matter of the draft, or a suggestion for one. `sure` False: it must be taken into the report first."""

    kind: Kind
    text: str
    cues: frozenset[int]
    sure: bool
    matter: Decision | Action | View | None = None


def from_blank(finished: Finished) -> Work:
    """Return the work of writing it all: an edit for each matter, for who does it, for when, and for each person."""
    return _sum((*map(_written, finished.matters), *(Work(1, _count(name)) for name in finished.people)))


def from_draft(draft: Report, finished: Finished, *, word_for_word: bool = True) -> Work:
    """Return the work of making the draft hold what the finished report holds, and nothing else that is decided.

    Args:
        word_for_word: Each sentence is put into the known words; else one that says the same in others is left.
    """
    return _sum((*_matters(draft, finished, word_for_word), *_people(draft, finished.people)))


def _matters(draft: Report, finished: Finished, word_for_word: bool) -> Iterator[Work]:
    drafted = tuple(_drafted(draft))
    pairs = _pairs(finished.matters, drafted)
    for at, known in enumerate(finished.matters):
        found = pairs.get(at)
        yield _written(known) if found is None else _corrected(drafted[found], known, word_for_word)
    for at, one in enumerate(drafted):
        if one.sure and at not in pairs.values():
            yield Work(1, WORDS_OF_A_REASON if one.kind == "view" else 0)


def _written(known: Known) -> Work:
    positions = (Work(1, _count(one)) for one in known.positions)
    own = Work(1, sum(map(_count, known.owners))) if known.owners else Work()
    return _sum((Work(1, _count(known.text)), own, Work(1, 1) if known.due else Work(), *positions))


def _corrected(one: _Drafted, known: Known, word_for_word: bool) -> Work:
    """Return the work on a matter that was found: taking it over, and putting right what differs."""
    same = one.text.rstrip(" .:").casefold() == known.text.rstrip(" .:").casefold()
    reworded = not same and (word_for_word or _alike(one.text, known.text) < SAME_SENSE)
    # A suggestion is accepted with its new text in one edit; a decision is confirmed, a next step stands.
    accepted = not one.sure or known.kind != "next step"
    work = Work(int(accepted), 0)
    if reworded:
        work += Work(0 if accepted and not one.sure else 1, _typed(one.text, known.text))
    if isinstance(one.matter, Action) or known.kind == "next step":
        work += _assigned(one.matter if isinstance(one.matter, Action) else None, known)
    if known.kind == "view":
        told = [each.text for each in one.matter.positions] if isinstance(one.matter, View) else []
        work += _positions(told, known.positions, word_for_word)
    if isinstance(one.matter, Decision) and one.matter.state == "discussed":
        work += Work(1, 0)
    return work


def _assigned(action: Action | None, known: Known) -> Work:
    owners = [one.name for one in action.owners] if action else []
    due = (action.due.dates[-1:] if action and action.due else ()) or ("",)
    missing = [one for one in known.owners if fold(one) not in map(fold, owners)]
    wrong = [one for one in owners if fold(one) not in map(fold, known.owners)]
    work = Work(1, sum(map(_count, missing))) if missing or wrong else Work()
    return work + (Work(1, 1 if known.due else 0) if known.due != due[0] else Work())


def _positions(told: Sequence[str], known: Sequence[str], word_for_word: bool) -> Work:
    work, left = Work(), list(told)
    for one in known:
        near = max(left, key=lambda each: _alike(each, one), default="")
        if near and (_alike(near, one) >= SAME_SENSE or word_for_word):
            left.remove(near)
            right = near.rstrip(" .").casefold() == one.rstrip(" .").casefold()
            work += Work() if right or not word_for_word else Work(1, _typed(near, one))
        else:
            work += Work(1, _count(one))
    return work


def _people(draft: Report, known: Mapping[str, str]) -> Iterator[Work]:
    people = [*(one for group in draft.groups for one in group.people), *draft.apologies]
    drafted = {fold(one.name): "apologies" if one in draft.apologies else one.status for one in people}
    for name, status in known.items():
        if fold(name) not in drafted:
            yield Work(1, _count(name))
        elif drafted[fold(name)] != status:
            yield Work(1, 0)
    yield from (Work(1, 0) for name in drafted if name not in map(fold, known))


def _drafted(draft: Report) -> Iterator[_Drafted]:
    aside = set_aside(draft)
    for decision in draft.decisions:
        if decision.id not in aside:
            yield _Drafted("decision", decision.text, _cues(decision.evidence), True, decision)
    for action, _ in every_action(draft.actions):
        if action.id not in aside:
            yield _Drafted("next step", action.text, _cues(action.evidence), True, action)
    for view in draft.views:
        cues = _cues(each for one in view.positions for each in one.evidence)
        yield _Drafted("view", view.topic, cues, True, view)
    for one in draft.suggestions:
        if one.kind in ("decision", "next step", "view"):
            yield _Drafted(one.kind, one.text, _cues(one.evidence), False)  # type: ignore[arg-type]


def _pairs(known: Sequence[Known], drafted: Sequence[_Drafted]) -> dict[int, int]:
    """Return which drafted matter is which known one: the likest first, each once, sure ones before suggestions."""
    scored = sorted(
        ((_likeness(one, each) + each.sure, a, b) for a, one in enumerate(known) for b, each in enumerate(drafted)
         if one.kind == each.kind and _likeness(one, each) > 0),
        key=lambda found: (-found[0], found[1], found[2]),
    )  # fmt: skip
    out: dict[int, int] = {}
    for _, a, b in scored:
        if a not in out and b not in out.values():
            out[a] = b
    return out


def _likeness(known: Known, one: _Drafted) -> float:
    shared = len(known.cues & one.cues) / len(known.cues | one.cues) if known.cues and one.cues else 0.0
    words = _alike(known.text, one.text)
    return shared + words if shared or words >= ALIKE else 0.0


def _alike(one: str, other: str) -> float:
    """Return the share of words that two sentences have in common (F1)."""
    a, b = (Counter(fold(text).replace(".", "").replace(",", "").split()) for text in (one, other))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


def _typed(before: str, after: str) -> int:
    return sum(_count(run.text) for run in difference(before, after) if run.part == "added")


def _count(text: str) -> int:
    return len(text.split())


def _cues(evidence: Iterable[Evidence]) -> frozenset[int]:
    return frozenset(cue for one in evidence for cue in one.cues)


def _sum(work: Iterable[Work]) -> Work:
    out = Work()
    for one in work:
        out += one
    return out
