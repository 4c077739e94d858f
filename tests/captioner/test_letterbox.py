"""Messages to the host of a meeting that is being captioned, with real sound and a real folder."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from captioner.live import LiveMeeting
from captioner.live_source import LiveSource
from captioner.questions import NotOpen
from models.errors import MeetingError
from record import MemoryEventLog
from tests.stage import Stage, Viewer, on_stage, said, texts, until

ASKED = "Who writes the report?"


def asked(stage: Stage) -> list[str]:
    """The texts in the file of the queue."""
    if not stage.folder.has("questions.json"):
        return []
    return [one["text"] for one in json.loads(stage.folder.read_text("questions.json"))["questions"]]


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def ask(live: LiveMeeting, text: str = ASKED, name: str | None = "Ona Reyes") -> int:
    live.letterbox.take("question", text, name)
    await live.letterbox.keep()
    return live.letterbox.questions.open[-1].id


async def shown_while_it_goes_on(stage: Stage, source: LiveSource, id: int, from_ms: int) -> None:
    """Show a question while the sound goes on."""
    showing = asyncio.create_task(stage.live.letterbox.show(id))
    for to_ms in range(from_ms, from_ms + 6_000, 250):
        await stage.play(source, to_ms)
        await asyncio.sleep(0.01)
    await showing


@pytest.mark.req("SPK-06")
async def test_a_question_is_shown_between_the_machines_words_and_none_of_them_is_lost(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live, viewer = stage.live, Viewer(stage.live)
        await live.start()
        room = live.open_source("Mara Quill", "k1")
        await stage.play(room, 9_000)
        id = await ask(live)
        assert ASKED.split()[0] not in viewer.seen
        await shown_while_it_goes_on(stage, room, id, 9_000)
        end_ms = stage.now_ms
        await live.stop()
        (cue,) = [cue for cue in live.transcript.cues if cue.speaker == "Ona Reyes"]
        assert (cue.text, cue.source) == (f"[by text] {ASKED}", "text")
        assert live.transcript.cues[0].id < cue.id < live.transcript.cues[-1].id
        written = [word.text for word in cue.words]
        spoken = [word for word in said(live) if word not in written]
        assert spoken == texts(0, end_ms)
        assert live.transcript.origins == ()
        await until(lambda: viewer.numbers and viewer.numbers[-1] == live.hub.last)
        newest = 0
        for frame in viewer.of("final"):
            assert frame["cue"] in (newest, newest + 1)
            newest = frame["cue"]
        await viewer.leave()


async def test_what_was_sent_is_there_after_a_restart_and_what_was_shown_is_not_asked_again(tmp_path: Path):
    log = MemoryEventLog()
    async with on_stage(tmp_path, log) as stage:
        await stage.live.start()
        first, _ = await ask(stage.live, "First?"), await ask(stage.live, "Second?")
        await stage.live.letterbox.show(first)
    async with on_stage(tmp_path, log) as stage:
        await stage.live.load()
        assert [one["text"] for one in stage.live.letterbox.told()] == ["Second?"]
        assert [cue.text for cue in stage.live.transcript.cues] == ["[by text] First?"]
        with pytest.raises(NotOpen):
            await stage.live.letterbox.show(first)


async def test_what_cannot_be_shown_stays_in_the_queue(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        id = await ask(stage.live)
        with pytest.raises(MeetingError, match="start it first"):
            await stage.live.letterbox.show(id)
        assert len(stage.live.letterbox.told()) == 1


async def test_a_meeting_that_ends_meanwhile_leaves_the_question_in_the_queue(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live = stage.live
        await live.start()
        room = live.open_source("Mara Quill", "k1")
        await stage.play(room, 9_000)
        id = await ask(live)
        showing = asyncio.create_task(live.letterbox.show(id))
        await asyncio.sleep(0)
        await live.stop()
        try:
            await showing
        except MeetingError:
            assert [one["id"] for one in live.letterbox.told()] == [id]
        else:
            assert live.letterbox.told() == []
            assert f"[by text] {ASKED}" in [cue.text for cue in live.transcript.cues]


@pytest.mark.req("PRV-04")
async def test_what_is_sent_and_shown_off_the_record_is_seen_and_kept_nowhere(tmp_path: Path):
    async with on_stage(tmp_path) as stage:
        live, viewer = stage.live, Viewer(stage.live)
        await live.start()
        await ask(live, "Before?")
        await live.set_record(False)
        await until(lambda: live.transcript.off_record)
        id = await ask(live)
        assert len(live.letterbox.told()) == 2
        assert asked(stage) == ["Before?"]
        await live.letterbox.show(id)
        await until(lambda: viewer.of("final"))
        assert ASKED.split()[0] in viewer.seen
        assert said(live) == []
        assert asked(stage) == ["Before?"]
        await live.set_record(True)
        await live.stop()
        await viewer.leave()
    assert ASKED.encode() not in everything_in(tmp_path)
