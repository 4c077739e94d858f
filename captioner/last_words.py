"""What the record holds of each source's newest words: from there a program that was stopped goes on."""

from __future__ import annotations

import re
from collections import deque

from models.cue import Word
from models.events import Final, MeetingEvent, Note

MOST = 40
_SOURCE = re.compile(r"s(\d+)(?:-\d+)?")


class LastWords:
    """Takes every event that is kept, in order."""

    def __init__(self) -> None:
        self._sources: dict[int, str] = {}
        self._said: dict[str, deque[Word]] = {}
        self._missing: dict[str, list[tuple[int, int]]] = {}
        self._handed: dict[str, tuple[Word, ...]] = {}
        self.gaps: dict[int, str] = {}
        """Whose sound is missing in each gap, "" for everybody's."""
        self.sources = 0
        """The highest number that a source had."""

    def take(self, event: MeetingEvent) -> None:
        if isinstance(event, Final):
            opening = event.opening
            if opening is not None and opening.gap is None:
                self._sources[event.cue] = opening.source
                self._count(opening.source)
            source = self._sources.get(event.cue)
            if source is not None:
                self._said.setdefault(source, deque(maxlen=MOST)).extend(event.words)
        elif isinstance(event, Note) and event.kind == "gap":
            source = event.fields.get("source", "")
            self.gaps[event.fields["gap"]] = source
            self._missing.setdefault(source, []).append((event.fields["from_ms"], event.fields["to_ms"]))

    def said(self, source: str) -> tuple[Word, ...]:
        """Return the newest words of a source, in order."""
        return tuple(self._said.get(source, ()))

    def hand_over(self, source: str, words: tuple[Word, ...]) -> None:
        """Have these words known to whoever recognises the source next."""
        self._handed[source] = words

    def handed_over(self, source: str) -> tuple[Word, ...]:
        """Return what was handed over for a source, once."""
        return self._handed.pop(source, ())

    def missing(self, source: str) -> list[tuple[int, int]]:
        """Return the stretches of a source that readers were told are missing."""
        return self._missing.get(source, [])

    def _count(self, source: str) -> None:
        found = _SOURCE.fullmatch(source)
        if found is not None:
            self.sources = max(self.sources, int(found[1]))
