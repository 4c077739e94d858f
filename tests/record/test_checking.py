from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models.errors import MeetingError
from record import NewEvent, SqliteEventLog, report_stream
from record.checking import check

MEETINGS = ("2026-01-14-dccg-7", "2026-02-03-dccg-8", "2026-03-01-dccg-9")
FLIPS = int(os.environ.get("DCCG_FLIPS", "150"))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three meetings, the edits of a report, and pages that are free since a fourth was erased."""
    path = tmp_path_factory.mktemp("record") / "dccg.sqlite"

    async def fill() -> None:
        log = SqliteEventLog(path)
        for meeting in (*MEETINGS, report_stream(MEETINGS[0]), "erased"):
            events = [NewEvent(f"1.{i}", "final", b"the words of %d in " % i + meeting.encode()) for i in range(60)]
            await log.append(meeting, events, fence=1)
        await log.erase("erased")
        await log.close()

    asyncio.run(fill())
    return path


@pytest.fixture
def path(record: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(record, tmp_path / "dccg.sqlite"))


def served(path: Path) -> dict[str, list[bytes]]:
    """What viewers would be given of each meeting; an empty one at the end where they are told that it is damaged."""

    async def read() -> dict[str, list[bytes]]:
        log = SqliteEventLog(path)
        found: dict[str, list[bytes]] = {}
        try:
            for meeting in MEETINGS:
                bodies = found[meeting] = list[bytes]()
                try:
                    while page := await log.read(meeting, len(bodies)):
                        bodies += [event.body for event in page]
                except MeetingError:
                    bodies.append(b"")
        finally:
            await log.close()
        return found

    return asyncio.run(read())


def change(path: Path, sql: str) -> None:
    base = sqlite3.connect(path)
    base.execute(sql)
    base.commit()
    base.close()


def test_an_unharmed_record_is_found_so_also_while_it_is_open(path: Path):
    assert check(path) == []
    log = SqliteEventLog(path)
    assert check(path) == []
    asyncio.run(log.close())


@pytest.mark.req("DUR-08")
def test_a_flipped_bit_anywhere_is_found_or_changes_no_caption(record: Path):
    """In memory, because each state is written, opened and looked through."""
    whole, dice, missed = record.read_bytes(), random.Random(8), 0
    unharmed = served(record)
    memory = Path("/dev/shm")  # noqa: S108
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        path = Path(folder) / "dccg.sqlite"
        for _ in range(FLIPS):
            flipped = bytearray(whole)
            flipped[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
            path.write_bytes(flipped)
            harm = check(path)
            try:
                there = served(path)
            except MeetingError:
                assert harm
                continue
            for meeting, bodies in there.items():
                # A caption that is shown is one that was said; where they end too early, that is told.
                shown = bodies[:-1] if bodies[-1:] == [b""] else bodies
                assert shown == unharmed[meeting][: len(shown)]
            assert there == unharmed or harm
            missed += not harm
            for side in path.parent.iterdir():
                side.unlink()
    # Free pages, the unused rest of pages, and flags of meetings that are not captions.
    assert missed < FLIPS / 2


@pytest.mark.req("DUR-08")
@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("UPDATE events SET body = 'x' WHERE meeting = 2 AND seq = 7", "event 7 is not what was written"),
        ("DELETE FROM events WHERE meeting = 2 AND seq = 7", "event 7 is missing"),
        ("DELETE FROM events WHERE meeting = 2 AND seq = 60", "event 60 is missing"),
        ("UPDATE meetings SET last = 50 WHERE no = 2", "10 events have numbers that it does not know"),
        ("UPDATE meetings SET last = 70 WHERE no = 2", "event 61 is missing"),
        ("UPDATE meetings SET first = 10 WHERE no = 2", "9 events have numbers that it does not know"),
        ("UPDATE meetings SET id = '2026-02-03-dccg-9' WHERE no = 2", "event 1 is not what was written"),
    ],
)
def test_the_meeting_that_is_damaged_is_named_and_no_other(path: Path, harm: str, told: str):
    change(path, harm)
    (found,) = check(path) or ()
    assert told in found.told
    assert found.meeting.startswith("2026-02-03-dccg-")


def test_events_of_no_meeting_are_found(path: Path):
    change(path, "DELETE FROM meetings WHERE no = 2")
    (found,) = check(path) or ()
    assert (found.meeting, found.told.partition(";")[0]) == ("", "dccg.sqlite: 60 events belong to no meeting")


def test_damage_in_the_edits_of_a_report_is_told_of_its_meeting(path: Path):
    change(path, "UPDATE events SET key = 'x' WHERE meeting = 4 AND seq = 7")
    (found,) = check(path) or ()
    assert found.meeting == MEETINGS[0]


def test_a_look_that_is_to_stop_says_nothing(path: Path):
    assert check(path, lambda: True) is None
