"""Which sound a line is."""

from __future__ import annotations

import io
import wave
from dataclasses import replace

import numpy as np
import pytest

from captioner.reel import Piece
from captioner.replay import NotKept, Span, name_of, read_name, span_of, wav_of
from models.cue import WRITTEN
from tests.fakes_live import SAMPLE, FakeLive


def tone(value: int, ms: int) -> bytes:
    return np.full(16 * ms, value, "<i2").tobytes()


def heard(wav: bytes | None) -> np.ndarray:
    assert wav is not None
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16_000)
        return np.frombuffer(file.readframes(10**9), "<i2")


@pytest.fixture
async def live() -> FakeLive:
    live = FakeLive(SAMPLE)
    await live.start()
    live.say("We met in March.", "Mara Quill", 10_000, "s2-3")
    return live


async def test_a_line_is_its_own_source_with_a_little_before_and_after(live: FakeLive):
    assert span_of(live.transcript, 1) == Span(9_700, 11_480, "s2-3")


async def test_a_line_that_was_moved_is_heard_where_it_was_said(live: FakeLive):
    live.note("correction", cue=1, start_ms=2_000, by="Ona Reyes", edit="moved-it")
    assert span_of(live.transcript, 1) == Span(9_700, 11_480, "s2-3")


async def test_what_was_written_has_no_sound_and_what_was_typed_is_all_that_was_heard(live: FakeLive):
    await live.take_over("Ona Reyes")
    await live.type_text("Ona Reyes", "And in May.", 0)
    assert span_of(live.transcript, 2).source is None
    live.say("[by text] Why?", source=WRITTEN)
    with pytest.raises(NotKept, match="written, not said"):
        span_of(live.transcript, 3)
    with pytest.raises(NotKept, match="line 9 is not in the record"):
        span_of(live.transcript, 9)


async def test_without_names_a_line_still_finds_its_source():
    live = FakeLive(replace(SAMPLE, rule="chatham-house"))
    live.say("We met.", source="s1")
    live.say("You did.", source="s2")
    span = span_of(live.transcript, 2)
    assert [span.source == live.transcript.told_as(one) for one in ("s1", "s2")] == [False, True]


def test_sources_are_mixed_pieces_joined_and_what_comes_twice_counts_once():
    pieces = [Piece("s1", 0, tone(100, 500)), Piece("s1", 500, tone(200, 500)), Piece("s1", 0, tone(100, 500)),
              Piece("s2", 400, tone(7, 200)), Piece("s1", 9_000, tone(1, 10))]  # fmt: skip
    sound = heard(wav_of(Span(300, 900, None), pieces))
    assert [sound[at * 16] for at in (0, 150, 250, 350)] == [100, 107, 207, 200]
    assert len(sound) == 600 * 16
    assert len(heard(wav_of(Span(800, 5_000, None), pieces))) == 200 * 16
    assert wav_of(Span(2_000, 3_000, None), pieces) is None


def test_a_file_is_named_by_source_and_times_and_nobody():
    piece = Piece("s1-2", 30_000, tone(1, 40))
    assert name_of(piece) == "sound/s1-2-30000-30040.ogg"
    assert read_name(name_of(piece)) == ("s1-2", 30_000, 30_040)
    assert [read_name(name) for name in ("sound/x.ogg", "aside/1.pcm", "sound/s1-1-2.ogg.part")] == [None] * 3
