"""Who is writing where: soft locks that only tell, last some seconds, and are never kept."""

from __future__ import annotations

from dataclasses import dataclass

LASTS_MS = 30_000


@dataclass(frozen=True)
class Lock:
    """Somebody writes at `target` (as in `Edit`) until `until_ms`, unless they say so again before."""

    target: str
    by: str
    until_ms: int


class Locks:
    """The locks of one report. A lock never keeps anybody from saving: it tells who else is writing there.

    Times are whole milliseconds of any clock that does not go back; they come in as arguments.
    """

    def __init__(self) -> None:
        self._held: dict[str, Lock] = {}

    def take(self, target: str, by: str, now_ms: int) -> Lock:
        """Return the lock of the target: `by`'s own, new or made longer, or that of who already holds it."""
        held = self.holder(target, now_ms)
        if held is not None and held.by != by:
            return held
        lock = self._held[target] = Lock(target, by, now_ms + LASTS_MS)
        return lock

    def renew(self, target: str, by: str, now_ms: int) -> Lock:
        """As `take`: a lock that was lost meanwhile is taken again if it is free."""
        return self.take(target, by, now_ms)

    def release(self, target: str, by: str) -> bool:
        """Let the target go; return whether `by` held it."""
        held = self._held.get(target)
        if held is None or held.by != by:
            return False
        del self._held[target]
        return True

    def release_all(self, by: str) -> list[str]:
        """Let go of everything that somebody holds, whose page was closed; return the targets."""
        gone = [target for target, lock in self._held.items() if lock.by == by]
        for target in gone:
            del self._held[target]
        return gone

    def holder(self, target: str, now_ms: int) -> Lock | None:
        held = self._held.get(target)
        return held if held is not None and held.until_ms > now_ms else None

    def all(self, now_ms: int) -> tuple[Lock, ...]:
        """Return the locks that are held, by target; what has run out is forgotten."""
        self._held = {target: lock for target, lock in self._held.items() if lock.until_ms > now_ms}
        return tuple(self._held[target] for target in sorted(self._held))
