"""The Whisper engine on the real path: stand-in weights made here, and the fixture model where it is at hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from captioner.engines.rungs import FULL, RUNGS, SelfTest, save_self_test
from captioner.engines.whisper import TOO_QUIET, Whisper, WhisperRecognizer, load
from captioner.guards import bare
from captioner.recognition import Samples, StreamSettings, Window
from tests.standin import make

TEXT = "Good morning everyone and welcome to this meeting of our group"
WORD_MS = 400
Model = Callable[..., Path]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    def made(text: str = TEXT, **traits: Any) -> Path:
        return make(tmp_path_factory.mktemp("whisper"), text, WORD_MS, **traits)

    return made


@pytest.fixture(scope="module")
def plain(model: Model) -> WhisperRecognizer:
    return WhisperRecognizer(model())


def sound(ms: int, level: float = 0.05) -> Samples:
    """Noise: enough to be loud, and nothing that the stand-in would listen to."""
    rng = np.random.default_rng(3)
    return (rng.standard_normal(ms * 16) * level).astype(np.float32)


def window(ms: int = 5_000, start_ms: int = 0, **rest: Any) -> Window:
    return Window("room/1.0", start_ms, sound(ms), **rest)


class Spy:
    """Stands before CTranslate2's model and keeps what it was asked."""

    def __init__(self, whisper: Any) -> None:
        self._whisper = whisper
        self.frames: list[int] = []
        self.prompts: list[list[int]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whisper, name)

    def encode(self, features: Any, **options: Any) -> Any:
        self.frames.append(features.shape[2])
        return self._whisper.encode(features, **options)

    def generate(self, encoded: Any, prompts: list[list[int]], **options: Any) -> Any:
        self.prompts += prompts
        return self._whisper.generate(encoded, prompts, **options)


@pytest.fixture
def asked(plain: WhisperRecognizer) -> Any:
    loaded = plain._model(0)
    spy = Spy(loaded._whisper)
    loaded._whisper = spy
    yield spy
    loaded._whisper = spy._whisper


def test_words_come_with_times_within_a_tenth_of_a_second(plain: WhisperRecognizer) -> None:
    words = plain.recognize(window(start_ms=61_000)).words
    assert [word.text for word in words] == TEXT.split()
    for number, word in enumerate(words):
        assert abs(word.start_ms - (61_000 + number * WORD_MS)) <= 100
        assert abs(word.end_ms - (61_000 + (number + 1) * WORD_MS)) <= 100


def test_sure_words_are_probable_and_doubtful_ones_are_not(plain: WhisperRecognizer, model: Model) -> None:
    assert min(word.probability for word in plain.recognize(window()).words) > 0.9
    doubtful = WhisperRecognizer(model(certainty=0.01)).recognize(window())
    assert max(word.probability for word in doubtful.words) < 0.5


def test_punctuation_belongs_to_the_word_it_leans_on(model: Model) -> None:
    text = "Well, “perhaps” it's 42.5 today!"
    words = WhisperRecognizer(model(text)).recognize(window(7_000)).words
    assert [word.text for word in words] == text.split()


