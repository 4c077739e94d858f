from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest

from captioner.agreement import normal
from captioner.recognition import FRAME, Hypothesis, StreamSettings, Traits
from captioner.stream import AgreementStream
from models.cue import INAUDIBLE, Word
from tests.script import Faulty, play, silence, speech, voice

WHISPER = Traits(window_ms=27_400)
SPHINX = Traits(window_ms=20_000, keeps_state=True, passes=2, hold_ms=600, run_up_ms=0, least_pause_ms=200)


def texts(words) -> list[str]:
    return [normal(word.text) for word in words]


@pytest.mark.parametrize("traits", [WHISPER, SPHINX], ids=["whisper", "sphinx"])
@pytest.mark.parametrize("live", [True, False], ids=["live", "file"])
@pytest.mark.parametrize("seed", range(60))
def test_every_word_is_committed_once_in_order_however_the_audio_is_cut(seed: int, live: bool, traits: Traits):
    rng = random.Random(seed)
    talk = speech(rng, sentences=rng.randint(1, 6))
    stream = AgreementStream(traits, "s1", 0, StreamSettings(live=live))
    committed, _ = play(stream, Faulty(talk, rng), rng, talk[-1].end_ms + 1_500)
    assert texts(committed) == texts(talk)
    assert stream.idle


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.req("CAP-19")
def test_a_sound_that_stops_in_mid_word_loses_nothing(seed: int):
    rng = random.Random(seed)
    talk = speech(rng, sentences=2)
    stream = AgreementStream(WHISPER, "s1", 0)
    committed, _ = play(stream, Faulty(talk, rng), rng, talk[-1].end_ms)
    assert texts(committed) == texts(talk)


@pytest.mark.parametrize("seed", range(40))
def test_failed_passes_cost_time_but_no_word(seed: int):
    rng = random.Random(seed)
    talk = speech(rng, sentences=4)
    stream = AgreementStream(WHISPER, "s1", 0)
    committed, _ = play(stream, Faulty(talk, rng), rng, talk[-1].end_ms + 1_000, fail=0.1)
    assert texts(committed) == texts(talk)


@pytest.mark.parametrize("seed", range(20))
def test_committed_times_never_go_back(seed: int):
    rng = random.Random(seed)
    talk = speech(rng, sentences=5)
    committed, _ = play(AgreementStream(WHISPER, "s1", 0), Faulty(talk, rng), rng, talk[-1].end_ms + 1_000)
    assert all(a.end_ms <= b.start_ms <= b.end_ms for a, b in zip(committed, committed[1:], strict=False))


def test_windows_stay_short_while_somebody_talks_without_a_pause():
    rng = random.Random(1)
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(400))
    recognizer = Faulty(talk, rng)
    committed, _ = play(AgreementStream(WHISPER, "s1", 0), recognizer, rng, talk[-1].end_ms + 1_000)
    assert texts(committed) == texts(talk)
    assert max(window.end_ms - window.start_ms for window in recognizer.windows) < 7_400


@pytest.mark.req("CAP-09")
def test_nothing_is_recognised_without_speech():
    stream = AgreementStream(WHISPER, "s1", 0)
    for _ in range(1_000):
        stream.accept(silence(FRAME), [0.2])
        assert stream.due() is None
    stream.finish()
    assert stream.due() is None
    assert stream.read().dealt_with_ms >= 32_000


def test_a_click_is_not_speech():
    stream = AgreementStream(WHISPER, "s1", 0)
    for probability in [0.1] * 20 + [0.9] * 3 + [0.1] * 60:
        stream.accept(silence(FRAME), [probability])
        assert stream.due() is None
    assert stream.idle


def test_the_first_pass_comes_after_six_tenths_of_a_second_of_speech():
    stream = AgreementStream(WHISPER, "s1", 0)
    windows = []
    for probability in [0.1] * 40 + [0.9] * 20:
        stream.accept(silence(FRAME), [probability])
        window = stream.due()
        if window:
            windows.append(window)
    assert 40 * 32 + 500 <= windows[0].end_ms <= 40 * 32 + 640


def test_committed_text_is_context_only_ahead_of_the_window():
    rng = random.Random(3)
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(60))
    recognizer = Faulty(talk, rng, wrong=0)
    play(AgreementStream(WHISPER, "s1", 0), recognizer, rng, talk[-1].end_ms + 1_000)
    for window in recognizer.windows:
        spoken_before = [word.text for word in talk if word.start_ms < window.start_ms]
        assert window.context == "" or window.context.split()[-1] in spoken_before[-3:]


