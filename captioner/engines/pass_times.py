"""How long a pass may take, learned from those before it."""

from __future__ import annotations

from captioner.capacity import COARSE_S
from captioner.engines.child import Child
from captioner.recognition import Window

TIMES_EXPECTED = 10.0
SMOOTHING = 0.1
FIRST_PASS = 3.0
"""The first pass of a process pays for memory and caches."""
MOST_UTTERANCES = 256


class PassTimes:
    """Running means over all workers of one engine."""

    def __init__(self, least_timeout_s: float, keeps_state: bool) -> None:
        self._least_s = least_timeout_s
        self._keeps_state = keeps_state
        self._mean_s = 0.0
        self._rate = 0.5  # seconds of work for a second of audio that the worker has not heard
        self._worked_s = 0.0
        self._new_s = 0.0
        self._ends: dict[str, int] = {}  # the end of what any worker heard, by source

    @property
    def real_time_factor(self) -> float:
        return self._worked_s / self._new_s if self._new_s else 0.0

    @property
    def cost(self) -> float:
        """Seconds of work for a second of speech when passes are rare, as they are when much is to be done."""
        return self.real_time_factor if self._keeps_state else self._mean_s / COARSE_S

    def timeout_s(self, child: Child, window: Window, key: str) -> float:
        """Return how long to wait: a fresh worker hears a whole utterance again, and may take longer for it."""
        expected_s = max(self._mean_s, self._rate * self._unheard_s(child, window, key))
        return max(self._least_s, TIMES_EXPECTED * expected_s) * (1.0 if child.passes else FIRST_PASS)

    def took(self, child: Child, window: Window, key: str, seconds: float) -> None:
        """Take the time of a finished pass."""
        unheard_s = self._unheard_s(child, window, key)
        self._mean_s = seconds if not self._mean_s else self._mean_s + SMOOTHING * (seconds - self._mean_s)
        if unheard_s > 0:
            self._rate += SMOOTHING * (seconds / max(unheard_s, 0.1) - self._rate)
        if self._keeps_state:
            _remember(child.heard, key, window.end_ms)
        source = key.partition("/")[0]
        before_ms = max(self._ends.get(source, window.start_ms), window.start_ms)
        self._worked_s += seconds
        self._new_s += max(0, window.end_ms - before_ms) / 1000
        _remember(self._ends, source, max(before_ms, window.end_ms))

    def _unheard_s(self, child: Child, window: Window, key: str) -> float:
        from_ms = child.heard.get(key, window.start_ms) if self._keeps_state else window.start_ms
        return max(0, window.end_ms - from_ms) / 1000


def _remember(ends: dict[str, int], key: str, end_ms: int) -> None:
    ends.pop(key, None)
    ends[key] = end_ms
    while len(ends) > MOST_UTTERANCES:
        del ends[next(iter(ends))]
