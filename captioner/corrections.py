"""Where corrections of a meeting's captions arrive: one after the other, each kept before the next is looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from captioner.correcting import Asked, events_of
from models.events import MeetingEvent

if TYPE_CHECKING:
    from captioner.live import LiveMeeting


class Corrections:
    """The corrections of one meeting, while it goes on and afterwards.

    `keep` keeps events and shows them to readers; `number` gives a cue number that nothing has.
    """

    def __init__(
        self,
        meeting: LiveMeeting,
        keep: Callable[[Sequence[MeetingEvent]], Awaitable[None]],
        number: Callable[[], int],
    ) -> None:
        self._meeting = meeting
        self._keep = keep
        self._number = number
        self._lock = asyncio.Lock()

    async def take(self, asked: Asked) -> bool:
        """Do what is asked; returns whether that changed anything."""
        async with self._lock:
            events = events_of(asked, self._meeting.transcript, self._meeting.meeting.roster, self._number)
            if events:
                await self._keep(events)
            return bool(events)
