"""A source as the session holds it, and what is left of one that was set aside."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from captioner.edges import Edges
from captioner.ledger import Account, Ledger
from captioner.off_record import Stretches
from captioner.recognition import SAMPLES_PER_MS, Reading, RecognizerStream, Samples, Window
from models.cue import Origin, Word

WAIT_MS = 2_500
"""Who talks over the open cue waits this long at most before their words get a cue of their own."""
RECENT = 20
LATE_MS = 1_000
"""Sound that is this much older than the clock says was not said when it comes."""


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
    off: Stretches = field(default_factory=Stretches)
    late: tuple[int, int] | None = None
    """What was said on the record and comes off the record: it is declared missing when it comes."""
    edges: Edges | None = None
    """Where the gap lies that it fills."""
    said: deque[Word] = field(default_factory=lambda: deque(maxlen=RECENT))
    """Its newest words that may be kept."""
    ledger: Ledger = field(init=False)
    refills: bool = field(init=False)
    """Whether it is heard for the second time, to fill a gap."""

    def __post_init__(self) -> None:
        self.ledger, self.refills = Ledger(self.start_ms), self.gap is not None

    def hear(self, samples: Samples, voice: Sequence[float]) -> None:
        self.stream.accept(samples, voice)
        self.heard += len(samples)
        self.ledger.receive(len(samples), voice)

    def enter(self, reading: Reading, by_hand: bool) -> None:
        """Put into the books what became of the sound; `by_hand`: a person captions it."""
        if by_hand:
            self.ledger.cover(reading.dealt_with_ms)
        else:
            self.ledger.say(reading.committed)
            for from_ms, to_ms, _ in reading.lost:
                self.ledger.miss(from_ms, to_ms)
        self.ledger.reach(reading.dealt_with_ms)

    @property
    def account(self) -> Account:
        """What became of its sound; that of a gap was in the books before."""
        if not self.refills:
            return self.ledger.account
        return Account(filled=self.edges.to_ms - self.edges.from_ms if self.edges is not None else 0)

    @property
    def now_ms(self) -> int:
        return self.start_ms + self.heard // SAMPLES_PER_MS

    @property
    def settled_ms(self) -> int:
        """Up to here all words are in the captions, or there are none."""
        return min([self.ledger.upto_ms, *(word.start_ms for word, _ in self.ready)])

    def turn_record(self, at_ms: int) -> None:
        """Go off the record, or back on.

        The sound of a line that stood still is younger than its time says, and that of one that broke is older when
        it comes. In doubt it is off the record. A recording has no time but its own.
        """
        if self.gap is not None:
            return
        if self.live and not self.off.off and at_ms - self.now_ms > LATE_MS:
            self.late = self.now_ms, at_ms
        latest = max if self.off.off else min
        self.off.turn(latest(at_ms, self.now_ms) if self.live else self.now_ms)

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
