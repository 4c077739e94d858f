"""A recogniser at the cost of a real Whisper that hears every word: for latency where no weights can be had.

It encodes, writes and aligns with a model of the real shape (`benchmarks/shape.py`), in the real worker processes, as
many tokens as the words need. What it answers is not what the model wrote, but the words that the recording is known
to have said by the end of the window. So the figures are those of the policy and the machine, not of the recogniser.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np

from captioner.engines.rungs import rung_for
from captioner.engines.whisper import MOST_CONTEXT_TOKENS, TRAITS
from captioner.recognition import (
    SAMPLES_PER_MS,
    Hypothesis,
    RecognizerStream,
    Samples,
    StreamSettings,
    Traits,
    Window,
)
from captioner.stream import AgreementStream
from models.cue import Word

TOKENS_PER_WORD = 1.35
"""Of Whisper's English vocabulary, with punctuation."""
SURE = 0.9

Spoken = list[tuple[int, int, str]]
"""Words as (start_ms, end_ms, text)."""


@dataclass(frozen=True)
class Perfect:
    """The engine. `spoken`: what is said in each meeting, by its id."""

    model_dir: Path
    spoken: dict[str, Spoken]
    name: str = "stand-in"
    notice: str = ""
    traits: Traits = TRAITS

    def open(self, key: str, start_ms: int, settings: StreamSettings) -> RecognizerStream:
        return AgreementStream(self.traits, key, start_ms, settings)

    def spec(self) -> dict[str, object]:
        return {"engine": "benchmarks.perfect", "model_dir": str(self.model_dir), "spoken": self.spoken}


class PerfectRecognizer:
    """A `WindowRecognizer` that works as hard as Whisper and is never wrong."""

    def __init__(self, model_dir: Path, spoken: dict[str, Spoken]) -> None:
        from captioner.engines.whisper_model import LoadedWhisper

        self._model = LoadedWhisper(model_dir, "en")
        self._spoken = spoken

    def recognize(self, window: Window) -> Hypothesis:
        started = time.perf_counter()
        # Keys in a worker are CLIENT:MEETING:SOURCE/UTTERANCE.
        spoken = self._spoken[window.key.split(":")[1]]
        words = tuple(
            Word(max(start_ms, window.start_ms), end_ms, text, SURE)
            for start_ms, end_ms, text in spoken
            if (start_ms + end_ms) // 2 > window.start_ms and end_ms <= window.end_ms
        )
        context = MOST_CONTEXT_TOKENS if window.context else 0
        self._work(window.samples, round(TOKENS_PER_WORD * len(words)) + 1, context)
        return Hypothesis(words, round(1000 * (time.perf_counter() - started)))

    def _work(self, samples: Samples, tokens: int, context: int) -> None:
        """One pass as `LoadedWhisper.hear` makes it, with so many tokens written, none of them read."""
        model: Any = self._model
        frames = rung_for(len(samples) // SAMPLES_PER_MS)
        features = ctranslate2.StorageView.from_array(model.features(samples, frames)[np.newaxis])
        encoded = model._whisper.encode(features, to_cpu=False)
        tokenizer = model._tokens
        prompt = [*([tokenizer.sot_prev, *range(500, 500 + context)] if context else ()), *model._start]
        written = model._whisper.generate(
            encoded,
            [prompt],
            beam_size=1,
            max_length=max(2 * tokens, len(prompt) + tokens),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=[tokenizer.eot],
        )[0].sequences_ids[0]
        text = [token for token in written[:tokens] if token < tokenizer.eot]
        if text:
            model._whisper.align(encoded, tokenizer.sot_sequence, [text], max(2, len(samples) // SAMPLES_PER_MS // 10))


def load(spec: dict[str, Any]) -> PerfectRecognizer:
    """Return the recogniser that `Perfect.spec` describes."""
    return PerfectRecognizer(Path(spec["model_dir"]), spec["spoken"])
