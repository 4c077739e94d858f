"""An edit applied to a report: the report after it, which always holds together, or a refusal in words."""

from __future__ import annotations

from dataclasses import replace

from models.report import Report
from models.report_check import BadReport, check_report
from models.report_order import set_aside
from summarizer.edit import (
    PERSON,
    Accept,
    Add,
    AddBlock,
    Approve,
    Attend,
    Confirm,
    EditRefused,
    Leave,
    Merge,
    Move,
    Op,
    Redo,
    Reject,
    Restore,
    Set,
    Split,
    Undo,
)
from summarizer.edit_approve import approve
from summarizer.edit_change import ANY, Change, Slot, Stamp
from summarizer.edit_lines import add, add_block, merge, move, split
from summarizer.edit_people import attend, leave
from summarizer.edit_standing import accept, confirm, reject
from summarizer.edit_step import set_field, slot_of
from summarizer.print_words import words_for

REFERRING = ("dissent", "decision", "from_decision", "supersedes", "due")
"""Fields that lead to another part, or that the check of a report reads."""


def apply_edit(report: Report, do: Op, stamp: Stamp) -> Change:
    """Return what the edit makes of the report. Restoring, undoing and redoing are the desk's: they need the history.

    Raises:
        MeetingError: If it cannot be made; the report stays as it is.
    """
    change = _changed(report, do, stamp)
    if change.report is report or (isinstance(do, Set) and do.field not in REFERRING):
        return change  # a text by itself cannot make a report that does not hold
    made = _settled(change.report)
    try:
        check_report(made, "the edit")
    except BadReport as fault:
        raise EditRefused(str(fault)) from None
    return Change(made, change.touched)


def _changed(report: Report, do: Op, stamp: Stamp) -> Change:
    match do:
        case Set():
            return set_field(report, do, stamp)
        case Accept():
            return accept(report, do, stamp)
        case Reject():
            return reject(report, do, stamp)
        case Add():
            return add(report, do, stamp)
        case AddBlock():
            return add_block(report, do, stamp)
        case Move():
            return move(report, do, stamp)
        case Merge():
            return merge(report, do, stamp)
        case Split():
            return split(report, do, stamp)
        case Attend():
            told = [field for field in ("group", "affiliation", "member", "stands_for") if getattr(do, field)]
            return Change(attend(report, do, stamp.by), _person(do.name, "status", *told))
        case Leave():
            return Change(leave(report, do), _person(do.name, ANY))
        case Confirm():
            return confirm(report, do, stamp)
        case Approve():
            return approve(report, do, stamp)
        case Restore() | Undo() | Redo():
            raise EditRefused(f"{do.op} needs the history of the report; send it to its desk")


def _person(name: str, *fields: str) -> tuple[Slot, ...]:
    return tuple(slot_of(PERSON + name, field) for field in fields)


def _settled(report: Report) -> Report:
    """Return the report without what is no longer so: that nobody dissented, or that something was not found."""
    say = words_for(report.language)
    if report.no_views_confirmed_by and any(one.id not in set_aside(report) for one in report.views):
        report = replace(report, no_views_confirmed_by="")
    found = {
        say("draft.no_decisions"): bool(report.decisions), say("draft.no_steps"): bool(report.actions),
        say("draft.no_views"): bool(report.views or report.no_views_confirmed_by),
    }  # fmt: skip
    missing = tuple(one for one in report.missing if not found.get(one, False))
    return report if missing == report.missing else replace(report, missing=missing)
