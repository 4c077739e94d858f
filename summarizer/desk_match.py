"""Which parts of a new draft are those of the one before: by the captions that they rest on, not by their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace

from models.report import Block, Report, Statement
from models.report_order import every_action
from models.report_parts import Action, Decision, View
from summarizer.edit_change import Stamp
from summarizer.edit_fields import matter_of
from summarizer.edit_tree import blocks_of

DECIDED = ("decisions", "next steps", "decisions and next steps")


def names_for(fresh: Report, old: Report, stamp: Stamp) -> dict[str, str]:
    """Return an id for every part of a new draft: that of the old part it is, else one that nothing has had."""
    out: dict[str, str] = {}
    known = _by_key(old)
    for key, id in _keys(fresh):
        same = known.get(key)
        out[id] = same.pop(0) if same else ""
    unnamed = (id for id, name in out.items() if not name)
    out |= {id: stamp.line_id(f".{at}") for at, id in enumerate(unnamed, 1)}
    return out | _matter_names(fresh, old, out, stamp)


def renamed(report: Report, names: Mapping[str, str]) -> Report:
    """Return the report with other ids, wherever they stand."""

    def line(one: Statement) -> Statement:
        return replace(one, id=names[one.id], refers=names.get(one.refers, ""), children=tuple(map(line, one.children)))

    def block(one: Block) -> Block:
        return replace(
            one, id=names[one.id], statements=tuple(map(line, one.statements)), blocks=tuple(map(block, one.blocks))
        )

    def action(one: Action) -> Action:
        decision = names.get(one.from_decision, "")
        return replace(one, id=names[one.id], from_decision=decision, children=tuple(map(action, one.children)))

    return replace(
        report, front=tuple(map(block, report.front)), blocks=tuple(map(block, report.blocks)),
        annexes=tuple(replace(one, blocks=tuple(map(block, one.blocks))) for one in report.annexes),
        suggestions=tuple(map(line, report.suggestions)), actions=tuple(map(action, report.actions)),
        decisions=tuple(
            replace(one, id=names[one.id], dissent=tuple(names[id] for id in one.dissent)) for one in report.decisions
        ),
        views=tuple(replace(one, id=names[one.id], decision=names.get(one.decision, "")) for one in report.views),
    )  # fmt: skip


def _by_key(report: Report) -> Mapping[Hashable, list[str]]:
    out: dict[Hashable, list[str]] = defaultdict(list)
    for key, id in _keys(report):
        out[key].append(id)
    return out


def _keys(report: Report) -> Iterator[tuple[Hashable, str]]:
    """Yield what tells each block and line apart, with its id: nothing that a person could have changed in words."""
    above: dict[str, Hashable] = {}
    for block in blocks_of(report):
        kind = "decided" if block.kind in DECIDED else block.kind
        key: Hashable = (above.get(block.id, ""), kind, block.item or block.heading)
        yield key, block.id
        above |= {inner.id: key for inner in block.blocks}
        for one in block.statements:
            yield from _line_keys(report, one, kind)
    for one in report.suggestions:
        yield from _line_keys(report, one, f"suggested {one.kind}")


def _line_keys(report: Report, one: Statement, kind: Hashable) -> Iterator[tuple[Hashable, str]]:
    matter = matter_of(report, one.refers) if one.refers else None
    # The first caption stays the same when later ones, as the talk goes on, come to say more about it.
    begins = min((cue for each in one.evidence for cue in each.cues), default=-1)
    key = (type(matter).__name__ if matter else kind, begins if begins >= 0 else one.text)
    yield key, one.id
    for at, child in enumerate(one.children):
        yield from _line_keys(report, child, (key, at))


def _matter_names(fresh: Report, old: Report, lines: Mapping[str, str], stamp: Stamp) -> dict[str, str]:
    refers = {one.id: one.refers for block in blocks_of(old) for top in block.statements for one in _all(top)}
    out: dict[str, str] = {}
    for line in (each for block in blocks_of(fresh) for top in block.statements for each in _all(top)):
        if line.refers:
            out[line.refers] = out.get(line.refers) or refers.get(lines[line.id], "")
    issued = dict(stamp.issued)
    # What no line prints is the same if it says the same.
    alone = {(type(one), _words(one)): one.id for one in _matters(old) if one.id not in refers.values()}
    for one in _matters(fresh):
        if out.get(one.id):
            continue
        out[one.id] = alone.pop((type(one), _words(one)), "")
        if not out[one.id]:
            letter = "D" if isinstance(one, Decision) else "V" if isinstance(one, View) else "A"
            out[one.id] = replace(stamp, issued=issued).matter_id(old, letter)
            issued[letter] = issued.get(letter, 0) + 1
    return out


def _matters(report: Report) -> Iterator[Decision | Action | View]:
    yield from report.decisions
    yield from report.views
    yield from (one for one, _ in every_action(report.actions))


def _words(one: Decision | Action | View) -> str:
    return one.topic if isinstance(one, View) else one.text


def _all(one: Statement) -> Iterator[Statement]:
    yield one
    for child in one.children:
        yield from _all(child)
