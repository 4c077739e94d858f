"""Whether the program says that it cannot do its work, and of which part."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from dccg.readiness import Disk, Readiness, all_saved
from tests.fakes_live import SAMPLE, FakeMeetings


@pytest.mark.parametrize(
    ("record", "engine", "told"),
    [(True, True, []), (False, True, ["record"]), (False, False, ["record", "recogniser"])],
)
def test_what_cannot_work_is_named(record: bool, engine: bool, told: list[str]):
    async def one() -> bool:
        return record

    async def other() -> bool:
        return engine

    app = create_app(FakeMeetings(SAMPLE))
    app.state.readiness = Readiness({"record": one, "recogniser": other})
    answer = TestClient(app).get("/readyz")
    assert answer.status_code == (503 if told else 200)
    assert answer.json() == {"ready": not told, "not_ready": told}
    assert ("retry-after" in answer.headers) == bool(told)


async def test_a_disk_that_takes_nothing_is_seen(tmp_path: Path):
    assert await Disk(tmp_path).takes()
    shutil.rmtree(tmp_path)
    assert not await Disk(tmp_path).takes()


@pytest.mark.parametrize(
    ("state", "saved", "fine"), [("listening", False, False), ("listening", True, True), ("ended", False, True)]
)
def test_a_running_meeting_with_unsaved_words_is_seen(state: str, saved: bool, fine: bool):
    live = SimpleNamespace(state=state, console=lambda: {"saved": saved})
    assert all_saved(SimpleNamespace(all=lambda: [live])) is fine
