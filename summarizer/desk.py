"""The note-takers' desk of one meeting: its report as the events of its stream make it, for two people at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from models.errors import MeetingError
from models.report import Report
from summarizer.desk_bodies import DraftMade, MarkMade, parse_draft, parse_mark
from summarizer.desk_entries import (
    Conflict,
    Entry,
    EntryKind,
    Mark,
    Standing,
    Touches,
    touched_also,
    touched_since,
)
from summarizer.desk_undo import Line, Undone, redo, restored, undo
from summarizer.desk_values import value_words
from summarizer.edit import Approve, BadEdit, Edit, EditRefused, Redo, Restore, Undo, parse_edit
from summarizer.edit_apply import apply_edit
from summarizer.edit_approve import APPROVED, amended
from summarizer.edit_change import ANY, EVERYTHING, Change, Slot, Stamp, issued_in, own_stem

NO_DRAFT = "there is no report to edit yet; make a draft first"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The state after the event `last`. A value: every change gives another one; folding the record gives the same.

    `report` is the report as it stands, None before there is a draft; it always passes `check_report`. `history` has
    an entry for every event, `marks` the key presses that were not taken back. `approved` is the report as it was last
    approved. `keys` tells which event a client's key became.
    """

    report: Report | None = None
    history: tuple[Entry, ...] = ()
    marks: tuple[Mark, ...] = ()
    approved: Report | None = None
    keys: Mapping[str, int] = field(default_factory=dict)
    touches: Touches = field(default_factory=dict)
    line: Line = field(default_factory=Line)
    undone: tuple[Undone, ...] = ()
    issued: Mapping[str, int] = field(default_factory=dict)
    own: str = "n1"

    @property
    def last(self) -> int:
        return len(self.history)

    @property
    def edited(self) -> bool:
        """Whether a person has changed anything since the draft."""
        return bool(self.line.edits) or self.approved is not None

    def at(self, number: int) -> Report | None:
        """Return the report as it was after event `number`, None before the first draft."""
        return self.history[min(number, self.last) - 1].report if number > 0 and self.history else None

    def last_edit(self, target: str, field: str) -> int:
        """Return the number of the last edit of a field, 0 for none."""
        return max((one.number for one in self.touches.get((target, field), ())), default=0)

    def apply(self, number: int, kind: str, body: bytes) -> Desk:
        """Return the desk after an event of the record. What cannot be applied is kept in the history, and skipped."""
        if number != self.last + 1:
            raise BadEdit(f"event {number} came after event {self.last}; expected {self.last + 1}")
        try:
            match kind:
                case "edit":
                    return self.edit(parse_edit(body))
                case "draft":
                    return self.draft(parse_draft(body))
                case "mark":
                    return self.mark(parse_mark(body))
            raise BadEdit(f"event {number} is a {kind[:40]}; expected a draft, an edit or a mark")
        except MeetingError as fault:
            by, utc, key = _told(body)
            kept: EntryKind = "mark" if kind == "mark" else "draft" if kind == "draft" else "edit"
            entry = Entry(number=number, kind=kept, by=by, utc=utc, report=self.report, refused=str(fault))
            return self._with(entry, key)

    def draft(self, made: DraftMade) -> Desk:
        """Return the desk with a draft, new or again.

        Raises:
            EditRefused: If people have edited the report, and the draft was not made to keep that; or it is approved.
        """
        if self.approved is not None:
            raise EditRefused("the report has been approved; correct it instead of drafting it again")
        if self.edited and not made.again:
            raise EditRefused("the report has been edited; a new draft would replace that, unless it is asked for")
        report, touched = made.report, (EVERYTHING,) if self.report else ()
        entry = Entry(
            number=self.last + 1, kind="draft", by=made.by, utc=made.utc, report=report, touched=touched
        )  # fmt: skip
        approved = report if report.state in APPROVED else None
        return replace(
            self._with(entry, made.key), report=report, line=Line(report), undone=(), approved=approved,
            own=own_stem(report) if self.report is None else self.own, issued=issued_in(report, self.issued),
        )  # fmt: skip

    def mark(self, made: MarkMade) -> Desk:
        """Return the desk with a mark more, or with one taken back."""
        number = self.last + 1
        entry = Entry(number=number, kind="mark", by=made.by, utc=made.utc, report=self.report)
        if made.remove:
            if not any(one.number == made.remove for one in self.marks):
                raise EditRefused(f"there is no mark {made.remove} to take back")
            marks = tuple(one for one in self.marks if one.number != made.remove)
            return replace(self._with(entry, made.key), marks=marks)
        new = Mark(
            number=number, kind=made.kind, cue=made.cue, at_ms=made.at_ms, text=made.text, by=made.by, utc=made.utc
        )
        return replace(self._with(replace(entry, mark=new), made.key), marks=(*self.marks, new))

    def edit(self, edit: Edit) -> Desk:
        """Return the desk after an edit: made, or kept in the history as a conflict (`history[-1].conflict`).

        Raises:
            MeetingError: If it cannot be made; nothing is changed.
        """
        if self.report is None:
            raise EditRefused(NO_DRAFT)
        if isinstance(edit.do, Undo | Redo):
            return self._back(edit)
        stamp = Stamp(self.last + 1, edit.by, edit.utc, self.own, self.issued)
        change = self._changed(edit, stamp)
        conflict = self._conflict(edit, change)
        if conflict is not None:
            entry = self._entry(edit, self.report, conflict=conflict)
            return self._with(entry, edit.key)
        if change.report == self.report:
            return self._with(self._entry(edit, self.report), edit.key)
        made = change.report if self.approved is None else self._amended(edit, change.report)
        standing = Standing(stamp, edit.do, change.touched, made)
        desk = self._after(edit, made, change.touched)
        if isinstance(edit.do, Approve):
            return replace(desk, approved=made, line=Line(made), undone=())
        undone = tuple(one for one in self.undone if not one.of(edit.by))
        return replace(desk, line=Line(self.line.base, (*self.line.edits, standing)), undone=undone)

    def _changed(self, edit: Edit, stamp: Stamp) -> Change:
        assert self.report is not None
        if not isinstance(edit.do, Restore):
            return apply_edit(self.report, edit.do, stamp)
        was = self.at(edit.do.number) if 0 < edit.do.number <= self.last else None
        if was is None:
            raise EditRefused(f"there was no report after event {edit.do.number} that could be restored")
        return Change(restored(was, self.report), (EVERYTHING,))

    def _back(self, edit: Edit) -> Desk:
        again = isinstance(edit.do, Redo)
        back = redo(self, edit.by) if again else undo(self.line, self.approved, edit.by)
        undone = tuple(one for one in self.undone if one.standing.stamp != back.standing.stamp)
        if not again:
            undone = (*undone, Undone(back.standing, self.last + 1))
        desk = self._after(edit, back.line.report, back.standing.touched, back.standing.stamp.number)
        return replace(desk, line=back.line, undone=undone)

    def _after(self, edit: Edit, report: Report, touched: tuple[Slot, ...], acted_on: int = 0) -> Desk:
        entry = self._entry(edit, report, touched=touched, acted_on=acted_on)
        made = any(field == ANY for _, field in touched)
        issued = issued_in(report, self.issued) if made else self.issued
        return replace(self._with(entry, edit.key), report=report, issued=issued)

    def _conflict(self, edit: Edit, change: Change) -> Conflict | None:
        assert self.report is not None
        if change.report == self.report:
            return None
        watched = (EVERYTHING,) if isinstance(edit.do, Approve | Restore) else change.touched
        for slot in watched:
            other = touched_since(self.touches, slot, edit.by, edit.seen)
            if other is not None:
                shown = ("head", "state") if slot == EVERYTHING else slot
                seen = self.at(edit.seen) or self.report
                return Conflict(
                    number=self.last + 1, target=shown[0], field=shown[1], by=other.by,
                    mine=value_words(change.report, shown), theirs=value_words(self.report, shown),
                    before=value_words(seen, shown),
                )  # fmt: skip
        return None

    def _amended(self, edit: Edit, report: Report) -> Report:
        assert self.approved is not None
        return report if isinstance(edit.do, Approve) else amended(self.approved, report, edit.by, edit.utc)

    def _entry(
        self, edit: Edit, report: Report, *, touched: tuple[Slot, ...] = (), conflict: Conflict | None = None,
        acted_on: int = 0,
    ) -> Entry:  # fmt: skip
        return Entry(
            number=self.last + 1, kind="edit", by=edit.by, utc=edit.utc, report=report, edit=edit, touched=touched,
            conflict=conflict, acted_on=acted_on,
        )  # fmt: skip

    def _with(self, entry: Entry, key: str) -> Desk:
        touches = touched_also(self.touches, entry.touched, entry.by, entry.number) if entry.touched else self.touches
        keys = {**self.keys, key: entry.number} if key else self.keys
        return replace(self, history=(*self.history, entry), touches=touches, keys=keys)


def _told(body: bytes) -> tuple[str, str, str]:
    """Return by whom, when and under which key a body that cannot be used was made, as far as it says so."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        fields = None
    fields = fields if isinstance(fields, dict) else {}
    by, utc, key = (one if isinstance(one := fields.get(name), str) else "" for name in ("by", "utc", "key"))
    return by[:80], utc[:40], key[:80]
