"""Who had how much of the recognition that there was, so that one who takes a lot cannot starve the others."""

from __future__ import annotations

import math

LAST_MS = 20_000
"""Work further back than this hardly counts."""
SLACK = 1.5
"""By how much somebody may be above an equal share before the others go first."""
LEAST_MS = 2_000
"""Less work than this is nobody's flood."""
LEAST = 0.02
"""Who had less than this part of the work is not counted among those who share it."""


class Shares:
    """Parts of the last seconds of work, by name. Its clock is the work itself: where there is none, none is owed.

    >>> shares = Shares()
    >>> for _ in range(50):
    ...     shares.took("flood", 500)
    ...     shares.took("talk", 100)
    >>> shares.over("flood"), shares.over("talk"), shares.over("quiet")
    (True, False, False)
    """

    def __init__(self) -> None:
        self._had: dict[str, float] = {}

    def took(self, who: str, work_ms: int) -> None:
        """Note that work was done for somebody."""
        fade = math.exp(-work_ms / LAST_MS)
        self._had = {name: had * fade for name, had in self._had.items() if had > 1}
        self._had[who] = self._had.get(who, 0.0) + work_ms

    def over(self, who: str) -> bool:
        """Whether somebody had clearly more than an equal share."""
        whole = sum(self._had.values())
        sharing = sum(had > LEAST * whole for had in self._had.values())
        had = self._had.get(who, 0.0)
        return sharing > 1 and had > LEAST_MS and had > SLACK * whole / sharing
