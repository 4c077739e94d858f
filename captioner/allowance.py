"""How often somebody may do something: so many times within each of several spans of time."""

from __future__ import annotations

from collections import OrderedDict, deque

MOST_KEPT = 10_000


class Allowance:
    """Counts by whom, in memory only, and forgets what is older than the longest span.

    Args:
        limits: How many times within how many milliseconds.

    >>> once_a_minute = Allowance((1, 60_000))
    >>> once_a_minute.count("somebody", 0)
    >>> once_a_minute.wait_ms("somebody", 20_000)
    40000
    """

    def __init__(self, *limits: tuple[int, int]) -> None:
        self._limits = limits
        self._longest_ms = max(span_ms for _, span_ms in limits)
        self._times: OrderedDict[str, deque[int]] = OrderedDict()

    def wait_ms(self, who: str, now_ms: int) -> int:
        """Return how long they have to wait before the next time; 0 if not at all."""
        self._forget(now_ms)
        times = self._times.get(who, deque())
        waits = [0]
        for most, span_ms in self._limits:
            if len(times) >= most:
                waits.append(times[-most] + span_ms - now_ms)
        return max(waits)

    def count(self, who: str, now_ms: int) -> None:
        """Note that they did it."""
        self._times.setdefault(who, deque(maxlen=max(most for most, _ in self._limits))).append(now_ms)
        self._times.move_to_end(who)
        if len(self._times) > MOST_KEPT:
            self._times.popitem(last=False)

    def _forget(self, now_ms: int) -> None:
        while self._times:
            who, times = next(iter(self._times.items()))
            if times[-1] + self._longest_ms > now_ms:
                return
            del self._times[who]
