"""How long what a meeting leaves is kept, and what is deleted when that is over. Published meetings stay."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from captioner.letterbox import FILE as QUESTIONS
from captioner.letterbox import UNREADABLE
from captioner.meetings import Meetings
from captioner.replay import PLACE as SOUND
from dccg.approved import Approved, approved_at
from dccg.export import transcript_of
from dccg.publish_command import FOLDER as SITE
from dccg.settings import Settings
from models.errors import MeetingError
from models.meeting_toml import parse_meeting
from record import MeetingFolder, folder_ids

What = Literal["everything", "sound", "questions"]
EVERY_S = 24 * 3_600.0
QUIET_S = 60.0
"""So long the daily deletion waits for meetings that are under way: their captions come first."""


@dataclass(frozen=True)
class Due:
    """What of a meeting has been kept long enough; `days` is how old the meeting is."""

    meeting: str
    what: What
    days: int

    def __str__(self) -> str:
        return f"{self.meeting}: {self.what}, {self.days} days old"


def limited(settings: Settings) -> bool:
    """Say whether anything is to be deleted by age at all."""
    return any((settings.keep_meetings_days, settings.keep_sound_days, settings.keep_questions_days))


def due(settings: Settings, today: date) -> Iterator[Due]:
    """Yield what is to be deleted. A meeting that is under way, published or cannot be read is left alone."""
    if not limited(settings):
        return
    for id in folder_ids(settings.data):
        with suppress(MeetingError, OSError):
            folder = MeetingFolder(settings.data, id)
            meeting = parse_meeting(folder.read_text("meeting.toml"), f"{id}/meeting.toml")
            days = (today - date.fromisoformat(meeting.date)).days
            found = list(_of(settings, folder, days))
            if not found or transcript_of(settings, id).state in ("listening", "paused"):
                continue
            if "everything" in found:
                found = [what for what in found if what != "everything"] if _published(settings, id) else ["everything"]
            yield from (Due(id, what, days) for what in found)


def _of(settings: Settings, folder: MeetingFolder, days: int) -> Iterator[What]:
    if _over(days, settings.keep_sound_days) and folder.names(SOUND):
        yield "sound"
    if _over(days, settings.keep_questions_days) and (folder.has(QUESTIONS) or folder.has(UNREADABLE)):
        yield "questions"
    if _over(days, settings.keep_meetings_days):
        yield "everything"


def _over(days: int, most: int) -> bool:
    return 0 < most < days


def _published(settings: Settings, id: str) -> bool:
    return (settings.data / SITE / "meetings" / id).exists() or isinstance(approved_at(settings, id), Approved)


async def carry_out(one: Due, meetings: Meetings) -> None:
    """Delete what is due, for good, of the meetings that the program has open."""
    if one.what == "everything":
        return await meetings.erase(one.meeting)
    meeting = await meetings.get(one.meeting)
    if meeting.state in ("listening", "paused"):
        return
    if one.what == "sound":
        await meeting.sound.delete()
    else:
        await meeting.letterbox.forget()


async def sweep_daily(settings: Settings, meetings: Meetings, say: Callable[[str], None]) -> None:
    """Delete what is due once a day, for as long as the program runs, while no meeting is under way."""
    while limited(settings):
        async for one in _in_quiet(settings, meetings):
            try:
                await carry_out(one, meetings)
                say(f"Deleted, as it was kept long enough: {one}")
            except MeetingError as fault:
                say(f"{one.meeting}: not deleted ({fault})")
        await asyncio.sleep(EVERY_S)


@asynccontextmanager
async def beside(*work: Coroutine[Any, Any, object]) -> AsyncIterator[None]:
    """Have this work done meanwhile, and given up at the end."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _in_quiet(settings: Settings, meetings: Meetings) -> AsyncIterator[Due]:
    for one in await asyncio.to_thread(lambda: list(due(settings, datetime.now(UTC).date()))):
        while any(live.state == "listening" for live in meetings.all()):
            await asyncio.sleep(QUIET_S)
        yield one
