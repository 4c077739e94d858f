"""An engine that hears when there is sound, not what is said: one word for each 300 ms of loud sound, "w41" for the
41st. So what must come out of any recording is known from the recording, and no word comes twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from captioner.recognition import SAMPLES_PER_MS, Hypothesis, RecognizerStream, Samples, StreamSettings, Traits, Window
from models.cue import Word

SLOT_MS = 300
LOUD = 0.03


def words_in(samples: Samples, start_ms: int = 0) -> list[Word]:
    """The words of the whole slots in samples that begin at this time."""
    words = []
    first, end_ms = -(-start_ms // SLOT_MS), start_ms + len(samples) // SAMPLES_PER_MS
    for slot in range(first, end_ms // SLOT_MS):
        at = (slot * SLOT_MS - start_ms) * SAMPLES_PER_MS
        sound = samples[at : at + SLOT_MS * SAMPLES_PER_MS]
        if float(np.sqrt(np.mean(np.square(sound)))) > LOUD:
            words.append(Word(slot * SLOT_MS, (slot + 1) * SLOT_MS - 20, f"w{slot}", 0.9))
    return words


@dataclass
class SlotRecognizer:
    """A worker's recogniser."""

    biases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def set_bias(self, bias_id: str, terms: Sequence[str], prompt: str) -> None:
        self.biases[bias_id] = tuple(terms)

    def recognize(self, window: Window) -> Hypothesis:
        return Hypothesis(tuple(words_in(window.samples, window.start_ms)), took_ms=1)


def load(spec: dict[str, object]) -> SlotRecognizer:
    """What a worker process calls for the engine "tests.slots"; fails as long as the file `broken` is there."""
    if spec["broken"] and Path(str(spec["broken"])).exists():
        raise FileNotFoundError("the weights are gone")
    return SlotRecognizer()


@dataclass(frozen=True)
class SlotEngine:
    """An engine whose workers are `SlotRecognizer`s."""

    broken: str = ""
    name: str = "slots"
    notice: str = "It hears when, not what."

    @property
    def traits(self) -> Traits:
        return Traits(window_ms=10_000)

    def open(self, key: str, start_ms: int, settings: StreamSettings) -> RecognizerStream:
        from captioner.stream import AgreementStream

        return AgreementStream(self.traits, key, start_ms, settings)

    def spec(self) -> dict[str, object]:
        return {"engine": __name__, "broken": self.broken}
