"""Looks through the whole record while nobody captions: soon after the start, then once a day."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from captioner.meetings import Meetings
from dccg.logs import tell
from record.checking import Harm, check

EVERY_S = 24 * 3_600.0
QUIET_S = 60.0
"""So long it waits before it looks again whether nobody captions."""
LOOK_S = 1.0


async def check_daily(record: Path, meetings: Meetings, say: Callable[[str], None]) -> None:
    """Look through the record each day, for as long as the program runs; say what is not as it was written.

    A meeting that begins meanwhile ends the look, which begins anew when it is quiet. Of a meeting that is damaged
    `meetings.faults` tells from then on; the others go on.
    """
    while True:
        await asyncio.sleep(QUIET_S)
        if captioning(meetings):
            continue
        harm = await look(record, meetings)
        if harm is None:
            continue
        for one in harm:
            if one.meeting:
                meetings.faults.setdefault(one.meeting, one.told)
            tell("the record is damaged", logging.ERROR, meeting=one.meeting)
            say(one.told)
        await asyncio.sleep(EVERY_S)


async def look(record: Path, meetings: Meetings) -> list[Harm] | None:
    """Return what is not as it was written, None if a meeting began before all was looked at."""
    over = threading.Event()
    looking = asyncio.create_task(asyncio.to_thread(check, record, over.is_set))
    try:
        while not looking.done():
            if captioning(meetings):
                over.set()
            await asyncio.wait([looking], timeout=LOOK_S)
        return looking.result()
    finally:
        over.set()


def captioning(meetings: Meetings) -> bool:
    """Say whether a meeting is under way; one that cannot be read whole may only seem to be."""
    return any(live.state == "listening" and live.id not in meetings.faults for live in meetings.all())
