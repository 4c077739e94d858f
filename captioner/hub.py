"""Fan-out of a meeting's events to those who watch it: one shared list of frames, a cursor for each viewer.

A viewer who reads slowly falls behind in the list and holds nobody up; what is unsettled exists only in its newest
form, so a slow viewer skips the states between. No queue grows with the number of viewers.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import NamedTuple

FLEETING_EVERY_S = 0.34
"""Unsettled text is sent at most three times a second."""
TOGETHER_S = 0.005
"""A tail goes out with the finals that it follows, so that nothing vanishes between the two."""
PASSING_S = 8.0
"""So long a frame that is kept nowhere waits for those who were there when it came."""
MOST_PASSING = 200
TAIL = '{"seq":null,"kind":"partial"'


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


@dataclass
class Cursor:
    """How far a viewer is: the last durable event held, and the newest version seen of what has no number."""

    at: int
    unsaved: int
    seen: int
    passed: int


class Hub:
    """What viewers are to see of one meeting."""

    def __init__(self) -> None:
        self._frames: list[str] = []
        self._unsaved: list[tuple[int, str]] = []
        self._passing: deque[Passing] = deque(maxlen=MOST_PASSING)
        self._fleeting: dict[str, tuple[int, str]] = {}
        self._version = 0
        self._run = secrets.token_hex(4)
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

    @property
    def quiet_s(self) -> float:
        """How long nothing settled has come."""
        return asyncio.get_running_loop().time() - self._settled_at

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

    def cursor(self, after: int, told: str = "") -> Cursor:
        """Return where a viewer stands who holds the durable events up to `after`; `told` is what `place` gave
        it before, "" for a new viewer. What another run of the program told counts for nothing."""
        at = max(0, min(after, self.last))
        run, *versions = told.split(".")
        if run != self._run or len(versions) != 3 or not all(one.isdecimal() for one in versions):
            return Cursor(at, 0, 0, self._version)
        return Cursor(at, *(min(int(one), self._version) for one in versions))

    def place(self, cursor: Cursor) -> str:
        """Return the cursor as text for the viewer to come back with."""
        return f"{self._run}.{cursor.unsaved}.{cursor.seen}.{cursor.passed}"

    def news(self, cursor: Cursor, finals: bool = False) -> Iterator[str]:
        """Yield what is new behind the cursor and move it on: every durable frame in order, what passed by in its
        place between them, then the newest unsettled state, of which `finals` leaves out the tails."""
        while True:
            passing = next((entry for entry in self._passing if entry.version > cursor.passed), None)
            if cursor.at < (passing.behind if passing is not None else self.last):
                cursor.at += 1
                yield self._frames[cursor.at - 1]
            elif passing is not None:
                cursor.passed = passing.version
                yield passing.text
            else:
                break
        for version, text in [entry for entry in self._unsaved if entry[0] > cursor.unsaved]:
            cursor.unsaved = version
            yield text
        for version, text in sorted(entry for entry in self._fleeting.values() if entry[0] > cursor.seen):
            cursor.seen = version
            if not (finals and text.startswith(TAIL)):
                yield text

    def pressing(self, cursor: Cursor) -> bool:
        """Say whether something settled is new behind the cursor, more than the unsettled state."""
        passed = bool(self._passing) and self._passing[-1].version > cursor.passed
        return cursor.at < self.last or passed or (bool(self._unsaved) and self._unsaved[-1][0] > cursor.unsaved)

    @property
    def changed(self) -> asyncio.Event:
        """Set at the next change; each change has an event of its own."""
        return self._changed

    @property
    def closed(self) -> bool:
        return self._closed

    async def watch(self, after: int) -> AsyncIterator[str]:
        """Yield every durable frame after number `after`, in order, each once, and between them the newest
        unsettled state, and what passes by from now on. Ends when the hub is closed."""
        cursor = self.cursor(after)
        self.viewers += 1
        try:
            while True:
                changed = self._changed
                for text in self.news(cursor):
                    yield text
                if self.pressing(cursor):
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
