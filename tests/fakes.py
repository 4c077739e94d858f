"""Stand-ins that keep the real interfaces."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from captioner.recognition import SAMPLES_PER_MS, Hypothesis, RecognizerStream, StreamSettings, Traits, Window
from models.cue import Word


@dataclass
class ScriptedRecognizer:
    """A worker's recogniser that obeys the context of the window.

    It says the words of the context, 100 ms each; a context that begins with "raise", "hang" or "die" makes it do
    that, with "once" only the first time (the file at `once` remembers). "bias" says the terms it was told.
    """

    once: str = ""
    biases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)

    def set_bias(self, bias_id: str, terms: Sequence[str], prompt: str) -> None:
        self.biases[bias_id] = tuple(terms)

    def recognize(self, window: Window) -> Hypothesis:
        orders = window.context.split()
        if orders and orders[0] in ("raise", "hang", "die", "print") and not self._was_done(orders):
            self._misbehave(orders[0])
        if orders == ["slow"]:
            time.sleep(0.2)
        if orders == ["pid"]:
            orders = [str(os.getpid())]
        if orders == ["bias"]:
            orders = list(self.biases.get(window.bias, ()))
        words = [
            Word(window.start_ms + 100 * i, window.start_ms + 100 * (i + 1), text, 0.123456)
            for i, text in enumerate(orders)
        ]
        return Hypothesis(tuple(words), took_ms=1)

    def _was_done(self, orders: list[str]) -> bool:
        if "once" not in orders:
            return False
        done = Path(self.once).exists()
        Path(self.once).touch()
        return done

    def _misbehave(self, order: str) -> None:
        if order == "raise":
            raise ValueError("scripted fault")
        if order == "die":
            os._exit(9)
        if order == "hang":
            time.sleep(600)
        if order == "print":
            os.write(1, b"a native library prints\n")


def load(spec: dict[str, object]) -> ScriptedRecognizer:
    """What a worker process calls for the engine "tests.fakes"."""
    if spec.get("broken"):
        raise FileNotFoundError("no weights here")
    return ScriptedRecognizer(str(spec.get("once", "")))


@dataclass(frozen=True)
class ScriptedEngine:
    """An engine whose workers are `ScriptedRecognizer`s."""

    once: str = ""
    broken: bool = False
    keeps_state: bool = False
    name: str = "scripted"
    notice: str = ""

    @property
    def traits(self) -> Traits:
        return Traits(window_ms=10_000, keeps_state=self.keeps_state)

    def open(self, key: str, start_ms: int, settings: StreamSettings) -> RecognizerStream:
        from captioner.stream import AgreementStream

        return AgreementStream(self.traits, key, start_ms, settings)

    def spec(self) -> dict[str, object]:
        return {"engine": "tests.fakes", "once": self.once, "broken": self.broken}


def window(context: str = "", key: str = "s1/1.0", start_ms: int = 0, length_ms: int = 500, bias: str = "") -> Window:
    return Window(key, start_ms, np.zeros(length_ms * SAMPLES_PER_MS, np.float32), context=context, bias=bias)


@dataclass
class QueueClient:
    """A meeting with windows to recognise: the first is due first. `answers` gathers what came back, in order."""

    waiting: list[Window]
    unread: int = 500
    answers: list[tuple[Window, Hypothesis | str]] = field(default_factory=list)

    def unread_ms(self) -> int:
        return self.unread if self.waiting else -1

    def take_due(self, spare: bool) -> Window | None:
        return self.waiting.pop(0) if self.waiting else None

    def receive_hypothesis(self, window: Window, hypothesis: Hypothesis) -> None:
        self.answers.append((window, hypothesis))

    def recognition_failed(self, window: Window, why: str) -> None:
        self.answers.append((window, why))
