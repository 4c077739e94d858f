"""How far readers are behind those who speak, measured on what was captioned."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence

from models.cue import WRITTEN
from models.events import Final, MeetingEvent

REMEMBERED = 200
"""Captions that count: those of about the last ten minutes."""
SPARE_S = 5
"""What readers need on top of it to read the last words and to speak up."""


class Lateness:
    """From the end of a word to when it was settled and kept, over the newest captions."""

    def __init__(self) -> None:
        self._late_ms: deque[int] = deque(maxlen=REMEMBERED)
        self._filled: set[int] = set()

    def take(self, events: Sequence[MeetingEvent], now_ms: int) -> None:
        """Take events that were just kept. What fills a gap afterwards, or was written, nobody waited for."""
        for event in events:
            if not isinstance(event, Final) or not event.words:
                continue
            if event.opening and (event.opening.gap is not None or event.opening.source == WRITTEN):
                self._filled.add(event.cue)
            if event.cue not in self._filled:
                self._late_ms.append(max(0, now_ms - event.words[-1].end_ms))

    @property
    def p95_ms(self) -> int:
        """Nineteen captions of twenty came no later than this; 0 before there are any."""
        return sorted(self._late_ms)[math.ceil(0.95 * len(self._late_ms)) - 1] if self._late_ms else 0

    @property
    def wait_s(self) -> int:
        """How many seconds to wait for readers before an agenda item is closed; 0 before anything was captioned.

        >>> lateness = Lateness()
        >>> lateness.wait_s
        0
        """
        return math.ceil(self.p95_ms / 1000) + SPARE_S if self._late_ms else 0
