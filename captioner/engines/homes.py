"""Which worker takes a window: any free one, or for engines that keep state the one that knows its beginning."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from captioner.engines.child import Child
from captioner.engines.turns import Job

LATE_MS = 3_000


@dataclass
class Slot:
    """A place for a worker process. `ready` holds the windows that only this worker may take."""

    child: Child | None = None
    busy: bool = False
    sources: int = 0
    wait_s: float = 0.0
    ready: deque[Job] = field(default_factory=deque)


class Homes:
    """The worker that holds each source's state."""

    def __init__(self, keeps_state: bool) -> None:
        self._keeps_state = keeps_state
        self._homes: dict[str, Slot] = {}

    def of(self, job: Job, free: list[Slot]) -> Slot:
        """Return the worker for a job, one of the `free` unless another has the beginning of what is said."""
        if not self._keeps_state:
            return free[0]
        home = self._homes.get(job.source)
        if home is None or (home not in free and self._better_moved(home, job)):
            if home is not None:
                home.sources -= 1
            home = self._homes[job.source] = min(free, key=lambda slot: slot.sources)
            home.sources += 1
        return home

    def leave(self, prefix: str) -> None:
        """Forget the sources of a client."""
        for source in [source for source in self._homes if source.startswith(prefix)]:
            self._homes.pop(source).sources -= 1

    def _better_moved(self, home: Slot, job: Job) -> bool:
        """Whether a late window that goes on from nothing would wait for a busy worker for nothing."""
        goes_on = home.child is not None and job.key in home.child.heard
        return not goes_on and job.window.end_ms - job.window.start_ms > LATE_MS
