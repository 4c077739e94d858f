import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from record import CannotOpen, Damaged, InUse, NotDurable, SqliteEventLog
from record.store import open_writer
from tests.record.ground import M, live, new, numbered, take


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "dccg.sqlite"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[SqliteEventLog]:
    log = SqliteEventLog(path)
    yield log
    await log.close()


class FaultyConnection(sqlite3.Connection):
    """Fails one commit, before or after it took effect."""

    fail_commit = ""

    def execute(self, sql: str, *args: object) -> sqlite3.Cursor:  # type: ignore[override]
        fail, FaultyConnection.fail_commit = FaultyConnection.fail_commit, ""
        if sql != "COMMIT" or not fail:
            FaultyConnection.fail_commit = fail
            return super().execute(sql, *args)
        super().execute("COMMIT" if fail == "after" else "ROLLBACK")
        raise sqlite3.OperationalError("disk I/O error")


def connect_faulty(path: Path) -> sqlite3.Connection:
    open_writer(path).close()
    base = sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=FaultyConnection)
    base.execute("PRAGMA synchronous = FULL")
    return base


def holds(file: Path, words: bytes) -> bool:
    return words in file.read_bytes()


@pytest.fixture
async def faulty(path: Path) -> AsyncIterator[SqliteEventLog]:
    FaultyConnection.fail_commit = ""
    log = SqliteEventLog(path, connect_faulty)
    yield log
    await log.close()


def test_the_writer_is_set_to_lose_nothing(tmp_path: Path) -> None:
    base = open_writer(tmp_path / "dccg.sqlite")
    settings = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "wal_autocheckpoint", "user_version")
    found = [base.execute(f"PRAGMA {setting}").fetchone()[0] for setting in settings]
    base.close()
    assert found == ["wal", 2, 1, 5000, 1000, 1]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
async def test_only_the_owner_may_read_the_files(path: Path, log: SqliteEventLog) -> None:
    await log.append(M, [new("a")], fence=1)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(modes) == {path.name + end for end in ("", "-wal", "-shm", ".lock")}
    assert set(modes.values()) == {0o600}


async def test_a_second_opening_in_one_program_is_refused(path: Path, log: SqliteEventLog) -> None:
    with pytest.raises(InUse, match="has the record open already"):
        SqliteEventLog(path)
    await log.append(M, [new("a")], fence=1)


def test_a_second_program_is_refused_and_told_who_has_it(path: Path) -> None:
    log = SqliteEventLog(path)
    code = "import sys, pathlib, record; record.SqliteEventLog(pathlib.Path(sys.argv[1]))"
    second = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
    assert second.returncode == 1
    assert f"open in another program (process {os.getpid()}); stop that program" in second.stderr
    assert asyncio.run(log.append(M, [new("a")], fence=1)) == [1]
    asyncio.run(log.close())


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda base: base.execute("CREATE TABLE bookmarks (address)"), "another program's database"),
        (lambda base: base.execute("PRAGMA user_version = 99"), "its format is 99, this program reads up to 1"),
    ],
    ids=["another_programs", "newer"],
)
def test_a_database_that_is_no_record_of_ours_is_left_alone(path: Path, make, said: str) -> None:  # type: ignore[no-untyped-def]
    path.parent.mkdir()
    base = sqlite3.connect(path)
    make(base)
    base.close()
    for _ in range(2):  # also the second time: a refusal lets the lock go
        with pytest.raises(CannotOpen, match=said):
            SqliteEventLog(path)


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"WEBVTT\n" * 1000)
    with pytest.raises(CannotOpen, match="file is not a database"):
        SqliteEventLog(path)
    assert path.read_bytes() == b"WEBVTT\n" * 1000


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_failed_commit_promises_nothing_and_a_retry_keeps_it_once(faulty: SqliteEventLog, when: str) -> None:
    stream = await live(faulty)
    FaultyConnection.fail_commit = when
    with pytest.raises(NotDurable, match=r"dccg.sqlite: not saved \(disk I/O error\)"):
        await faulty.append(M, [new("a", b"1"), new("b", b"2")], fence=1)
    assert await faulty.append(M, [new("a", b"1"), new("b", b"2")], fence=1) == [2, 3]
    assert await faulty.append(M, [new("c")], fence=1) == [4]
    assert numbered(await take(stream, 3)) == [2, 3, 4]
    assert numbered(await faulty.read(M, 0)) == [1, 2, 3, 4]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_meetings_first_commit_may_fail(faulty: SqliteEventLog, when: str) -> None:
    seen = asyncio.create_task(take(faulty.subscribe(M, 0), 2))
    FaultyConnection.fail_commit = when
    with pytest.raises(NotDurable):
        await faulty.append(M, [new("a")], fence=1)
    assert await faulty.append("other", [new("a")], fence=1) == [1]
    assert await faulty.append(M, [new("a"), new("b")], fence=1) == [1, 2]
    assert numbered(await seen) == [1, 2]


async def test_after_a_failed_commit_the_log_is_written_out_before_anything_is_promised(
    path: Path, faulty: SqliteEventLog
) -> None:
    await faulty.read(M, 0)  # keeps a reader open: closing the last connection would write the log out anyway
    FaultyConnection.fail_commit = "after"
    with pytest.raises(NotDurable):
        await faulty.append(M, [new("a", b"words in doubt")], fence=1)
    assert not holds(path, b"words in doubt")
    await faulty.append("other", [new("a")], fence=1)
    assert holds(path, b"words in doubt")


