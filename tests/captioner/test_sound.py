"""Sound that is kept for putting captions right: real sound, workers, folder and record."""

from __future__ import annotations

import asyncio
import io
import os
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from captioner import sound as sound_module
from captioner.meetings import Meetings
from captioner.opus import decoded
from captioner.replay import NotKept, read_name
from captioner.sound import Sound, delete_sound
from models.exports import FORMATS
from record import MemoryEventLog, NotDurable, SqliteEventLog
from tests.stage import MEETING, Stage, Viewer, on_stage, part, said, until


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of four seconds: what takes minutes is seen in a few."""
    monkeypatch.setattr("captioner.reel.SEGMENT_MS", 4_000)
    monkeypatch.setattr("captioner.reel.HOLD_MS", 3_000)


def kept_ms(stage: Stage) -> list[tuple[int, int]]:
    """The stretches on disk, joined where one begins as the other ends."""
    told = sorted(told[1:] for name in stage.folder.names("sound") if (told := read_name(name)))
    joined: list[tuple[int, int]] = []
    for from_ms, to_ms in told:
        before = joined.pop() if joined and joined[-1][1] == from_ms else (from_ms, to_ms)
        joined.append((before[0], to_ms))
    return joined


def alike(wav: bytes, from_ms: int, to_ms: int) -> float:
    """How alike a clip and a part of the stage's sound are, by their loudness over time."""
    with wave.open(io.BytesIO(wav)) as file:
        clip = np.frombuffer(file.readframes(10**9), "<i2").astype(float)
    loud = [np.abs(one[: len(one) // 160 * 160]).reshape(-1, 160).mean(1) for one in (clip, part(from_ms, to_ms))]
    assert len(loud[0]) == len(loud[1])
    return float(np.corrcoef(*loud)[0, 1])


@pytest.mark.req("PRV-05")
async def test_a_line_is_heard_again_as_it_was_said_at_once_and_after_a_restart(tmp_path: Path):
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    async with on_stage(tmp_path, log) as stage:
        live, viewer = stage.live, Viewer(stage.live)
        await live.sound.switch(True)
        await live.start()
        await stage.play(live.open_source("Mara Quill", "her"), 14_000)
        await until(lambda: live.transcript.cues)
        cue = live.transcript.cues[0]
        span = max(0, cue.start_ms - 300), cue.end_ms + 300
        assert alike(await live.sound.clip(cue.id), *span) > 0.95
        await until(lambda: stage.folder.names("sound"))
        await live.stop()
        assert kept_ms(stage) == [(0, 14_000)]
        assert [(one["on"], one["at_ms"]) for one in viewer.of("sound")] == [(True, 0)]
        await viewer.leave()
    again = Stage(stage.engine, tmp_path, log)
    await again.live.load()
    assert again.live.transcript.sound_kept
    cue = again.live.transcript.cues[0]
    assert alike(await again.live.sound.clip(cue.id), max(0, cue.start_ms - 300), cue.end_ms + 300) > 0.95
    await log.close()


async def test_none_is_kept_unless_the_host_wants_it(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.start()
        await stage.play(live.open_source("", "room"), 9_000)
        await until(lambda: live.transcript.cues)
        with pytest.raises(NotKept, match="kept, or it was deleted"):
            await live.sound.clip(live.transcript.cues[0].id)
        await live.stop()
        assert stage.folder.names("sound") == []
        assert not (stage.folder.path / "sound").exists()


@pytest.mark.req("PRV-04", "PRV-05", "PRV-06")
async def test_off_the_record_and_in_a_pause_no_sound_is_kept(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.start()
        room = live.open_source("", "room")
        await live.sound.switch(True)
        await stage.play(room, 8_000)
        await live.set_record(False)
        await stage.play(room, 14_000)
        await live.set_record(True)
        await stage.play(room, 24_000)
        await live.pause()
        stage.now_ms = 27_000
        await live.resume()
        await stage.play(room, 32_000)
        await live.sound.switch(False)
        await stage.play(room, 36_000)
        await live.stop()
        assert kept_ms(stage) == [(0, 6_000), (16_000, 24_000), (27_000, 32_000)]
        for name in stage.folder.names("sound"):
            told = read_name(name)
            assert told is not None
            assert len(decoded(stage.folder.read(name))) == (told[2] - told[1]) * 32


@pytest.mark.req("PRV-02")
async def test_without_names_no_file_has_one_each_line_its_own_sound_and_no_export_any(tmp_path: Path):
    meeting = replace(MEETING, rule="chatham-house")
    async with on_stage(tmp_path, meeting=meeting) as stage:
        live = stage.live
        await live.sound.switch(True)
        await live.start()
        sources = [live.open_source(name, name) for name in ("Mara Quill", "Tomás Ibarrola")]
        await stage.play(sources[1], 12_000)
        await until(lambda: live.transcript.cues)
        cue = live.transcript.cues[0]
        assert alike(await live.sound.clip(cue.id), max(0, cue.start_ms - 300), cue.end_ms + 300) > 0.95
        await live.stop()
        files = stage.folder.names("sound")
        assert files
        assert all(name.startswith("sound/s2-") for name in files)
        assert not any(name.startswith("sound") for name in stage.folder.names())
        assert not any("sound/" in form.print(live.transcript) for form in FORMATS.values())
        modes = {(stage.folder.path / name).stat().st_mode & 0o077 for name in [*files, "sound"]}
        assert os.name == "nt" or modes == {0}


@pytest.mark.parametrize("how", ["refuses", "is nearly full"])
async def test_when_the_disk_refuses_captions_go_on_and_the_host_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
):
    async with on_stage(tmp_path) as stage:
        live, write = stage.live, stage.folder.write

        def refuse(name: str, content: str | bytes) -> Path:
            if name.startswith("sound/"):
                raise NotDurable(f"{name}: not saved (no space left); check the disk's space and rights")
            return write(name, content)

        monkeypatch.setattr(stage.folder, "write", refuse)
        if how == "is nearly full":
            monkeypatch.setattr(stage.folder, "write", write)
            monkeypatch.setattr(sound_module, "LEAST_FREE", 1 << 60)
        await live.sound.switch(True)
        await live.start()
        await stage.play(live.open_source("", "room"), 16_000)
        await until(lambda: live.sound.fault)
        assert "not saved" in str(live.console()["sound"])
        await live.stop()
        assert said(live)
        assert stage.folder.names("sound") == []
        with pytest.raises(NotKept, match="no sound of line"):
            await live.sound.clip(live.transcript.cues[0].id)


async def test_a_disk_that_hangs_holds_up_no_caption_and_fills_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sound_module, "MOST_WAITING", 2)
    going = asyncio.Event()
    loop = asyncio.get_running_loop()
    store = Sound._store
    monkeypatch.setattr(
        Sound,
        "_store",
        lambda *given: (asyncio.run_coroutine_threadsafe(going.wait(), loop).result(), store(*given)),
    )
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.sound.switch(True)
        await live.start()
        await stage.play(live.open_source("", "room"), 30_000)
        await until(lambda: len(said(live)) > 20)
        assert len(live.sound._waiting) == 2
        assert "too slow" in live.sound.fault
        going.set()
        await live.stop()


async def test_deleting_leaves_no_file_and_all_are_told(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live, viewer = stage.live, Viewer(stage.live)
        await live.sound.switch(True)
        await live.start()
        room = live.open_source("", "room")
        await stage.play(room, 10_000)
        await delete_sound(live)
        assert not (stage.folder.path / "sound").exists()
        await stage.play(room, 22_000)
        await live.stop()
        await delete_sound(live)
        assert not (stage.folder.path / "sound").exists()
        assert (live.transcript.sound_on, live.transcript.sound_kept) == (False, False)
        assert [(one["on"], one.get("deleted")) for one in viewer.of("sound")] == [(True, None), (False, True)]
        with pytest.raises(NotKept, match="or it was deleted"):
            await live.sound.clip(live.transcript.cues[0].id)
        with pytest.raises(NotKept, match="has ended"):
            await live.sound.switch(True)
        await viewer.leave()


async def test_erasing_a_meeting_erases_its_sound(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        meetings = Meetings(tmp_path, MemoryEventLog(), stage.engine)
        live = await meetings.create(replace(MEETING, id="2026-02-03-other"))
        await live.sound.switch(True)
        await live.start()
        await live.open_source("", "room").hear(part(2_000, 9_000))
        assert live.sound.console() == {"on": True, "kept": True, "deletable": False, "fault": ""}
        await meetings.erase(live.id)
        assert not (tmp_path / "meetings" / live.id).exists()
