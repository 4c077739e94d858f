"""The record as SQLite holds it: what is asked and changed inside one transaction."""

from __future__ import annotations

import os
import sqlite3
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from record.folder import sync_folder
from record.live import Page
from record.log import REPORT, CannotOpen, Damaged, Event, Gone, NewEvent
from record.plan import Held, Standing, plan

VERSION = 1
PAGE_BYTES = 4 << 20

_SCHEMA = (
    """CREATE TABLE meetings (
        no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL, fence INTEGER NOT NULL,
        first INTEGER NOT NULL, last INTEGER NOT NULL, sealed INTEGER NOT NULL)""",
    """CREATE TABLE events (
        meeting INTEGER NOT NULL REFERENCES meetings (no), seq INTEGER NOT NULL, key TEXT NOT NULL,
        kind TEXT NOT NULL, at TEXT NOT NULL, body BLOB NOT NULL, crc INTEGER NOT NULL,
        PRIMARY KEY (meeting, seq), UNIQUE (meeting, key)) WITHOUT ROWID""",
    f"PRAGMA user_version = {VERSION}",
)


@dataclass(frozen=True)
class Written:
    """What a change did to a meeting: the caller's answer, the new events, the rows before and after."""

    meeting: str
    before: Standing
    after: Standing
    answer: tuple[int, ...] = ()
    fresh: tuple[Event, ...] = ()


def open_writer(path: Path) -> sqlite3.Connection:
    """Return the one connection that writes; the file is made, for its owner only, if there is none."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    path.chmod(0o600)  # by path: closing a second descriptor would drop SQLite's own locks on the file
    _write_out(path.with_name(f"{path.name}-wal"))
    base = _connect(path)
    try:
        for setting in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            base.execute(f"PRAGMA {setting}")
        (mode,) = base.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":  # a disk that fails at this moment is told by the answer alone
            raise sqlite3.OperationalError(f"the file cannot have a write-ahead log; its journal is {mode!r}")
        _prepare(base, path)
        # The log's own name in the folder: SQLite makes it durable too, but goes on when that fails.
        sync_folder(path.parent)
    except BaseException:
        base.close()
        raise
    return base


def _write_out(log: Path) -> None:
    """Write what stands in the log once more, and wait until it is on the disk.

    After a sync that failed, the system takes what it could not write for written. A program that begins then reads
    words from memory that no later sync will put on the disk.
    """
    if log.exists():
        with log.open("r+b") as file:
            whole = file.read()
            file.seek(0)
            file.write(whole)
            file.flush()
            os.fsync(file.fileno())


def open_reader(path: Path) -> sqlite3.Connection:
    base = _connect(path)
    base.execute("PRAGMA query_only = ON")
    return base


def _connect(path: Path) -> sqlite3.Connection:
    # mode=rw: a file that was taken away is not replaced by an empty one.
    address = f"{path.resolve().as_uri()}?mode=rw"
    base = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    base.execute("PRAGMA busy_timeout = 5000")
    return base


def _prepare(base: sqlite3.Connection, path: Path) -> None:
    (version,) = base.execute("PRAGMA user_version").fetchone()
    (tables,) = base.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if version > VERSION:
        raise CannotOpen(
            f"{path.name}: its format is {version}, this program reads up to {VERSION}; use a newer program"
        )
    if version == 0 and tables:
        raise CannotOpen(f"{path.name}: it is another program's database; choose another data folder")
    if version == 0:
        with transaction(base):
            for statement in _SCHEMA:
                base.execute(statement)


@contextmanager
def transaction(base: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    base.execute(begin)
    try:
        yield
        base.execute("COMMIT")
    except BaseException:
        if base.in_transaction:
            base.execute("ROLLBACK")
        raise


def standing(base: sqlite3.Connection, meeting: str) -> tuple[int, Standing]:
    """Return the meeting's row number, 0 for none, and how it stands."""
    row = base.execute("SELECT no, epoch, fence, first, last, sealed FROM meetings WHERE id = ?", (meeting,)).fetchone()
    if row is None:
        return 0, Standing()
    return row[0], Standing(row[1], row[2], row[3], row[4], bool(row[5]))


def meetings(base: sqlite3.Connection) -> list[str]:
    found = base.execute("SELECT id FROM meetings WHERE epoch <> '' ORDER BY id")
    return [row[0] for row in found if not row[0].endswith(REPORT)]


def page(base: sqlite3.Connection, meeting: str, after: int, limit: int) -> Page:
    """Return up to `limit` events after `after`, each checked, and the meeting's row, from one instant."""
    with transaction(base, "BEGIN"):
        no, stands = standing(base, meeting)
        if limit and after < stands.first - 1:
            raise Gone(stands.first, meeting)
        events: list[Event] = []
        size = 0
        if limit and after < stands.last:
            for row in base.execute(f"{_SELECT} AND seq > ? ORDER BY seq LIMIT ?", (no, after, limit)):
                _, event = _checked(meeting, row)
                _expect(meeting, after + len(events) + 1, event.seq)
                events.append(event)
                size += len(event.body)
                if size >= PAGE_BYTES:
                    break
            if not events:
                _expect(meeting, after + 1, None)
    return Page(tuple(events), stands)