async def test_a_failed_commit_fails_everyone_in_it_and_published_events_go_on(faulty: SqliteEventLog) -> None:
    stream = await live(faulty)
    FaultyConnection.fail_commit = "before"
    blocker = [asyncio.create_task(faulty.append(M, [new(i)], fence=1)) for i in range(3)]
    await asyncio.sleep(0)
    await faulty.publish(M, new("p", b"tail", "partial"))
    outcomes = await asyncio.gather(*blocker, return_exceptions=True)
    assert isinstance(outcomes[0], NotDurable)
    while (event := (await take(stream, 1))[0]).seq:
        pass
    assert event.body == b"tail"


async def test_a_record_that_lost_acknowledged_events_takes_no_more(path: Path, faulty: SqliteEventLog) -> None:
    await faulty.append(M, [new("a"), new("b")], fence=1)
    FaultyConnection.fail_commit = "before"
    with pytest.raises(NotDurable):
        await faulty.append(M, [new("c")], fence=1)
    other = sqlite3.connect(path)
    other.execute("DELETE FROM events WHERE seq = 2")
    other.commit()
    other.close()
    for _ in range(2):
        with pytest.raises(NotDurable, match="event 2 is missing"):
            await faulty.append(M, [new("c")], fence=1)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file be removed")
async def test_a_removed_file_is_noticed_before_anything_is_acknowledged(path: Path, log: SqliteEventLog) -> None:
    await log.append(M, [new("a")], fence=1)
    for file in path.parent.glob("dccg.sqlite*"):
        if not file.name.endswith(".lock"):
            file.unlink()
    with pytest.raises(NotDurable, match=f"event 1 of meeting {M} was saved and is no longer there"):
        await log.append(M, [new("b")], fence=1)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE events SET body = x'7b7c' WHERE seq = 2",
        "UPDATE events SET body = '{}' WHERE seq = 2",
        "UPDATE events SET kind = 'gap' WHERE seq = 2",
        "UPDATE events SET at = '' WHERE seq = 2",
        "UPDATE events SET key = 'z' WHERE seq = 2",
        "UPDATE events SET crc = crc + 1 WHERE seq = 2",
        "DELETE FROM events WHERE seq = 2",
        "UPDATE events SET seq = 9 WHERE seq = 2",
    ],
)
async def test_a_changed_row_is_found_and_never_served(path: Path, log: SqliteEventLog, harm: str) -> None:
    await log.append(M, [new("a"), new("b"), new("c")], fence=1)
    other = sqlite3.connect(path)
    other.execute(harm)
    other.commit()
    other.close()
    with pytest.raises(Damaged, match="event 2 is"):
        await log.read(M, 0)
    with pytest.raises(Damaged):
        await take(log.subscribe(M, 0), 3)
    assert numbered(await log.read(M, 2, limit=1)) == [3]


@pytest.mark.parametrize("seed", range(60))
def test_a_flipped_bit_in_the_file_never_changes_an_event(path: Path, seed: int) -> None:
    async def fill() -> None:
        log = SqliteEventLog(path)
        await log.append(M, [new(i, b"the quick brown fox %d" % i) for i in range(20)], fence=1)
        await log.close()

    async def read() -> list[bytes]:
        log = SqliteEventLog(path)
        try:
            return [event.body for event in await log.read(M, 0)]
        finally:
            await log.close()

    asyncio.run(fill())
    content = bytearray(path.read_bytes())
    place = seed * 7919 * 13 % (len(content) * 8)
    if seed % 2:  # every other time in the middle of a text
        place = (content.index(b"fox %d" % (seed % 20)) - 9) * 8 + seed % 8
    content[place // 8] ^= 1 << place % 8
    path.write_bytes(content)
    try:
        bodies = asyncio.run(read())
    except (Damaged, CannotOpen):
        return
    # An unharmed answer, or none where the meeting's own row was hit.
    assert bodies in ([b"the quick brown fox %d" % i for i in range(20)], [])
    assert not (seed % 2)


async def test_what_was_erased_is_no_longer_in_the_files(path: Path, log: SqliteEventLog) -> None:
    await log.append(M, [new(i, b"words said in confidence") for i in range(50)], fence=1)
    assert any(holds(file, b"in confidence") for file in path.parent.iterdir())
    await log.erase(M)
    assert not any(holds(file, b"in confidence") for file in path.parent.iterdir())


async def test_what_a_reader_kept_from_being_scrubbed_is_scrubbed_later(
    path: Path, log: SqliteEventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("record.writer.AGAIN_S", 0.0)
    log._writer._base.execute("PRAGMA busy_timeout = 50")  # type: ignore[union-attr]
    await log.append(M, [new(i, b"words said in confidence") for i in range(50)], fence=1)
    reader = sqlite3.connect(path, isolation_level=None)  # a backup, for instance
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM events").fetchone()
    await log.erase(M)
    assert any(holds(file, b"in confidence") for file in path.parent.iterdir())
    reader.execute("ROLLBACK")
    reader.close()
    await log.append("other", [new("a")], fence=1)
    assert not any(holds(file, b"in confidence") for file in path.parent.iterdir())


def test_one_log_serves_one_event_loop_after_another(path: Path) -> None:
    log = SqliteEventLog(path)
    assert asyncio.run(log.append(M, [new("a")], fence=1)) == [1]
    assert asyncio.run(log.append(M, [new("b")], fence=1)) == [2]
    assert len(asyncio.run(log.read(M, 0))) == 2
    asyncio.run(log.close())


async def test_the_event_loop_goes_on_while_the_disk_is_slow(path: Path, log: SqliteEventLog) -> None:
    await log.append(M, [new("a")], fence=1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # holds the writer up, as a slow disk does
    append = asyncio.create_task(log.append(M, [new("b")], fence=1))
    for _ in range(5):
        assert numbered(await log.read(M, 0)) == [1]
    assert not append.done()
    other.execute("ROLLBACK")
    other.close()
    assert await append == [2]
