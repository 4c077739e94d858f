"""What is missing from a meeting's captions, declared: numbered stretches with a reason, and the sound to fill them."""

from __future__ import annotations

from captioner.floor import Floor
from captioner.recognition import SAMPLES_PER_MS, Samples
from captioner.speaking import Aside, Speaking
from models.events import MeetingEvent, Note

BEHIND = "captions fell behind"


class Gaps:
    """Declares gaps into `events`, numbered from `first`."""

    def __init__(self, events: list[MeetingEvent], first: int, floor: Floor) -> None:
        self._events = events
        self._next = first
        self._floor = floor
        self._asides: list[Aside] = []

    def declare(self, from_ms: int, to_ms: int, why: str, source: str) -> int:
        """Say that captions of a source ("" for all) are missing between two times; returns the gap's number."""
        gap = self._next
        self._next += 1
        fields = {"gap": gap, "from_ms": from_ms, "to_ms": to_ms, "why": why, "source": source}
        self._events.append(Note("gap", fields))
        return gap

    def set_aside(self, one: Speaking, begin_ms: int, samples: Samples) -> None:
        """Declare a source's backlog missing and keep its sound for later, what was on the record of it."""
        end_ms = begin_ms + len(samples) // SAMPLES_PER_MS
        one.ledger.miss(begin_ms, end_ms)
        for from_ms, to_ms, off in one.off.pieces(begin_ms, end_ms):
            if off:
                self.declare(from_ms, to_ms, f"{BEHIND} off the record, and no sound was kept", one.id)
                continue
            part = samples[(from_ms - begin_ms) * SAMPLES_PER_MS : (to_ms - begin_ms) * SAMPLES_PER_MS].copy()
            speaker = self._floor.speaker_at(one, from_ms)
            self._asides.append(Aside(self.declare(from_ms, to_ms, BEHIND, one.id), one.id, speaker, from_ms, part))

    def asides(self) -> list[Aside]:
        """Return what was set aside since the last call."""
        asides, self._asides = self._asides, []
        return asides
