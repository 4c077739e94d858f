"""A report drafted again while people edit it: what they touched stays theirs, the rest is renewed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from models.errors import MeetingError
from models.report import Block, Report, Statement
from models.report_check import BadReport, check_report
from summarizer import edit_tree as tree
from summarizer.desk import Desk
from summarizer.desk_match import names_for, renamed
from summarizer.edit import PERSON, EditRefused, Leave, Restore
from summarizer.edit_apply import apply_edit
from summarizer.edit_change import Stamp
from summarizer.edit_fields import matter_of, put_matter
from summarizer.edit_people import find_person, name_in
from summarizer.edit_places import home_of, item_of

NAMING = ("target", "other", "block", "after", "into")
"""Fields of an edit that name a part of the report."""


def renewed(desk: Desk, fresh: Report) -> Report:
    """Return a new draft in which everything that people have done since the last one is done again.

    A line that somebody edited, accepted, moved or rejected is taken over as it was, in the place of what was found on
    the same captions now; lines that nobody touched are renewed; ids stay.

    Raises:
        EditRefused: If some edit could not be made in the new draft, or the report was approved or restored: then the
            report stays as it is.
    """
    old = desk.line.base
    if old is None:
        return fresh
    if desk.approved is not None or any(isinstance(one.do, Restore) for one in desk.line.edits):
        raise EditRefused("the report has been approved, or restored from an earlier one; it is not drafted again")
    stamp = Stamp(desk.last + 1, "", "", f"{desk.own}.d", desk.issued)
    touched = _touched(desk)
    made = renamed(fresh, names_for(fresh, old, stamp))
    made = _with_blocks(made, old, touched)
    for found in _theirs(old, touched):
        made = _with_line(made, old, found)
    made = _with_people(made, old, touched)
    for standing in desk.line.edits:
        try:
            made = apply_edit(made, standing.do, standing.stamp).report
        except MeetingError as fault:
            if isinstance(standing.do, Leave) and find_person(made, standing.do.name) is None:
                continue
            by = standing.stamp.by
            raise EditRefused(f"a new draft would lose an edit of {by} ({fault}); it was not made") from None
    try:
        check_report(made, "the new draft")
    except BadReport as fault:
        raise EditRefused(f"what people edited does not fit a new draft ({fault}); it was not made") from None
    return made


def _touched(desk: Desk) -> set[str]:
    """Return every target that an edit which stands touched or names: a line to go behind, a block to go into."""
    out = {slot[0] for one in desk.line.edits for slot in one.touched}
    for one in desk.line.edits:
        named = (getattr(one.do, field.name) for field in fields(one.do) if field.name in NAMING)
        out |= {name for name in named if isinstance(name, str) and name}
    return out


def _theirs(old: Report, touched: set[str]) -> Iterator[tree.Found]:
    """Yield the lines of the old draft in which somebody touched anything, each as a whole."""
    for found in tree.lines_of(old):
        if not found.inside and any(one.id in touched or one.refers in touched for one in _all(found.line)):
            yield found


def _with_line(report: Report, old: Report, found: tree.Found) -> Report:
    """Return the report with a line of the old draft, in its old place where that is still there."""
    one = found.line
    report = _with_matters(report, old, one)
    if tree.find_line(report, one.id) is not None:
        return tree.change_line(report, one.id, lambda _: (one,))
    if not found.block:
        return replace(report, suggestions=(*report.suggestions, one))
    block = found.block if tree.find_block(report, found.block) else home_of(report, item_of(old, found.block))
    if block:
        return tree.put_line(report, block, None, one)
    lone = replace(tree.block(old, found.block), statements=(one,), blocks=())
    return replace(report, blocks=(*report.blocks, lone))


def _with_matters(report: Report, old: Report, one: Statement) -> Report:
    """Return the report with what a line and those inside it print, as it was."""
    for each in _all(one):
        matter = matter_of(old, each.refers) if each.refers else None
        if matter is None:
            continue
        if matter_of(report, matter.id) is not None:
            report = put_matter(report, matter)
        elif matter in old.decisions:
            report = replace(report, decisions=(*report.decisions, matter))
        elif matter in old.views:
            report = replace(report, views=(*report.views, matter))
        elif matter in old.actions:
            report = replace(report, actions=(*report.actions, matter))
    return _without_lost(report)


def _without_lost(report: Report) -> Report:
    """Return the report without references to what the new draft does not have."""
    views, decisions = {one.id for one in report.views}, {one.id for one in report.decisions}
    return replace(
        report,
        decisions=tuple(
            replace(one, dissent=tuple(id for id in one.dissent if id in views)) for one in report.decisions
        ),
        views=tuple(one if one.decision in decisions else replace(one, decision="") for one in report.views),
        actions=tuple(
            one if one.from_decision in decisions else replace(one, from_decision="") for one in report.actions
        ),
    )  # fmt: skip


def _with_blocks(report: Report, old: Report, touched: set[str]) -> Report:
    """Return the report with the parts that somebody touched or put something into, emptied of old lines."""

    def add(report: Report, blocks: tuple[Block, ...], into: str) -> Report:
        for one in blocks:
            if one.id in touched and tree.find_block(report, one.id) is None:
                known = into and tree.find_block(report, into)
                bare = replace(one, statements=(), blocks=())
                report = tree.put_block(report, into if known else "", "", bare)
            report = add(report, one.blocks, one.id)
        return report

    return add(report, old.blocks, "")


def _with_people(report: Report, old: Report, touched: set[str]) -> Report:
    """Return the report with those on whom an edit rests, where the new draft has not found them."""
    for target in sorted(touched):
        name = name_in(target)
        known = find_person(old, name) if target.startswith(PERSON) else None
        if known is None or find_person(report, name) is not None:
            continue
        label, one = known
        if label is None:
            report = replace(report, apologies=(*report.apologies, one))
            continue
        lists = report.groups
        if not any(group.label == label for group in lists):
            lists = (*lists, *(replace(group, people=()) for group in old.groups if group.label == label))
        groups = (replace(each, people=(*each.people, one)) if each.label == label else each for each in lists)
        report = replace(report, groups=tuple(groups))
    return report


def _all(one: Statement) -> Iterator[Statement]:
    yield one
    for child in one.children:
        yield from _all(child)
