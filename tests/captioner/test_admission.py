"""Which meetings may begin, over the real application."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from captioner.admission import Admission
from captioner.capacity import NoRoom, Power
from captioner.engines.power import running
from captioner.host_view import figures
from captioner.meetings import Meetings
from dccg.app import create_app
from record import MemoryEventLog
from tests.captioner.test_routes import FakeMeetings
from tests.fakes_live import SAMPLE
from tests.slots import SlotEngine
from tests.stage import MEETING, on_stage, until

SECOND = replace(SAMPLE, id="2026-02-10-dccg-9")


@pytest.fixture
def full() -> FakeMeetings:
    meetings = FakeMeetings(SAMPLE, SECOND)
    meetings.held[SAMPLE.id].transcript.state = "listening"
    meetings.door = Admission(lambda: meetings.held.values(), lambda: Power(1, cost=1.0))  # type: ignore[arg-type, return-value]
    return meetings


@pytest.mark.req("OVL-05")
def test_a_meeting_too_many_is_refused_in_a_second_to_scripts_and_to_people(full: FakeMeetings):
    with TestClient(create_app(full)) as client:  # type: ignore[arg-type]
        began = time.monotonic()
        answer = client.post(f"/m/{SECOND.id}/console/start")
        assert time.monotonic() - began < 1
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "60"
        assert "1 are being captioned" in answer.json()["error"]
        told = client.post(f"/m/{SECOND.id}/console/start", headers={"accept": "text/html"})
        assert told.status_code == 503
        assert "cannot caption another meeting in time" in told.text


@pytest.mark.req("OVL-05")
async def test_of_two_that_start_at_once_one_is_let_in_and_a_running_one_may_always_go_on(tmp_path: Path):
    async with running(SlotEngine(), 1) as engine:
        meetings = Meetings(tmp_path, MemoryEventLog(), engine)
        meetings.door.most = 1
        first, second = [await meetings.create(replace(MEETING, id=f"2026-02-0{n}-dccg-8")) for n in (3, 4)]
        found = await asyncio.gather(*(meetings.door.start(one) for one in (first, second)), return_exceptions=True)
        assert [type(one) for one in found] == [type(None), NoRoom]
        await meetings.door.start(first)
        await first.pause()
        with pytest.raises(NoRoom):
            await meetings.door.start(second)
        await first.resume()
        await first.stop()
        await meetings.door.start(second)
        assert second.state == "listening"
        await meetings.close()


@pytest.mark.req("OVL-03")
async def test_the_console_and_the_figures_say_what_became_of_the_sound(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        await stage.live.start()
        await stage.play(stage.live.open_source("", "room"), 15_000)
        await until(lambda: figures(stage.live)["captioned_ms"] > 3_000)
        told = figures(stage.live)
        assert told["received_ms"] == 15_000
        assert told["received_ms"] == sum(
            told[f"{name}_ms"] for name in ("captioned", "silent", "wordless", "gap", "waiting")
        )
        account = stage.live.console()["account"]
        assert {f"{name}_ms": ms for name, ms in account.items()}.items() <= told.items()  # type: ignore[attr-defined]
        assert (told["level"], told["sources"]) == (0, 1)
