"""Where every second of a source's sound went: captioned, silent, without words, declared missing, or still waiting.

The five always add up to what was received. A second that is lost on the way without a word to anybody would have to
stand under one of them; speech that no words came of has a place of its own, so that it cannot pass for silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from captioner.recognition import FRAME_MS, SAMPLES_PER_MS
from models.cue import Word

VOICE = 0.5
BREATH_MS = 1_000
"""Words that follow each other within this time are one stretch of captioned speech."""
EDGE_MS = 500
"""Voice this near to a word belongs to it: recognisers tell times of words to some tenths of a second. Voice this
near to a gap is a word that the gap's edge cut in two."""
_SILENT, _WORDLESS, _CAPTIONED, _GAP = range(4)


@dataclass(frozen=True)
class Account:
    """Milliseconds of sound. `wordless`: somebody or something was heard, and the recogniser found no words in it.
    `filled` is that part of `gap` whose words were found later."""

    received: int = 0
    captioned: int = 0
    silent: int = 0
    wordless: int = 0
    gap: int = 0
    waiting: int = 0
    filled: int = 0

    def __add__(self, other: Account) -> Account:
        return Account(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def unaccounted(self) -> int:
        """What is received and stands nowhere: always 0."""
        return self.received - self.captioned - self.silent - self.wordless - self.gap - self.waiting

    def told(self) -> dict[str, int]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


class Ledger:
    """The account of one source, whose sound begins at `start_ms`."""

    def __init__(self, start_ms: int) -> None:
        self._start_ms = self._upto_ms = start_ms
        self._samples = 0
        self._frames = 0
        self._counts = [0, 0, 0, 0]
        self._spans: list[tuple[int, int, int]] = []  # kind and times of what lies ahead of `_upto_ms`, or ends there
        self._said_ms = start_ms - 10 * BREATH_MS

    @property
    def upto_ms(self) -> int:
        """Up to here everything has found its place."""
        return self._upto_ms

    def receive(self, samples: int, voice: Sequence[float]) -> None:
        """Take it that so many samples came, with the voice probability of each frame that they complete."""
        self._samples += samples
        for probability in voice:
            from_ms = self._start_ms + self._frames * FRAME_MS
            self._frames += 1
            if probability >= VOICE:
                self._mark(_WORDLESS, from_ms, from_ms + FRAME_MS)

    def say(self, words: Sequence[Word]) -> None:
        """Take it that these words are settled."""
        for word in words:
            near = word.start_ms - self._said_ms <= BREATH_MS
            self._mark(_CAPTIONED, min(self._said_ms, word.start_ms) if near else word.start_ms, word.end_ms)
            self._said_ms = max(self._said_ms, word.end_ms)

    def cover(self, to_ms: int) -> None:
        """Take it that a person captions everything up to here."""
        self._mark(_CAPTIONED, self._upto_ms, to_ms)

    def miss(self, from_ms: int, to_ms: int) -> None:
        """Take it that this stretch is declared missing."""
        self._mark(_GAP, from_ms, to_ms)

    def reach(self, to_ms: int) -> None:
        """Take it that the recogniser is done with everything before `to_ms`."""
        to_ms = min(to_ms, self._start_ms + self._samples // SAMPLES_PER_MS)
        if to_ms <= self._upto_ms:
            return
        from_ms, self._upto_ms = self._upto_ms, to_ms
        kinds = np.zeros(to_ms - from_ms, np.int8)
        for wanted in (_WORDLESS, _CAPTIONED, _GAP):
            for kind, begin_ms, end_ms in self._spans:
                if kind == wanted:
                    kinds[max(0, begin_ms - from_ms) : max(0, end_ms - from_ms)] = kind
        self._give_edges(kinds, from_ms)
        for kind, count in enumerate(np.bincount(kinds, minlength=4)):
            self._counts[kind] += int(count)
        self._spans = [span for span in self._spans if span[2] > to_ms - (0 if span[0] == _WORDLESS else EDGE_MS)]

    @property
    def account(self) -> Account:
        passed = self._upto_ms - self._start_ms
        received = self._samples // SAMPLES_PER_MS
        silent, wordless, captioned, gap = self._counts
        return Account(received, captioned, silent, wordless, gap, received - passed)

    def _give_edges(self, kinds: np.ndarray[tuple[int], np.dtype[np.int8]], from_ms: int) -> None:
        for wanted in (_CAPTIONED, _GAP):
            for kind, begin_ms, end_ms in self._spans:
                if kind == wanted:
                    near = kinds[max(0, begin_ms - EDGE_MS - from_ms) : max(0, end_ms + EDGE_MS - from_ms)]
                    near[near == _WORDLESS] = kind

    def _mark(self, kind: int, from_ms: int, to_ms: int) -> None:
        if to_ms <= from_ms:
            return
        if self._spans and self._spans[-1][0] == kind and self._spans[-1][2] == from_ms:
            from_ms = self._spans.pop()[1]  # frames of one stretch of speech
        self._spans.append((kind, from_ms, to_ms))
