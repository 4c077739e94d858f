"""A record that lasts as long as the program: for captioning one file, and for tests."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from record.live import Live, Page, follow
from record.log import REPORT, Closed, Event, Gone, Head, NewEvent, check_stream_id
from record.plan import Held, Standing, plan

PAGE = 500


@dataclass
class _Meeting:
    standing: Standing
    events: list[Event] = field(default_factory=list)
    keys: dict[str, Held] = field(default_factory=dict)


class MemoryEventLog:
    """An EventLog in memory; every promise but durability."""

    def __init__(self) -> None:
        self._meetings: dict[str, _Meeting] = {}
        self._live = Live()
        self._closed = False

    async def append(self, meeting: str, events: Sequence[NewEvent], *, fence: int) -> list[int]:
        found, stands = self._begin(meeting)
        plan_ = plan(meeting, stands, events, fence, found.keys.get)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        fresh = [Event(seq, new.kind, new.body, at) for seq, new in plan_.fresh]
        found.events += fresh
        found.keys |= {new.key: (seq, new) for seq, new in plan_.fresh}
        found.standing = replace(stands, fence=fence, last=stands.last + len(fresh))
        self._live.tell(meeting, fresh)
        await asyncio.sleep(0)  # as a disk would: a writer in a loop must not starve the subscribers
        return list(plan_.seqs)

    async def read(self, meeting: str, after: int, limit: int = PAGE) -> list[Event]:
        return list(self._page(meeting, after, limit).events)

    async def head(self, meeting: str) -> Head:
        return self._page(meeting, -1, 0).standing.head

    def subscribe(self, meeting: str, after: int) -> AsyncGenerator[Event, None]:
        async def page(last: int) -> Page:
            return self._page(meeting, last, PAGE)

        return follow(self._live, check_stream_id(meeting), after, page)

    async def publish(self, meeting: str, event: NewEvent) -> None:
        self._live.send(check_stream_id(meeting), Event(0, event.kind, event.body))

    async def seal(self, meeting: str) -> None:
        found, stands = self._begin(meeting)
        found.standing = replace(stands, sealed=True)
        self._live.end(meeting)

    async def open_fence(self, meeting: str) -> int:
        found, stands = self._begin(meeting)
        found.standing = replace(stands, fence=stands.fence + 1)
        return found.standing.fence

    async def meetings(self) -> list[str]:
        known = (name for name, found in self._meetings.items() if found.standing.epoch)
        return sorted(name for name in known if not name.endswith(REPORT))

    async def trim(self, meeting: str, first: int) -> None:
        found, stands = self._begin(meeting)
        first = max(stands.first, min(first, stands.last + 1))
        found.events = [event for event in found.events if event.seq >= first]
        found.keys = {key: held for key, held in found.keys.items() if held[0] >= first}
        found.standing = replace(stands, first=first)

    async def erase(self, meeting: str) -> None:
        self._begin(meeting)
        for stream in (meeting, meeting + REPORT):
            if stream in self._meetings:
                self._meetings[stream] = _Meeting(Standing(fence=self._meetings[stream].standing.fence + 1))
            self._live.end(stream, Gone(1, stream))

    async def rewrite(self, stream: str, bodies: Mapping[int, bytes]) -> None:
        found, stands = self._begin(stream)
        if any(not stands.first <= seq <= stands.last for seq in bodies):
            raise Gone(stands.first, stream)
        keys = {seq: NewEvent(key, new.kind, bodies[seq]) for key, (seq, new) in found.keys.items() if seq in bodies}
        found.keys |= {new.key: (seq, new) for seq, new in keys.items()}
        found.events = [replace(one, body=bodies.get(one.seq, one.body)) for one in found.events]
        found.standing = replace(stands, epoch=uuid.uuid4().hex, fence=stands.fence + 1)
        self._live.end(stream, Gone(1, stream))

    async def close(self) -> None:
        self._closed = True
        self._live.end_all(Closed("the record is closed"))

    def _begin(self, meeting: str) -> tuple[_Meeting, Standing]:
        """The meeting and how it stands, with an epoch from its first use on."""
        if self._closed:
            raise Closed("the record is closed")
        found = self._meetings.setdefault(check_stream_id(meeting), _Meeting(Standing()))
        stands = found.standing
        return found, stands if stands.epoch else replace(stands, epoch=uuid.uuid4().hex)

    def _page(self, meeting: str, after: int, limit: int) -> Page:
        found = self._meetings.get(check_stream_id(meeting), _Meeting(Standing()))
        standing = found.standing
        if limit and after < standing.first - 1:
            raise Gone(standing.first, meeting)
        start = after - standing.first + 1
        return Page(tuple(found.events[start : start + limit]) if limit else (), standing)
