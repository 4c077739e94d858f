"""A meeting that goes off the record: real sound, workers, SQLite, folder and fan-out."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

import captioner.hub
from captioner.live import LiveMeeting, NotPossible
from captioner.session import Session
from models.exports import FORMATS
from models.webvtt import check_webvtt
from record import MemoryEventLog, SqliteEventLog
from tests.stage import Viewer, on_stage, said, texts, until

CANARY = "zanzibarian"


def words_between(from_ms: int, to_ms: int) -> list[str]:
    """The words that may be heard of this part, those at its edges too."""
    return [f"w{slot}" for slot in range(from_ms // 300, to_ms // 300 + 1)]


async def caught_up(live: LiveMeeting, viewer: Viewer) -> None:
    await until(lambda: viewer.numbers and viewer.numbers[-1] == live.hub.last)


def off_words(viewer: Viewer) -> list[str]:
    return [word[2] for frame in viewer.of("final") if frame.get("off") for word in frame["words"]]


def searched(root: Path) -> bytes:
    """Everything in every file below, with the names of the files."""
    files = [path for path in sorted(root.rglob("*")) if path.is_file()]
    assert any(path.suffix == ".sqlite" for path in files)
    assert any(path.name == "transcript.vtt" for path in files)
    return b"\n".join(path.name.encode() + path.read_bytes() for path in files)


@pytest.mark.req("PRV-04", "PRV-06", "PRV-07")
async def test_a_phrase_said_off_the_record_is_seen_live_and_is_nowhere_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(captioner.hub, "PASSING_S", 0.2)
    monkeypatch.setattr("captioner.beats.BEAT_S", 0.02)
    caplog.set_level(logging.DEBUG)
    prompts: list[str] = []
    due = Session.recognition_due

    def noted(session: Session, *asked):  # type: ignore[no-untyped-def]
        found = due(session, *asked)
        prompts.append(found[1].context if found else "")
        return found

    monkeypatch.setattr(Session, "recognition_due", noted)
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    async with on_stage(tmp_path, log) as stage:
        live, viewer = stage.live, Viewer(stage.live)
        await live.start()
        room = live.open_source("", "room")
        await stage.play(room, 8_000)
        await live.set_record(False)
        await stage.play(room, 14_000)
        await live.type_text("Kim", f"The {CANARY} proposal.", 500)
        await live.release("Kim")
        await stage.play(room, 18_000)
        await live.set_record(True)
        await stage.play(room, 25_000)
        await until(lambda: "w80" in said(live))
        late = Viewer(live)
        await stage.play(room, 30_000)
        await live.stop()
        for one in (viewer, late):
            await caught_up(live, one)
        secret = [word for word in words_between(8_000, 18_000) if word in off_words(viewer)]
        assert {"w28", "w58"} <= set(secret)
        assert f"The {CANARY} proposal." in " ".join(off_words(viewer))
        assert [frame["on"] for frame in late.of("record")] == [False, True]
        pattern = re.compile(rb"\b(" + "|".join([CANARY, *secret]).encode() + rb")\b")
        assert said(live)[:15] == texts(0, 8_000)[:15]
        assert said(live)[-15:] == texts(0, 30_000)[-15:]
        await until(lambda: not live.hub._passing)
        everywhere = {
            "exports": "\n".join(form.print(live.transcript) for form in FORMATS.values()),
            "a late viewer": str(late.frames),
            "what a resumed viewer gets": str([text async for text in _kept(live)]),
            "prompts": "\n".join(prompts),
            "logs": caplog.text,
            "the fold": repr(vars(live.transcript)),
        }
        for place, text in everywhere.items():
            assert not pattern.search(text.encode()), place
        assert "w3" in " ".join(prompts).split(), sorted(set(prompts))
        told = "Off the record from 00:00:08 to 00:00:18; nothing was kept."
        assert f"NOTE {told}" in stage.file.read_text(encoding="utf-8")
        assert check_webvtt(stage.file.read_bytes()) == []
        for one in (viewer, late):
            await one.leave()
    await log.close()
    assert not pattern.search(searched(tmp_path))


async def _kept(live: LiveMeeting):  # type: ignore[no-untyped-def]
    last = live.hub.last
    async for text in live.watch(3):
        yield text
        if f'"seq":{last},' in text:
            return


@pytest.mark.req("PRV-04")
@pytest.mark.parametrize("wait", [True, False])
async def test_every_word_on_the_record_is_kept_and_none_off_it(tmp_path: Path, wait: bool):
    async with on_stage(tmp_path) as stage:
        live, viewer = stage.live, Viewer(stage.live)
        await live.start()
        sources = [live.open_source(name, name) for name in ("Mara Quill", "Guest")]
        await stage.play(sources, 6_000, wait)
        await live.set_record(False)
        await stage.play(sources, 9_000, wait)
        await live.set_record(True)
        await stage.play(sources, 12_000, wait)
        await live.stop()
        await caught_up(live, viewer)
        on = [word for word in texts(0, 12_000) if not 6_000 < int(word[1:]) * 300 + 280 < 9_281]
        for name in ("Mara Quill", "Guest"):
            cues = [cue for cue in live.transcript.cues if cue.speaker == name]
            assert [word.text for cue in cues for word in cue.words] == on
        assert sorted(viewer.seen) == sorted(texts(0, 12_000) * 2)
        assert sorted(off_words(viewer)) == sorted(2 * [word for word in texts(0, 12_000) if word not in on])
        await viewer.leave()


@pytest.mark.req("PRV-06")
async def test_a_program_that_is_started_again_off_the_record_stays_off_and_uses_no_number_twice(tmp_path: Path):
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    async with on_stage(tmp_path, log) as stage:
        viewer = Viewer(stage.live)
        await stage.live.start()
        room = stage.live.open_source("", "room")
        await stage.play(room, 5_000)
        await stage.live.set_record(False)
        await stage.play(room, 9_000)
        await until(lambda: len(off_words(viewer)) > 5)
    await viewer.ended()
    numbers = {frame["cue"] for frame in viewer.of("final")}
    await log.close()
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    async with on_stage(tmp_path, log) as stage:
        live = stage.live
        await live.load()
        again = Viewer(live, live.hub.last)
        assert live.console()["off_record"] is True
        held = said(live)
        room = live.open_source("", "room")
        await stage.play(room, 9_000)
        await until(lambda: len(off_words(again)) > 10)
        assert said(live) == held
        assert not numbers & {frame["cue"] for frame in again.of("final")}
        await live.set_record(True)
        await stage.play(room, 14_000)
        await live.stop()
        assert len(said(live)) > len(held) + 5
        assert max(numbers) < live.transcript.cues[-1].id
        assert len(live.transcript.off_stretches) == 1
        assert check_webvtt(stage.file.read_bytes()) == []
    await log.close()


@pytest.mark.req("PRV-07")
async def test_a_meeting_that_is_stopped_off_the_record_says_until_when(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.start()
        room = live.open_source("", "room")
        await stage.play(room, 5_000)
        await live.set_record(False)
        await stage.play(room, 8_000)
        await live.stop()
        assert set(said(live)) <= set(words_between(0, 5_000))
        stretch = live.transcript.off_stretches[0]
        assert (stretch.from_ms, stretch.to_ms) == (5_000, 8_000)
        assert "to 00:00:08; nothing was kept" in stage.file.read_text(encoding="utf-8")


async def test_a_pause_off_the_record_does_not_end_it(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.start()
        room = live.open_source("", "room")
        await live.set_record(False)
        await live.pause()
        await stage.play(room, 2_000)
        await live.resume()
        await stage.play(room, 8_000)
        await live.stop()
        assert said(live) == []


async def test_there_is_no_record_to_go_off_before_the_start_and_after_the_end(tmp_path: Path):
    async with on_stage(tmp_path, MemoryEventLog()) as stage:
        with pytest.raises(NotPossible, match="start it first"):
            await stage.live.set_record(False)
        await stage.live.start()
        await stage.live.set_record(False)
        await stage.live.stop()
        with pytest.raises(NotPossible):
            await stage.live.set_record(True)
        assert stage.live.console()["off_record"] is False
