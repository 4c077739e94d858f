"""Which meetings may begin: no more than can be captioned in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from captioner.capacity import Power, check_room, speech_share
from captioner.host_view import figures
from captioner.live import LiveMeeting

UNDER_WAY = ("listening", "paused")
"""A meeting in a pause keeps its place: it must be able to go on."""


class Admission:
    """The door to captioning. `most` meetings may pass; 0 leaves that to what is measured."""

    def __init__(
        self, meetings: Callable[[], Iterable[LiveMeeting]], power: Callable[[], Power], most: int = 0
    ) -> None:
        self._meetings = meetings
        self._power = power
        self.most = most
        self._turn = asyncio.Lock()

    async def start(self, live: LiveMeeting) -> None:
        """Begin captioning a meeting; nothing happens if it is under way.

        Raises:
            NoRoom: If those that run would fall behind. They are not disturbed.
        """
        async with self._turn:
            if live.state not in UNDER_WAY:
                running = [_share(one) for one in self._meetings() if one.state in UNDER_WAY]
                check_room(self._power(), running, self.most)
            await live.start()


def _share(live: LiveMeeting) -> float:
    told = figures(live)
    return speech_share(told["received_ms"] - told["silent_ms"], live.now_ms())
