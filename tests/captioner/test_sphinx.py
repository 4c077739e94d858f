from __future__ import annotations

import random
from collections.abc import Iterable
from functools import cache
from itertools import count
from pathlib import Path

import av
import numpy as np
import pytest

from captioner.agreement import normal
from captioner.engines.sphinx import MOST_DECODERS, Sphinx, SphinxRecognizer, load
from captioner.engines.sphinx_text import written
from captioner.engines.workers import Workers
from captioner.recognition import SAMPLES_PER_MS, Hypothesis, Samples, Window
from dccg.demo.sample import turns
from models.cue import Word

SAMPLE = Path(__file__).parents[2] / "dccg/demo/sample.opus"
# The first sentence of the sample meeting. The turn of the apologies has two names that no dictionary has.
WELCOME = (700, 6_900, "good afternoon everyone and welcome to meeting number twenty seven of the coordination group")
_keys = count(1)


@cache
def sample() -> Samples:
    with av.open(str(SAMPLE)) as sound:
        to_house = av.AudioResampler("s16", "mono", 16_000)
        parts = [part.to_ndarray().ravel() for frame in sound.decode(audio=0) for part in to_house.resample(frame)]
    return (np.concatenate(parts) / 32_768).astype(np.float32)


@cache
def recognizer() -> SphinxRecognizer:
    return load({})


def cut(from_ms: int, to_ms: int) -> Samples:
    return sample()[from_ms * SAMPLES_PER_MS : to_ms * SAMPLES_PER_MS]


def windows(samples: Samples, ends: Iterable[int], key: str = "", bias: str = "") -> list[Window]:
    """Growing windows of one utterance, the last one final."""
    key = key or f"s{next(_keys)}/1.0"
    growing = [Window(key, 5_000, samples[:end], bias=bias) for end in ends]
    return [*growing, Window(key, 5_000, samples, final=True, bias=bias)]


def words(hypothesis: Hypothesis) -> list[str]:
    return [normal(word.text) for word in hypothesis.words]


def test_a_sentence_is_read_with_times_on_the_session_clock():
    from_ms, to_ms, text = WELCOME
    hypothesis = recognizer().recognize(*windows(cut(from_ms, to_ms), []))
    wrong = set(text.split()) ^ set(words(hypothesis))
    assert len(wrong) <= 3, hypothesis
    assert 5_000 <= hypothesis.words[0].start_ms < 5_600
    assert all(a.end_ms <= b.start_ms for a, b in zip(hypothesis.words, hypothesis.words[1:], strict=False))
    assert hypothesis.words[-1].end_ms <= 5_000 + to_ms - from_ms


@pytest.mark.req("CAP-16")
def test_a_final_sentence_has_a_capital_and_a_full_stop():
    hypothesis = recognizer().recognize(*windows(cut(*WELCOME[:2]), []))
    assert hypothesis.words[0].text == "Good"
    assert hypothesis.words[-1].text.endswith(".")


@pytest.mark.parametrize("seed", range(4))
def test_however_an_utterance_is_cut_into_windows_its_words_are_the_same(seed: int):
    rng, samples = random.Random(seed), cut(WELCOME[0], WELCOME[0] + 3_000)
    ends = sorted(rng.sample(range(1, len(samples)), 6))
    whole = recognizer().recognize(*windows(samples, []))
    *_, last = [recognizer().recognize(window) for window in windows(samples, ends)]
    assert (last.words, bool(last.words)) == (whole.words, True)


def test_an_unknown_utterance_is_heard_from_its_start():
    samples = cut(WELCOME[0], WELCOME[0] + 3_000)
    first, *_, last = windows(samples, [16_000, 32_000])
    recognizer().recognize(first)
    fresh = load({})
    assert fresh.recognize(last).words == recognizer().recognize(*windows(samples, [])).words


def test_two_sources_at_once_do_not_hear_each_other():
    one, other = cut(WELCOME[0], WELCOME[0] + 2_500), cut(14_000, 16_500)
    alone = [recognizer().recognize(*windows(samples, [])).words for samples in (one, other)]
    both = zip(windows(one, [9_000, 20_000]), windows(other, [9_000, 20_000]), strict=True)
    for pair in both:
        answers = [recognizer().recognize(window) for window in pair]
    assert [answer.words for answer in answers] == alone


def test_silence_has_no_words():
    for length in (0, 100, 24_000):
        assert recognizer().recognize(*windows(np.zeros(length, np.float32), [])).words == ()


