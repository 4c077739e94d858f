"""What was said at each meeting, made ready for its report once for as long as nothing more is said."""

from __future__ import annotations

import asyncio

from captioner.meetings import Meetings
from models.apart import apart
from models.meeting import Meeting
from summarizer.heard import Heard, heard_at


class Hearing:
    """Gives what was heard at a meeting; of a long one it is some work, and asked for again and again."""

    def __init__(self, meetings: Meetings) -> None:
        self._meetings = meetings
        self._kept: dict[str, tuple[int | None, Meeting, Heard]] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    async def meeting(self, meeting_id: str) -> Meeting:
        return (await self._meetings.get(meeting_id)).meeting

    async def heard(self, meeting_id: str) -> Heard:
        live = await self._meetings.get(meeting_id)
        # Whoever asks while it is made ready waits for that, and does not have it made a second time.
        async with self._turns.setdefault(meeting_id, asyncio.Lock()):
            seq, meeting, kept = self._kept.get(meeting_id, (None, None, None))
            if kept is None or seq != live.transcript.seq or meeting is not live.meeting:
                held, meeting = apart(live.transcript), live.meeting
                kept = await asyncio.to_thread(heard_at, meeting, held)
                self._kept[meeting_id] = (held.seq, meeting, kept)
        return kept
