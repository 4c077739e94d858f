"""What is missing from a meeting's captions, declared: numbered stretches with a reason, and the sound to fill them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from captioner.edges import OVERLAP_MS, Edges
from captioner.floor import Floor
from captioner.recognition import SAMPLES_PER_MS, Backlog
from captioner.speaking import Aside, Speaking
from models.cue import Word
from models.events import MeetingEvent, Note

BEHIND = "captions fell behind"


class Gaps:
    """Declares gaps into `events`, numbered from `first`."""

    def __init__(self, events: list[MeetingEvent], first: int, floor: Floor) -> None:
        self._events = events
        self._next = first
        self._floor = floor
        self._asides: list[Aside] = []
        self._edges: dict[int, Edges] = {}

    def declare(self, from_ms: int, to_ms: int, why: str, source: str) -> int:
        """Say that captions of a source ("" for all) are missing between two times; returns the gap's number."""
        gap = self._next
        self._next += 1
        fields = {"gap": gap, "from_ms": from_ms, "to_ms": to_ms, "why": why, "source": source}
        self._events.append(Note("gap", fields))
        return gap

    def set_aside(self, one: Speaking, backlog: Backlog) -> None:
        """Declare a source's backlog missing and keep its sound for later, what was on the record of it."""
        one.ledger.miss(backlog.from_ms, backlog.to_ms)
        around = one.off.pieces(backlog.start_ms, backlog.end_ms)
        for from_ms, to_ms, off in one.off.pieces(backlog.from_ms, backlog.to_ms):
            if off:
                self.declare(from_ms, to_ms, f"{BEHIND} off the record, and no sound was kept", one.id)
                continue
            begin_ms, end_ms = next((a, b) for a, b, _ in around if a <= from_ms < b)
            begin_ms, end_ms = max(begin_ms, from_ms - OVERLAP_MS), min(end_ms, to_ms + OVERLAP_MS)
            first, last = ((ms - backlog.start_ms) * SAMPLES_PER_MS for ms in (begin_ms, end_ms))
            gap = self.declare(from_ms, to_ms, BEHIND, one.id)
            self.know(gap, Edges(one.id, from_ms, to_ms), one.said)
            speaker = self._floor.speaker_at(one, from_ms)
            self._asides.append(Aside(gap, one.id, speaker, begin_ms, backlog.samples[first:last].copy()))

    def asides(self) -> list[Aside]:
        """Return what was set aside since the last call."""
        asides, self._asides = self._asides, []
        return asides

    # --- its words -----------------------------------------------------------------------------

    def know(self, gap: int, edges: Edges, said: Iterable[Word]) -> None:
        """Take a gap that is to be filled, and the words of its source until now."""
        self._edges[gap] = edges
        edges.note(said)

    def note(self, one: Speaking, words: Sequence[Word]) -> None:
        """Take words of a source that come into the captions; those of a gap count when it is filled."""
        if one.gap is None:
            kept = [word for word in words if not one.off.covers(word.start_ms, word.end_ms)]
            one.said.extend(kept)
            self._note(one.id, kept)

    def edges(self, aside: Aside) -> Edges:
        """Return where the gap lies of which this is the sound."""
        end_ms = aside.from_ms + len(aside.samples) // SAMPLES_PER_MS
        return self._edges.get(aside.gap) or Edges(aside.source, aside.from_ms, end_ms)

    def fill(self, sources: Iterable[Speaking]) -> None:
        """Put the words of gaps that were heard to their end into the captions, each word once."""
        for one in sources:
            if one.gap is not None and one.edges is not None and one.finished and one.stream.idle:
                words = one.edges.own([word for word, _ in one.ready])
                self._edges.pop(one.gap, None)
                self._note(one.edges.source, words)
                self._floor.fill(one, words)

    def _note(self, source: str, words: Sequence[Word]) -> None:
        for edges in self._edges.values():
            if words and edges.source == source:
                edges.note(words)
