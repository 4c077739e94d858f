"""Which words are off the record: by the time at which they were said, for each source on its own clock."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

NUMBERS = 100_000
"""Cue numbers that are set aside when a meeting goes off the record: which of them are used is kept nowhere, and a
program that is started again must use none of them a second time."""


class Stretches:
    """The stretches of a source that are off the record."""

    def __init__(self) -> None:
        self._turns: list[int] = []  # off, on, off, on ...

    @property
    def off(self) -> bool:
        """Whether the source is off the record now."""
        return len(self._turns) % 2 == 1

    def turn(self, at_ms: int) -> None:
        """Go off the record at this time, or back on."""
        self._turns.append(max(at_ms, self._turns[-1]) if self._turns else at_ms)

    def become(self, other: Stretches) -> None:
        """Have the stretches of another."""
        self._turns[:] = other._turns

    def side(self, from_ms: int, to_ms: int) -> int:
        """Return how often the source was turned before a word: odd when the word is off the record.

        A word that only touches a stretch belongs to it: in doubt nothing is kept.
        """
        for at in range(0, len(self._turns), 2):
            if from_ms < self._turns[at] >= to_ms:
                return at
            if at + 1 == len(self._turns) or from_ms <= self._turns[at + 1]:
                return at + 1
        return len(self._turns)

    def covers(self, from_ms: int, to_ms: int) -> bool:
        """Whether a word is off the record."""
        return self.side(from_ms, to_ms) % 2 == 1

    def pieces(self, from_ms: int, to_ms: int) -> list[tuple[int, int, bool]]:
        """Cut sound where the source was turned: (from_ms, to_ms, off the record)."""
        edges = [from_ms, *sorted({turn for turn in self._turns if from_ms < turn < to_ms}), to_ms]
        return [(a, b, bisect_right(self._turns, a) % 2 == 1) for a, b in pairwise(edges)]

    def clear(self, from_ms: int, to_ms: int, edge_ms: int) -> list[tuple[int, int]]:
        """Return the parts of some sound that are at least `edge_ms` away from everything off the record."""
        parts = [(from_ms, to_ms)]
        for at in range(0, len(self._turns), 2):
            off_ms = self._turns[at] - edge_ms
            on_ms = self._turns[at + 1] + edge_ms if at + 1 < len(self._turns) else to_ms
            cut = [side for a, b in parts for side in ((a, min(b, off_ms)), (max(a, on_ms), b))]
            parts = [(a, b) for a, b in cut if a < b]
        return parts
