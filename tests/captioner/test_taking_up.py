"""A meeting goes on where a program that was killed left it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from captioner.captioning import Captioning
from captioner.live_source import LiveSource
from captioner.spill_block import Place
from captioner.uploads import Uploads
from record import SqliteEventLog
from tests.media import wav
from tests.stage import MEETING, Stage, on_stage, part, said, texts, until

KEY = "a key that the source made"
CHUNK_MS = 100


@asynccontextmanager
async def staged(folder: Path, meeting=MEETING) -> AsyncIterator[Stage]:
    log = SqliteEventLog(folder / "dccg.sqlite")
    async with on_stage(folder, log, meeting) as stage:
        yield stage
    await log.close()


def source_of(stage: Stage, key: str = KEY) -> LiveSource:
    source = stage.live.open_source("", key)
    source.stands(Place())
    return source


async def send(stage: Stage, source: LiveSource, from_ms: int, to_ms: int) -> None:
    """Send the stage's sound; all of it is acknowledged."""
    for ms in range(from_ms, to_ms, CHUNK_MS):
        await source.hear(part(ms, ms + CHUNK_MS))
        source.arrived(Place(0, (ms + CHUNK_MS) * 16))
        stage.now_ms += CHUNK_MS
        while stage.live.unread_ms() > 1_500:
            await asyncio.sleep(0.001)
    await source.safe()


def killed(stage: Stage, folder: Path) -> Path:
    """The data folder as a SIGKILL would leave it now."""
    found = stage.folder.path.parents[1]
    shutil.copytree(found, folder)
    return folder


def unfilled(stage: Stage) -> list[str]:
    return [gap.why for gap in stage.live.transcript.gaps if not gap.filled]


@pytest.mark.req("DUR-09", "CAP-19")
@pytest.mark.parametrize("killed_ms", [4_100, 8_300, 11_900, 17_000])
async def test_a_killed_meeting_hears_the_rest_and_says_nothing_twice(
    tmp_path: Path, killed_ms: int, monkeypatch: pytest.MonkeyPatch
):
    async with staged(tmp_path / "first") as stage:
        await stage.live.start()
        source = source_of(stage)
        await send(stage, source, 0, killed_ms)
        left = killed(stage, tmp_path / "second")
    monkeypatch.setattr("captioner.live.times", lambda *given: (killed_ms + 5_000, killed_ms))
    async with staged(left) as stage:
        await stage.live.load()
        await until(lambda: unfilled(stage) == ["the captioning program stopped"])
        source = stage.live.open_source("", KEY)
        assert source.place == Place(0, killed_ms * 16)
        assert source.samples == killed_ms * 16
        await send(stage, source, killed_ms, 24_000)
        await until(lambda: unfilled(stage) == [])
        await stage.live.stop()
        assert said(stage.live) == texts(0, 24_000)
        assert not (stage.folder.path / "spill").exists()


@pytest.mark.req("DUR-09")
async def test_what_a_source_had_sent_is_heard_though_it_never_comes_back(tmp_path: Path):
    async with staged(tmp_path / "first") as stage:
        await stage.live.start()
        await send(stage, source_of(stage), 0, 9_000)
        left = killed(stage, tmp_path / "second")
    async with staged(left) as stage:
        await stage.live.load()
        await stage.live.stop()
        assert said(stage.live) == texts(0, 9_000)


@pytest.mark.req("DUR-09")
async def test_what_is_left_when_the_program_has_to_end_is_heard_after_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def no_time(run: Captioning, timeout_s: float | None = None) -> None:
        await run._pass_on()  # what is far behind is not through after six seconds

    async with staged(tmp_path / "first") as stage:
        await stage.live.start()
        source = source_of(stage)
        await source.hear(part(0, 9_000))
        source.arrived(Place(0, 9_000 * 16))
        monkeypatch.setattr(Captioning, "drain", no_time)
        await stage.live.close()
        monkeypatch.undo()
        assert said(stage.live) != texts(0, 9_000)
        left = killed(stage, tmp_path / "second")
    async with staged(left) as stage:
        await stage.live.load()
        await stage.live.stop()
        assert said(stage.live) == texts(0, 9_000)
        assert not (stage.folder.path / "spill").exists()


async def test_a_source_that_was_done_is_heard_to_its_end_and_known_when_it_asks_again(tmp_path: Path):
    async with staged(tmp_path / "first") as stage:
        await stage.live.start()
        source = source_of(stage)
        await send(stage, source, 0, 9_000)
        await source.end()
        await source.safe()
        left = killed(stage, tmp_path / "second")
    async with staged(left) as stage:
        await stage.live.load()
        again = stage.live.open_source("", KEY)
        assert (again.over, again.place) == (True, Place(0, 9_000 * 16))
        assert stage.live.sources == ()
        await stage.live.stop()
        assert said(stage.live) == texts(0, 9_000)


async def test_sources_keep_their_numbers_apart_over_a_restart(tmp_path: Path):
    async with staged(tmp_path / "first") as stage:
        await stage.live.start()
        await send(stage, source_of(stage), 0, 6_000)
        left = killed(stage, tmp_path / "second")
    async with staged(left) as stage:
        await stage.live.load()
        assert stage.live.open_source("", "somebody else's key").id == "s2"
        assert stage.live.open_source("", KEY).id == "s1"


