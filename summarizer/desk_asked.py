"""What a note-taker asks for at one line of the report, by the buttons of its form, as edits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from models.plain import clean
from models.report import Block, Report, Statement
from models.report_parts import Action, Decision, View
from models.roster import Roster
from summarizer import edit_tree as tree
from summarizer.desk_fields import FieldFault, Values, Wanted, wanted_of
from summarizer.edit import Accept, Add, Confirm, Line, Merge, Move, Reject, Set, Split
from summarizer.edit_fields import matter_of
from summarizer.edit_places import FITS, ITEMS

BLANK_LINE = re.compile(r"\r?\n[ \t]*\r?\n")


def asked_of_line(seen: Report, now: Report, id: str, posted: Values, roster: Roster) -> Iterator[Wanted]:
    """Yield what the form of a line asks for: what was typed is kept first, whichever button was pressed.

    Args:
        seen: The report as its author had it before them.
        now: The report as it stands.

    Raises:
        MeetingError: If it cannot be done; `FieldFault` with the field.
    """
    do, line = posted.get("do", "save"), tree.line(now, id).line
    if do == "split":
        yield from _split(line, posted)
    elif do == "merge":
        yield _merged(now, line, posted)
    else:
        before = tree.find_line(seen, id)
        if line.standing != "rejected":
            yield from wanted_of(seen, before.line if before else line, posted, roster)
        yield from _done(now, line, posted)
    if do == "add" or clean(posted.get("new", "")):
        yield Wanted(_added(now, line, posted), "new")


def _done(now: Report, line: Statement, posted: Values) -> Iterator[Wanted]:
    do, reason = posted.get("do", "save"), clean(posted.get("reason", ""))
    match do:
        case "accept":
            yield Wanted(Accept(target=line.id), "do")
        case "reject":
            yield Wanted(Reject(target=line.id, reason=reason), "reason")
        case "confirm":
            yield Wanted(Confirm(target=line.id), "do")
        case "up" | "down" | "move":
            yield Wanted(_moved(now, line, posted), "to" if do == "move" else "do")
        case "save" if reason:
            # The Enter key presses Save, also in the field for the reason.
            raise FieldFault("reason", "press the button below to set the view aside, or empty this field")


def taken_in(now: Report, id: str, posted: Values) -> Wanted:
    """Return the edit that takes a suggestion into the report as what its form says."""
    line = tree.line(now, id).line
    text = clean(posted.get("text", "")) or line.text
    return Wanted(Accept(target=id, block=posted.get("into", ""), kind=kind_in(posted), text=text), "into")


def kind_in(posted: Values) -> Line:
    """Return what a new line is to be.

    Raises:
        FieldFault: If it is none of what there is.
    """
    kind = posted.get("kind", "")
    if kind not in get_args(Line):
        raise FieldFault("kind", f'a line cannot be a "{kind[:40]}"; choose one of the list')
    return kind  # type: ignore[return-value]


def neighbours(report: Report, id: str) -> tuple[Statement | None, tuple[str, ...], int]:
    """Return the line before one in its part that is not rejected, the ids of the part's lines, and its place there."""
    found = tree.line(report, id)
    block = tree.block(report, found.block)
    lines = found.inside[-1].children if found.inside else block.statements
    at = next(n for n, one in enumerate(lines) if one.id == id)
    live = (one for one in reversed(lines[:at]) if one.standing != "rejected")
    return next(live, None), tuple(one.id for one in lines), at


def _split(line: Statement, typed: Values) -> Iterator[Wanted]:
    """The text falls apart at its first empty line; with `at`, before that character of the text."""
    text = typed.get("text", "")
    at = typed.get("at", "")
    if at.isascii() and at.isdigit() and len(at) < 6 and not BLANK_LINE.search(text):
        text = f"{text[: int(at)]}\n\n{text[int(at) :]}"
    parts = BLANK_LINE.split(text.strip(), maxsplit=1)
    first, second = (clean(parts[0]), clean(parts[1])) if len(parts) > 1 else ("", "")
    if not first or not second:
        raise FieldFault("text", "put an empty line into the text where it is to be split, then press Split again")
    if f"{first} {second}" != clean(line.text):
        yield Wanted(Set(target=line.id, field="text", value=f"{first} {second}"), "text")
    yield Wanted(Split(target=line.id, at=len(first)), "text")


def _merged(now: Report, line: Statement, typed: Values) -> Wanted:
    before, _, _ = neighbours(now, line.id)
    if before is None:
        raise FieldFault("do", "there is no line before this one in its part; move it first")
    matters = [matter_of(now, one.refers) if one.refers else None for one in (before, line)]
    if any(isinstance(one, View) for one in matters):
        return Wanted(Merge(target=before.id, other=line.id), "do")
    text = f"{before.text} {clean(typed.get('text', '')) or line.text}".strip()
    return Wanted(Merge(target=before.id, other=line.id, text=text), "text")


def _moved(now: Report, line: Statement, posted: Values) -> Move:
    found = tree.line(now, line.id)
    if posted.get("do") == "move":
        return _to_another(now, line, posted.get("to", ""))
    _, ids, at = neighbours(now, line.id)
    if posted.get("do") == "up":
        if at == 0:
            raise FieldFault("do", "this is the first line of its part; move it to another part instead")
        return Move(target=line.id, block=found.block, after=ids[at - 2] if at > 1 else "")
    if at == len(ids) - 1:
        raise FieldFault("do", "this is the last line of its part; move it to another part instead")
    return Move(target=line.id, block=found.block, after=ids[at + 1])


def _to_another(now: Report, line: Statement, block_id: str) -> Move:
    if not block_id:
        raise FieldFault("to", "choose where the line is to go")
    part = part_for(now, block_id, line)
    last = tree.block(now, part).statements
    return Move(target=line.id, block=part, after=last[-1].id if last and last[-1].id != line.id else "")


def part_for(report: Report, block_id: str, line: Statement) -> str:
    """Return the part of an agenda item where such a line belongs; the item itself where it has none."""
    outer = tree.block(report, block_id)
    if outer.kind not in ITEMS:
        return block_id
    fits = FITS.get(kind_of(report, line), ())
    return next((one.id for fit in fits for one in outer.blocks if one.kind == fit), block_id)


def kind_of(report: Report, line: Statement) -> Line:
    """Return what a line is: that of the decision, next step or view it prints, else of the part that it stands in."""
    matter = matter_of(report, line.refers) if line.refers else None
    found = tree.find_line(report, line.id)
    block = tree.find_block(report, found.block) if found is not None else None
    return kind_with(matter, block)


def kind_with(matter: Decision | Action | View | None, block: Block | None) -> Line:
    """As `kind_of`, for what the line prints and the part that it stands in."""
    match matter:
        case Decision():
            return "decision"
        case Action():
            return "next step"
        case View():
            return "view"
    return "key point" if block is not None and block.kind == "key points" else ""


def _added(now: Report, line: Statement, posted: Values) -> Add:
    text = clean(posted.get("new", ""))
    if not text:
        raise FieldFault("new", "a new line begins with its text; type it first")
    return Add(block=tree.line(now, line.id).block, text=text, kind=kind_in(posted), after=line.id)
