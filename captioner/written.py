"""What somebody wrote to the meeting, as words among the captions."""

from __future__ import annotations

from models.cue import BY_TEXT, Word

READ_MS = 300
"""How long a reader takes for a word."""


def written(text: str, at_ms: int) -> tuple[Word, ...]:
    """Return the words, with a mark before them that they were written.

    All of them stand there at once, so that in no file other people's words come in between; each stays until
    it can have been read.

    >>> [(word.start_ms, word.end_ms, word.text) for word in written("Why now?", 5_000)][2:]
    [(5002, 5900, 'Why'), (5003, 6200, 'now?')]
    """
    parts = f"{BY_TEXT} {text}".split()
    return tuple(Word(at_ms + i, at_ms + (i + 1) * READ_MS, part) for i, part in enumerate(parts))
