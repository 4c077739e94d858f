"""What has been kept long enough is deleted for good, and what is published stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dccg.__main__ import whole
from dccg.retention import Due, due
from dccg.settings import Settings
from models.events import Note, encode
from models.meeting_toml import print_meeting
from record import MeetingFolder, NewEvent, SqliteEventLog
from tests.fakes_live import SAMPLE

PHRASE = "heronsong at dusk"
TODAY = date(2026, 2, 1)  # 18 days after the sample's day


async def kept(data: Path, *, state: str = "ended") -> MeetingFolder:
    """A meeting as it lies there when all is over: with captions, sound and questions that hold the phrase."""
    folder = MeetingFolder(data, SAMPLE.id)
    folder.write("meeting.toml", print_meeting(SAMPLE))
    folder.write("transcript.vtt", PHRASE)
    folder.write("sound/s1-0.flac", PHRASE)
    folder.write("questions.json", '{"messages": [], "next": 1}' + PHRASE)
    log = SqliteEventLog(data / "dccg.sqlite")
    told: list[tuple[str, dict[str, Any]]] = [
        ("state", {"state": "listening", "at_ms": 0, "utc": "2026-01-14T14:00:00Z", "engine": "x", "notice": ""}),
        ("notice", {"text": PHRASE}), ("sound", {"on": True, "at_ms": 1}),
        ("state", {"state": state, "at_ms": 9, "utc": "2026-01-14T14:00:00Z", "engine": "x", "notice": ""}),
    ]  # fmt: skip
    events = [NewEvent(f"k{at}", kind, encode(Note(kind, fields))) for at, (kind, fields) in enumerate(told)]
    await log.append(SAMPLE.id, events, fence=await log.open_fence(SAMPLE.id))
    await log.close()
    return folder


def holding(data: Path) -> list[str]:
    return [path.name for path in sorted(data.rglob("*")) if path.is_file() and PHRASE.encode() in path.read_bytes()]


def retention(data: Path, *words: str, **settings: int) -> str:
    env = {f"DCCG_{name.upper()}": str(value) for name, value in settings.items()}
    done = CliRunner().invoke(whole(), ["retention", "--data", str(data), *words], env=env)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.req("THR-26")
async def test_a_meeting_that_was_kept_long_enough_is_nowhere_on_the_disk(tmp_path: Path):
    await kept(tmp_path)
    assert holding(tmp_path) == ["dccg.sqlite", "questions.json", "s1-0.flac", "transcript.vtt"]
    retention(tmp_path, "--dry-run", keep_meetings_days=9)
    assert len(holding(tmp_path)) == 4
    told = retention_outside_loop(tmp_path, keep_meetings_days=9)
    assert told.startswith(f"{SAMPLE.id}: everything")
    assert holding(tmp_path) == []


def retention_outside_loop(data: Path, **settings: int) -> str:
    """The command has an event loop of its own, which needs a thread of its own here."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(retention, data, **settings).result()


async def test_sound_and_questions_have_limits_of_their_own(tmp_path: Path):
    await kept(tmp_path)
    told = retention_outside_loop(tmp_path, keep_sound_days=9, keep_questions_days=9)
    assert [line.split(": ")[1].split(",")[0] for line in told.splitlines()] == ["sound", "questions"]
    assert holding(tmp_path) == ["dccg.sqlite", "transcript.vtt"]
    assert retention_outside_loop(tmp_path, keep_sound_days=9, keep_questions_days=9) == ""


async def test_what_is_younger_under_way_or_published_stays(tmp_path: Path):
    await kept(tmp_path)
    settings = Settings(data=tmp_path, keep_meetings_days=18)
    assert list(due(settings, TODAY)) == []
    assert list(due(settings, date(2026, 2, 2))) == [Due(SAMPLE.id, "everything", 19)]
    (tmp_path / "site" / "meetings" / SAMPLE.id).mkdir(parents=True)
    assert list(due(settings, date(2027, 1, 1))) == []


async def test_a_meeting_under_way_is_left_alone_however_old_its_day(tmp_path: Path):
    await kept(tmp_path, state="paused")
    limits = {"keep_meetings_days": 1, "keep_sound_days": 1, "keep_questions_days": 1}
    assert list(due(Settings(data=tmp_path, **limits), TODAY)) == []


def test_without_a_setting_everything_is_kept(tmp_path: Path):
    assert list(due(Settings(data=tmp_path), TODAY)) == []
