"""A meeting as it is captioned: real sound, real worker processes, the real session, record and fan-out."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from captioner.asides import Asides
from captioner.live import NotPossible
from captioner.speaking import Aside
from models.exports import FORMATS
from models.webvtt import check_webvtt
from record import MemoryEventLog, NewEvent, SqliteEventLog
from tests.slots import SlotEngine
from tests.stage import MEETING, Viewer, on_stage, part, said, texts, until


def by_slot(words: list[str]) -> list[int]:
    return [int(word.removeprefix("w")) for word in words]


# --- words -------------------------------------------------------------------------------------


@pytest.mark.req("CAP-19")
@pytest.mark.parametrize("end_ms", [9_000, 12_625, 16_375])
async def test_every_word_is_kept_when_the_meeting_is_stopped_in_mid_speech(tmp_path: Path, end_ms: int):
    async with on_stage(tmp_path) as stage:
        await stage.live.start()
        await stage.play(stage.live.open_source("", "room"), end_ms)
        await stage.live.stop()
        assert said(stage.live) == texts(0, end_ms)
        assert stage.live.state == "ended"


@pytest.mark.req("CAP-19")
async def test_what_is_said_in_a_pause_is_left_out_and_nothing_else_is(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.start()
        room = live.open_source("", "room")
        await stage.play(room, 12_000)
        await live.pause()
        await stage.play(room, 20_000)
        assert live.state == "paused"
        await live.resume()
        await stage.play(room, 30_000)
        await live.stop()
        assert said(live) == texts(0, 12_000) + texts(20_000, 30_000)
        assert [(pause.from_ms, pause.to_ms) for pause in live.transcript.pauses] == [(12_000, 20_000)]


async def test_a_source_may_be_there_before_the_start_and_is_heard_from_then_on(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        room = stage.live.open_source("", "room")
        await stage.play(room, 6_000)
        stage.now_ms = 0
        await stage.live.start()
        await stage.play(room, 9_000)
        await stage.live.stop()
        assert said(stage.live) == texts(0, 9_000)


async def test_several_sources_at_once_keep_all_their_words_each_under_its_speaker(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.start()
        sources = [live.open_source(name, name) for name in ("mara quill", "TOM", "Guest <b>--> & Co")]
        await stage.play(sources, 15_000)
        await live.stop()
        for name in ("Mara Quill", "Tomás Ibarrola", "Guest <b>--> & Co"):
            words = [word.text for cue in live.transcript.cues if cue.speaker == name for word in cue.words]
            assert words == texts(0, 15_000)
        assert check_webvtt(stage.file.read_bytes()) == []


async def test_the_same_key_is_the_same_source(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        await stage.live.start()
        room = stage.live.open_source("", "room")
        assert stage.live.open_source("", "room") is room
        await room.end()
        assert stage.live.sources == ()


async def test_sound_that_is_missing_is_declared_at_its_own_time_also_after_a_pause(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.start()
        room = live.open_source("", "room")
        await stage.play(room, 2_000)
        await live.pause()
        await stage.play(room, 5_000)
        await live.resume()
        await room.lost(5_000, 6_500, "the line was broken")
        await until(lambda: live.transcript.gaps)
        assert [(gap.from_ms, gap.to_ms) for gap in live.transcript.gaps] == [(5_000, 6_500)]


@pytest.mark.req("CAP-19")
async def test_a_worker_that_is_killed_in_mid_meeting_costs_no_word(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        await stage.live.start()
        room = stage.live.open_source("", "room")
        for end_ms in (5_000, 9_000, 14_500):
            os.kill(stage.engine.workers.stats.pids[0], signal.SIGKILL)
            await stage.play(room, end_ms)
        await stage.live.stop()
        assert said(stage.live) == texts(0, 14_500)
        assert stage.live.transcript.gaps == ()


async def test_sound_that_an_earlier_run_set_aside_is_recognised_and_then_deleted(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        gap = b'{"gap": 1, "from_ms": 1000, "to_ms": 6000, "why": "captions fell behind"}'
        await stage.log.append(MEETING.id, [NewEvent("0.1", "gap", gap)], fence=0)
        await stage.live.load()
        left = Asides(stage.folder)
        left.put([Aside(1, "s1", "Mara Quill", 1_000, part(1_000, 6_000))])
        await left.written()
        await stage.live.start()
        await until(lambda: not stage.folder.names("aside"))
        cues = stage.live.transcript.cues
        assert {(cue.gap, cue.speaker) for cue in cues} == {(1, "Mara Quill")}
        assert said(stage.live)
        assert set(said(stage.live)) <= set(texts(1_000, 6_000))


@pytest.mark.req("OPS-04")
async def test_an_engine_that_is_dead_is_told_to_host_and_viewers_within_five_seconds(tmp_path: Path):
    broken = tmp_path / "broken"
    async with on_stage(tmp_path, engine=SlotEngine(broken=str(broken))) as stage:
        live, viewer = stage.live, Viewer(stage.live)
        await live.start()
        room = live.open_source("", "room")
        await stage.play(room, 4_000)
        broken.touch()
        os.kill(stage.engine.workers.stats.pids[0], signal.SIGKILL)
        async with asyncio.timeout(5):
            while not any(frame["delay_ms"] >= 4_000 for frame in viewer.of("health")):
                await stage.play(room, stage.now_ms + 125, wait=False)
                await asyncio.sleep(0.125)
        assert "the weights are gone" in str(live.console()["last_error"])
        broken.unlink()
        end_ms = stage.now_ms + 3_000
        await stage.play(room, end_ms)
        await live.stop()
        assert said(live)[-3:] == texts(0, end_ms)[-3:]
        await viewer.leave()


# --- viewers -----------------------------------------------------------------------------------


async def test_frames_are_numbered_without_gaps_and_tails_only_follow_their_finals(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live, viewer = stage.live, Viewer(stage.live)
        await live.start()
        await stage.play(live.open_source("", "room"), 25_000)
        await live.stop()
        await until(lambda: viewer.numbers and viewer.numbers[-1] == live.hub.last)
        assert viewer.numbers == list(range(1, live.hub.last + 1))
        assert viewer.words == texts(0, 25_000)
        last, tails = -1, 0
        for frame in viewer.frames:
            if frame["kind"] == "final":
                last = int(frame["words"][-1][2].removeprefix("w"))
            elif frame["kind"] == "partial" and frame["text"]:
                tails += 1
                ahead = by_slot(frame["text"].split())
                assert ahead == [slot for slot in by_slot(texts(0, 25_000)) if last < slot <= ahead[-1]]
        assert tails > 5
        await viewer.leave()


async def test_a_late_viewer_sees_everything(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live, early = stage.live, Viewer(stage.live)
        await live.start()
        room = live.open_source("", "room")
        await stage.play(room, 10_000)
        late = Viewer(live)
        await stage.play(room, 14_000)
        await live.stop()
        last = Viewer(live)
        for viewer in (early, late, last):
            await until(lambda one=viewer: one.numbers and one.numbers[-1] == live.hub.last)  # type: ignore[misc]
            assert viewer.kept == early.kept
            await viewer.leave()


@pytest.mark.req("VTT-17", "VTT-01", "CAP-14")
async def test_the_file_on_disk_is_valid_at_every_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("captioner.beats.BEAT_S", 0.01)
    seen: set[bytes] = set()
    over = asyncio.Event()

    def read() -> None:
        while not over.is_set():
            if stage.file.exists():
                seen.add(stage.file.read_bytes())

    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.start()
        reading = asyncio.create_task(asyncio.to_thread(read))
        room = live.open_source("Guest --> <v X> &", "room")
        await stage.play(room, 12_000)
        await live.type_text("Ada --> Typist", "typed <i>words</i>\n\nWEBVTT\n\n00:01.000 --> 00:02.000", 1_000)
        await live.set_agenda("2")
        await live.release("Ada --> Typist")
        await stage.play(room, 20_000)
        await live.pause()
        await live.stop()
        over.set()
        await reading
        assert len(seen) > 5
        for content in seen:
            assert check_webvtt(content) == []
        final = stage.file.read_text(encoding="utf-8")
        assert final == FORMATS["vtt"].print(live.transcript)
        assert "made partly by machine, with speech recognition (slots), and partly typed by a person." in final


# --- going on ----------------------------------------------------------------------------------


async def test_a_meeting_that_was_interrupted_goes_on_behind_what_is_kept_and_declares_a_gap(tmp_path: Path):
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    async with on_stage(tmp_path, log) as stage:
        await stage.live.start()
        await stage.live.set_speaker("Tom")
        await stage.play(stage.live.open_source("", "room"), 9_000)
    await log.close()
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    async with on_stage(tmp_path, log) as stage:
        live = stage.live
        await live.load()
        assert live.state == "listening"
        assert said(live) == texts(0, 9_000)
        before, at_ms = len(live.transcript.cues), live.now_ms()
        room = live.open_source("", "room")
        await stage.play(room, 9_000)
        await live.stop()
        assert said(live) == texts(0, 9_000) + texts(0, 9_000, at_ms)
        assert [cue.id for cue in live.transcript.cues] == list(range(1, len(live.transcript.cues) + 1))
        assert live.transcript.cues[before].speaker == "Tomás Ibarrola"
        assert [gap.why for gap in live.transcript.gaps] == ["the captioning program stopped"]
        assert check_webvtt(stage.file.read_bytes()) == []
    await log.close()


async def test_after_an_interruption_the_machine_captions_until_the_captioner_is_back(tmp_path: Path):
    log = MemoryEventLog()
    async with on_stage(tmp_path, log) as stage:
        await stage.live.start()
        await stage.live.type_text("Ada Typist", "Typed words.", 500)
    async with on_stage(tmp_path, log) as stage:
        await stage.live.load()
        assert stage.live.transcript.origin == "machine"
        at_ms = stage.live.now_ms()
        await stage.play(stage.live.open_source("", "room"), 5_000)
        await stage.live.stop()
        assert said(stage.live) == ["Typed", "words.", *texts(0, 5_000, at_ms)]


async def test_an_ended_meeting_is_not_begun_again(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        await stage.live.start()
        await stage.live.stop()
        with pytest.raises(NotPossible, match="has ended; make a new meeting"):
            await stage.live.start()
        with pytest.raises(NotPossible, match="is not being captioned"):
            await stage.live.stop()


async def test_pressing_start_and_stop_twice_at_once_is_pressing_once(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await asyncio.gather(live.start(), live.start())
        await stage.play(live.open_source("", "room"), 4_000)
        answers = await asyncio.gather(live.stop(), live.stop(), return_exceptions=True)
        assert [type(answer) for answer in answers] == [type(None), NotPossible]
        assert said(live) == texts(0, 4_000)
        states = [event.body for event in await stage.log.read(live.id, 0) if event.kind == "state"]
        assert len(states) == 2


# --- people ------------------------------------------------------------------------------------


@pytest.mark.req("CAP-13", "CAP-14")
async def test_a_captioner_takes_over_on_the_same_stream_and_gives_back(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live, viewer = stage.live, Viewer(stage.live)
        await live.start()
        room = live.open_source("", "room")
        await stage.play(room, 6_000)
        await until(lambda: len(said(live)) > 8)
        await live.type_text("Ada Typist", "Typed by hand.", 900)
        machine = [word for word in said(live) if word.startswith("w")]
        assert live.console()["captioner"] == "Ada Typist"
        await stage.play(room, 18_000)
        await live.release("Ada Typist")
        await stage.play(room, 25_000)
        await live.stop()
        await until(lambda: viewer.numbers and viewer.numbers[-1] == live.hub.last)
        assert [(frame["origin"], frame["by"]) for frame in viewer.of("origin")] == [
            ("human", "Ada Typist"),
            ("machine", "Ada Typist"),
        ]
        typed = [cue for cue in live.transcript.cues if cue.origin == "human"]
        assert [cue.text for cue in typed] == ["Typed by hand."]
        assert by_slot(machine)[-1] * 300 < 6_000
        after = by_slot([word for word in said(live) if word.startswith("w")][len(machine) :])
        assert after[0] * 300 > 16_000
        assert after[-3:] == by_slot(texts(0, 25_000)[-3:])
        await viewer.leave()


async def test_the_host_says_who_speaks_what_is_spoken_of_and_what_all_should_read(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        with pytest.raises(NotPossible, match="start it first"):
            await live.set_speaker("Mara Quill")
        await live.start()
        await live.set_speaker("  mara   quill ")
        await live.set_agenda("2")
        await live.give_notice("  Captions resume\nafter the break. ")
        with pytest.raises(NotPossible, match=r"'9' is not on the agenda, which has 1, 2"):
            await live.set_agenda("9")
        await until(lambda: live.transcript.speaker)
        console = live.console()
        assert (console["speaker"], console["agenda"]) == ("Mara Quill", "2")
        assert live.transcript.notice == "Captions resume after the break."
        await live.set_speaker(None)
        await until(lambda: live.transcript.speaker is None)


async def test_the_rule_cannot_change_once_captioning_has_begun(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        stage.live.change(replace(MEETING, rule="chatham-house"))
        stage.live.change(MEETING)
        await stage.live.start()
        with pytest.raises(NotPossible, match="begun under the rule 'open'"):
            stage.live.change(replace(MEETING, rule="chatham-house"))
        stage.live.change(replace(MEETING, title="Another title"))
        assert stage.live.transcript.header.title == "Another title"
