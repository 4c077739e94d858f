"""The one thread that writes the record: many appends in one commit, and distrust after any failure."""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
import time
from asyncio import AbstractEventLoop
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from models.errors import MeetingError
from record import store
from record.folder import sync_folder
from record.log import Damaged, Event, NotDurable
from record.plan import Standing
from record.store import Written

GROUP = 1000  # changes in one commit, at most
AGAIN_S = 60.0  # between two tries to scrub what was erased
FIRST_S = 5.0  # behind the start, when what an earlier program left is scrubbed
STEPS = 10_000  # of the database between two looks whether it has become busy

Work = Callable[[sqlite3.Connection], Written]
Outcome = Written | Exception


@dataclass(frozen=True)
class Job:
    """A change to make, and where to say what came of it."""

    work: Work
    loop: AbstractEventLoop
    answer: Callable[[Outcome], None]
    scrub: bool = False


class Writer:
    """Makes changes in the order they come; each is answered when it is durable.

    `tell` is called on the event loop with events that turned out to be stored although their commit had
    failed. `connect` opens the writing connection.
    """

    def __init__(
        self,
        path: Path,
        tell: Callable[[str, Sequence[Event]], None],
        connect: Callable[[Path], sqlite3.Connection] = store.open_writer,
    ) -> None:
        self._path, self._tell, self._connect = path, tell, connect
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        # Says whether other meetings need the disk now: then what was erased is scrubbed later.
        self.busy: Callable[[], bool] = lambda: False
        # It is there while something has to be scrubbed, also when the program ends before that.
        self._mark = path.with_name(f"{path.name}-unscrubbed")
        # When to scrub what could not be scrubbed at once; 0 if nothing waits.
        self._unscrubbed = time.monotonic() + FIRST_S if self._mark.exists() else 0.0
        # How each meeting stood when this writer last knew it to be safe on disk.
        self._safe: dict[str, Standing] = {}
        self._base: sqlite3.Connection | None = connect(path)
        self.file = path.stat().st_ino
        self._thread = threading.Thread(target=self._run, name="record-writer", daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        self._jobs.put(job)

    def stop(self) -> None:
        """Finish what was submitted, then close; blocks until that is done."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            wait_s = max(0.0, self._unscrubbed - time.monotonic()) if self._unscrubbed else None
            try:
                job = self._jobs.get(timeout=wait_s)
            except queue.Empty:
                self._scrub_late()
                continue
            if job is None:
                break
            group = [job]
            while len(group) < GROUP and not self._jobs.empty():
                if (more := self._jobs.get()) is None:
                    self._jobs.put(None)  # nothing is submitted after a stop
                    break
                group.append(more)
            self._serve(group)
        self._distrust()

    def _serve(self, group: list[Job]) -> None:
        outcomes: list[Outcome]
        found: list[tuple[str, tuple[Event, ...]]] = []
        try:
            base, found = self._trusted()
            outcomes = self._commit(base, group)
        except Exception as fault:  # whatever it was, nothing of this group is promised
            self._distrust()
            outcomes = [self._refusal(fault)] * len(group)
        with suppress(RuntimeError):  # the loop was closed: nobody waits for these answers
            group[-1].loop.call_soon_threadsafe(self._report, found, group, outcomes)

    def _commit(self, base: sqlite3.Connection, group: list[Job]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        if any(job.scrub for job in group):
            self._mark.touch(0o600)
            sync_folder(self._path.parent)
        with store.transaction(base):
            for job in group:
                try:
                    done = job.work(base)
                    self._safe.setdefault(done.meeting, done.before)
                    outcomes.append(done)
                except MeetingError as refused:  # found before anything was changed
                    outcomes.append(refused)
        for outcome in outcomes:
            if isinstance(outcome, Written):
                self._safe[outcome.meeting] = outcome.after
        if any(job.scrub for job in group) or (self._unscrubbed and time.monotonic() > self._unscrubbed):
            self._scrub(base)
        return outcomes

    def _scrub(self, base: sqlite3.Connection) -> None:
        if _scrubbed(base, self.busy):
            self._unscrubbed = 0.0
            self._mark.unlink(missing_ok=True)
        else:
            self._unscrubbed = time.monotonic() + AGAIN_S

    def _scrub_late(self) -> None:
        self._unscrubbed = time.monotonic() + AGAIN_S
        with suppress(Exception):  # whoever appends next is told what is wrong
            if self._base is not None:
                self._scrub(self._base)

    def _report(self, found: list[tuple[str, tuple[Event, ...]]], group: list[Job], outcomes: list[Outcome]) -> None:
        for meeting, events in found:
            self._tell(meeting, events)
        for job, outcome in zip(group, outcomes, strict=True):
            job.answer(outcome)

    def _trusted(self) -> tuple[sqlite3.Connection, list[tuple[str, tuple[Event, ...]]]]:
        """The connection, opened and verified anew after a failure, and the events that this found."""
        if self._base is not None and _inode(self._path) != self.file:
            self._distrust()
        if self._base is not None:
            return self._base, []
        base = self._connect(self._path)
        try:
            # After a failed sync a page may count as written and not be on the disk. Moving the whole log
            # into the database file writes and syncs everything anew, or says that it cannot.
            (busy, _, _) = base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise sqlite3.OperationalError("a reader keeps the log from being written out")
            found = [self._verify(base, meeting, safe) for meeting, safe in self._safe.items()]
        except BaseException:
            base.close()
            raise
        self._base, self.file = base, _inode(self._path)
        return base, [(meeting, events) for meeting, events in found if events]

    def _verify(self, base: sqlite3.Connection, meeting: str, safe: Standing) -> tuple[str, tuple[Event, ...]]:
        """The events beyond the last safe one, which must be there, unharmed."""
        _, stands = store.standing(base, meeting)
        # Erased, or rewritten by a commit that had seemed to fail: both fence off whoever wrote before.
        another = stands.fence > safe.fence and (not stands.epoch or stands.last >= safe.last)
        lost = safe.last > 0 and not another and (stands.epoch != safe.epoch or stands.last < safe.last)
        if lost:
            raise Damaged(
                f"event {safe.last} of meeting {meeting} was saved and is no longer there; "
                "stop the program, keep a copy of the file and put back a backup"
            )
        events = _after(base, meeting, max(safe.last, stands.first) - 1)
        self._safe[meeting] = stands
        return meeting, tuple(event for event in events if event.seq > safe.last)

    def _distrust(self) -> None:
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
            self._base = None

    def _refusal(self, fault: Exception) -> Exception:
        if not isinstance(fault, sqlite3.Error | OSError | MeetingError | UnicodeDecodeError):
            return fault
        mend = "free some space on the disk; " if "full" in str(fault) else ""
        refusal = NotDurable(f"{self._path.name}: not saved ({fault}); {mend}append it again to try again")
        refusal.__cause__ = fault
        return refusal


def _scrubbed(base: sqlite3.Connection, busy: Callable[[], bool]) -> bool:
    """Leave nothing of what was erased in the files; say whether that was possible.

    With a large record that takes long, and nothing can be appended meanwhile: it is given up when it gets `busy`, and
    only the log is written out.
    """
    try:
        base.set_progress_handler(busy, STEPS)
        # secure_delete blanks what is deleted, but not what moved from one page to another before: where two
        # meetings met on a page, words of the one stayed in its unused part.
        whole = not busy()
        if whole:
            base.execute("VACUUM")
        base.set_progress_handler(None, 0)
        (kept, _, _) = base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    finally:
        base.set_progress_handler(None, 0)
    return whole and not kept


def _after(base: sqlite3.Connection, meeting: str, last: int) -> tuple[Event, ...]:
    events: list[Event] = []
    while found := store.page(base, meeting, last, 500).events:
        events += found
        last = found[-1].seq
    return tuple(events)


def _inode(path: Path) -> int:
    """The file's number; 0 when it is gone."""
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return 0
