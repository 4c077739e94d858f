"""An engine that reads marks in the sound: "m41" where the 41st lies. So each piece of sound has a name of its own, and
it is known of every word whether it was lost, said twice, or put at a wrong time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from captioner.recognition import SAMPLES_PER_MS, Hypothesis, RecognizerStream, Samples, StreamSettings, Traits, Window
from models.cue import Word

SLOT_MS = 300
SLOT = SLOT_MS * SAMPLES_PER_MS
WORD_MS = 250
LOUD = 0.02
PASS_S = 0.03
_CALL = np.random.default_rng(7).integers(0, 2, 40).astype(np.int16)
_BITS = 20


def marked(speech: Samples) -> np.ndarray:
    """Return sound as 16-bit numbers, a mark at each slot's beginning: its number, in the bits that nobody hears."""
    sound = np.clip(np.rint(speech * 32_000), -32_000, 32_000).astype(np.int16)
    for number in range(len(sound) // SLOT):
        bits = np.concatenate([_CALL, [(number >> bit) & 1 for bit in range(_BITS)]]).astype(np.int16)
        part = sound[number * SLOT : number * SLOT + len(bits)]
        part[:] = (part & ~np.int16(1)) | bits
    return sound


def marks_in(samples: Samples) -> list[tuple[int, int]]:
    """Return the marks in some sound, as (sample, number)."""
    bits = np.rint(samples * 32_768).astype(np.int16) & 1
    length = len(_CALL) + _BITS
    if len(bits) < length:
        return []
    found = np.ones(len(bits) - length + 1, bool)
    for at, bit in enumerate(_CALL):
        found &= bits[at : at + len(found)] == bit
    places = np.flatnonzero(found)
    return [(int(at), sum(int(bits[at + len(_CALL) + bit]) << bit for bit in range(_BITS))) for at in places]


def loud(slot: Samples) -> bool:
    """Whether something is said in a whole slot: nobody hears words in a pause."""
    return len(slot) == SLOT and float(np.sqrt(np.mean(np.square(slot)))) > LOUD


class MarkRecognizer:
    """A worker's recogniser."""

    def set_bias(self, bias_id: str, terms: Sequence[str], prompt: str) -> None:
        pass

    def recognize(self, window: Window) -> Hypothesis:
        time.sleep(PASS_S)
        words = []
        for at, number in marks_in(window.samples):
            if not loud(window.samples[at : at + SLOT]):
                continue
            start_ms = window.start_ms + at // SAMPLES_PER_MS
            words.append(Word(start_ms, start_ms + WORD_MS, f"m{number}", 0.9))
        return Hypothesis(tuple(words), took_ms=int(PASS_S * 1000))


def load(spec: dict[str, object]) -> MarkRecognizer:
    """What a worker process calls for the engine "tests.marks"."""
    return MarkRecognizer()


@dataclass(frozen=True)
class MarkEngine:
    name: str = "marks"
    notice: str = "It reads marks in the sound."

    @property
    def traits(self) -> Traits:
        return Traits(window_ms=10_000)

    def open(self, key: str, start_ms: int, settings: StreamSettings) -> RecognizerStream:
        from captioner.stream import AgreementStream

        return AgreementStream(self.traits, key, start_ms, settings)

    def spec(self) -> dict[str, object]:
        return {"engine": "tests.marks"}
