from __future__ import annotations

import random

import numpy as np
import pytest

from captioner.engines.voice import VoiceDetector
from captioner.recognition import FRAME, SAMPLE_RATE


def sound(seconds: float = 4.0) -> np.ndarray:
    """A buzz that comes and goes, in noise: enough for the model to change its mind."""
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    buzz = sum(np.sin(2 * np.pi * 120 * k * t) / k for k in range(1, 20)) * (np.sin(2 * np.pi * 1.5 * t) > 0)
    return (0.1 * buzz + 0.01 * np.random.default_rng(1).standard_normal(len(t))).astype(np.float32)


WHOLE = sound()


@pytest.mark.parametrize("seed", range(10))
def test_however_the_sound_is_cut_the_probabilities_are_the_same(seed: int):
    rng, detector, at, said = random.Random(seed), VoiceDetector(), 0, list[float]()
    while at < len(WHOLE):
        step = rng.choice([1, 37, 160, 511, 512, 1600, 9000])
        said += detector.probabilities(WHOLE[at : at + step])
        at += step
    assert said == VoiceDetector().probabilities(WHOLE)
    assert len(said) == len(WHOLE) // FRAME


def test_two_streams_do_not_hear_each_other():
    one, other = VoiceDetector(), VoiceDetector()
    parts = []
    for at in range(0, len(WHOLE), 4000):
        parts += one.probabilities(WHOLE[at : at + 4000])
        other.probabilities(-WHOLE[at : at + 4000] * 0.3)
    assert parts == VoiceDetector().probabilities(WHOLE)


def test_silence_and_noise_are_no_voice():
    noise = 0.01 * np.random.default_rng(2).standard_normal(3 * SAMPLE_RATE).astype(np.float32)
    assert max(VoiceDetector().probabilities(np.zeros(3 * SAMPLE_RATE, np.float32))) < 0.2
    assert max(VoiceDetector().probabilities(noise)[10:]) < 0.5


def test_it_says_what_the_library_says_of_the_whole_sound():
    from faster_whisper.vad import get_vad_model

    whole = WHOLE[: len(WHOLE) // FRAME * FRAME]
    library = np.ravel(get_vad_model()(whole.copy()))
    # The library silences the end of the last frame.
    assert np.allclose(VoiceDetector().probabilities(whole)[:-1], library[:-1], atol=1e-4)
