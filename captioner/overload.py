"""What to give up, in which order, when recognition falls behind (docs/why/overload.md)."""

from __future__ import annotations

from dataclasses import dataclass, replace

SINGLE_PASS_MS = 2_000
SMALLER_MODEL_MS = 4_000
SET_ASIDE_MS = 8_000
CATCH_UP_MS = 2_000
"""How much of the newest audio is kept when a backlog is set aside."""
CALM_MS = 1_500
"""Below this lag there is time for one thing more."""
CALM_FOR_MS = 20_000
"""For so long it has to be calm before a level is taken back."""


@dataclass(frozen=True)
class Ladder:
    """One source's place on the ladder: 0 normal, 1 one-pass commits, 2 smaller model, 3 set the backlog aside."""

    level: int = 0
    calm_since_ms: int | None = None

    def at(self, lag_ms: int, now_ms: int) -> Ladder:
        """Return the place for this lag: up at once; down one level at a time, each when it has been calm for long."""
        wanted = sum(lag_ms > limit for limit in (SINGLE_PASS_MS, SMALLER_MODEL_MS, SET_ASIDE_MS))
        if wanted > self.level:
            return Ladder(wanted)
        if self.level == 0 or lag_ms >= CALM_MS:
            return replace(self, calm_since_ms=None)
        since_ms = now_ms if self.calm_since_ms is None else self.calm_since_ms
        if now_ms - since_ms < CALM_FOR_MS:
            return replace(self, calm_since_ms=since_ms)
        return Ladder(self.level - 1, now_ms)

    def relieved(self) -> Ladder:
        """The place once the backlog is set aside: nothing else has become easier by that."""
        return Ladder(min(self.level, 2))

    @property
    def single_pass(self) -> bool:
        return self.level >= 1

    @property
    def rank(self) -> int:
        return 1 if self.level >= 2 else 0

    @property
    def set_aside(self) -> bool:
        return self.level >= 3
