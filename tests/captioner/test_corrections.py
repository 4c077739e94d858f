"""Corrections of a real meeting: kept, folded and filed while the recogniser goes on, and after the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from captioner.correcting import Asked
from captioner.vocabulary import Vocabulary
from models.cue import Word
from models.events import decode
from models.transcript import Header, Transcript
from record import MemoryEventLog
from tests.stage import MEETING, Stage, Viewer, on_stage, said, texts, until

KEYS = count(1)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with on_stage(tmp_path) as stage:
        yield stage


async def correct(stage: Stage, cue: int, text: str, **more) -> str:
    key = f"key-{next(KEYS):06}"
    await stage.live.corrections.take(Asked(cue=cue, key=key, by="Ona Reyes", text=text, **{"do": "save", **more}))
    return key


async def again(stage: Stage) -> Transcript:
    """The transcript as another program makes it from the record."""
    transcript, after = Transcript(Header.of(MEETING)), 0
    while page := await stage.log.read(stage.live.id, after):
        for event in page:
            transcript.apply(decode(event.kind, event.body), event.seq)
        after = page[-1].seq
    return transcript


async def test_the_recogniser_adds_words_behind_a_correction_and_never_overwrites_it(stage: Stage):
    await stage.live.start()
    room, viewer = stage.live.open_source("", "room"), Viewer(stage.live)
    await stage.play(room, 4_000)
    await until(lambda: stage.live.transcript.cues)
    newest = stage.live.transcript.cues[-1]
    await correct(stage, newest.id, "These are a person's words.")
    await stage.play(room, 20_000)
    await stage.live.stop()
    cue = stage.live.transcript.cue(newest.id)
    added = " ".join(word.text for word in cue.words[len(newest.words) :])
    assert cue.text == f"These are a person's words. {added}".strip()
    assert said(stage.live) == texts(0, 20_000)
    assert [frame["text"] for frame in viewer.of("correction")] == ["These are a person's words."]
    assert (await again(stage)).cues == stage.live.transcript.cues
    await viewer.leave()


async def test_words_split_off_have_a_number_that_the_recogniser_never_uses(stage: Stage):
    await stage.live.start()
    room = stage.live.open_source("", "room")
    await stage.play(room, 10_000)
    await until(lambda: len(stage.live.transcript.cues) > 1)
    first = stage.live.transcript.cues[0]
    words = first.text.split()
    await correct(stage, first.id, " ".join([words[0], "//", *words[1:]]), do="split")
    await stage.play(room, 20_000)
    await stage.live.stop()
    assert said(stage.live) == texts(0, 20_000)
    assert [len(cue.words) for cue in stage.live.transcript.cues[:2]] == [1, len(words) - 1]
    assert (await again(stage)).cues == stage.live.transcript.cues


async def test_a_meeting_that_has_ended_is_corrected_and_its_file_follows_also_after_a_restart(tmp_path: Path):
    log = MemoryEventLog()
    async with on_stage(tmp_path, log) as stage:
        await stage.live.start()
        await stage.play(stage.live.open_source("", "room"), 6_000)
        await stage.live.stop()
        await correct(stage, 1, "Said before the restart.")
        assert "Said before the restart." in stage.file.read_text("utf-8")
    async with on_stage(tmp_path, log) as stage:
        await stage.live.load()
        assert stage.live.transcript.cue(1).text == "Said before the restart."
        key = await correct(stage, 1, "Said after it.")
        assert "Said after it." in stage.file.read_text("utf-8")
        await correct(stage, 0, "", do="undo", undo=key)
        assert "Said before the restart." in stage.file.read_text("utf-8")
    await log.close()


async def test_a_name_put_right_comes_right_from_then_on_in_what_readers_get(stage: Stage):
    await stage.live.start()
    room, viewer = stage.live.open_source("Front desk", "room"), Viewer(stage.live)
    await stage.play(room, 8_000)
    await until(lambda: stage.live.transcript.cues)
    seen = len(viewer.of("final"))
    await correct(stage, 1, stage.live.transcript.cue(1).text, speaker="Mara Quill", everywhere=True)
    await stage.play(room, 24_000)
    await stage.live.stop()
    assert {cue.speaker for cue in stage.live.transcript.cues} == {"Mara Quill"}
    later = [frame for frame in viewer.of("final")[seen:] if frame["at"] == 0]
    assert {(frame["speaker"], frame.get("heard")) for frame in later[1:]} == {("Mara Quill", "Front desk")}
    await viewer.leave()


@pytest.mark.req("CAP-11")
def test_a_word_that_is_learned_is_spelled_right_from_then_on_and_told_to_the_workers():
    told: list[str] = []

    def tell(terms, prompt):
        told.append(prompt)
        return str(len(told))

    vocabulary = Vocabulary(replace(MEETING, terms=()), tell)
    respell = vocabulary.respell  # as a stream that is under way holds it
    heard = [Word(0, 200, "in"), Word(220, 700, "lillestrom")]
    assert respell(heard)[1].text == "lillestrom"
    vocabulary.learn(replace(MEETING, terms=("Lillestrøm",)))
    assert respell(heard)[1].text == "Lillestrøm"
    assert vocabulary.bias == "2"
    assert "Lillestrøm" in told[1]
