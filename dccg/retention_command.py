"""`dccg retention`: delete now what has been kept long enough, or tell what that would be."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from captioner.letterbox import FILE as QUESTIONS
from captioner.letterbox import UNREADABLE
from captioner.replay import PLACE as SOUND
from dccg.export import transcript_of
from dccg.retention import Due, due, limited
from dccg.settings import Settings, read_settings
from models.events import Note, encode
from record import EventLog, MeetingFolder, NewEvent, SqliteEventLog


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only print what would be deleted")] = False,
    data: Annotated[Path | None, typer.Option("--data", help="folder of the record and the meetings")] = None,
) -> None:
    """Delete what has been kept longer than the settings keep_… say; the running program does so once a day."""
    settings = read_settings(data=data)
    if not limited(settings):
        print("Everything is kept for ever: no setting keep_…_days says otherwise.", file=sys.stderr)
        return
    found = list(due(settings, datetime.now(UTC).date()))
    if found and not dry_run:
        asyncio.run(_delete(settings, found))
    for one in found:
        print(one)
    done = "would be deleted" if dry_run else "deleted for good"
    print(f"{len(found)} of these {done}. What is published stays.", file=sys.stderr)


async def _delete(settings: Settings, found: list[Due]) -> None:
    log = SqliteEventLog(settings.data / "dccg.sqlite")
    try:
        for one in found:
            await _carry_out(one, settings, log)
    finally:
        await log.close()


async def _carry_out(one: Due, settings: Settings, log: EventLog) -> None:
    folder = MeetingFolder(settings.data, one.meeting)
    if one.what == "everything":
        await log.erase(one.meeting)
        folder.erase()
    elif one.what == "questions":
        for name in (QUESTIONS, UNREADABLE):
            folder.remove(name)
    else:
        cues = transcript_of(settings, one.meeting).cues
        folder.remove_all(SOUND)
        told = Note("sound", {"on": False, "at_ms": cues[-1].end_ms if cues else 0, "deleted": True})
        fence = await log.open_fence(one.meeting)
        await log.append(one.meeting, [NewEvent(f"retention-{fence}", told.kind, encode(told))], fence=fence)
