"""Fan-out of a meeting's events to those who watch it: one shared list of frames, a cursor for each viewer.

A viewer who reads slowly falls behind in the list and holds nobody up; what is unsettled exists only in its newest
form, so a slow viewer skips the states between. No queue grows with the number of viewers.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
from collections import deque
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from captioner.fanout import Fanout
from captioner.tails import Tails, Told, brief_final

FLEETING_EVERY_S = 0.34
"""Unsettled text is sent at most three times a second."""
CROWD, CROWD_EVERY_S = 5_000, 1.0
"""With more viewers than that, once a second."""
TOGETHER_S = 0.005
"""A tail goes out with the finals that it follows, so that nothing vanishes between the two."""
PASSING_S = 8.0
"""So long a frame that is kept nowhere waits for those who were there when it came."""
MOST_PASSING = 200

Taste = Literal["all", "more", "brief", "finals"]
"""What a viewer wants: all; of each tail what is new; that, and finals in brief; or no tails."""


def frame(seq: int | None, kind: str, body: bytes) -> bytes:
    """The event as viewers get it: its JSON body with its number (null if it is not kept) and kind in front."""
    head = b'{"seq":%b,"kind":"%b"' % (b"null" if seq is None else b"%d" % seq, kind.encode())
    return head + (b"," + body[1:] if len(body) > 2 else b"}")


def brief(kind: str, body: bytes) -> bytes:
    """The same without a number, for those who count bytes."""
    return b'{"kind":"%b",%b' % (kind.encode(), body[1:])


class Passing(NamedTuple):
    """A frame for those who were there when it came; `behind` is the durable event that it followed."""

    version: int
    behind: int
    frame: bytes


class Shown(NamedTuple):
    """What is shown at a place; who has seen version `follows` needs only what is new."""

    version: int
    follows: int
    told: Told
    tail: bool

    def frame(self, taste: Taste, seen: int) -> bytes:
        """What a viewer gets of it who has seen version `seen`; empty if nothing."""
        if self.tail and taste == "finals":
            return b""
        more = self.told.more
        return more if more is not None and taste in ("more", "brief") and seen >= self.follows else self.told.whole


@dataclass
class Cursor:
    """How far a viewer is: the last durable event held, and the newest version seen of what has no number."""

    at: int
    unsaved: int
    seen: int
    passed: int


class Hub:
    """What viewers are to see of one meeting. `epoch` is that of its record: with another, numbers mean nothing."""

    def __init__(self) -> None:
        self.epoch = ""
        self._frames: list[bytes] = []
        self._brief: list[bytes] = []
        self._unsaved: list[tuple[int, bytes]] = []
        self._passing: deque[Passing] = deque(maxlen=MOST_PASSING)
        self._waiting: dict[str, tuple[str, bytes]] = {}
        self._shown: dict[str, Shown] = {}
        self._tails = Tails()
        self._version = 0
        self._run = secrets.token_hex(4)
        self._settled_at = 0.0
        self._sent_at = 0.0
        self._later: asyncio.TimerHandle | None = None
        self._soon: asyncio.Handle | None = None
        self._changed = asyncio.Event()
        self._closed = False
        self.following = 0
        self.fanout = Fanout(self)

    @property
    def last(self) -> int:
        """The number of the newest durable event."""
        return len(self._frames)

    @property
    def viewers(self) -> int:
        return self.following + self.fanout.viewers

    @property
    def quiet_s(self) -> float:
        """How long nothing settled has come."""
        return asyncio.get_running_loop().time() - self._settled_at

    def is_of(self, after: int, epoch: str | None) -> bool:
        """Say whether a viewer who holds events up to `after` of the stream `epoch` holds events of this one."""
        return after <= self.last and epoch in (None, "", self.epoch)

    def settle(self, seq: int, kind: str, body: bytes) -> None:
        """Add the next durable event; numbers come without gaps."""
        if seq != len(self._frames) + 1:
            raise AssertionError(f"event {seq} after {len(self._frames)}")
        final = json.loads(body) if kind == "final" else None
        self._frames.append(frame(seq, kind, body))
        self._brief.append(self._frames[-1] if final is None else brief_final(seq, final))
        self._settled(final)

    def show_unsaved(self, kind: str, body: bytes) -> None:
        """Show a settled event that could not be kept yet; it comes again with its number once it is."""
        self._version += 1
        self._unsaved.append((self._version, frame(None, kind, body)))
        self._settled(json.loads(body) if kind == "final" else None)

    def forget_unsaved(self) -> None:
        self._unsaved = []

    def pass_by(self, kind: str, body: bytes) -> None:
        """Show what is kept nowhere: once, to those who watch now. Who comes later never sees it."""
        self._version += 1
        passing = Passing(self._version, self.last, frame(None, kind, body))
        self._passing.append(passing)
        asyncio.get_running_loop().call_later(PASSING_S, self._forget_passing, passing.version)
        self._settled(json.loads(body) if kind == "final" else None)

    def _forget_passing(self, upto: int) -> None:
        while self._passing and self._passing[0].version <= upto:
            self._passing.popleft()

    def _settled(self, final: dict[str, Any] | None) -> None:
        shorter = self._tails.settle(final) if final is not None else None
        if shorter is not None:
            place, whole = shorter
            self._shown[place] = self._shown[place]._replace(told=Told(whole, None))
        self._settled_at = asyncio.get_running_loop().time()
        self._wake_soon()

    def show(self, place: str, kind: str, body: bytes) -> None:
        """Replace what is shown at a place ("tail of source s1", "health") by its newest state."""
        self._waiting[place] = (kind, body)
        loop = asyncio.get_running_loop()
        every_s = FLEETING_EVERY_S if self.viewers <= CROWD else CROWD_EVERY_S
        wait_s = every_s - (loop.time() - self._sent_at)
        if wait_s <= 0 or loop.time() - self._settled_at < TOGETHER_S:
            self._wake_soon()
        elif self._later is None:
            self._later = loop.call_later(wait_s, self._wake)

    def close(self) -> None:
        self._closed = True
        self._wake()
        self.fanout.close()

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

    def news(self, cursor: Cursor, taste: Taste = "all", most: int = sys.maxsize) -> Iterator[bytes]:
        """Yield what is new behind the cursor and move it on: every durable frame in order, what passed by in its
        place between them, then the newest unsettled state. After `most` bytes it ends ahead of the unsettled state,
        which is told all or not at all."""
        size, frames = 0, self._brief if taste == "brief" else self._frames
        while size <= most:
            passing = next((entry for entry in self._passing if entry.version > cursor.passed), None)
            if cursor.at < (passing.behind if passing is not None else self.last):
                cursor.at += 1
                size += len(frames[cursor.at - 1])
                yield frames[cursor.at - 1]
            elif passing is not None:
                cursor.passed = passing.version
                yield passing.frame
            else:
                break
        if size > most and self.pressing(cursor):
            return
        for version, unsaved in [entry for entry in self._unsaved if entry[0] > cursor.unsaved]:
            cursor.unsaved = version
            yield unsaved
        seen = cursor.seen
        for shown in sorted((one for one in self._shown.values() if one.version > seen), key=lambda one: one.version):
            cursor.seen = shown.version
            if told := shown.frame(taste, seen):
                yield told

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
        self.following += 1
        try:
            while True:
                changed = self._changed
                for one in self.news(cursor):
                    yield one.decode()
                if self.pressing(cursor):
                    continue
                if self._closed:
                    return
                await changed.wait()
        finally:
            self.following -= 1

    def _wake_soon(self) -> None:
        # What comes in one go, a final and the tail behind it, goes out in one write.
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_soon(self._wake)

    def _wake(self) -> None:
        for handle in (self._later, self._soon):
            if handle is not None:
                handle.cancel()
        self._later = self._soon = None
        for place, (kind, body) in self._waiting.items():
            self._show(place, kind, body)
        self._waiting.clear()
        self._sent_at = asyncio.get_running_loop().time()
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
        self.fanout.flush()

    def _show(self, place: str, kind: str, body: bytes) -> None:
        tail = kind == "partial"
        told = self._tails.replace(place, body) if tail else Told(frame(None, kind, body), brief(kind, body))
        self._version += 1
        before = self._shown.get(place)
        follows = before.version if before is not None else self._version
        self._shown[place] = Shown(self._version, follows, told, tail)
