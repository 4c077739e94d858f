"""Words with their times, and the cues they fill."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Origin = Literal["machine", "human"]
INAUDIBLE = "[inaudible]"
BY_TEXT = "[by text]"
"""Stands before what somebody wrote instead of saying it."""
WRITTEN = "text"
"""The source of such a cue."""


@dataclass(frozen=True)
class Word:
    """One word as it is written, with its punctuation, on the session clock.

    `probability` is the recogniser's own, 0 to 1; 1 for typed text.
    """

    start_ms: int
    end_ms: int
    text: str
    probability: float = 1.0

    def __post_init__(self) -> None:
        if not self.text or self.text != self.text.strip() or self.end_ms < self.start_ms:
            raise ValueError(f"not a word: {self!r}")


@dataclass(frozen=True)
class Cue:
    """A unit of the transcript: one speaker's words between two breaks.

    `speaker` is None when nobody named the speaker. `corrected` is the text a person put in the
    place of the words, and `corrected_by` that person; the words stay as they were recognised.
    `gap` is the number of the gap that the cue was recognised for afterwards, or None.
    """

    id: int
    words: tuple[Word, ...]
    speaker: str | None = None
    source: str = ""
    origin: Origin = "machine"
    engine: str = ""
    lang: str = "en"
    gap: int | None = None
    corrected: str | None = None
    corrected_by: str | None = None

    def __post_init__(self) -> None:
        if not self.words:
            raise ValueError(f"cue {self.id} has no words")

    @property
    def start_ms(self) -> int:
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        """When the last word ends; how long the cue stays on a screen is the transcript's business."""
        return max(word.end_ms for word in self.words)

    @property
    def text(self) -> str:
        return self.corrected if self.corrected is not None else " ".join(word.text for word in self.words)
