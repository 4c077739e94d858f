"""The desks of all meetings: edits made durable first, then told to everybody who has the report open."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from models.errors import MeetingError
from models.report import Report
from models.report_json import to_json
from record import EventLog, KeyReused, Lagging, MeetingFolder, NewEvent, report_stream
from summarizer.desk import Desk
from summarizer.desk_bodies import DraftMade, MarkMade, encode_draft, encode_mark, parse_draft, parse_mark
from summarizer.desk_entries import Conflict
from summarizer.desk_renew import renewed
from summarizer.edit import Approve, Edit, encode_edit, parse_edit
from summarizer.edit_approve import check_approval
from summarizer.locks import Lock, Locks
from summarizer.records import read_report

FILE = "report.json"
PAGE = 500


@dataclass(frozen=True)
class Saved:
    """What came of something sent: the event's number, the desk after it, and the conflict if it was not made.

    `number` is that of the first time if it had been sent before, and the last event's if it changed nothing.
    """

    number: int
    desk: Desk
    conflict: Conflict | None = None


@dataclass(frozen=True)
class News:
    """An event of a report as subscribers get it: kind "draft", "edit" or "mark"; or "lock" with number 0, unkept."""

    number: int
    kind: str
    body: bytes


@dataclass
class _Open:
    """What is held of one meeting."""

    desk: Desk = field(default_factory=Desk)
    epoch: str = ""
    fence: int | None = None
    locks: Locks = field(default_factory=Locks)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    saving: asyncio.Task[None] | None = None
    unsaved: bool = False


def utc_now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class DeskStore:
    """Desks by meeting. Everything is on disk before it is shown; used from one event loop.

    Args:
        log: The record; the desk has its stream there to itself.
        data: The data folder, whose meetings get their `report.json`; None for none.
        now: The UTC time, for what has none of its own.
        approved: Told of every meeting whose report was approved.
    """

    def __init__(
        self,
        log: EventLog,
        data: Path | None = None,
        now: Callable[[], str] = utc_now,
        approved: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self._log, self._data, self._now, self._approved = log, data, now, approved
        self._open: dict[str, _Open] = defaultdict(_Open)
        self.faults: dict[str, str] = {}
        """Meetings whose `report.json` could not be written, with the reason in a sentence; edits are safe even so."""
        self.closing = False
        """Whether the program is about to end, and with it every answer that would go on."""

    async def load(self, meeting: str) -> Desk:
        """Return the desk of a meeting. A `report.json` that is there before any draft becomes the draft.

        Raises:
            MeetingError: If that file cannot be read, or the record cannot.
        """
        async with self._open[meeting].turn:
            return await self._current(meeting)

    async def draft(self, meeting: str, report: Report, by: str, key: str, again: bool = False) -> Saved:
        """Keep a drafted report. `again`: also if it has been edited; then everything edited is kept in it.

        Raises:
            EditRefused: If it has been edited and it was not said `again`, or it is approved.
        """
        made = DraftMade(key=key, by=by, utc=self._now(), report=report, again=again)

        def drafted(desk: Desk) -> tuple[bytes, Desk]:
            kept = replace(made, report=renewed(desk, report)) if again and desk.edited else made
            body = encode_draft(kept)
            return body, desk.draft(parse_draft(body))

        return await self._keep(meeting, "draft", key, drafted)

    async def edit(self, meeting: str, edit: Edit, names: Iterable[str] = ()) -> Saved:
        """Keep an edit, once however often it is sent.

        Args:
            names: Those of the roster, with aliases, to check before the report is approved.

        Raises:
            ProblemsLeft: If the report is to be approved with problems that nobody accepted.
            MeetingError: If it cannot be made; nothing was changed. `NotDurable`: send it again.
        """
        body = encode_edit(edit)
        kept = parse_edit(body)

        def made(desk: Desk) -> tuple[bytes, Desk]:
            if isinstance(kept.do, Approve) and desk.report is not None:
                check_approval(desk.report, kept.do, names)
            return body, desk.edit(kept)

        saved = await self._keep(meeting, "edit", kept.key, made, kept)
        if isinstance(kept.do, Approve) and saved.conflict is None and self._approved is not None:
            await self._approved(meeting)
        return saved

    async def mark(self, meeting: str, mark: MarkMade) -> Saved:
        """Keep a note-taker's key press, also before there is a draft."""
        body = encode_mark(mark)
        kept = parse_mark(body)
        return await self._keep(meeting, "mark", kept.key, lambda desk: (body, desk.mark(kept)))

    async def subscribe(self, meeting: str, after: int) -> AsyncIterator[News]:
        """Yield every event after `after`, each once and in order, then what comes; between them news of locks.

        Ends by raising `Gone` when the meeting is erased.
        """
        last = after
        while True:
            try:
                async for event in self._log.subscribe(report_stream(meeting), last):
                    last = event.seq or last
                    yield News(event.seq, event.kind, event.body)
                return
            except Lagging as fault:
                last = max(last, fault.last)

    async def lock(self, meeting: str, target: str, by: str, now_ms: int) -> Lock:
        """Return who holds the target: `by`, who has just taken or kept it, or somebody else. Everybody is told."""
        held = self._open[meeting].locks.take(target, by, now_ms)
        if held.by == by:
            await self._tell(meeting, {"target": target, "by": by, "until_ms": held.until_ms})
        return held

    async def unlock(self, meeting: str, target: str, by: str) -> None:
        """Let a target go, if `by` holds it."""
        if self._open[meeting].locks.release(target, by):
            await self._tell(meeting, {"target": target, "by": "", "until_ms": 0})

    async def unlock_all(self, meeting: str, by: str) -> None:
        """Let go of everything that somebody holds, whose page was closed."""
        for target in self._open[meeting].locks.release_all(by):
            await self._tell(meeting, {"target": target, "by": "", "until_ms": 0})

    def locks(self, meeting: str, now_ms: int) -> tuple[Lock, ...]:
        return self._open[meeting].locks.all(now_ms)

    async def written(self, meeting: str) -> None:
        """Return when the meeting's `report.json` is what the desk has; the reason why not is in `faults`."""
        while (task := self._open[meeting].saving) is not None:
            await asyncio.shield(task)

    async def close(self) -> None:
        """Finish writing files. The record is its owner's to close."""
        for meeting in list(self._open):
            await self.written(meeting)

    async def _keep(
        self, meeting: str, kind: str, key: str, made: Callable[[Desk], tuple[bytes, Desk]], edit: Edit | None = None
    ) -> Saved:
        held = self._open[meeting]
        async with held.turn:
            desk = await self._current(meeting)
            if key in desk.keys:
                return _again(desk, key, edit, kind)
            # A draft is worth a thread of its own; an edit takes less than going to one.
            body, after = await asyncio.to_thread(made, desk) if kind == "draft" else made(desk)
            conflict = after.history[-1].conflict
            if edit is not None and not after.history[-1].touched and conflict is None:
                return Saved(desk.last, desk)
            await self._append(held, meeting, NewEvent(key, kind, body), after)
            if after.report is not desk.report:
                self._save(meeting)
            return Saved(after.last, after, conflict)

    async def _append(self, held: _Open, meeting: str, event: NewEvent, after: Desk) -> None:
        stream = report_stream(meeting)
        if held.fence is None:
            held.fence = await self._log.open_fence(stream)
        (number,) = await self._log.append(stream, [event], fence=held.fence)
        if number == after.last:
            held.desk = after
            held.epoch = held.epoch or (await self._log.head(stream)).epoch

    async def _current(self, meeting: str) -> Desk:
        """The desk as the record has it: also after an append that was cancelled, and after an erasure."""
        held, stream = self._open[meeting], report_stream(meeting)
        head = await self._log.head(stream)
        if head.epoch != held.epoch:
            held.desk, held.epoch, held.fence = Desk(), head.epoch, None
        while held.desk.last < head.last:
            events = await self._log.read(stream, held.desk.last, PAGE)
            held.desk = await asyncio.to_thread(_folded, held.desk, [(one.seq, one.kind, one.body) for one in events])
        if held.desk.report is None and held.desk.last == 0:
            await self._take_in(held, meeting)
        return held.desk

    async def _take_in(self, held: _Open, meeting: str) -> None:
        """Make a report that was put into the folder the draft."""
        if self._data is None or not MeetingFolder(self._data, meeting).has(FILE):
            return
        text = await asyncio.to_thread(MeetingFolder(self._data, meeting).read_text, FILE)
        report = await asyncio.to_thread(read_report, text, f"{meeting}/{FILE}")
        made = DraftMade(key=f"file-{uuid.uuid4().hex}", by=FILE, utc=self._now(), report=report)
        body = await asyncio.to_thread(encode_draft, made)
        await self._append(held, meeting, NewEvent(made.key, "draft", body), held.desk.draft(parse_draft(body)))

    def _save(self, meeting: str) -> None:
        """Have `report.json` written; while it is being written, the latest waits and those between are left out."""
        held = self._open[meeting]
        if self._data is None:
            return
        held.unsaved = True
        if held.saving is None:
            held.saving = asyncio.create_task(self._write(held, meeting, self._data))

    async def _write(self, held: _Open, meeting: str, data: Path) -> None:
        try:
            while held.unsaved:
                held.unsaved, report = False, held.desk.report
                if report is not None:
                    await asyncio.to_thread(_put, MeetingFolder(data, meeting), report)
            self.faults.pop(meeting, None)
        except MeetingError as fault:
            self.faults[meeting] = str(fault)
        finally:
            held.saving = None

    async def _tell(self, meeting: str, fields: dict[str, str | int]) -> None:
        body = json.dumps(fields, ensure_ascii=True).encode("ascii")
        await self._log.publish(report_stream(meeting), NewEvent(uuid.uuid4().hex, "lock", body))


def _folded(desk: Desk, events: list[tuple[int, str, bytes]]) -> Desk:
    for event in events:
        desk = desk.apply(*event)
    return desk


def _put(folder: MeetingFolder, report: Report) -> None:
    folder.write(FILE, to_json(report))


def _again(desk: Desk, key: str, edit: Edit | None, kind: str) -> Saved:
    """What came of the first time; the same key with other content is another's, and refused."""
    entry = desk.history[desk.keys[key] - 1]
    same = entry.kind == kind and (
        edit is None or (entry.edit is not None and replace(entry.edit, utc=edit.utc, seen=edit.seen) == edit)
    )
    if not same:
        raise KeyReused(f"event {entry.number} already has the key {key} with other content; send it with a new one")
    return Saved(entry.number, desk, entry.conflict)
