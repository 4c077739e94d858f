"""Answers that last: who gets them by which right, so that they end when it does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dccg.rights import Asked

if TYPE_CHECKING:
    from dccg.access import Visitor


@dataclass(eq=False)
class Line:
    """One such answer, and the task that gives it. `waits`: its right is still to come, in the first message."""

    visitor: Visitor
    asked: Asked
    task: asyncio.Task[object] | None
    waits: bool = False
    ended: bool = False

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            if self.task is not None:
                self.task.cancel()


class Connections:
    """All of them, by meeting."""

    def __init__(self, may: Callable[[Visitor, Asked], bool]) -> None:
        self._may = may
        self._lines: dict[str, set[Line]] = {}

    @contextmanager
    def line(self, visitor: Visitor, asked: Asked, waits: bool = False) -> Iterator[Line]:
        """Hold the answer that the current task gives; it is cancelled when its right ends, and `ended` is set."""
        line = Line(visitor, asked, asyncio.current_task(), waits)
        lines = self._lines.setdefault(asked.meeting, set())
        lines.add(line)
        try:
            yield line
        finally:
            line.task = None  # what comes after it is not to be cancelled any more
            lines.discard(line)
            if not lines and self._lines.get(asked.meeting) is lines:
                del self._lines[asked.meeting]

    def meetings_by_link(self, by_link: Callable[[str], bool]) -> frozenset[str]:
        """Return the meetings with such answers that are read by link only now."""
        return frozenset(meeting for meeting in self._lines if by_link(meeting))

    def check(self) -> None:
        """End those whose right has ended."""
        for line in [one for lines in self._lines.values() for one in lines]:
            if not line.waits and not self._may(line.visitor, line.asked):
                line.end()

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))
