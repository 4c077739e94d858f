"""What to give up, in which order, when recognition falls behind (docs/why/overload.md)."""

from __future__ import annotations

from dataclasses import dataclass, replace

SINGLE_PASS_MS = 2_000
SMALLER_MODEL_MS = 4_000
TOO_LATE_MS = 8_000
"""Words older than this when they can be read help nobody to follow: they are set aside for later."""
HOPELESS_MS = 15_000
"""So much is set aside at once, though no worker is free: it is declared while it happens."""
FRESH_MS = 6_000
"""What is kept when a backlog is set aside can be read within this time."""
CALM_MS = 1_500
"""Below this lag there is time for one thing more."""
CALM_FOR_MS = 20_000
"""For so long it has to be calm before a level is taken back."""
SLOWEST = 1.0
SMOOTHING = 0.3


@dataclass(frozen=True)
class Ladder:
    """One source's place on the ladder: 0 normal, 1 one-pass commits, 2 smaller model, 3 backlogs are set aside.

    `pace`: how long the recogniser takes for a second of new sound.
    """

    level: int = 0
    calm_since_ms: int | None = None
    pace: float = 0.0

    def at(self, lag_ms: int, now_ms: int) -> Ladder:
        """Return the place for this lag: up at once; down one level at a time, each when it has been calm for long."""
        wanted = sum(lag_ms > limit for limit in (SINGLE_PASS_MS, SMALLER_MODEL_MS))
        if wanted > self.level:
            return replace(self, level=wanted, calm_since_ms=None)
        if self.level == 0 or lag_ms >= CALM_MS:
            return replace(self, calm_since_ms=None)
        since_ms = now_ms if self.calm_since_ms is None else self.calm_since_ms
        if now_ms - since_ms < CALM_FOR_MS:
            return replace(self, calm_since_ms=since_ms)
        return replace(self, level=self.level - 1, calm_since_ms=now_ms)

    def took(self, took_ms: int, new_ms: int) -> Ladder:
        """Return the place once a pass over so much new sound took so long."""
        pace = min(SLOWEST, took_ms / max(new_ms, 1))
        return replace(self, pace=self.pace + SMOOTHING * (pace - self.pace))

    @property
    def single_pass(self) -> bool:
        return self.level >= 1

    @property
    def rank(self) -> int:
        return 1 if self.level >= 2 else 0

    def keeps_ms(self, lag_ms: int, served: bool) -> int | None:
        """Return how much of the newest sound to go on with when the rest is to be set aside, None if nothing is.

        `served`: a worker is free for this source now. Until one is, more sound only makes the same gap longer.
        """
        limit_ms = TOO_LATE_MS / (1 + self.pace) if served else HOPELESS_MS
        return int(FRESH_MS / (1 + self.pace)) if self.level >= 2 and lag_ms > limit_ms else None

    def relieved(self) -> Ladder:
        """The place once a backlog is set aside: nothing else has become easier by that."""
        return replace(self, level=3, calm_since_ms=None)
