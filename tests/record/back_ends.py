"""The back ends that keep the record, and what each of them can: the contract runs on every one, unchanged.

A new one: a class like these, and its name in `BACK_ENDS`. What it cannot do it says; the tests that need it are then
skipped, and counted as skipped. One whose servers are not installed says so in `lacks`.
"""

from pathlib import Path

from record import EventLog, MemoryEventLog, SqliteEventLog
from record.copying import copy_record


class InMemory:
    """Lasts as long as the program."""

    durable = False  # what was acknowledged is there after a restart
    copies = False  # it can be copied while it is written to
    lacks = ""

    def __init__(self, folder: Path) -> None:
        pass

    def open(self) -> EventLog:
        return MemoryEventLog()

    def copy(self) -> EventLog:
        raise NotImplementedError

    def lose_notices(self) -> None:
        """Let what wakes subscribers lose what it holds; nothing where they are in the same program."""


class OnDisk(InMemory):
    """One SQLite file."""

    durable = True
    copies = True

    def __init__(self, folder: Path) -> None:
        self.path = folder / "data" / "dccg.sqlite"
        self._copies = 0

    def open(self) -> EventLog:
        return SqliteEventLog(self.path)

    def copy(self) -> EventLog:
        self._copies += 1
        target = self.path.with_name(f"copy-{self._copies}.sqlite")
        copy_record(self.path, target)
        return SqliteEventLog(target)


BACK_ENDS: tuple[type[InMemory], ...] = (InMemory, OnDisk)