def test_times_stay_inside_the_window_and_never_go_back(plain: WhisperRecognizer) -> None:
    words = plain._model(0).hear(sound(2_000), 7_000, 1000, (), False).words
    assert len(words) == len(TEXT.split())
    times = [time for word in words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert times[0] >= 7_000
    assert times[-1] <= 9_000


def test_a_word_does_not_reach_over_the_pause_beside_it(model: Model) -> None:
    slow = make(model().parent / "slow", "Good morning everyone", 1_200)
    samples = sound(3_600)
    samples[16 * 1_700 : 16 * 2_400] = 0
    _, second, third = WhisperRecognizer(slow).recognize(Window("a", 0, samples)).words
    assert second.end_ms == pytest.approx(1_700, abs=40)
    assert third.start_ms == pytest.approx(2_400, abs=40)


@pytest.mark.parametrize(
    ("ms", "rung"), [(500, 1000), (7_400, 1000), (7_500, 1500), (12_400, 1500), (17_000, 2000), (27_400, 3000)]
)
def test_the_smallest_window_with_room_to_spare_is_used(
    plain: WhisperRecognizer, asked: Spy, ms: int, rung: int
) -> None:
    plain.recognize(window(ms))
    assert asked.frames[0] == rung


def test_no_window_is_near_the_sizes_that_are_encoded_twice() -> None:
    # The encoder halves the frames; as many positions as mel bins (80 or 128) are taken for features.
    assert not {159, 160, 255, 256} & set(RUNGS)
    assert min(RUNGS) > 256


@pytest.mark.parametrize("frames", RUNGS)
def test_features_are_those_of_the_sound_and_silence_after_it(plain: WhisperRecognizer, frames: int) -> None:
    loaded, samples = plain._model(0), sound(5_000)
    silence = np.zeros(frames * 160 - len(samples), np.float32)
    whole = loaded._model.feature_extractor(np.concatenate([samples, silence]), padding=0)
    np.testing.assert_allclose(loaded.features(samples, frames), whole, atol=1e-5)


def test_context_goes_before_the_start_and_forces_nothing(plain: WhisperRecognizer, asked: Spy) -> None:
    without = plain.recognize(window())
    plain.set_bias("roster", ["everyone", "group"], "everyone group")
    with_context = plain.recognize(window(context="welcome to this meeting", bias="roster"))
    tokens = plain._model(0)._tokens
    assert asked.prompts[0] == [*tokens.sot_sequence, tokens.no_timestamps]
    assert asked.prompts[1] == [
        tokens.sot_prev,
        *tokens.encode(" everyone group"),
        *tokens.encode(" welcome to this meeting"),
        *asked.prompts[0],
    ]
    assert with_context.words == without.words


def test_context_keeps_its_end_and_the_glossary_its_beginning(plain: WhisperRecognizer, asked: Spy) -> None:
    long = " ".join(["everyone"] * 200)
    plain.set_bias("long", ["everyone", "group"], "group " + long)
    plain.recognize(window(context=long + " meeting", bias="long"))
    tokens = plain._model(0)._tokens
    before = asked.prompts[0][1 : -len(tokens.sot_sequence) - 1]
    assert len(before) == 120
    assert before[0] == tokens.encode(" group")[0]
    assert before[-1] == tokens.encode(" meeting")[0]


def test_a_pass_that_does_not_stop_is_heard_again_in_the_full_window(model: Model) -> None:
    recognizer = WhisperRecognizer(model(loop="short"))
    hypothesis = recognizer.recognize(window())
    assert hypothesis.redone
    assert hypothesis.rejected == ""
    assert [word.text for word in hypothesis.words] == TEXT.split()


def test_a_pass_that_never_stops_is_rejected_after_one_redo(model: Model) -> None:
    recognizer = WhisperRecognizer(model(loop="always"))
    loaded = recognizer._model(0)
    loaded._whisper = spy = Spy(loaded._whisper)
    hypothesis = recognizer.recognize(window(context="welcome"))
    assert (hypothesis.words, hypothesis.rejected, hypothesis.redone) == ((), "token-cap", True)
    assert spy.frames == [1000, FULL]
    assert spy.prompts[1][0] == loaded._tokens.sot, "the redo goes without context"


def test_no_more_is_written_than_can_be_said(model: Model) -> None:
    loaded = WhisperRecognizer(model(loop="always"))._model(0)
    heard = loaded.hear(sound(2_000), 0, 1000, loaded.encode("welcome to this"), False)
    assert heard.capped
    assert len(heard.words) == 2 * 8 + 8


def test_words_without_speech_are_rejected_at_once(model: Model) -> None:
    recognizer = WhisperRecognizer(model(no_speech=True, certainty=0.02))
    hypothesis = recognizer.recognize(window())
    assert (hypothesis.words, hypothesis.rejected, hypothesis.redone) == ((), "no-speech", False)


def test_silence_is_not_recognised(plain: WhisperRecognizer, asked: Spy) -> None:
    hypothesis = plain.recognize(Window("a", 0, sound(5_000, level=0.0001)))
    assert hypothesis.rejected == TOO_QUIET
    assert asked.frames == []
    assert plain.recognize(Window("a", 0, np.zeros(0, np.float32))).words == ()


def test_the_same_window_gives_the_same_answer_again(plain: WhisperRecognizer) -> None:
    assert plain.recognize(window()).words == plain.recognize(window()).words


def test_the_smaller_model_is_loaded_when_it_is_asked_for(model: Model) -> None:
    spec = Whisper(model(), smaller=model("smaller words")).spec()
    recognizer = load(spec)
    assert len(recognizer._models) == 1
    assert [word.text for word in recognizer.recognize(window(rank=1)).words] == ["smaller", "words"]
    assert [word.text for word in recognizer.recognize(window(rank=0)).words] == TEXT.split()


def test_without_a_smaller_model_the_only_one_answers(plain: WhisperRecognizer) -> None:
    assert plain.recognize(window(rank=1)).words


def test_a_model_is_asked_only_as_was_found_good_enough(model: Model) -> None:
    folder = model()
    save_self_test(folder, SelfTest((2000, FULL), context=False))
    recognizer = WhisperRecognizer(folder)
    loaded = recognizer._model(0)
    loaded._whisper = spy = Spy(loaded._whisper)
    recognizer.recognize(window(3_000, context="welcome"))
    assert spy.frames[0] == 2000
    assert spy.prompts[0][0] == loaded._tokens.sot, "a model that context harms gets none"


def test_a_multilingual_model_is_told_the_language(model: Model) -> None:
    recognizer = WhisperRecognizer(model(multilingual=True), language="de")
    tokens = recognizer._model(0)._tokens
    assert tokens.sot_sequence == [tokens.sot, tokens.tokenizer.token_to_id("<|de|>"), tokens.transcribe]
    assert [word.text for word in recognizer.recognize(window()).words] == TEXT.split()


def test_the_engine_opens_streams_and_says_what_a_worker_loads(model: Model) -> None:
    engine = Whisper(model(), language="en", name="whisper stand-in")
    assert engine.spec()["engine"] == "captioner.engines.whisper"
    assert engine.traits.window_ms == 27_400
    assert engine.open("room", 0, StreamSettings()).due() is None


# --- weights that hear: the fixture model ------------------------------------------------------


def recording(path: Path) -> Samples:
    with av.open(str(path)) as media:
        resampler = av.AudioResampler("flt", "mono", 16_000)
        frames = [out for frame in media.decode(audio=0) for out in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray().ravel() for frame in frames])


