"""Taking back one's own edits, and nobody else's; making them again; and going back to an earlier report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from models.errors import MeetingError
from models.report import Report
from summarizer.desk_entries import Standing, same_person, touched_since
from summarizer.edit import EditRefused, Restore
from summarizer.edit_apply import apply_edit
from summarizer.edit_approve import amended
from summarizer.edit_change import overlap

if TYPE_CHECKING:
    from summarizer.desk import Desk


@dataclass(frozen=True)
class Line:
    """The edits that stand since the draft, or since the last approval: `base` is the report before the first."""

    base: Report | None = None
    edits: tuple[Standing, ...] = field(default=())

    @property
    def report(self) -> Report:
        found = self.edits[-1].report if self.edits else self.base
        assert found is not None
        return found


@dataclass(frozen=True)
class Undone:
    """An edit that was taken back by the event `number`."""

    standing: Standing
    number: int

    def of(self, by: str) -> bool:
        return same_person(self.standing.stamp.by, by)


@dataclass(frozen=True)
class Back:
    """The line after an edit was taken back or made again, and that edit."""

    line: Line
    standing: Standing


def undo(line: Line, approved: Report | None, by: str) -> Back:
    """Return the line without somebody's latest edit that stands.

    Raises:
        EditRefused: If they have none since the draft or the approval, or others have built on it.
    """
    own = [at for at, one in enumerate(line.edits) if same_person(one.stamp.by, by)]
    if not own:
        raise EditRefused(f"there is nothing of {by}'s to undo; what was approved is corrected instead")
    at = own[-1]
    taken, later = line.edits[at], line.edits[at + 1 :]
    for one in later:
        if any(overlap(mine, theirs) for mine in taken.touched for theirs in one.touched):
            raise EditRefused(f"{one.stamp.by} has changed the same since; it is not undone: change it by hand instead")
    made = Line(line.base, line.edits[:at])
    for one in later:
        try:
            made = _with(made, one, approved)
        except MeetingError:
            raise EditRefused(f"a later edit of {one.stamp.by} rests on it; change it by hand instead") from None
    return Back(made, taken)


def redo(desk: Desk, by: str) -> Back:
    """Return the line with what somebody took back last at its end.

    Raises:
        EditRefused: If they have taken nothing back since their last edit, or others have changed the same since.
    """
    own = [one for one in desk.undone if one.of(by)]
    if not own:
        raise EditRefused(f"there is nothing that {by} has undone and could make again")
    taken = own[-1].standing
    for slot in taken.touched:
        other = touched_since(desk.touches, slot, by, own[-1].number)
        if other is not None:
            raise EditRefused(f"{other.by} has changed the same since; it is not made again: change it by hand instead")
    if isinstance(taken.do, Restore):
        was = desk.at(taken.do.number)
        assert was is not None
        again = replace(taken, report=restored(was, desk.line.report))
        return Back(Line(desk.line.base, (*desk.line.edits, again)), taken)
    return Back(_with(desk.line, taken, desk.approved), taken)


def restored(was: Report, now: Report) -> Report:
    """Return an earlier report as the present one: what was published, and what was corrected, stays so."""
    return replace(
        was, state=now.state, version=now.version, revisions=now.revisions, corrections=now.corrections,
        archived=now.archived,
    )  # fmt: skip


def _with(line: Line, one: Standing, approved: Report | None) -> Line:
    change = apply_edit(line.report, one.do, one.stamp)
    report = change.report if approved is None else amended(approved, change.report, one.stamp.by, one.stamp.utc)
    return Line(line.base, (*line.edits, Standing(one.stamp, one.do, change.touched, report)))
