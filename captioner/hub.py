"""Fan-out of a meeting's events to those who watch it: one shared list of frames, a cursor for each viewer.

A viewer who reads slowly falls behind in the list and holds nobody up; what is unsettled exists only in its newest
form, so a slow viewer skips the states between. No queue grows with the number of viewers.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import NamedTuple

FLEETING_EVERY_S = 0.34
"""Unsettled text is sent at most three times a second."""
TOGETHER_S = 0.005
"""A tail goes out with the finals that it follows, so that nothing vanishes between the two."""
PASSING_S = 8.0
"""So long a frame that is kept nowhere waits for those who were there when it came."""
MOST_PASSING = 200


def frame(seq: int | None, kind: str, body: bytes) -> str:
    """The event as viewers get it: its JSON body with its number (null if it is not kept) and kind in front."""
    rest = body.decode("ascii")[1:-1]
    head = f'{{"seq":{"null" if seq is None else seq},"kind":"{kind}"'
    return f"{head},{rest}}}" if rest else f"{head}}}"


class Passing(NamedTuple):
    """A frame for those who were there when it came; `behind` is the durable event that it followed."""

    version: int
    behind: int
    text: str


class Hub:
    """What viewers are to see of one meeting."""

    def __init__(self) -> None:
        self._frames: list[str] = []
        self._unsaved: list[tuple[int, str]] = []
        self._passing: deque[Passing] = deque(maxlen=MOST_PASSING)
        self._fleeting: dict[str, tuple[int, str]] = {}
        self._version = 0
        self._settled_at = 0.0
        self._sent_at = 0.0
        self._later: asyncio.TimerHandle | None = None
        self._changed = asyncio.Event()
        self._closed = False
        self.viewers = 0

    @property
    def last(self) -> int:
        """The number of the newest durable event."""
        return len(self._frames)

    def settle(self, seq: int, kind: str, body: bytes) -> None:
        """Add the next durable event; numbers come without gaps."""
        if seq != len(self._frames) + 1:
            raise AssertionError(f"event {seq} after {len(self._frames)}")
        self._frames.append(frame(seq, kind, body))
        self._settled_at = asyncio.get_running_loop().time()
        self._wake()

    def show_unsaved(self, kind: str, body: bytes) -> None:
        """Show a settled event that could not be kept yet; it comes again with its number once it is."""
        self._version += 1
        self._unsaved.append((self._version, frame(None, kind, body)))
        self._settled_at = asyncio.get_running_loop().time()
        self._wake()

    def forget_unsaved(self) -> None:
        self._unsaved = []

    def pass_by(self, kind: str, body: bytes) -> None:
        """Show what is kept nowhere: once, to those who watch now. Who comes later never sees it."""
        self._version += 1
        passing = Passing(self._version, self.last, frame(None, kind, body))
        self._passing.append(passing)
        asyncio.get_running_loop().call_later(PASSING_S, self._forget_passing, passing.version)
        self._settled_at = asyncio.get_running_loop().time()
        self._wake()

    def _forget_passing(self, upto: int) -> None:
        while self._passing and self._passing[0].version <= upto:
            self._passing.popleft()

    def show(self, place: str, kind: str, body: bytes) -> None:
        """Replace what is shown at a place ("tail of source s1", "health") by its newest state."""
        self._version += 1
        self._fleeting[place] = (self._version, frame(None, kind, body))
        loop = asyncio.get_running_loop()
        wait_s = FLEETING_EVERY_S - (loop.time() - self._sent_at)
        if wait_s <= 0 or loop.time() - self._settled_at < TOGETHER_S:
            self._wake()
        elif self._later is None:
            self._later = loop.call_later(wait_s, self._wake)

    def close(self) -> None:
        self._closed = True
        self._wake()

    async def watch(self, after: int) -> AsyncIterator[str]:
        """Yield every durable frame after number `after`, in order, each once, and between them the newest
        unsettled state, and what passes by from now on. Ends when the hub is closed."""
        at, unsaved, seen = max(0, min(after, self.last)), 0, 0  # unsaved, seen, passed: versions
        passed = self._version
        self.viewers += 1
        try:
            while True:
                changed = self._changed
                passing = next((entry for entry in self._passing if entry.version > passed), None)
                if at < (passing.behind if passing is not None else self.last):
                    at += 1
                    yield self._frames[at - 1]
                    continue
                if passing is not None:
                    passed = passing.version
                    yield passing.text
                    continue
                for version, text in [entry for entry in self._unsaved if entry[0] > unsaved]:
                    unsaved = version
                    yield text
                newer = sorted(entry for entry in self._fleeting.values() if entry[0] > seen)
                for version, text in newer:
                    seen = version
                    yield text
                if at < self.last:
                    continue
                if self._closed:
                    return
                await changed.wait()
        finally:
            self.viewers -= 1

    def _wake(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        self._sent_at = asyncio.get_running_loop().time()
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
