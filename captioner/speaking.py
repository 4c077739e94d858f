"""A source as the session holds it, and what is left of one that was set aside."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from captioner.recognition import SAMPLES_PER_MS, RecognizerStream, Samples, Window
from models.cue import Origin, Word

WAIT_MS = 2_500
"""Who talks over the open cue waits this long at most before their words get a cue of their own."""


@dataclass
class Speaking:
    """One source in a session: its stream, the window that is out, the words that wait for their turn."""

    id: str
    name: str | None
    stream: RecognizerStream
    origin: Origin
    live: bool = True
    gap: int | None = None
    window: Window | None = None
    start_ms: int = 0
    heard: int = 0  # samples
    ready: deque[tuple[Word, int]] = field(default_factory=deque)
    tail: str = ""
    shown_tail: str = ""
    finished: bool = False

    @property
    def now_ms(self) -> int:
        return self.start_ms + self.heard // SAMPLES_PER_MS

    def keeps_floor(self, other: Speaking) -> bool:
        """Whether the other's words have to wait for this source, whose cue is open."""
        busy = bool(self.ready) or bool(self.tail) or self.stream.hearing
        return busy and other.now_ms - other.ready[0][1] < WAIT_MS


@dataclass(frozen=True)
class Aside:
    """A backlog set aside: to be recognised when there is time, as the words of gap `gap`."""

    gap: int
    source: str
    speaker: str | None
    from_ms: int
    samples: Samples