def test_context_is_forgotten_after_a_long_pause():
    talk = (Word(400, 800, "before"), Word(9_000, 9_400, "after"))
    recognizer = Faulty(talk, random.Random(0), wrong=0)
    play(AgreementStream(WHISPER, "s1", 0), recognizer, random.Random(0), 11_000)
    assert recognizer.windows[-1].context == ""


@pytest.mark.req("CAP-08")
def test_plain_speech_that_yields_no_words_is_marked_inaudible():
    talk = (Word(400, 3_400, "mumbling"),)
    stream = AgreementStream(WHISPER, "s1", 0)
    frames = voice(talk, 6_000)
    for probability in frames:
        stream.accept(silence(FRAME), [probability])
        if stream.due():
            stream.receive(Hypothesis())
    assert [word.text for word in stream.read().committed] == [INAUDIBLE]


def test_audio_that_nobody_can_recognise_is_declared_lost():
    talk = (Word(400, 2_400, "cursed"),)
    stream = AgreementStream(WHISPER, "s1", 0)
    for probability in voice(talk, 6_000):
        stream.accept(silence(FRAME), [probability])
        while stream.due():
            stream.fail()
    reading = stream.read()
    assert reading.committed == ()
    assert reading.lost[-1][1] >= 2_400
    assert stream.idle


def test_a_hopeless_backlog_is_set_aside_and_the_newest_sound_goes_on():
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(160))
    stream = AgreementStream(WHISPER, "s1", 0)
    asides = []
    window = None
    for number, probability in enumerate(voice(talk, talk[-1].end_ms)):
        stream.accept(silence(FRAME), [probability])
        if number * 32 > 3_000:
            window = stream.due() or window  # and no answer comes
        aside = stream.set_aside(served=False)
        if aside:
            asides.append(aside)
    assert window is not None
    assert asides[0].from_ms <= window.end_ms
    assert all(one.to_ms == nxt.from_ms for one, nxt in pairwise(asides))
    # The sound of one overlaps with that of the next, so that no word is cut in two in both.
    assert all(one.end_ms >= nxt.start_ms + 1_500 for one, nxt in pairwise(asides))
    assert stream.lag_ms <= 15_100
    stream.receive(Faulty(talk, random.Random(0), wrong=0, blind_ms=0).recognize(window))
    assert [word.text for word in stream.read().committed][:2] == ["word0", "word1"]


@pytest.mark.parametrize("slow_ms", [3_000, 6_000, 20_000])
def test_a_recogniser_far_too_slow_still_gives_what_it_manages(slow_ms: int):
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(300))
    stream = AgreementStream(WHISPER, "s1", 0)
    recognizer = Faulty(talk, random.Random(0), wrong=0, blind_ms=0)
    window, ready_ms, committed, aside_ms = None, 0, [], 0
    for number, probability in enumerate(voice(talk, talk[-1].end_ms)):
        stream.accept(silence(FRAME), [probability])
        if window is not None and number * 32 >= ready_ms:
            stream.receive(recognizer.recognize(window))
            window = None
        aside = stream.set_aside(served=window is None)
        aside_ms += aside.to_ms - aside.from_ms if aside else 0
        if window is None and (window := stream.due()):
            ready_ms = number * 32 + slow_ms
        committed += stream.read().committed
        assert stream.lag_ms <= 15_100
    texts_ = [text for text in texts(committed) if text.startswith("word")]
    assert len(texts_) == len(set(texts_))
    spoken_ms = talk[-1].end_ms - 400
    assert abs(len(texts_) * 300 + aside_ms - spoken_ms) < 8_100 + slow_ms + 600 * (aside_ms // 1_000 + 1)
    assert len(texts_) > 5


def test_samples_of_a_window_are_those_of_its_time():
    stream = AgreementStream(WHISPER, "s1", 1_000)
    ramp = np.arange(FRAME * 60, dtype=np.float32) / (FRAME * 60)
    stream.accept(ramp, [0.1] * 20 + [0.9] * 40)
    window = stream.due()
    assert window is not None
    assert window.samples[0] == ramp[(window.start_ms - 1_000) * 16]
    assert window.end_ms == 1_000 + len(ramp) // 16
