"""What was erased is nowhere in the record's files: free pages, the unused parts of others and the log."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from record import NewEvent, SqliteEventLog, writer

IDS = [f"m{number}" for number in range(6)]
PHRASE = b"HERONSONG AT DUSK "


def found(folder: Path) -> int:
    return sum(path.read_bytes().count(PHRASE) for path in folder.iterdir())


@pytest.mark.req("THR-26")
async def test_the_words_of_an_erased_meeting_are_in_no_page_though_others_were_written_between_them(tmp_path: Path):
    chance = random.Random(1)
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    # With this seed, pages that two meetings shared kept words while deleted cells alone were blanked.
    fences = {id: await log.open_fence(id) for id in IDS}
    for number in range(30):
        for id in IDS:
            said = [(PHRASE if id == "m3" else b"something else ") * chance.randrange(1, 200) for _ in range(5)]
            events = [NewEvent(f"{id}-{number}-{at}", "final", body) for at, body in enumerate(said)]
            await log.append(id, events, fence=fences[id])
    assert found(tmp_path) > 1_000
    await log.erase("m3")
    assert found(tmp_path) == 0
    await log.close()
    assert found(tmp_path) == 0


@pytest.mark.req("THR-26", "PRV-12")
async def test_words_that_were_rewritten_are_in_no_page_and_what_stands_there_is_whole(tmp_path: Path):
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    fence = await log.open_fence("m")
    for number in range(40):
        times = 1 + number * 7 % 90
        said = [(PHRASE if at == 2 else b"something else ") * times for at in range(5)]
        await log.append("m", [NewEvent(f"{number}-{at}", "final", body) for at, body in enumerate(said)], fence=fence)
    assert found(tmp_path) > 1_000
    await log.rewrite("m", {one.seq: b"{}" for one in await log.read("m", 0) if PHRASE in one.body})
    assert found(tmp_path) == 0
    await log.close()
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    assert [one.seq for one in await log.read("m", 0)] == list(range(1, 201))
    await log.close()
    assert found(tmp_path) == 0


async def written(path: Path) -> SqliteEventLog:
    """A record in which words of a meeting lie in pages that it shares with others."""
    chance, log = random.Random(1), SqliteEventLog(path)
    fences = {id: await log.open_fence(id) for id in IDS}
    for number in range(20):
        for id in IDS:
            said = [(PHRASE if id == "m3" else b"something else ") * chance.randrange(1, 200) for _ in range(5)]
            events = [NewEvent(f"{id}-{number}-{at}", "final", body) for at, body in enumerate(said)]
            await log.append(id, events, fence=fences[id])
    return log


async def gone(folder: Path) -> None:
    async with asyncio.timeout(20):
        while found(folder) or (folder / "dccg.sqlite-unscrubbed").exists():
            await asyncio.sleep(0.05)


@pytest.mark.req("THR-26")
async def test_a_record_is_scrubbed_once_nobody_captions_without_anybody_writing(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(writer, "AGAIN_S", 0.1)
    log, busy = await written(tmp_path / "dccg.sqlite"), True
    vacuums: list[str] = []
    log._writer._base.set_trace_callback(lambda said: vacuums.append(said) if said == "VACUUM" else None)
    log.yield_to(lambda: busy)
    await log.erase("m3")
    await asyncio.sleep(0.3)
    assert vacuums == []  # captions of other meetings don't wait for that
    assert (tmp_path / "dccg.sqlite-unscrubbed").exists()
    busy = False
    await gone(tmp_path)
    await log.close()


@pytest.mark.req("THR-26")
async def test_what_was_not_scrubbed_before_the_program_ended_is_scrubbed_by_the_next(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(writer, "FIRST_S", 0.0)
    log = await written(tmp_path / "dccg.sqlite")
    log.yield_to(lambda: True)
    await log.erase("m3")
    await log.close()
    assert (tmp_path / "dccg.sqlite-unscrubbed").exists()
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    await gone(tmp_path)
    await log.close()
