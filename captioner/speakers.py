"""Who speaks in a room that several people share, as the host says it."""

from __future__ import annotations

from models.events import Note

REACTION_MS = 700
"""A host presses a speaker's key this long after the speaker began."""


class Speakers:
    """The people who spoke, each from a time on; None is nobody known."""

    def __init__(self) -> None:
        self._since: list[tuple[int, str | None]] = [(0, None)]
        self._noted: str | None = None

    @property
    def now(self) -> str | None:
        return self._since[-1][1]

    @property
    def untold(self) -> bool:
        """Whether somebody speaks who has not been noted."""
        return self.now != self._noted

    def set(self, name: str | None, at_ms: int) -> None:
        self._since.append((max(0, at_ms - REACTION_MS), name))

    def at(self, ms: int) -> str | None:
        return next((name for from_ms, name in reversed(self._since) if from_ms <= ms), None)

    def note(self, at_ms: int) -> Note:
        """Return the event that tells who speaks from now on."""
        self._noted = self.now
        return Note("speaker", {"name": self.now, "from_ms": at_ms})
