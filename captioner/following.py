"""One reader following a meeting, whatever the line: a socket, server-sent events, one poll or a plain text."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from captioner.fanout import BEAT_S
from captioner.hub import Hub, Taste


class Follower:
    """What is new for one reader who holds the durable events up to `after`.

    `finals` leaves out the tails; `told` is the `place` of a reader who comes back.
    """

    def __init__(self, hub: Hub, after: int, finals: bool = False, told: str = "") -> None:
        self._hub = hub
        self._taste: Taste = "finals" if finals else "all"
        self._cursor = hub.cursor(after, told)

    @property
    def place(self) -> str:
        """Where the reader is, for `told`."""
        return self._hub.place(self._cursor)

    @property
    def at(self) -> int:
        """The number of the last durable event that was handed out."""
        return self._cursor.at

    @property
    def over(self) -> bool:
        """Say whether nothing will come any more on this line."""
        return self._hub.closed and not self._hub.pressing(self._cursor)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Count the reader among the viewers meanwhile."""
        self._hub.following += 1
        try:
            yield
        finally:
            self._hub.following -= 1

    async def next(self, within_s: float = BEAT_S, calm_s: float = 0.0) -> list[str]:
        """Return the next frames as soon as there are any; none if nothing came in time or the hub is closed.

        For `calm_s` only what is settled counts as news; what is unsettled then comes with it.
        """
        loop = asyncio.get_running_loop()
        begun = loop.time()
        while True:
            changed, calm = self._hub.changed, loop.time() < begun + calm_s
            news = self._hub.news(self._cursor, self._taste)
            if (not calm or self._hub.pressing(self._cursor)) and (frames := list(news)):
                return [frame.decode() for frame in frames]
            if self._hub.closed or loop.time() >= begun + within_s:
                return []
            with suppress(TimeoutError):
                async with asyncio.timeout_at(begun + (calm_s if calm else within_s)):
                    await changed.wait()