@pytest.mark.req("CAP-11")
def test_glossary_names_are_recognised_in_their_own_spelling():
    apologies = next(turn for turn in turns() if "Nakamura" in turn.text)
    samples = cut(apologies.start_ms - 200, apologies.end_ms + 300)
    recognizer().set_bias("roster", ["Peter Lindgren", "Helen Nakamura", "Michael Obradovic", "CRN"], "")
    without = recognizer().recognize(*windows(samples, []))
    named = recognizer().recognize(*windows(samples, [], bias="roster"))
    assert not {"nakamura", "obradovic"} & set(words(without))
    assert {"Nakamura", "Obradovic"} & {word.text.strip(".") for word in named.words}


def test_a_glossary_of_ten_thousand_entries_is_taken_in_a_moment():
    syllables = "ba ke lo mi ru sta von dar fel gri hum jan kol mer nis pol quin rad sil tor".split()
    rng = random.Random(1)
    terms = ["".join(rng.choices(syllables, k=3)).capitalize() for _ in range(10_000)] + ["李", "Ω", "x" * 500, ""]
    fresh = load({})
    fresh.set_bias("many", terms, "")
    hypothesis = fresh.recognize(*windows(cut(WELCOME[0], WELCOME[0] + 2_000), [], bias="many"))
    assert hypothesis.took_ms < 8_000
    assert words(hypothesis)[:2] == ["good", "afternoon"]


class SilentDecoder:
    """Counts utterances like a real decoder, and hears nothing."""

    made = 0

    def __init__(self) -> None:
        type(self).made += 1
        self.open = False

    def reinit_feat(self) -> None: ...

    def start_utt(self) -> None:
        assert not self.open
        self.open = True

    def end_utt(self) -> None:
        assert self.open
        self.open = False

    def process_raw(self, data: bytes) -> None:
        if data.startswith(b"\xff\x7f"):
            raise RuntimeError("decoder fault")

    def seg(self) -> None: ...

    def get_cmn(self, update: bool) -> str:
        return "40,3,-1"

    def set_cmn(self, mean: str) -> None: ...

    def get_lm(self) -> None: ...

    logmath = None


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> SphinxRecognizer:
    monkeypatch.setattr(SilentDecoder, "made", 0)
    return SphinxRecognizer(SilentDecoder)


def test_sources_that_speak_in_turn_share_one_decoder(counted: SphinxRecognizer):
    for source in range(50):
        for window in windows(np.zeros(800, np.float32), [300], key=f"s{source}/1.0"):
            counted.recognize(window)
    assert SilentDecoder.made == 1


def test_there_are_never_more_decoders_than_the_most(counted: SphinxRecognizer):
    for source in range(3 * MOST_DECODERS):
        counted.recognize(windows(np.zeros(800, np.float32), [300], key=f"s{source}/1.0")[0])
    assert SilentDecoder.made == MOST_DECODERS


def test_a_decoder_that_fails_is_not_used_again(counted: SphinxRecognizer):
    with pytest.raises(RuntimeError, match="decoder fault"):
        counted.recognize(windows(np.ones(800, np.float32), [], key="s1/1.0")[0])
    assert counted.recognize(windows(np.zeros(800, np.float32), [], key="s1/1.1")[0]).words == ()
    assert SilentDecoder.made == 2


async def test_a_worker_process_runs_the_built_in_engine():
    workers = Workers(Sphinx(), 1)
    await workers.start()
    try:
        hypothesis = await workers.recognize(*windows(cut(WELCOME[0], WELCOME[0] + 2_000), []))
    finally:
        await workers.close()
    assert words(hypothesis)[:2] == ["good", "afternoon"]
    assert workers.stats.real_time_factor > 0


def spoken(text: str) -> list[Word]:
    return [Word(100 * i, 100 * i + 100, part, 0.5) for i, part in enumerate(text.split())]


def text_of(said: str, context: str = "", final: bool = True) -> str:
    return " ".join(word.text for word in written(spoken(said), context, final))


@pytest.mark.req("CAP-16")
@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("i think i'm next", "I think I'm next."),
        ("is there any objection", "Is there any objection?"),
        ("does anyone disagree", "Does anyone disagree?"),
        ("shall we go on", "Shall we go on?"),
        ("who will write the draft", "Who will write the draft?"),
        ("what is the plan", "What is the plan?"),
        ("what we need is time", "What we need is time."),
        ("the proposal is to adopt it is there any objection", "The proposal is to adopt it is there any objection?"),
        ("we can do it", "We can do it."),
        ("we meet on friday the fifth of december", "We meet on Friday the fifth of December."),
        ("the i. g. f", "The I G F."),
    ],
)
def test_sentences_are_spelled_by_the_rules(said: str, text: str):
    assert text_of(said) == text


def test_a_window_that_goes_on_with_a_sentence_begins_in_small_letters():
    assert text_of("and the deadline", context="We talked. This is about", final=False) == "and the deadline"
    assert text_of("any objection", context="Is there") == "any objection?"
    assert text_of("next item", context="That is done.") == "Next item."


def test_nothing_said_is_nothing_written():
    assert written([], "Before", True) == []
