"""What to give up, in which order, when recognition falls behind."""

from __future__ import annotations

from dataclasses import dataclass

SINGLE_PASS_MS = 2_000
SMALLER_MODEL_MS = 4_000
SET_ASIDE_MS = 8_000
CATCH_UP_MS = 2_000
"""How much of the newest audio is kept when a backlog is set aside."""
CALM_MS = 1_500
"""Below this lag everything is as it was."""


@dataclass(frozen=True)
class Ladder:
    """One source's place on the ladder: 0 normal, 1 one-pass commits, 2 smaller model, 3 set the backlog aside."""

    level: int = 0

    def at(self, lag_ms: int) -> Ladder:
        """Return the place for this lag: up at once, down only when calm, so that it does not swing."""
        wanted = sum(lag_ms > limit for limit in (SINGLE_PASS_MS, SMALLER_MODEL_MS, SET_ASIDE_MS))
        if wanted > self.level or lag_ms < CALM_MS:
            return Ladder(wanted)
        return self

    @property
    def single_pass(self) -> bool:
        return self.level >= 1

    @property
    def rank(self) -> int:
        return 1 if self.level >= 2 else 0

    @property
    def set_aside(self) -> bool:
        return self.level >= 3
