"""A damaged meeting is told, the others go on; and the look waits for meetings that are captioned."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from captioner.captioning import Engine
from captioner.engines.power import running
from captioner.meetings import Meetings
from dccg import nightly
from record import Damaged, SqliteEventLog
from tests.slots import SlotEngine
from tests.stage import MEETING, until

OTHER = replace(MEETING, id="2026-03-01-dccg-9")


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    async with running(SlotEngine(), 1) as engine:
        yield engine


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "QUIET_S", 0.02)
    monkeypatch.setattr(nightly, "LOOK_S", 0.02)


async def two_meetings(data: Path, engine: Engine) -> None:
    log = SqliteEventLog(data / "dccg.sqlite")
    meetings = Meetings(data, log, engine)
    for meeting in (MEETING, OTHER):
        live = await meetings.create(meeting)
        await live.start()
        await live.type_text("Ada", f"Words of {meeting.id}.", 0)
        await live.stop()
    await meetings.close()
    await log.close()


def damage(data: Path, meeting: str) -> None:
    base = sqlite3.connect(data / "dccg.sqlite")
    base.execute(
        "UPDATE events SET body = x'7b7d' WHERE seq = 2 AND meeting = (SELECT no FROM meetings WHERE id = ?)",
        (meeting,),
    )
    base.commit()
    base.close()


@pytest.mark.req("DUR-08")
async def test_a_damaged_meeting_is_told_and_never_served_and_the_others_go_on(tmp_path: Path, engine: Engine):
    await two_meetings(tmp_path, engine)
    damage(tmp_path, MEETING.id)
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    meetings = Meetings(tmp_path, log, engine)
    await meetings.open()
    await until(lambda: meetings.faults)
    assert "event 2 is not what was written" in meetings.faults[MEETING.id]
    with pytest.raises(Damaged):
        await meetings.get(MEETING.id)
    other = await meetings.get(OTHER.id)
    assert [cue.text for cue in other.transcript.cues] == [f"Words of {OTHER.id}."]
    said: list[str] = []
    looking = asyncio.create_task(nightly.check_daily(tmp_path / "dccg.sqlite", meetings, said.append))
    await until(lambda: said)
    assert f"meeting {MEETING.id}: event 2 is not what was written" in said[0]
    looking.cancel()
    await meetings.close()
    await log.close()


async def test_damage_that_comes_later_is_found_while_nobody_captions(tmp_path: Path, engine: Engine):
    await two_meetings(tmp_path, engine)
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    meetings = Meetings(tmp_path, log, engine)
    await meetings.open()
    await meetings.get(OTHER.id)
    live = await meetings.create(replace(MEETING, id="now"))
    await live.start()
    damage(tmp_path, OTHER.id)
    said: list[str] = []
    looking = asyncio.create_task(nightly.check_daily(tmp_path / "dccg.sqlite", meetings, said.append))
    await asyncio.sleep(0.3)
    assert not said
    assert await nightly.look(tmp_path / "dccg.sqlite", meetings) is None
    await live.stop()
    await until(lambda: said)
    assert set(meetings.faults) == {OTHER.id}
    looking.cancel()
    await meetings.close()
    await log.close()