@pytest.mark.req("DUR-09")
async def test_killed_twice_in_a_row_before_the_source_is_back(tmp_path: Path):
    async with staged(tmp_path / "first") as stage:
        await stage.live.start()
        await send(stage, source_of(stage), 0, 8_300)
        left = killed(stage, tmp_path / "second")
    async with staged(left) as stage:
        await stage.live.load()
        left = killed(stage, tmp_path / "third")
    async with staged(left) as stage:
        await stage.live.load()
        await send(stage, stage.live.open_source("", KEY), 8_300, 16_000)
        await until(lambda: unfilled(stage) == [])
        await stage.live.stop()
        assert said(stage.live) == texts(0, 16_000)


async def test_a_pause_outlasts_the_kill_and_words_before_it_still_come(tmp_path: Path):
    async with staged(tmp_path / "first") as stage:
        await stage.live.start()
        source = source_of(stage)
        await send(stage, source, 0, 8_300)
        await stage.live.pause()
        await send(stage, source, 8_300, 12_000)
        left = killed(stage, tmp_path / "second")
    async with staged(left) as stage:
        await stage.live.load()
        assert stage.live.state == "paused"
        source = stage.live.open_source("", KEY)
        assert source.samples == 12_000 * 16
        await stage.live.resume()
        at_ms = stage.live.now_ms()
        await send(stage, source, 12_000, 20_000)
        await stage.live.stop()
        assert said(stage.live) == texts(0, 8_300) + texts(12_000, 20_000, at_ms)


@pytest.mark.req("PRV-04")
async def test_what_is_said_off_the_record_is_on_no_disk_and_in_no_record(tmp_path: Path):
    async with staged(tmp_path / "first") as stage:
        await stage.live.start()
        source = source_of(stage)
        await send(stage, source, 0, 8_000)
        await stage.live.set_record(False)
        await send(stage, source, 8_000, 14_000)
        left = killed(stage, tmp_path / "second")
        spilled = b"".join(path.read_bytes() for path in (left / "meetings" / MEETING.id / "spill").iterdir())
        for ms in range(6_500, 14_000, 500):
            assert (part(ms, ms + 20) * 32_768).round().astype("<i2").tobytes() not in spilled
    async with staged(left) as stage:
        await stage.live.load()
        source = stage.live.open_source("", KEY)
        assert source.samples == 14_000 * 16
        await send(stage, source, 14_000, 18_000)
        assert stage.live.transcript.off_record
        await stage.live.set_record(True)
        await send(stage, source, 18_000, 26_000)
        await stage.live.stop()
        words = [int(word.removeprefix("w")) * 300 for word in said(stage.live)]
        assert [ms for ms in words if 8_000 < ms < 18_000] == []
        assert [ms for ms in words if ms > 20_000]


async def test_a_chatham_house_meeting_has_no_name_of_a_source_on_disk(tmp_path: Path):
    async with staged(tmp_path, replace(MEETING, rule="chatham-house")) as stage:
        await stage.live.start()
        source = stage.live.open_source("Tomás Ibarrola", KEY)
        source.stands(Place())
        await send(stage, source, 0, 2_000)
        spilled = b"".join(path.read_bytes() for path in (stage.folder.path / "spill").iterdir())
        assert b"Ibarrola" not in spilled
        assert KEY.encode() not in spilled


@pytest.mark.req("DUR-09")
async def test_a_recording_that_was_being_read_is_read_on_and_then_deleted(tmp_path: Path):
    recording = tmp_path / "dccg-abc.wav"
    recording.write_bytes(wav(part(0, 30_000)[np.newaxis]))
    async with staged(tmp_path / "first") as stage:
        await stage.live.start()
        uploads = Uploads()
        upload = uploads.begin(stage.live, recording, "talk.wav")
        await until(lambda: len(said(stage.live)) > 10)
        await stage.live.spill.safe()
        assert upload.state == "running"
        left = killed(stage, tmp_path / "second")
        await uploads.close()
    assert recording.exists()
    async with staged(left) as stage:
        await stage.live.load()
        uploads = Uploads()
        await uploads.take_up([stage.live])
        await until(lambda: uploads.told(MEETING.id) and uploads.told(MEETING.id)[0]["state"] == "done")
        assert uploads.told(MEETING.id)[0]["name"] == "talk.wav"
        await until(lambda: not recording.exists())
        await uploads.close()
        await stage.live.stop()
        assert said(stage.live) == texts(0, 30_000)
        assert stage.live.transcript.gaps == ()


async def test_a_recording_that_is_gone_after_a_restart_is_named(tmp_path: Path):
    async with staged(tmp_path) as stage:
        await stage.live.start()
        stage.live.spill.note(tmp_path / "dccg-gone.wav", "talk.wav")
        uploads = Uploads()
        await uploads.take_up([stage.live])
        await until(lambda: uploads.told(MEETING.id)[0]["state"] == "failed")
        assert "the file is gone; send it again" in uploads.told(MEETING.id)[0]["error"]
        await until(lambda: not stage.live.spill.recordings())
