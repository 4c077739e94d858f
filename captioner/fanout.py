"""Frames for many viewers written straight to their connections: made once, one write for each viewer.

Whoever reads too slowly is left out until its connection is free again, and is then told what it missed; who takes
nothing for long is sent away to come back by number. So no viewer costs memory that grows, and none waits for another.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from captioner import framing

if TYPE_CHECKING:
    from captioner.hub import Cursor, Hub, Taste

Way = Literal["websocket", "events"]

BEAT_S = 2.0
"""A reader hears something at least so often: silence means that the line is dead."""
MOST_UNSENT = 64 * 1024
"""With more bytes on their way a viewer is left out, and history is told in pieces of this size."""
TOO_MUCH_UNSENT = 256 * 1024
FREE = 16 * 1024
"""With fewer than that a viewer who was left out is told what it missed."""
TOO_SLOW_S = 30.0
"""A viewer who has taken nothing for so long is sent away."""
LEAVE_S = 5.0
"""So long what was written last may still go out to a viewer who is sent away."""
BANK = 1_000
"""So many viewers are written to in one go, before the loop does anything else."""
TICK_S = 0.5
CATCH_UP_S = 0.05
MOST_CONNECTS = 400
"""Viewers who come back together are asked to spread so that no more than this many come in a second."""
FEW = 100


def spread_ms(viewers: int) -> int:
    """Over how long viewers are to spread when all of them come back; whole seconds, so that it counts nobody.

    >>> spread_ms(99), spread_ms(2_000)
    (0, 5000)
    """
    return 0 if viewers < FEW else -(-viewers // MOST_CONNECTS) * 1_000


def beat(viewers: int) -> bytes:
    """What is said when there is nothing to say."""
    return b'{"seq":null,"kind":"beat"%b}' % _spread(viewers)


def hello(hub: Hub) -> bytes:
    """What is said first to a viewer who asks what the stream is."""
    return b'{"seq":null,"kind":"stream","epoch":"%b","last":%d%b}' % (
        hub.epoch.encode(), hub.last, _spread(hub.viewers),
    )  # fmt: skip


def _spread(viewers: int) -> bytes:
    spread = spread_ms(viewers)
    return b',"spread_ms":%d' % spread if spread else b""


@dataclass(frozen=True)
class Speech:
    """How frames are put on the wire in one way of following, and what ends it."""

    pack: Callable[[Sequence[bytes]], bytes]
    goodbye: bytes


SPEECHES: dict[Way, Speech] = {
    "websocket": Speech(framing.messages, framing.GOODBYE_MESSAGE),
    "events": Speech(framing.events, framing.GOODBYE_EVENT),
}


class Wire:
    """One viewer's connection. `cursor` is where a viewer is who was left out; `over`: sent away by us."""

    __slots__ = ("cursor", "over", "since", "task", "transport")

    def __init__(self, transport: asyncio.WriteTransport, cursor: Cursor, now: float) -> None:
        self.transport = transport
        self.cursor = cursor
        self.since = now
        self.over = False
        self.task = asyncio.current_task()


