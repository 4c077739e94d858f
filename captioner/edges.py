"""The words at the edges of a gap, and which of those that are heard in its sound are its own.

The sound overlaps with what is heard before and behind it: a word that an edge cuts in two is heard whole by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from captioner.agreement import seam
from models.cue import Word

OVERLAP_MS = 1_000
DOUBT_MS = 300
"""By so much times of the same word may differ from one pass to another."""


@dataclass
class Edges:
    """A gap of a source between two times; `said` are the words near it that stand elsewhere in the captions."""

    source: str
    from_ms: int
    to_ms: int
    said: list[Word] = field(default_factory=list)

    def note(self, words: Iterable[Word]) -> None:
        """Take words of the source that stand elsewhere, in any order; those far from the gap don't matter."""
        begin_ms, end_ms = self.from_ms - OVERLAP_MS, self.to_ms + OVERLAP_MS
        self.said += [word for word in words if word.end_ms > begin_ms and word.start_ms < end_ms]

    def own(self, words: Sequence[Word]) -> list[Word]:
        """Return those words of the gap's sound, the overlap included, that stand nowhere yet."""
        said = sorted(self.said, key=lambda word: word.start_ms)
        ahead = [word for word in said if word.start_ms + word.end_ms < self.from_ms + self.to_ms]
        behind = said[len(ahead) :]
        first = seam(ahead, words) if ahead else sum(word.end_ms < self.from_ms - DOUBT_MS for word in words)
        own = list(words[first:])
        last = seam(_mirrored(behind), _mirrored(own)) if behind else sum(word.start_ms >= self.to_ms for word in own)
        return own[: len(own) - last]


def _mirrored(words: Sequence[Word]) -> list[Word]:
    """The words as they would come if time ran backwards."""
    return [Word(-word.end_ms, -word.start_ms, word.text, word.probability) for word in reversed(words)]
