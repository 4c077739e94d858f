"""Lines added, moved, merged and split, and parts added to a report."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from models.report import Block, BlockKind, Report, Statement
from models.report_parts import Action, Decision, Evidence, View
from summarizer import edit_tree as tree
from summarizer.edit import Add, AddBlock, EditRefused, Merge, Move, Set, Split
from summarizer.edit_change import ANY, Change, Slot, Stamp
from summarizer.edit_fields import matter_of, put_matter
from summarizer.edit_places import New, item_of, put_new
from summarizer.edit_standing import aside
from summarizer.edit_step import prints_view, set_field
from summarizer.edit_values import LINE, LONG, SHORT, one_of

BY_HAND = "note-taker"
"""What found the evidence of a line that a person added."""


def add(report: Report, do: Add, stamp: Stamp) -> Change:
    text = LONG(do.text, "text")
    if not text:
        raise EditRefused("a new line begins with its text")
    evidence = (Evidence(cues=do.evidence, found_by=BY_HAND),) if do.evidence else ()
    new = New(id=stamp.line_id(), text=text, kind=do.kind, evidence=evidence)
    put = put_new(report, do.block, do.after, new, stamp)
    made = put.report
    for field, value in do.fields.items():
        made = set_field(made, Set(target=put.matter or new.id, field=field, value=value), stamp).report
    return Change(made, put.touched)


def add_block(report: Report, do: AddBlock, stamp: Stamp) -> Change:
    kind = one_of(BlockKind)(do.kind, "kind")
    assert kind in get_args(BlockKind)
    number = SHORT(do.number, "number")
    new = Block(
        id=stamp.line_id(".b"), kind=kind, heading=LINE(do.heading, "heading"), number=number,
        item=number if kind == "agenda item" else "",
    )  # fmt: skip
    return Change(tree.put_block(report, do.into, do.after, new), ((new.id, ANY),))


def move(report: Report, do: Move, stamp: Stamp) -> Change:
    found, place = tree.line(report, do.target), ((do.target, "place"),)
    if not found.block:
        raise EditRefused("a suggestion has no place in the report yet; accept it, and say where it goes")
    if found.inside and prints_view(report, found) is not None:
        raise EditRefused("a position stays with its minority view; move the view as a whole")
    if do.after == do.target:
        return Change(report, place)
    behind = tree.find_line(report, do.after) if do.after else None
    if behind is not None and do.target in {one.id for one in behind.inside}:
        raise EditRefused("a line cannot be moved behind one that stands inside it")
    made = tree.change_line(report, do.target, lambda _: ())
    made = tree.put_line(made, do.block, do.after, found.line)
    return Change(_with_item(made, found.line, item_of(made, do.block)), place)


def merge(report: Report, do: Merge, stamp: Stamp) -> Change:
    kept, other = tree.line(report, do.target), tree.line(report, do.other)
    _check_merge(report, kept, other)
    evidence = _united(kept.line.evidence, other.line.evidence)
    made = tree.set_line(report, do.target, evidence=evidence)
    touched: tuple[Slot, ...] = ((do.target, "text"), (do.target, "evidence"), (do.other, "standing"))
    ours, theirs = matter_of(made, kept.line.refers), matter_of(made, other.line.refers)
    if isinstance(ours, View) and isinstance(theirs, View):
        made = put_matter(made, replace(ours, positions=(*ours.positions, *theirs.positions)))
        made = _dissent_follows(made, theirs.id, ours.id)
        made = tree.set_line(made, do.target, children=_children_of_both(kept.line, other.line, stamp))
        touched = (*touched, (ours.id, ANY))
    elif isinstance(ours, (Decision, Action)):
        ours = replace(ours, evidence=_united(ours.evidence, other.line.evidence))
        if isinstance(ours, Decision) and isinstance(theirs, Decision):
            ours = replace(ours, dissent=tuple(dict.fromkeys((*ours.dissent, *theirs.dissent))))
        made = put_matter(made, ours)
    if do.text:
        step = set_field(made, Set(target=do.target, field="text", value=do.text), stamp)
        made, touched = step.report, (*touched, *step.touched)
    return Change(aside(made, do.other, stamp, merged=do.target), touched)


def split(report: Report, do: Split, stamp: Stamp) -> Change:
    found = tree.line(report, do.target)
    one, at = found.line, do.at
    first, second = one.text[: max(at, 0)].strip(), one.text[max(at, 0) :].strip()
    if not first or not second:
        raise EditRefused(f"there is no text on both sides of character {at}; choose a place within the line")
    if prints_view(report, found) is not None:
        raise EditRefused("a minority view is not split; add a position to it, or another view")
    touched: tuple[Slot, ...] = ((do.target, "text"), (stamp.line_id(), ANY))
    made, matter, refers = report, matter_of(report, one.refers), ""
    if isinstance(matter, (Decision, Action)):
        refers = stamp.matter_id(report, "D" if isinstance(matter, Decision) else "A")
        made = put_matter(made, replace(matter, text=first))
        if isinstance(matter, Decision):
            made = replace(made, decisions=(*made.decisions, replace(matter, id=refers, text=second)))
        else:
            made = replace(made, actions=(*made.actions, replace(matter, id=refers, text=second, children=())))
        touched = (*touched, (matter.id, "text"), (refers, ANY))
    standing = one.standing if one.standing in ("suggested", "rejected") else "edited"
    before = replace(one, text=first, standing=standing)
    behind = replace(before, id=stamp.line_id(), text=second, refers=refers, children=(), number="", updates=())
    return Change(tree.change_line(made, do.target, lambda _: (before, behind)), touched)


def _check_merge(report: Report, kept: tree.Found, other: tree.Found) -> None:
    above = [one.id for one in (*kept.inside, *other.inside)]
    if kept.line.id == other.line.id or kept.line.id in above or other.line.id in above:
        raise EditRefused("a line cannot be merged with itself, or with one that stands inside it")
    if not kept.block or kept.line.standing == "rejected":
        raise EditRefused("the line to merge with is not in the report; accept it first")
    matters = (matter_of(report, one.line.refers) for one in (kept, other))
    if prints_view(report, other) is not None and not all(isinstance(one, View) for one in matters):
        raise EditRefused("a minority view is only merged with another one, as a whole")


def _children_of_both(one: Statement, other: Statement, stamp: Stamp) -> tuple[Statement, ...]:
    moved = (replace(child, id=stamp.line_id(f".{at}"), children=()) for at, child in enumerate(other.children, 1))
    return (*one.children, *moved)


def _united(one: tuple[Evidence, ...], other: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return (*one, *(each for each in other if each not in one))


def _dissent_follows(report: Report, old: str, new: str) -> Report:
    def follow(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(new if id == old else id for id in ids))

    return replace(report, decisions=tuple(replace(one, dissent=follow(one.dissent)) for one in report.decisions))


def _with_item(report: Report, line: Statement, item: str) -> Report:
    """Return the report with what a line and those inside it print under the agenda item where they stand now."""
    matter = matter_of(report, line.refers) if line.refers else None
    if matter is not None and matter.item != item:
        report = put_matter(report, replace(matter, item=item))
    for one in line.children:
        report = _with_item(report, one, item)
    return report