class Bank:
    """Viewers who follow in the same way, all at the same place but for those `behind`."""

    def __init__(self, hub: Hub, way: Way, taste: Taste) -> None:
        self._hub = hub
        self._speech = SPEECHES[way]
        self._taste = taste
        self._cursor = hub.cursor(hub.last)
        self._told_at = 0.0
        self._abreast: set[Wire] = set()
        self._behind: set[Wire] = set()

    @property
    def viewers(self) -> int:
        return len(self._abreast) + len(self._behind)

    @property
    def waits(self) -> bool:
        """Say whether a viewer waits for what it missed."""
        return bool(self._behind)

    def add(self, wire: Wire) -> None:
        self._behind.add(wire)
        self._catch_up(wire)

    def remove(self, wire: Wire) -> None:
        self._abreast.discard(wire)
        self._behind.discard(wire)

    def flush(self) -> None:
        """Write what is new to everybody who is abreast."""
        before = replace(self._cursor)
        if frames := list(self._hub.news(self._cursor, self._taste)):
            self._write(self._speech.pack(frames), before)

    def tick(self, now: float) -> None:
        """Let those behind catch up, send away who takes nothing, and beat if nothing was said."""
        for wire in list(self._behind):
            unsent = wire.transport.get_write_buffer_size()
            if unsent <= FREE:
                self._catch_up(wire)
            elif unsent > TOO_MUCH_UNSENT or now - wire.since > TOO_SLOW_S:
                self._send_away(wire)
        if now - self._told_at >= BEAT_S - TICK_S / 2 and self._abreast:
            self._write(self._speech.pack([beat(self._hub.viewers)]), replace(self._cursor))

    def close(self) -> None:
        """Have every viewer's task say goodbye; who is behind is sent away."""
        for wire in list(self._behind):
            self._send_away(wire)
        for wire in self._abreast:
            wire.over = True
            if wire.task is not None:
                wire.task.cancel()

    def _write(self, data: bytes, before: Cursor) -> None:
        self._told_at = asyncio.get_running_loop().time()
        slow = []
        for wire in self._abreast:
            transport = wire.transport
            if transport.get_write_buffer_size() > MOST_UNSENT:
                slow.append(wire)
            elif not transport.is_closing():
                transport.write(data)
        for wire in slow:
            wire.cursor, wire.since = replace(before), self._told_at
            self._abreast.discard(wire)
            self._behind.add(wire)

    def _catch_up(self, wire: Wire) -> None:
        """Tell a piece of what was missed; a viewer who holds everything goes on with the others."""
        frames = list(self._hub.news(wire.cursor, self._taste, MOST_UNSENT))
        if frames and not wire.transport.is_closing():
            wire.transport.write(self._speech.pack(frames))
            wire.since = asyncio.get_running_loop().time()
        if not self._hub.pressing(wire.cursor):
            self.flush()
            self._behind.discard(wire)
            self._abreast.add(wire)

    def _send_away(self, wire: Wire) -> None:
        self.remove(wire)
        if not wire.transport.is_closing():
            wire.transport.write(self._speech.goodbye)
            wire.transport.close()
        # A connection that is closed still waits for its last bytes to be taken, however long that is.
        asyncio.get_running_loop().call_later(LEAVE_S, wire.transport.abort)


class Fanout:
    """All viewers of one hub whose connections are written to directly."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._banks: dict[tuple[Way, Taste], list[Bank]] = {}
        self._ticking: asyncio.TimerHandle | None = None

    @property
    def viewers(self) -> int:
        return sum(bank.viewers for bank in self._all())

    def join(self, way: Way, taste: Taste, transport: asyncio.WriteTransport, after: int) -> tuple[Bank, Wire]:
        """Begin to write to a connection what comes behind event `after`; its task is cancelled when it is over."""
        banks = self._banks.setdefault((way, taste), [])
        bank = next((one for one in banks if one.viewers < BANK), None)
        if bank is None:
            banks.append(bank := Bank(self._hub, way, taste))
        wire = Wire(transport, self._hub.cursor(after), asyncio.get_running_loop().time())
        bank.add(wire)
        self._tick_in(CATCH_UP_S if bank.waits else TICK_S)
        return bank, wire

    def flush(self) -> None:
        """Write what is new to all viewers, a bank at a time."""
        self._flush(list(self._all()))

    def _flush(self, banks: list[Bank]) -> None:
        if banks:
            banks.pop().flush()
        if banks:
            asyncio.get_running_loop().call_soon(self._flush, banks)

    def close(self) -> None:
        for bank in self._all():
            bank.flush()
            bank.close()

    def _all(self) -> list[Bank]:
        return [bank for banks in self._banks.values() for bank in banks]

    def _tick_in(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if self._ticking is not None:
            if self._ticking.when() <= loop.time() + seconds:
                return
            self._ticking.cancel()
        self._ticking = loop.call_later(seconds, self._tick)

    def _tick(self) -> None:
        self._ticking = None
        now = asyncio.get_running_loop().time()
        for bank in self._all():
            bank.tick(now)
        if self.viewers:
            self._tick_in(CATCH_UP_S if any(bank.waits for bank in self._all()) else TICK_S)
