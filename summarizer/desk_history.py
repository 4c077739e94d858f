"""The history of a report in words: who changed what, when, from what to what; and what of it still stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from models.report import Report
from summarizer import edit_tree as tree
from summarizer.desk import Desk
from summarizer.desk_entries import Entry
from summarizer.desk_values import value_words
from summarizer.difference import Run, difference
from summarizer.edit import (
    HEAD,
    NEXT,
    PERSON,
    Accept,
    Add,
    AddBlock,
    Approve,
    Attend,
    Confirm,
    Leave,
    Merge,
    Move,
    Redo,
    Reject,
    Restore,
    Set,
    Split,
    Undo,
)
from summarizer.edit_fields import get, matter_of
from summarizer.edit_people import name_in
from summarizer.print_words import words_for
from templates.wording import Wording

LONGEST = 60
State = Literal["stands", "undone", "conflict", "refused"]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of the history. `text` says what was done, without the name of who did it.

    `before` and `after` are the texts of the field that it was about, both empty where it was about none. `state`
    says whether it still stands, was undone, or was never made because somebody else had changed the same.
    """

    number: int
    by: str
    utc: str
    text: str
    before: str = ""
    after: str = ""
    state: State = "stands"

    @property
    def runs(self) -> tuple[Run, ...]:
        """How the texts differ, in words."""
        return difference(self.before, self.after)


def history_of(desk: Desk, after: int = 0) -> Iterator[Told]:
    """Yield a line for every event after number `after`, the oldest first."""
    undone: set[int] = set()
    for entry in desk.history:
        if entry.acted_on:
            undone.symmetric_difference_update({entry.acted_on})
    for entry in desk.history[after:]:
        before = desk.at(entry.number - 1)
        language = entry.report.language if entry.report else "en"
        yield _told(desk, entry, before, words_for(language), entry.number in undone)


def _told(desk: Desk, entry: Entry, before: Report | None, say: Wording, undone: bool) -> Told:
    about = {"number": entry.number, "by": entry.by, "utc": entry.utc}
    if entry.refused:
        return Told(**about, text=say("edits.refused", why=entry.refused), state="refused")  # type: ignore[arg-type]
    if entry.edit is None:
        return Told(**about, text=_without_edit(entry, before, say))  # type: ignore[arg-type]
    do = entry.edit.do
    if isinstance(do, Undo | Redo):
        acted = desk.history[entry.acted_on - 1]
        text = say(f"edits.{do.op}", what=_lower(_sentence(acted, desk.at(acted.number - 1), say)))
    else:
        text = _sentence(entry, before, say)
    if entry.conflict is not None:
        clash = entry.conflict
        text = say("edits.conflict", who=clash.by, what=_lower(text))
        return Told(**about, text=text, before=clash.theirs, after=clash.mine, state="conflict")  # type: ignore[arg-type]
    was, now = _texts(entry, before)
    return Told(**about, text=text, before=was, after=now, state="undone" if undone else "stands")  # type: ignore[arg-type]


def _texts(entry: Entry, before: Report | None) -> tuple[str, str]:
    if not entry.touched or before is None or entry.report is None:
        return "", ""
    slot = entry.touched[0]
    if entry.edit is not None and isinstance(entry.edit.do, Reject | Accept | Merge):
        slot = (slot[0], "text")
    was, now = value_words(before, slot), value_words(entry.report, slot)
    return ("", "") if was == now else (was, now)


def _without_edit(entry: Entry, before: Report | None, say: Wording) -> str:
    if entry.kind == "draft":
        return say("edits.redraft" if before is not None else "edits.draft")
    return say("edits.mark", kind=entry.mark.kind) if entry.mark else say("edits.mark_gone")


def _sentence(entry: Entry, before: Report | None, say: Wording) -> str:
    assert entry.edit is not None
    do, report = entry.edit.do, before or entry.report
    assert report is not None
    match do:
        case Set():
            return say("edits.set", field=_field(do.field, say), what=_name(report, do.target, say))
        case Add():
            return say(f"edits.add_{do.kind.replace(' ', '_') or 'line'}", text=_short(do.text))
        case AddBlock():
            return say("edits.add_block", text=_short(do.heading))
        case Reject() if do.reason:
            return say("edits.reject_why", what=_name(report, do.target, say), why=_short(do.reason))
        case Merge():
            return say("edits.merge", what=_name(report, do.target, say), other=_name(report, do.other, say))
        case Attend():
            return say("edits.attend", who=do.name, status=do.status)
        case Leave():
            return say("edits.leave", who=do.name)
        case Confirm():
            known = _name(report, do.target, say)
            return say("edits.confirm_view", what=known) if do.target else say("edits.confirm")
        case Approve():
            return say("edits.approve_despite" if do.despite else "edits.approve", version=report.version)
        case Restore():
            return say("edits.restore", number=do.number)
        case Accept() | Reject() | Move() | Split():
            return say(f"edits.{do.op}", what=_name(report, do.target, say))
    return do.op


def _field(field: str, say: Wording) -> str:
    """Return a field as people call it."""
    name = field.rpartition("/")[2]
    known = say.sections["edit_fields"].get(name)
    return known if known is not None else name.replace("_", " ")


def _name(report: Report, target: str, say: Wording) -> str:
    """Return what a target is called: by its words, or by the id that it is printed with."""
    if target in (HEAD, NEXT):
        return say(f"edits.{target}")
    if target.startswith(PERSON):
        return name_in(target)
    if matter_of(report, target) is not None:
        return target
    found, block = tree.find_line(report, target), tree.find_block(report, target)
    text = found.line.text if found else get(report, block.id, "heading") if block else ""
    return f"“{_short(text)}”" if text else target


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
