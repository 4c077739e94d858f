"""A transcript as people read it: one turn for each time a person speaks, in paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from models.captions import Caption
from models.lines import ends_sentence
from models.marks import Mark
from models.plain import clean_name
from models.transcript import Transcript

PARAGRAPH = 600
"""A paragraph ends with the first sentence after this many characters."""


@dataclass
class Turn:
    """What one person said between two other voices or marks; `paragraphs` holds at least one."""

    speaker: str | None
    source: str
    start_ms: int
    paragraphs: list[str] = field(default_factory=list)


def turns(transcript: Transcript) -> Iterator[Turn | Mark]:
    """Return turns and marks in the order of time; a mark ends a turn."""
    turn: Turn | None = None
    words: list[str] = []
    length = 0
    for entry in transcript.timeline.entries:
        if not isinstance(entry, Caption):
            if turn is not None:
                yield _ended(turn, words)
            turn, words, length = None, [], 0
            yield entry
            continue
        speaker, source = clean_name(entry.cue.speaker), entry.cue.source
        if turn is None or (turn.speaker, turn.source) != (speaker, source):
            if turn is not None:
                yield _ended(turn, words)
            turn, words, length = Turn(speaker, source, entry.start_ms), [], 0
        for word in entry.words:
            words.append(word)
            length += len(word) + 1
            if length > PARAGRAPH and ends_sentence(word):
                turn.paragraphs.append(" ".join(words))
                words, length = [], 0
    if turn is not None:
        yield _ended(turn, words)


def _ended(turn: Turn, words: list[str]) -> Turn:
    if words:
        turn.paragraphs.append(" ".join(words))
    return turn
