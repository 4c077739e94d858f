"""What the contract tests stand on: a meeting, short ways to make and take events."""

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

from record import Event, EventLog, NewEvent

M = "2022-03-23-dccg-60"


class BackEnd(Protocol):
    def open(self) -> EventLog:
        """Open the record: again the same one, if it was opened before and is durable."""
        ...

    def copy(self) -> EventLog:
        """Copy the record as it stands and open the copy."""
        ...

    def lose_notices(self) -> None:
        """Let what wakes subscribers lose what it holds."""
        ...


def new(key: object, body: bytes = b"{}", kind: str = "final") -> NewEvent:
    return NewEvent(str(key), kind, body)


def numbered(events: list[Event]) -> list[int]:
    return [event.seq for event in events]


async def take(stream: AsyncIterator[Event], count: int) -> list[Event]:
    async with asyncio.timeout(20):
        return [await anext(stream) for _ in range(count)]


async def turn_loop(times: int = 20) -> None:
    """Let every task that can run do so."""
    for _ in range(times):
        await asyncio.sleep(0)


async def live(log: EventLog) -> AsyncIterator[Event]:
    """A subscriber that has had the stored event 1, and a published one, and so is past the history."""
    await log.append(M, [new("first")], fence=0)
    stream = log.subscribe(M, 0)
    await take(stream, 1)
    await log.publish(M, new("hello", kind="health"))
    await take(stream, 1)
    return stream
