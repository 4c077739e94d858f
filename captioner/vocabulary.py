"""The glossary of a meeting that is being captioned, as it is now: it can grow while words are recognised."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from captioner.glossary import Glossary
from models.cue import Word
from models.meeting import Meeting


class Vocabulary:
    """What all streams of a meeting are spelled by. `tell` hands a glossary to the workers and returns its id.

    Streams that are under way are spelled by the new glossary at once; those that are opened later are also
    recognised with it.
    """

    def __init__(self, meeting: Meeting, tell: Callable[[Sequence[str], str], str]) -> None:
        self._tell = tell
        self.learn(meeting)

    def learn(self, meeting: Meeting) -> None:
        """Take the meeting's names and terms as they are now."""
        self._glossary = Glossary.of(meeting)
        self.bias = self._tell(self._glossary.terms, self._glossary.prompt())

    def respell(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Return the words as the glossary spells them now."""
        return self._glossary.respell(words)