def append(base: sqlite3.Connection, meeting: str, events: Sequence[NewEvent], fence: int) -> Written:
    no, before = _begin(base, meeting)

    def held(key: str) -> Held | None:
        row = base.execute(f"{_SELECT} AND key = ?", (no, key)).fetchone()
        if row is None:
            return None
        stored_key, event = _checked(meeting, row)
        return event.seq, NewEvent(stored_key, event.kind, event.body)

    plan_ = plan(meeting, before, events, fence, held)
    after = replace(before, fence=fence, last=before.last + len(plan_.fresh))
    no = _keep(base, no, meeting, after)
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    base.executemany(
        "INSERT INTO events (meeting, seq, key, kind, at, body, crc) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(no, seq, e.key, e.kind, at, e.body, _crc(meeting, seq, e.key, e.kind, at, e.body)) for seq, e in plan_.fresh],
    )
    fresh = tuple(Event(seq, e.kind, e.body, at) for seq, e in plan_.fresh)
    return Written(meeting, before, after, plan_.seqs, fresh)


def open_fence(base: sqlite3.Connection, meeting: str) -> Written:
    no, before = _begin(base, meeting)
    after = replace(before, fence=before.fence + 1)
    _keep(base, no, meeting, after)
    return Written(meeting, before, after, (after.fence,))


def seal(base: sqlite3.Connection, meeting: str) -> Written:
    no, before = _begin(base, meeting)
    after = replace(before, sealed=True)
    _keep(base, no, meeting, after)
    return Written(meeting, before, after)


def trim(base: sqlite3.Connection, meeting: str, first: int) -> Written:
    no, before = _begin(base, meeting)
    after = replace(before, first=max(before.first, min(first, before.last + 1)))
    _keep(base, no, meeting, after)
    base.execute("DELETE FROM events WHERE meeting = ? AND seq < ?", (no, after.first))
    return Written(meeting, before, after)


def erase(base: sqlite3.Connection, meeting: str) -> Written:
    """Delete a meeting's events and the edits of its report.

    The ids and new fences stay, so that an old writer cannot bring anything back.
    """
    done = _erase(base, meeting)
    if standing(base, meeting + REPORT)[0]:
        _erase(base, meeting + REPORT)
    return done


def _erase(base: sqlite3.Connection, stream: str) -> Written:
    no, before = _begin(base, stream)
    after = Standing(fence=before.fence + 1)
    _keep(base, no, stream, after)
    base.execute("DELETE FROM events WHERE meeting = ?", (no,))
    return Written(stream, before, after)


def rewrite(base: sqlite3.Connection, stream: str, bodies: Mapping[int, bytes]) -> Written:
    """Put other bodies in the place of stored ones, each with a checksum of its own; the stream gets a new epoch."""
    no, before = _begin(base, stream)
    changed: list[tuple[bytes, int, int, int]] = []
    for seq, body in bodies.items():
        row = base.execute(f"{_SELECT} AND seq = ?", (no, seq)).fetchone()
        if row is None:
            raise Gone(before.first, stream)
        key, event = _checked(stream, row)
        new = NewEvent(key, event.kind, body)
        changed.append((body, _crc(stream, seq, key, new.kind, event.at, body), no, seq))
    after = replace(before, epoch=uuid.uuid4().hex, fence=before.fence + 1)
    _keep(base, no, stream, after)
    base.executemany("UPDATE events SET body = ?, crc = ? WHERE meeting = ? AND seq = ?", changed)
    return Written(stream, before, after)


_SELECT = "SELECT seq, key, kind, at, body, crc FROM events WHERE meeting = ?"
_Row = tuple[int, str, str, str, bytes, int]


def _begin(base: sqlite3.Connection, meeting: str) -> tuple[int, Standing]:
    """The meeting's row number and how it stands, with an epoch from its first use on; changes nothing."""
    no, stands = standing(base, meeting)
    return no, stands if stands.epoch else replace(stands, epoch=uuid.uuid4().hex)


def _keep(base: sqlite3.Connection, no: int, meeting: str, stands: Standing) -> int:
    """Store the row and return its number; a meeting without a row (number 0) gets one."""
    columns = (stands.epoch, stands.fence, stands.first, stands.last, int(stands.sealed))
    if no:
        sql = "UPDATE meetings SET epoch = ?, fence = ?, first = ?, last = ?, sealed = ? WHERE no = ?"
        base.execute(sql, (*columns, no))
        return no
    sql = "INSERT INTO meetings (epoch, fence, first, last, sealed, id) VALUES (?, ?, ?, ?, ?, ?)"
    return base.execute(sql, (*columns, meeting)).lastrowid or 0


def _crc(meeting: str, seq: int, key: str, kind: str, at: str, body: bytes) -> int:
    return zlib.crc32(body, zlib.crc32(f"{meeting}\0{seq}\0{key}\0{kind}\0{at}\0".encode()))


def _checked(meeting: str, row: _Row) -> tuple[str, Event]:
    seq, key, kind, at, body, crc = row
    if not isinstance(body, bytes) or crc != _crc(meeting, seq, key, kind, at, body):
        raise Damaged(f"meeting {meeting}: event {seq} is not what was written; put back a backup of the record")
    return key, Event(seq, kind, body, at)


def _expect(meeting: str, seq: int, found: int | None) -> None:
    if found != seq:
        raise Damaged(f"meeting {meeting}: event {seq} is missing; put back a backup of the record")
