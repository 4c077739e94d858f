"""Passing events on to subscribers in this process: in order, without waiting for the slow."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from models.errors import MeetingError
from record.log import Event, Lagging
from record.plan import Standing

MAX_EVENTS = 1000  # waiting for one subscriber
MAX_BYTES = 1 << 20


@dataclass(frozen=True)
class Page:
    """Stored events, and how the meeting stood in the same instant."""

    events: tuple[Event, ...]
    standing: Standing


class Inbox:
    """The live events that wait for one subscriber, bounded."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque()
        self._bytes = 0
        self._wake = asyncio.Event()
        self._over = False
        self._fault: MeetingError | None = None
        self.lagging = False

    def put(self, event: Event) -> None:
        if self.lagging:
            return
        full = len(self._events) >= MAX_EVENTS or self._bytes + len(event.body) > MAX_BYTES
        if full and self._events:
            self._drop()
            self.lagging = True
        else:
            self._events.append(event)
            self._bytes += len(event.body)
        self._wake.set()

    def clear(self) -> None:
        """Forget what waits, because the store is about to be read."""
        self._drop()
        self.lagging = False

    def skip(self, last: int) -> None:
        """Drop what came up to event `last`: also the fleeting events, which it has outdated."""
        held = [index for index, event in enumerate(self._events) if 0 < event.seq <= last]
        for _ in range(held[-1] + 1 if held else 0):
            self._bytes -= len(self._events.popleft().body)

    def end(self, fault: MeetingError | None) -> None:
        if fault is not None:
            self._drop()
        self._over, self._fault = True, fault
        self._wake.set()

    async def get(self) -> Event | None:
        """Return the next event; None when no more can come or the subscriber is `lagging`."""
        while not self._events:
            if self._fault is not None:
                raise self._fault
            if self.lagging or self._over:
                return None
            self._wake.clear()
            await self._wake.wait()
        event = self._events.popleft()
        self._bytes -= len(event.body)
        return event

    def _drop(self) -> None:
        self._events.clear()
        self._bytes = 0


class Slot:
    """A place in a meeting's order, kept for what is not on disk yet."""

    def __init__(self, events: Sequence[Event] | None = None) -> None:
        self.events = events


class Live:
    """The subscribers of every meeting, and the order in which they are told."""

    def __init__(self) -> None:
        self._inboxes: dict[str, set[Inbox]] = {}
        self._slots: dict[str, deque[Slot]] = {}

    @contextmanager
    def join(self, meeting: str) -> Iterator[Inbox]:
        inbox = Inbox()
        self._inboxes.setdefault(meeting, set()).add(inbox)
        try:
            yield inbox
        finally:
            members = self._inboxes[meeting]
            members.discard(inbox)
            if not members:
                del self._inboxes[meeting]

    def expect(self, meeting: str) -> Slot:
        """Keep a place for events that are being stored; whatever is sent later waits behind it."""
        slot = Slot()
        self._slots.setdefault(meeting, deque()).append(slot)
        return slot

    def settle(self, meeting: str, slot: Slot, events: Sequence[Event]) -> None:
        """Fill a place: with the stored events, or with none if storing failed."""
        slot.events = events
        self._flush(meeting)

    def send(self, meeting: str, event: Event) -> None:
        self._slots.setdefault(meeting, deque()).append(Slot((event,)))
        self._flush(meeting)

    def tell(self, meeting: str, events: Iterable[Event]) -> None:
        """Pass events on at once, ahead of every place that is still open."""
        members = tuple(self._inboxes.get(meeting, ()))
        for event in events:
            for inbox in members:
                inbox.put(event)

    def end(self, meeting: str, fault: MeetingError | None = None) -> None:
        """End a meeting's subscriptions: at once with a fault, else when they have taken what waits."""
        for inbox in self._inboxes.get(meeting, ()):
            inbox.end(fault)

    def end_all(self, fault: MeetingError) -> None:
        for meeting in self._inboxes:
            self.end(meeting, fault)

    def _flush(self, meeting: str) -> None:
        slots = self._slots[meeting]
        while slots and slots[0].events is not None:
            self.tell(meeting, slots.popleft().events or ())
        if not slots:
            del self._slots[meeting]


async def follow(
    live: Live, meeting: str, after: int, page: Callable[[int], Awaitable[Page]]
) -> AsyncGenerator[Event, None]:
    """Yield what is stored after `after`, then what comes; `page(after)` reads the store.

    The inbox is joined before the store is read and emptied before each page, so an event is in the page,
    in the inbox, or in both; those in both are skipped.
    """
    last = after
    with live.join(meeting) as inbox:
        current = False
        while not current:
            inbox.clear()
            found = await page(last)
            for event in found.events:
                last = event.seq
                yield event
            at_end = last >= found.standing.last
            if at_end and found.standing.sealed:
                return
            # A reader of old pages may be as slow as it likes: what the inbox lost is in the store.
            current = at_end and not inbox.lagging
        inbox.skip(last)
        while (next_event := await inbox.get()) is not None:
            if next_event.seq == 0:
                yield next_event
            elif next_event.seq > last:
                last = next_event.seq
                yield next_event
        if inbox.lagging:
            raise Lagging(last, meeting)
