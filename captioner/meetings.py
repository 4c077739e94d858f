"""All meetings of one data folder."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from captioner.admission import Admission
from captioner.captioning import Engine
from captioner.live import LiveMeeting
from models.errors import MeetingError
from models.events import Note, decode
from models.meeting import Meeting, Readers, check_meeting_id
from models.meeting_toml import parse_meeting, print_meeting
from record import EventLog, MeetingFolder, SecondPlace, folder_ids

AT_ONCE = 50
"""How many meetings are found before the program is ready: those whose folders changed last."""
READY = 20
"""How many of the newest are read soon after the start; the others when somebody asks for them."""
TAIL = 500


class NoSuchMeeting(MeetingError):
    """Raised when a meeting is asked for that is not there."""


class MeetingExists(MeetingError):
    """Raised when a meeting is made under an id that is taken."""


class Meetings:
    """The meetings there are, by id. Each has a folder with its `meeting.toml`."""

    def __init__(
        self, data: Path, log: EventLog, engine: Engine, contact: str = "", aside: SecondPlace | None = None
    ) -> None:
        self._data = data
        self._aside = aside
        self._log = log
        self._engine = engine
        self._contact = contact
        self._meetings: dict[str, LiveMeeting] = {}
        self._rest: asyncio.Task[None] | None = None
        self.faults: dict[str, str] = {}
        self.door = Admission(lambda: self._meetings.values(), lambda: engine.workers.power)

    async def open(self) -> None:
        """Find the meetings, and go on with those that were being captioned when the program stopped.

        The newest are there when this returns; with many, the others come while the program runs, or when somebody asks
        for them. One whose file or record cannot be read is named in `faults`, the others go on.
        """
        ids = await asyncio.to_thread(_newest_first, self._data)
        for meeting_id in ids[:AT_ONCE]:
            await self._find(meeting_id)
        self._rest = asyncio.create_task(self._find_rest(ids[AT_ONCE:]))

    async def _find_rest(self, ids: list[str]) -> None:
        for meeting_id in ids:
            if self._is_there(meeting_id) and meeting_id not in self._meetings:
                await self._find(meeting_id)
            await asyncio.sleep(0)
        for meeting in self.all()[:READY]:
            await self._load(meeting)

    async def _find(self, meeting_id: str) -> None:
        try:
            text = MeetingFolder(self._data, meeting_id).read_text("meeting.toml")
            # The folder's name is the meeting's address, whatever somebody has changed in its file.
            live = self._add(replace(parse_meeting(text, f"{meeting_id}/meeting.toml"), id=meeting_id))
            if await goes_on(self._log, meeting_id):
                await self._load(live)
        except MeetingError as fault:
            self.faults[meeting_id] = str(fault)
        except OSError as fault:
            self.faults[meeting_id] = f"{meeting_id}/meeting.toml: cannot be read ({fault.strerror})"

    async def _load(self, meeting: LiveMeeting) -> None:
        try:
            await meeting.load()
        except MeetingError as fault:
            self.faults[meeting.id] = str(fault)

    async def close(self) -> None:
        """Close every meeting, also when one of them fails at it."""
        if self._rest is not None:
            self._rest.cancel()
            await asyncio.gather(self._rest, return_exceptions=True)
        closing = (meeting.close() for meeting in self._meetings.values())
        faults = [fault for fault in await asyncio.gather(*closing, return_exceptions=True) if fault is not None]
        if faults:
            raise faults[0]

    def all(self) -> list[LiveMeeting]:
        """Return the meetings, newest first."""
        key = lambda one: (one.meeting.date, one.meeting.start, one.id)  # noqa: E731
        return sorted(self._meetings.values(), key=key, reverse=True)

    def readers(self, meeting_id: str) -> Readers:
        """Return who may read a meeting; of one that is not there anyone may learn that."""
        there = self._meetings.get(meeting_id)
        return there.meeting.readers if there is not None else "anyone"

    async def get(self, meeting_id: str) -> LiveMeeting:
        meeting = self._meetings.get(check_meeting_id(meeting_id))
        if meeting is None and meeting_id not in self.faults and self._is_there(meeting_id):
            await self._find(meeting_id)
            meeting = self._meetings.get(meeting_id)
        if meeting is None:
            raise NoSuchMeeting(f"there is no meeting {meeting_id!r} here; the front page lists those there are")
        await meeting.load()
        return meeting

    async def create(self, meeting: Meeting) -> LiveMeeting:
        """Make a meeting and its folder."""
        if meeting.id in self._meetings or meeting.id in self.faults or self._is_there(meeting.id):
            raise MeetingExists(f"a meeting {meeting.id!r} exists already; give this one another date or number")
        live = self._add(meeting)
        try:
            await self._write(meeting)
        except BaseException:
            del self._meetings[meeting.id]
            raise
        await live.load()
        return live

    async def change(self, meeting: Meeting) -> LiveMeeting:
        """Replace what is known of a meeting; its captions stay. New names are spelled right from now on."""
        there = await self.get(meeting.id)
        before = there.meeting
        there.change(meeting)
        try:
            await self._write(meeting)
        except BaseException:
            there.change(before)
            raise
        return there

    async def erase(self, meeting_id: str) -> None:
        """Delete a meeting, its record and its folder for good; nothing happens if there is none."""
        live = self._meetings.pop(check_meeting_id(meeting_id), None)
        if live is not None:
            await live.close()
            live.hub.close()
        await self._log.erase(meeting_id)
        await asyncio.to_thread(self._folder(meeting_id).erase)

    async def _write(self, meeting: Meeting) -> None:
        folder = MeetingFolder(self._data, meeting.id)
        await asyncio.to_thread(folder.write, "meeting.toml", print_meeting(meeting))

    def _is_there(self, meeting_id: str) -> bool:
        """Say whether it has a folder that was not read yet; without those nothing is looked for."""
        searching = self._rest is not None and not self._rest.done()
        return searching and MeetingFolder(self._data, meeting_id).has("meeting.toml")

    def _folder(self, meeting_id: str) -> MeetingFolder:
        return MeetingFolder(self._data, meeting_id, self._aside)

    def _add(self, meeting: Meeting) -> LiveMeeting:
        live = LiveMeeting(meeting, self._log, self._folder(meeting.id), self._engine, contact=self._contact)
        self._meetings[meeting.id] = live
        return live


async def goes_on(log: EventLog, meeting_id: str) -> bool:
    """Say whether the meeting was being captioned, or paused, when the program stopped; by its newest events."""
    head = await log.head(meeting_id)
    last = head.last
    while last >= head.first:
        after = max(head.first - 1, last - TAIL)
        page = await log.read(meeting_id, after, TAIL)
        states = [decode(event.kind, event.body) for event in page if event.kind == "state"]
        if not page or page[-1].seq < last or states:  # cut short where the events are very long
            return not states or (isinstance(states[-1], Note) and states[-1].fields["state"] != "ended")
        last = after
    return False


def _newest_first(data: Path) -> list[str]:
    """The ids of all folders, first those that changed last: a meeting that is captioned changes its folder."""
    return sorted(folder_ids(data), key=lambda id: (data / "meetings" / id).stat().st_mtime, reverse=True)