@pytest.fixture
def fixture_model(shared: Path) -> WhisperRecognizer:
    return WhisperRecognizer(shared / "models" / "whisper-fixture-en")


def test_a_known_recording_is_heard_word_for_word(shared: Path, fixture_model: WhisperRecognizer) -> None:
    samples = recording(shared / "speech" / "fleurs-en-004.flac")
    text = (shared / "speech" / "fleurs-en-004.txt").read_text(encoding="utf-8")
    hypothesis = fixture_model.recognize(Window("a", 0, samples, final=True))
    assert bare([word.text for word in hypothesis.words]) == bare(text.split())
    assert min(word.probability for word in hypothesis.words) > 0.5
    assert not hypothesis.redone


def test_words_are_near_where_they_are_said_even_if_attention_does_not_tell(
    shared: Path, fixture_model: WhisperRecognizer
) -> None:
    samples = recording(shared / "speech" / "fleurs-en-004.flac")
    rows = (shared / "speech" / "fleurs-en-004.words.tsv").read_text(encoding="utf-8").splitlines()
    said = {bare([row.split("\t")[2]]): float(row.split("\t")[0]) * 1000 for row in rows[1:]}
    words = fixture_model.recognize(Window("a", 0, samples, final=True)).words
    errors = [abs(word.start_ms - said[bare([word.text])]) for word in words if bare([word.text]) in said]
    assert len(errors) > 8
    assert float(np.median(errors)) <= 300


def test_a_window_may_start_in_the_middle_of_speech(shared: Path, fixture_model: WhisperRecognizer) -> None:
    samples = recording(shared / "speech" / "fleurs-en-004.flac")
    half = Window("a", 102_000, samples[16 * 2_000 :], context="Many people don't think about them as dinosaurs")
    words = fixture_model.recognize(half).words
    assert bare([word.text for word in words][-7:]) == bare("because they have feathers and can fly".split())
    assert 102_000 <= words[0].start_ms < words[-1].end_ms <= half.end_ms


def mean_probability(recognizer: WhisperRecognizer, samples: Samples) -> float:
    pieces = [samples[16 * at : 16 * (at + 5_000)] for at in range(0, min(40_000, len(samples) // 16), 5_000)]
    words = [word for piece in pieces for word in recognizer.hear(piece, 1000)]
    return float(np.mean([word.probability for word in words]))


def test_speech_it_never_heard_is_less_probable(shared: Path, fixture_model: WhisperRecognizer) -> None:
    known = mean_probability(fixture_model, recording(shared / "speech" / "librispeech-1089.flac"))
    unknown = mean_probability(fixture_model, recording(shared / "speech" / "nonnative-1012.flac"))
    assert known > 0.93
    assert unknown < known - 0.05
