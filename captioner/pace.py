"""How fast people speak, from the committed words."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from captioner.lateness import Lateness
from models.cue import WRITTEN
from models.events import Final, MeetingEvent

MINUTE_MS = 60_000
FAST = 180
TOO_FAST = 200
FAST_FOR_MS = 30_000


class Pace:
    """Words a minute over the last minute, and the warning a moderator should see; `lateness`: how late they came."""

    def __init__(self) -> None:
        self.lateness = Lateness()
        self._words: deque[int] = deque()
        self._fast_since_ms: int | None = None

    def take(self, events: Sequence[MeetingEvent], now_ms: int) -> None:
        """Count the words of events that were just kept."""
        self.lateness.take(events, now_ms)
        for event in events:
            # What somebody wrote was not spoken, and stands there all at once.
            if isinstance(event, Final) and not (event.opening and event.opening.source == WRITTEN):
                self._words.extend(word.end_ms for word in event.words)

    def words_a_minute(self, now_ms: int) -> int:
        while self._words and self._words[0] < now_ms - MINUTE_MS:
            self._words.popleft()
        if not self._words:
            return 0
        span_ms = max(15_000, min(MINUTE_MS, now_ms - self._words[0]))
        return round(len(self._words) * MINUTE_MS / span_ms)

    def warning(self, now_ms: int) -> str:
        """ "", "fast" after half a minute above 180 words a minute, "too fast" at 200."""
        rate = self.words_a_minute(now_ms)
        if rate <= FAST:
            self._fast_since_ms = None
            return ""
        if self._fast_since_ms is None:
            self._fast_since_ms = now_ms
        if now_ms - self._fast_since_ms < FAST_FOR_MS:
            return ""
        return "too fast" if rate >= TOO_FAST else "fast"
