"""What of the unsettled tail may be shown, so that it neither flickers nor guesses."""

from __future__ import annotations

from collections.abc import Sequence

from captioner.agreement import normal
from models.cue import Word

EDGE_MS = 300
"""Words from the last 0.3 s of audio are half heard: they wait."""
KEEP_MS = 1_000
"""A tail that only lost words at its end stays this long: the last word coming and going is most of the flicker."""
GUESSES = 4
"""How many words that only one pass has heard are shown: a pass that runs away runs away with few."""


class Tail:
    """The tail on screen. `text` is what to show after the committed words."""

    def __init__(self) -> None:
        self.text = ""
        self._shown: list[str] = []
        self._texts: list[str] = []
        self._since_ms = 0
        self._before: list[str] = []

    def offer(self, words: Sequence[Word], end_ms: int, committed: int) -> None:
        """Take the unsettled words of a pass over audio up to `end_ms`, `committed` words having just left the tail."""
        self._shown, self._texts = self._shown[committed:], self._texts[committed:]
        ripe = [word for word in words if word.end_ms <= end_ms - EDGE_MS]
        known = _same(self._before[committed:], [normal(word.text) for word in words])
        self._before = [normal(word.text) for word in words]
        ripe = ripe[: known + GUESSES]
        new = [normal(word.text) for word in ripe]
        if new == self._shown:
            self.text = " ".join(self._texts)
            return
        is_prefix = new == self._shown[: len(new)]
        if is_prefix and end_ms - self._since_ms < KEEP_MS:
            self.text = " ".join(self._texts)
            return
        same = _same(new, self._shown)
        # Casing and punctuation alone never redraw what is shown.
        self._texts = self._texts[:same] + [word.text for word in ripe[same:]]
        self._shown, self._since_ms = new, end_ms
        self.text = " ".join(self._texts)

    def clear(self) -> None:
        self.text, self._shown, self._texts, self._before = "", [], [], []


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count
