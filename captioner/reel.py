"""The sound of one source as it is kept: what of it, and in which pieces it goes to disk.

Nothing off the record is kept, nor what was said shortly before and after: a word that only touches such a stretch
is off the record whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from captioner.audio import to_pcm16
from captioner.off_record import Stretches
from captioner.recognition import SAMPLES_PER_MS, Samples

SEGMENT_MS = 30_000
EDGE_MS = 2_000
"""So far from what is off the record sound is kept: longer than a word."""
HOLD_MS = 10_000
"""The newest sound is held back from the disk: going off the record reaches back into it, by `EDGE_MS` and by as much
as a source may be ahead of the meeting's clock: five seconds and a message."""
BYTES_PER_MS = 2 * SAMPLES_PER_MS


@dataclass(frozen=True)
class Piece:
    """Sound of a source from a session time on; `pcm`: 16 bits, little-endian, mono, 16 kHz."""

    source: str
    from_ms: int
    pcm: bytes

    @property
    def to_ms(self) -> int:
        return self.from_ms + len(self.pcm) // BYTES_PER_MS


@dataclass
class _Run:
    from_ms: int
    pcm: bytearray

    @property
    def to_ms(self) -> int:
        return self.from_ms + len(self.pcm) // BYTES_PER_MS


class Reel:
    """Sound of one source on its way to disk; `off` tells when that source is off the record, now and later."""

    def __init__(self, source: str, off: Stretches) -> None:
        self.source = source
        self._off = off
        self._runs: list[_Run] = []

    def take(self, at_ms: int, samples: Samples) -> None:
        """Take what the source sent, in order; nothing of it if any is off the record or close to it."""
        to_ms = at_ms + len(samples) // SAMPLES_PER_MS
        if self._off.clear(at_ms, to_ms, EDGE_MS) != [(at_ms, to_ms)]:
            return
        if not self._runs or self._runs[-1].to_ms < at_ms:
            self._runs.append(_Run(at_ms, bytearray()))
        self._runs[-1].pcm += to_pcm16(samples)

    def heed(self) -> None:
        """Drop what has turned out to be off the record, or close to it."""
        runs = []
        for run in self._runs:
            whole = run.from_ms, run.to_ms
            for a, b in self._off.clear(*whole, EDGE_MS):
                part = slice((a - run.from_ms) * BYTES_PER_MS, (b - run.from_ms) * BYTES_PER_MS)
                runs.append(run if (a, b) == whole else _Run(a, run.pcm[part]))
        self._runs = runs

    def due(self) -> list[Piece]:
        """Return the pieces to write now; each comes once."""
        self.heed()
        pieces = []
        while self._runs and (len(self._runs) > 1 or self._length_ms >= SEGMENT_MS + HOLD_MS):
            first = self._runs[0]
            cut = SEGMENT_MS * BYTES_PER_MS if len(self._runs) == 1 else len(first.pcm)
            pieces.append(Piece(self.source, first.from_ms, bytes(first.pcm[:cut])))
            first.pcm, first.from_ms = first.pcm[cut:], first.from_ms + cut // BYTES_PER_MS
            if not first.pcm:
                del self._runs[0]
        return pieces

    def rest(self) -> list[Piece]:
        """Return all that is left, when the source sends no more."""
        pieces = self.held()
        self._runs = []
        return pieces

    def held(self) -> list[Piece]:
        """Return what is not on its way to disk yet."""
        self.heed()
        return [Piece(self.source, run.from_ms, bytes(run.pcm)) for run in self._runs]

    @property
    def _length_ms(self) -> int:
        return self._runs[0].to_ms - self._runs[0].from_ms
