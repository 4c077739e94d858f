"""What the session and the engines say to each other: windows out, hypotheses back.

Two kinds of recogniser exist, those that hear a whole window and those that hear a stream. The session
knows only `RecognizerStream`. A stream never recognises: it says which window is due, somebody carries it
to a worker process, and the hypothesis comes back. So the policy stays pure, workers serve all meetings,
and a window that a dead worker held is simply sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.cue import Word

Samples = npt.NDArray[np.float32]
SAMPLE_RATE = 16_000
SAMPLES_PER_MS = SAMPLE_RATE // 1000
FRAME = 512
"""Samples of one voice probability: 32 ms."""
FRAME_MS = FRAME // SAMPLES_PER_MS


@dataclass(frozen=True)
class Traits:
    """How a kind of recogniser wants to be asked.

    `window_ms` is the most audio it takes at once. With `keeps_state` it goes on from the last window of the
    same utterance instead of hearing it again, so windows grow from the start of the utterance.
    """

    window_ms: int
    keeps_state: bool = False
    passes: int = 2
    """Hypotheses that must agree on a word before it is committed."""
    hold_ms: int = 100
    """A word must end this long before the end of the window to be committed by agreement."""
    hold_alone_ms: int = 600
    """The same when one pass alone decides, because recognition is late."""
    run_up_ms: int = 2_000
    """Committed audio that stays ahead of the new audio."""
    step_ms: int = 500
    """New audio between two passes."""
    pause_ms: int = 500
    """Silence that ends an utterance."""
    least_pause_ms: int = 500
    """The same in a long utterance: engines that keep state want an end now and then."""
    lighter: bool = False
    """Whether a smaller model is at hand, for windows of rank 1."""


@dataclass(frozen=True)
class Window:
    """Samples to be recognised together.

    `samples`: float32, shape (n,), mono, 16 kHz, within [-1, 1]. Windows with the same `key` start at the same
    `start_ms` and only grow. `final` says that speech has ended: recognise all of it. `rank` 0 asks for the
    chosen model, 1 for the next smaller one. `bias` names the glossary that `Workers.bias` was told.
    """

    key: str
    start_ms: int
    samples: Samples
    context: str = ""
    final: bool = False
    rank: int = 0
    bias: str = ""

    @property
    def end_ms(self) -> int:
        return self.start_ms + len(self.samples) // SAMPLES_PER_MS


@dataclass(frozen=True)
class Hypothesis:
    """What the recogniser believes now: words in speaking order, times on the session clock.

    `rejected` names the guard that threw the pass away (then `words` is empty); `redone` says that a guard
    had the window recognised a second time. `took_ms` is the worker's time on it.
    """

    words: tuple[Word, ...] = ()
    took_ms: int = 0
    rejected: str = ""
    redone: bool = False


@dataclass(frozen=True)
class Reading:
    """What a stream has settled since it was last read.

    `committed` never changes and is never given again. `tail` is the unsettled rest as it may be shown.
    `dealt_with_ms`: audio before it is committed, silent or rejected.
    """

    committed: tuple[Word, ...] = ()
    tail: str = ""
    dealt_with_ms: int = 0
    lost: tuple[tuple[int, int, str], ...] = ()
    """Audio given up, as (from_ms, to_ms, why)."""
    rejected: tuple[str, ...] = ()
    """Guards that threw a pass away, by rule id."""


@dataclass(frozen=True)
class Backlog:
    """Sound that is given up for now, between two times. `samples` begin at `start_ms` and overlap with what is heard
    before and behind, so that the words at the edges are whole."""

    from_ms: int
    to_ms: int
    start_ms: int
    samples: Samples

    @property
    def end_ms(self) -> int:
        return self.start_ms + len(self.samples) // SAMPLES_PER_MS


Unkept = Callable[[int, int], bool]


def nothing(from_ms: int, to_ms: int) -> bool:
    """The `Unkept` of sound that is on the record from end to end."""
    return False


@dataclass(frozen=True)
class StreamSettings:
    """How a stream is to be recognised.

    `live` False means that nobody waits: longer steps, and no measures against falling behind. `respell` puts
    glossary terms right before words are compared or committed; `bias` names the glossary for the workers. `unkept`
    says of a word's times that the word is off the record and goes into no prompt. `said`: words that are final
    already, where a stream begins with sound that was heard before.
    """

    live: bool = True
    bias: str = ""
    respell: Callable[[Sequence[Word]], Sequence[Word]] = tuple
    unkept: Unkept = nothing
    said: tuple[Word, ...] = ()


class RecognizerStream(Protocol):
    """One source being recognised. Sound goes in, windows come out, hypotheses go in, readings come out."""

    @property
    def hearing(self) -> bool:
        """Whether somebody is speaking now."""

    @property
    def idle(self) -> bool:
        """Whether everything heard is dealt with."""

    @property
    def lag_ms(self) -> int:
        """How much speech waits for its first pass."""

    @property
    def level(self) -> int:
        """How much is given up to keep up: 0 nothing, 1 second passes, 2 the larger model, 3 parts, for later."""

    def accept(self, samples: Samples, voice: Sequence[float]) -> None:
        """Take samples (as `Window.samples`) and the voice probability of each 32 ms frame they complete."""

    def finish(self) -> None:
        """Say that no more sound comes: everything still open is due."""

    def due(self) -> Window | None:
        """Return the window to recognise now, at most one outstanding; None when there is nothing to do."""

    def receive(self, hypothesis: Hypothesis) -> None:
        """Take the answer to the outstanding window."""

    def fail(self) -> None:
        """Take it that the outstanding window could not be recognised; its audio stays to be recognised."""

    def read(self) -> Reading:
        """Return what was settled since the last call."""

    def set_aside(self, served: bool) -> Backlog | None:
        """When hopelessly late, give up the backlog but its newest seconds, and return it.

        `served`: a worker is free, and the next call is `due`.
        """


class WindowRecognizer(Protocol):
    """A loaded model in a worker process. Stateless as far as anybody can tell: may raise, may be asked again."""

    def recognize(self, window: Window) -> Hypothesis: ...


class StreamRecognizer(Protocol):
    """An engine: how it is named, how it wants to be asked, how a worker loads it.

    `notice` is said aloud on every page and file where it is not empty.
    """

    @property
    def name(self) -> str: ...

    @property
    def notice(self) -> str: ...

    @property
    def traits(self) -> Traits: ...

    def open(self, key: str, start_ms: int, settings: StreamSettings) -> RecognizerStream: ...

    def spec(self) -> dict[str, object]:
        """What a worker process needs to load it: {"engine": module name, ...}, plain JSON."""
