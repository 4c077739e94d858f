"""The sources that send live sound over sockets: each kept over all its connections."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Protocol

from captioner.live import LiveMeeting
from captioner.live_source import LiveSource
from captioner.sources.hello import Hello
from captioner.sources.ingest import Action, Ended, Ingest, Lost, Refuse, Reply, Sound, Tell, Wait

ROOM = "room"
"""A source of this name is shared by several people, so it names no speaker."""
AWAY_S = 330.0
"""Who has not come back by then has let the source go: it keeps five minutes of sound at most."""
WHY_LOST = "the connection to the sound was lost"


class Line(Protocol):
    """The connection as it is needed here."""

    async def say(self, message: dict[str, object]) -> None: ...

    async def close(self) -> None: ...


@dataclass
class Arrival:
    """One source; `line` is its newest connection, None while it is away."""

    ingest: Ingest
    source: LiveSource
    line: Line | None = None
    leaving: asyncio.TimerHandle | None = None
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def later(self, work: Coroutine[None, None, None]) -> None:
        """Have this done meanwhile."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


class Arrivals:
    """All sources on sockets, by meeting and key."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[tuple[str, str], Arrival] = {}

    async def connect(self, live: LiveMeeting, hello: Hello, line: Line) -> Arrival:
        """Take a source in, or back; an older connection of the same source is closed."""
        arrival = self._held.get((live.id, hello.key))
        if arrival is None:
            name = "" if hello.name.casefold() == ROOM else hello.name
            source = live.open_source(name, hello.key)
            arrival = Arrival(self._ingest(hello, source), source)
            source.stands(arrival.ingest.place)
            self._held[live.id, hello.key] = arrival
        if arrival.leaving is not None:
            arrival.leaving.cancel()
            arrival.leaving = None
        older, arrival.line = arrival.line, line
        arrival.source.note = ""
        if older is not None:
            await older.close()
        return arrival

    async def welcome(self, arrival: Arrival, hello: Hello) -> bool:
        return await self.act(arrival, arrival.ingest.connected(hello, self._now_ms()))

    async def take(self, arrival: Arrival, message: str | bytes) -> bool:
        """Take a message of the source; False when the connection is to be closed."""
        now_ms = self._now_ms()
        if isinstance(message, bytes):
            return await self.act(arrival, arrival.ingest.binary(message, now_ms))
        return await self.act(arrival, arrival.ingest.text(message, now_ms))

    async def act(self, arrival: Arrival, actions: list[Action]) -> bool:
        """Do what the ingest says, in order."""
        going = await self._do(arrival, actions)
        if not going:
            await asyncio.gather(*arrival.tasks)  # what is still to be acknowledged is, before the line is closed
        return going

    async def _do(self, arrival: Arrival, actions: list[Action]) -> bool:
        for action in actions:
            match action:
                case Sound():
                    await arrival.source.hear(action.samples)
                case Lost():
                    await arrival.source.lost(action.from_ms, action.to_ms, WHY_LOST)
                case Reply() if arrival.line is not None:
                    arrival.source.arrived(arrival.ingest.place)
                    arrival.later(_say_when_safe(arrival.source, arrival.line, action.message))
                case Wait():
                    await asyncio.sleep(action.ms / 1000)
                case Tell():
                    arrival.source.note = action.text
                case Refuse():
                    if arrival.line is not None:
                        await arrival.line.say(action.message)
                    return False
                case Ended():
                    await arrival.source.end()
                case _:
                    pass
        arrival.source.arrived(arrival.ingest.place)
        return not arrival.ingest.ended

    def leave(self, live: LiveMeeting, arrival: Arrival, line: Line) -> None:
        """Note that a connection is gone; its source may come back for a while."""
        if arrival.line is not line:
            return
        arrival.line = None
        key = (live.id, arrival.ingest.key)
        if not arrival.ingest.ended:
            arrival.source.note = "connection lost"
        # Also one that is done: it may not have heard that all has arrived, and ask once more.
        arrival.leaving = asyncio.get_running_loop().call_later(AWAY_S, self._give_up, key, arrival)

    def _give_up(self, key: tuple[str, str], arrival: Arrival) -> None:
        self._held.pop(key, None)
        if not arrival.ingest.ended:
            arrival.later(arrival.source.end())

    def _ingest(self, hello: Hello, source: LiveSource) -> Ingest:
        ingest = Ingest(hello, source.id, self._now_ms())
        if source.place is not None:
            began_ms = self._now_ms() - source.age_ms - source.place.held_ms
            ingest.go_on(source.place, source.samples, source.over, began_ms)
        return ingest

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)


async def _say_when_safe(source: LiveSource, line: Line, message: dict[str, object]) -> None:
    """What a source is told to be received it forgets, so first it must be safe here."""
    await source.safe()
    await line.say(message)
