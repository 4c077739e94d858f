"""What was said just before a window, as the recogniser is told it."""

from __future__ import annotations

from collections import deque

from captioner.recognition import Unkept, nothing
from models.cue import Word

MOST_CHARS = 200
MOST_WORDS = 60


class Context:
    """The committed words of late, until something makes them doubtful: a long pause, a rejected pass, a bad guess.

    A recogniser that is told its own mistake repeats it, and agreement cannot see a loop that repeats itself.
    What is said off the record is never in it.
    """

    def __init__(self, unkept: Unkept = nothing) -> None:
        self._unkept = unkept
        self._words: deque[Word] = deque(maxlen=MOST_WORDS)

    def add(self, word: Word) -> None:
        if self._unkept(word.start_ms, word.end_ms):
            self._words.clear()
        else:
            self._words.append(word)

    def clear(self) -> None:
        self._words.clear()

    def before(self, start_ms: int) -> str:
        """Return the words that end by `start_ms`: what the window itself holds is no context of it."""
        text = " ".join(word.text for word in self._words if word.end_ms <= start_ms)
        return text[-MOST_CHARS:].partition(" ")[2] if len(text) > MOST_CHARS else text
