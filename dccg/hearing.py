"""What was said at each meeting, made ready for its report once for as long as nothing more is said."""

from __future__ import annotations

from captioner.meetings import Meetings
from models.meeting import Meeting
from summarizer.heard import Heard, heard_at


class Hearing:
    """Gives what was heard at a meeting; of a long one it is some work, and asked for again and again."""

    def __init__(self, meetings: Meetings) -> None:
        self._meetings = meetings
        self._kept: dict[str, tuple[int | None, Meeting, Heard]] = {}

    async def meeting(self, meeting_id: str) -> Meeting:
        return (await self._meetings.get(meeting_id)).meeting

    async def heard(self, meeting_id: str) -> Heard:
        live = await self._meetings.get(meeting_id)
        seq, meeting, kept = self._kept.get(meeting_id, (None, None, None))
        if kept is None or seq != live.transcript.seq or meeting is not live.meeting:
            kept = heard_at(live.meeting, live.transcript)
            self._kept[meeting_id] = (live.transcript.seq, live.meeting, kept)
        return kept
