"""Progress for people: a bar where a bar can be drawn, else a plain line every tenth of the way."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn


class Meter:
    """`with Meter("Captioning"): meter.show(done, all, "2 min left")`. Everything goes to stderr."""

    def __init__(self, what: str, plain: bool = False) -> None:
        self._what = what
        console = Console(stderr=True)
        self._plain = plain or not console.is_terminal or os.environ.get("TERM") == "dumb"
        self._tenth = 0
        self._bar: Progress | None = None
        if not self._plain:
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                TaskProgressColumn(),
                TextColumn("{task.fields[rest]}"),
            )
            self._bar = Progress(*columns, console=console, transient=True)
            self._task = self._bar.add_task(what, total=None, rest="")

    def show(self, done: float, whole: float | None, rest: str = "") -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=whole, rest=rest)
        elif whole and int(10 * done / whole) > self._tenth:
            self._tenth = int(10 * done / whole)
            print(f"{self._what}: {10 * self._tenth} %{', ' + rest if rest else ''}", file=sys.stderr, flush=True)

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()


def in_words(seconds: float | None) -> str:
    """ "about 3 min left" and the like; empty when nobody knows."""
    if seconds is None:
        return ""
    if seconds < 60:
        return f"about {max(1, round(seconds))} s left"
    return f"about {round(seconds / 60)} min left"
