"""Reading the record on connections of its own, so that neither the event loop nor the writer waits."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from record import store
from record.log import Damaged

THREADS = 4

T = TypeVar("T")


class Readers:
    """A few threads that ask; `file` says which file the path means now, to tell an old connection."""

    def __init__(self, path: Path, file: Callable[[], int]) -> None:
        self._path, self._file = path, file
        self._threads = ThreadPoolExecutor(THREADS, "record-reader")
        self._idle: list[tuple[int, sqlite3.Connection]] = []

    async def ask(self, question: Callable[[sqlite3.Connection], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, question)

    def stop(self) -> None:
        """Finish what was asked, then close; blocks until that is done."""
        self._threads.shutdown()
        for _, base in self._idle:
            base.close()

    def _answer(self, question: Callable[[sqlite3.Connection], T]) -> T:
        try:
            with self._borrow() as base:
                return question(base)
        except (sqlite3.Error, UnicodeDecodeError) as fault:  # of a damaged name SQLite's own words are not text
            raise Damaged(
                f"{self._path.name}: cannot be read ({fault}); check the disk, or put back a backup"
            ) from fault

    @contextmanager
    def _borrow(self) -> Iterator[sqlite3.Connection]:
        """A connection for one question; one that failed is not used again."""
        file = self._file()
        base = self._take(file) or store.open_reader(self._path)
        try:
            yield base
        except BaseException:
            base.close()
            raise
        self._idle.append((file, base))

    def _take(self, file: int) -> sqlite3.Connection | None:
        while self._idle:
            made_for, base = self._idle.pop()
            if made_for == file:
                return base
            base.close()
        return None
