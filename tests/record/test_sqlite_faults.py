"""The record under faults that only a whole process can meet: killed in mid write, out of space."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from record import Event, SqliteEventLog
from record.store import open_writer
from tests.record.appender import MEETING, append, event

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither SIGKILL nor file limits")


def program(*arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.record.appender", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def promised(answers: Iterable[str]) -> dict[str, int]:
    return {m[2]: int(m[1]) for a in answers if (m := re.fullmatch(r"ok (\d+) (\S+)\n", a))}


def stored(path: Path) -> list[Event]:
    async def read() -> list[Event]:
        log = SqliteEventLog(path)
        try:
            events: list[Event] = []
            while page := await log.read(MEETING, len(events)):
                events += page
            return events
        finally:
            await log.close()

    return asyncio.run(read())


def test_nothing_acknowledged_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "dccg.sqlite"
    kept: dict[str, int] = {}
    for run in range(10):
        with program("storm", path, run) as child:
            assert child.stdout is not None
            answers = [child.stdout.readline() for _ in range(40 + 37 * run)]
            child.kill()
            answers += child.stdout.readlines()
        assert not [answer for answer in answers if not answer.startswith("ok") and answer.endswith("\n")]
        kept |= promised(answers)
        events = stored(path)
        assert [e.seq for e in events] == list(range(1, len(events) + 1))
        assert len({e.body for e in events}) == len(events)
        assert all(events[seq - 1].body == event(key).body for key, seq in kept.items())
    assert len(kept) >= 2000


def test_after_a_kill_the_same_key_gets_the_number_it_was_promised(tmp_path: Path) -> None:
    path = tmp_path / "dccg.sqlite"
    with program("storm", path, "a") as child:
        assert child.stdout is not None
        answers = [child.stdout.readline() for _ in range(50)]
        child.kill()
        answers += child.stdout.readlines()

    async def again() -> list[str]:
        log = SqliteEventLog(path)
        fence = await log.open_fence(MEETING)
        found = [await append(log, key, fence) for key in promised(answers)]
        await log.close()
        return found

    assert [f"{answer}\n" for answer in asyncio.run(again())] == [a for a in answers if promised([a])]


def test_a_full_disk_is_told_and_the_record_goes_on_when_there_is_space(tmp_path: Path) -> None:
    path = tmp_path / "dccg.sqlite"
    with program("fill", path) as child:
        assert child.stdout is not None
        answers = child.stdout.readlines()
    assert child.returncode == 0, answers
    refused = [answer for answer in answers if answer.startswith("no")]
    kept = promised(answers)
    assert len(refused) >= 3
    assert all("dccg.sqlite: not saved (disk I/O error)" in answer for answer in refused)
    assert answers[-1].startswith("ok")
    assert f"read {len(kept) - 1}\n" in answers
    events = stored(path)
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    assert {e.body: e.seq for e in events} == {event(key).body: seq for key, seq in kept.items()}


async def test_a_full_database_is_told_with_its_mend_and_goes_on(tmp_path: Path) -> None:
    """SQLite's own "database or disk is full", by a limit on its pages."""
    pages = [12]

    def connect(path: Path) -> sqlite3.Connection:
        base = open_writer(path)
        base.execute(f"PRAGMA max_page_count = {pages[0]}")
        return base

    log = SqliteEventLog(tmp_path / "dccg.sqlite", connect)
    answers = [await append(log, str(i), 1) for i in range(80)]
    refused = [answer for answer in answers if answer.startswith("no")]
    assert refused
    assert "(database or disk is full); free some space on the disk;" in refused[0]
    pages[0] = 10_000
    for i in range(80):
        assert (await append(log, str(i), 1)).startswith("ok")
    events = await log.read(MEETING, 0)
    assert [e.seq for e in events] == list(range(1, 81))
    assert {e.body for e in events} == {event(str(i)).body for i in range(80)}
    await log.close()
