"""The Whisper engine: how a session asks it, and the recogniser that a worker process loads.

A window is heard once in the smallest allowed window size that holds it. When a guard doubts the answer it is heard
once more in the full window, without context or glossary, since those feed most inventions; a second doubt
rejects it.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from captioner.engines.rungs import FRAME_MS, FULL, MARGIN_MS, SelfTest, load_self_test, rung_for
from captioner.guards import FLOOR, Pass, judge, loudness
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

MOST_BIAS_TOKENS = 60
MOST_CONTEXT_TOKENS = 60
MOST_BIASES = 256
TOO_QUIET = "too-quiet"


TRAITS = Traits(
    window_ms=FULL * FRAME_MS - MARGIN_MS,
    passes=2,
    hold_ms=100,
    hold_alone_ms=500,
    run_up_ms=1500,
    step_ms=600,
    pause_ms=500,
)


@dataclass(frozen=True)
class Whisper:
    """Whisper weights as an engine. `smaller`: weights for when recognition is late; none to go on with these.

    `model_dir`: a folder that `captioner.engines.weights.check` finds complete.
    """

    model_dir: Path
    language: str = "en"
    name: str = ""
    smaller: Path | None = None
    notice: str = ""

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", f"whisper {self.model_dir.name}")

    @property
    def traits(self) -> Traits:
        return replace(TRAITS, lighter=self.smaller is not None)

    def open(self, key: str, start_ms: int, settings: StreamSettings) -> RecognizerStream:
        return AgreementStream(self.traits, key, start_ms, settings)

    def spec(self) -> dict[str, object]:
        return {
            "engine": __name__,
            "model_dir": str(self.model_dir),
            "language": self.language,
            "smaller": str(self.smaller) if self.smaller else "",
        }


@dataclass
class _Bias:
    """A glossary, and its tokens by model once they were needed."""

    terms: tuple[str, ...] = ()
    prompt: str = ""
    tokens: dict[int, list[int]] = field(default_factory=dict)


class WhisperRecognizer:
    """A `WindowRecognizer` over Whisper weights. The smaller model is loaded when it is first asked for."""

    def __init__(self, model_dir: Path, language: str = "en", smaller: Path | None = None) -> None:
        self._dirs = [model_dir, *([smaller] if smaller else [])]
        self._language = language
        self._models: dict[int, Any] = {}
        self._tests: dict[int, SelfTest] = {}
        self._biases: dict[str, _Bias] = {}
        self._model(0)

    def set_bias(self, bias_id: str, terms: Sequence[str], prompt: str) -> None:
        """Take the glossary that windows name by `bias_id`: its terms in order, and the text made of them."""
        self._biases.pop(bias_id, None)
        self._biases[bias_id] = _Bias(tuple(terms), prompt)
        while len(self._biases) > MOST_BIASES:
            del self._biases[next(iter(self._biases))]

    def recognize(self, window: Window) -> Hypothesis:
        started = time.perf_counter()
        level = loudness(window.samples)
        if level < FLOOR:
            return Hypothesis(rejected=TOO_QUIET)
        rank = min(window.rank, len(self._dirs) - 1)
        model = self._model(rank)
        bias = self._biases.get(window.bias, _Bias())
        rung = rung_for(len(window.samples) // SAMPLES_PER_MS, self._tests[rank].rungs)
        first = self._pass(model, window, level, rung, self._before(rank, bias, window.context), bias.terms)
        doubt, redone, words = judge(first), False, first.words
        if doubt is not None and doubt.redo:
            again = self._pass(model, window, level, FULL, (), ())
            doubt, redone, words = judge(again), True, again.words
        took_ms = round(1000 * (time.perf_counter() - started))
        if doubt is not None:
            return Hypothesis((), took_ms, rejected=doubt.id, redone=redone)
        return Hypothesis(words, took_ms, redone=redone)

    def hear(self, samples: Samples, frames: int, before: str = "") -> Sequence[Word]:
        """One unguarded pass in a window of so many frames after the text before: for measuring."""
        model = self._model(0)
        context = model.encode(before)[-MOST_CONTEXT_TOKENS:]
        return model.hear(samples, 0, frames, context, final=True).words  # type: ignore[no-any-return]

    def _pass(
        self, model: Any, window: Window, level: float, rung: int, before: Sequence[int], terms: tuple[str, ...]
    ) -> Pass:
        heard = model.hear(window.samples, window.start_ms, rung, before, window.final)
        return Pass(
            words=heard.words,
            audio_ms=len(window.samples) // SAMPLES_PER_MS,
            capped=heard.capped,
            logprob=heard.logprob,
            no_speech=heard.no_speech,
            level=level,
            lang=model.language,
            terms=terms,
        )

    def _before(self, rank: int, bias: _Bias, context: str) -> list[int]:
        """The tokens ahead of the window: the glossary first, then the end of what was said."""
        model = self._model(rank)
        if not self._tests[rank].context:
            return []
        if rank not in bias.tokens:
            bias.tokens[rank] = model.encode(bias.prompt)[:MOST_BIAS_TOKENS]
        return [*bias.tokens[rank], *model.encode(context)[-MOST_CONTEXT_TOKENS:]]

    def _model(self, rank: int) -> Any:
        if rank not in self._models:
            # The main process names engines without loading CTranslate2; workers load it here.
            from captioner.engines.whisper_model import LoadedWhisper

            self._models[rank] = LoadedWhisper(self._dirs[rank], self._language)
            self._tests[rank] = load_self_test(self._dirs[rank])
        return self._models[rank]


def load(spec: dict[str, object]) -> WhisperRecognizer:
    """Return the recogniser that `Whisper.spec` describes."""
    smaller = str(spec.get("smaller") or "")
    return WhisperRecognizer(
        Path(str(spec["model_dir"])), str(spec.get("language") or "en"), Path(smaller) if smaller else None
    )
