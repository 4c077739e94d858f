"""The record on disk: an EventLog in one SQLite file, durable before anything is shown."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from record import store
from record.folder import make_private
from record.live import Live, Page, follow
from record.lock import OwnerLock
from record.log import REPORT, CannotOpen, Closed, Event, Gone, Head, NewEvent, check_stream_id
from record.readers import Readers
from record.store import Written
from record.writer import Job, Outcome, Work, Writer

PAGE = 500

T = TypeVar("T")


class SqliteEventLog:
    """An EventLog in the file `path`, which nobody else may have open; used from one event loop at a time.

    Opening blocks for some milliseconds. After a failed commit nothing more is acknowledged until the
    file was opened anew and the last acknowledged events were found in it.

    Args:
        path: The database; its folder is made if it is missing.
        connect: Opens the connection that writes.

    Raises:
        InUse: If another program has the record open.
        CannotOpen: If the file is not a record, or cannot be made.
    """

    def __init__(self, path: Path, connect: Callable[[Path], sqlite3.Connection] = store.open_writer) -> None:
        self.path = path
        self._live = Live()
        self._closed = False
        try:
            make_private(path.parent)
            self._lock = OwnerLock(path.with_name(path.name + ".lock"))
        except OSError as fault:
            raise _cannot_open(path, fault) from fault
        try:
            self._writer = Writer(path, self._live.tell, connect)
        except (sqlite3.Error, OSError, UnicodeDecodeError) as fault:
            self._lock.release()
            raise _cannot_open(path, fault) from fault
        except BaseException:
            self._lock.release()
            raise
        self._readers = Readers(path, lambda: self._writer.file)

    def yield_to(self, busy: Callable[[], bool]) -> None:
        """Take it that while `busy`, asked from another thread, says so, appending must not wait for what was erased
        to be scrubbed from the file: that is done later, if need be after the next start."""
        self._writer.busy = busy

    async def append(self, meeting: str, events: Sequence[NewEvent], *, fence: int) -> list[int]:
        wanted = tuple(events)
        done = await self._write(meeting, lambda base: store.append(base, meeting, wanted, fence))
        return list(done.answer)

    async def read(self, meeting: str, after: int, limit: int = PAGE) -> list[Event]:
        return list((await self._page(meeting, after, limit)).events)

    async def head(self, meeting: str) -> Head:
        return (await self._page(meeting, 0, 0)).standing.head

    def subscribe(self, meeting: str, after: int) -> AsyncGenerator[Event, None]:
        async def page(last: int) -> Page:
            return await self._page(meeting, last, PAGE)

        return follow(self._live, check_stream_id(meeting), after, page)

    async def publish(self, meeting: str, event: NewEvent) -> None:
        self._live.send(check_stream_id(meeting), Event(0, event.kind, event.body))

    async def seal(self, meeting: str) -> None:
        await self._write(meeting, lambda base: store.seal(base, meeting))
        self._live.end(meeting)

    async def open_fence(self, meeting: str) -> int:
        return (await self._write(meeting, lambda base: store.open_fence(base, meeting))).answer[0]

    async def meetings(self) -> list[str]:
        return await self._ask(store.meetings)

    async def trim(self, meeting: str, first: int) -> None:
        await self._write(meeting, lambda base: store.trim(base, meeting, first))

    async def erase(self, meeting: str) -> None:
        await self._write(meeting, lambda base: store.erase(base, meeting), scrub=True)
        for stream in (meeting, meeting + REPORT):
            self._live.end(stream, Gone(1, stream))

    async def rewrite(self, stream: str, bodies: Mapping[int, bytes]) -> None:
        wanted = dict(bodies)
        await self._write(stream, lambda base: store.rewrite(base, stream, wanted), scrub=True)
        self._live.end(stream, Gone(1, stream))

    async def close(self) -> None:
        """Finish what was submitted, end every subscription with Closed, and let the file go."""
        if self._closed:
            return
        self._closed = True
        await asyncio.to_thread(self._writer.stop)
        self._live.end_all(Closed(f"{self.path.name}: the record is closed"))
        await asyncio.to_thread(self._readers.stop)
        self._lock.release()

    async def _write(self, meeting: str, work: Work, *, scrub: bool = False) -> Written:
        """Have the writer do `work`. Its events keep their place among what is sent, also when cancelled."""
        check_stream_id(meeting)
        self._check_open()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Written] = loop.create_future()
        slot = self._live.expect(meeting)

        def answer(outcome: Outcome) -> None:
            self._live.settle(meeting, slot, outcome.fresh if isinstance(outcome, Written) else ())
            if future.done():
                return
            if isinstance(outcome, Written):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)

        self._writer.submit(Job(work, loop, answer, scrub))
        return await future

    async def _page(self, meeting: str, after: int, limit: int) -> Page:
        check_stream_id(meeting)
        return await self._ask(lambda base: store.page(base, meeting, after, limit))

    async def _ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        self._check_open()
        return await self._readers.ask(question)

    def _check_open(self) -> None:
        if self._closed:
            raise Closed(f"{self.path.name}: the record is closed")


def _cannot_open(path: Path, fault: Exception) -> CannotOpen:
    return CannotOpen(f"{path}: cannot be opened as a record ({fault}); check the path, its owner and the disk")
