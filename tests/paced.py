"""An engine of a set speed: it says one word for each 300 ms of the clock, and takes as long for it as it is told to.

`cost` is the worker's time for a second of new sound ("stream": an engine that keeps state, whose work can't be saved
by asking less often) or for half a second's worth of passes ("window": each pass costs about the same, as Whisper's).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from captioner.recognition import Hypothesis, RecognizerStream, StreamSettings, Traits, Window
from models.cue import Word

SLOT_MS = 300
SMALLER = 0.4
"""What the smaller model costs of the larger."""
USUAL_WINDOW_MS = 3_000


@dataclass(frozen=True)
class Paced:
    """The engine, and how long a pass of it takes."""

    cost: float = 0.2
    shape: Literal["stream", "window"] = "stream"
    lighter: bool = False
    name: str = "paced"
    notice: str = ""

    @property
    def traits(self) -> Traits:
        if self.shape == "stream":
            return Traits(20_000, keeps_state=True, hold_ms=600, run_up_ms=0, least_pause_ms=200, lighter=self.lighter)
        return Traits(27_400, run_up_ms=1_500, step_ms=500, lighter=self.lighter)

    def open(self, key: str, start_ms: int, settings: StreamSettings) -> RecognizerStream:
        from captioner.stream import AgreementStream

        return AgreementStream(self.traits, key, start_ms, settings)

    def spec(self) -> dict[str, object]:
        return {"engine": __name__, "cost": self.cost, "shape": self.shape}

    def pass_s(self, window: Window, heard_ms: int) -> float:
        """Seconds of work for a window of which a worker has heard what lies before `heard_ms`."""
        model = SMALLER if window.rank else 1.0
        if self.shape == "stream":
            return model * self.cost * max(0, window.end_ms - max(heard_ms, window.start_ms)) / 1000
        length = (window.end_ms - window.start_ms) / USUAL_WINDOW_MS
        return model * self.cost * 0.5 * (0.5 + 0.5 * length)


def words(window: Window) -> tuple[Word, ...]:
    """The words of the whole slots in a window; `w7` is always the seventh."""
    first, last = -(-window.start_ms // SLOT_MS), window.end_ms // SLOT_MS
    return tuple(Word(n * SLOT_MS, (n + 1) * SLOT_MS - 20, f"w{n}", 0.9) for n in range(first, last))


class PacedRecognizer:
    """A worker's recogniser, which sleeps as long as the work would take."""

    def __init__(self, engine: Paced) -> None:
        self._engine = engine
        self._heard: dict[str, int] = {}

    def recognize(self, window: Window) -> Hypothesis:
        needed_s = self._engine.pass_s(window, self._heard.get(window.key, 0))
        self._heard = {**dict(list(self._heard.items())[-200:]), window.key: window.end_ms}
        time.sleep(needed_s)
        return Hypothesis(words(window), took_ms=round(needed_s * 1000))


def load(spec: dict[str, object]) -> PacedRecognizer:
    """What a worker process calls for the engine "tests.paced"."""
    shape: Literal["stream", "window"] = "stream" if spec["shape"] == "stream" else "window"
    return PacedRecognizer(Paced(float(str(spec["cost"])), shape))
