"""The forms of the desk by name: what each asks for, as edits, and the place where its author goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from models.plain import clean
from models.report import Report
from models.roster import Roster
from summarizer.desk_asked import asked_of_line, kind_in, taken_in
from summarizer.desk_entries import Entry
from summarizer.desk_fields import FieldFault, Values, Wanted, check_wanted
from summarizer.desk_head import head_wanted
from summarizer.desk_people import newcomer, rows_wanted
from summarizer.desk_view import anchor, where_is
from summarizer.edit import (
    PERSON,
    Add,
    AddBlock,
    Approve,
    Confirm,
    EditRefused,
    Merge,
    Redo,
    Reject,
    Restore,
    Set,
    Undo,
)
from summarizer.edit_change import Stamp
from summarizer.edit_tree import block


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A form as it was sent: the report that its author had before them, and the one that stands now."""

    form: str
    target: str
    fields: Values
    seen: Report
    now: Report
    roster: Roster


def wanted_by(asked: Asked, stamp: Stamp) -> list[Wanted]:
    """Return the edits that a form asks for, all of which can be made; none where nothing was changed.

    Raises:
        FieldFault: With the field that cannot be taken as it is.
        MeetingError: If it cannot be done.
    """
    if asked.form not in FORMS:
        raise EditRefused(f'the desk has no form "{asked.form[:40]}"; load the page again')
    wanted = list(FORMS[asked.form](asked))
    # What needs the history is the desk's to try.
    if not any(isinstance(one.do, Undo | Redo | Restore | Approve) for one in wanted):
        check_wanted(asked.now, wanted, stamp)
    return wanted


def goes_on_at(asked: Asked, wanted: Iterable[Wanted], made: Entry | None) -> str:
    """Return the anchor of the page where whoever sent a form goes on; `made` is what came of its last edit."""
    do = next((one.do for one in reversed(list(wanted))), None)
    touched = made.touched[0][0] if made is not None and made.touched else ""
    report = made.report if made is not None and made.report is not None else asked.now
    if isinstance(do, Merge):
        return anchor(do.target)
    if isinstance(do, Undo | Redo | Restore):
        return "attendance" if touched.startswith(PERSON) else where_is(report, touched) or "desk"
    if isinstance(do, Add | AddBlock) and touched:
        return anchor(touched)
    if asked.form == "suggestion" and isinstance(do, Reject):
        return "suggestions"
    return PLACES.get(asked.form) or anchor(asked.target)


def _line(asked: Asked) -> Iterable[Wanted]:
    return asked_of_line(asked.seen, asked.now, asked.target, asked.fields, asked.roster)


def _suggestion(asked: Asked) -> Iterable[Wanted]:
    if asked.fields.get("do") == "reject":
        return [Wanted(Reject(target=asked.target), "do")]
    return [taken_in(asked.now, asked.target, asked.fields)]


def _item(asked: Asked) -> Iterable[Wanted]:
    """A line for an agenda item, or another heading of it."""
    if asked.fields.get("do") == "heading":
        was = block(asked.seen, asked.target)
        return [
            Wanted(Set(target=asked.target, field=name, value=new), name)
            for name in ("number", "heading", "state")
            if (new := clean(asked.fields.get(name, getattr(was, name)))) != getattr(was, name)
        ]
    text = clean(asked.fields.get("new", ""))
    if not text:
        raise FieldFault("new", "a new line begins with its text; type it first")
    return [Wanted(Add(block=asked.target, text=text, kind=kind_in(asked.fields)), "new")]


def _block(asked: Asked) -> Iterable[Wanted]:
    heading = clean(asked.fields.get("heading", ""))
    if not heading:
        raise FieldFault("heading", "a new agenda item needs a heading; type it first")
    return [Wanted(AddBlock(heading=heading, number=clean(asked.fields.get("number", ""))), "heading")]


def _approve(asked: Asked) -> Iterable[Wanted]:
    if not asked.fields.get("read"):
        raise FieldFault("read", "tick that you have read the report; it is approved in your name")
    note = clean(asked.fields.get("note", ""))
    return [Wanted(Approve(despite=bool(asked.fields.get("despite")), note=note), "note")]


def _restore(asked: Asked) -> Iterable[Wanted]:
    number = asked.fields.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        raise FieldFault("number", "choose the change after which the report is to be restored")
    return [Wanted(Restore(number=int(number)), "number")]


FORMS: Mapping[str, Callable[[Asked], Iterable[Wanted]]] = {
    "line": _line,
    "suggestion": _suggestion,
    "head": lambda asked: head_wanted(asked.seen, asked.fields),
    "people": lambda asked: rows_wanted(asked.seen, asked.fields, asked.roster),
    "person": lambda asked: [newcomer(asked.fields, asked.roster)],
    "views": lambda asked: [Wanted(Confirm(), "by")],
    "item": _item,
    "block": _block,
    "approve": _approve,
    "restore": _restore,
    "undo": lambda asked: [Wanted(Undo(), "do")],
    "redo": lambda asked: [Wanted(Redo(), "do")],
}
PLACES = {"head": "head", "people": "attendance", "person": "attendance", "views": "views", "approve": "check"}

