"""Looking through a whole record for what is not as it was written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from models.errors import MeetingError
from record import store
from record.log import REPORT

PAGE = 500
STEPS = 20_000
"""So many steps of the database pass between two looks at whether to stop: some milliseconds."""


@dataclass(frozen=True)
class Harm:
    """Something in the record that is not what was written; `meeting` is empty where it is not one meeting's."""

    meeting: str
    told: str


def check(path: Path, stop: Callable[[], bool] = lambda: False) -> list[Harm] | None:
    """Return all harm in the record at `path`, also while another process appends; None if it was to `stop`.

    Looks at every page of the file, every index, every event's checksum and number. Blocks for about a second for
    each 100 MB.
    """
    try:
        with closing(store.open_reader(path)) as base:
            base.set_progress_handler(lambda: int(stop()), STEPS)
            harm: list[Harm] = []
            for one in (*_file(base, path), *_meetings(base)):
                harm += [one] if one is not None else []
                if stop():
                    return None
            return harm
    except (sqlite3.Error, UnicodeDecodeError) as fault:  # what SQLite says of a damaged name is not always text
        return None if stop() else [Harm("", _said(path, str(fault)))]


def _file(base: sqlite3.Connection, path: Path) -> Iterator[Harm | None]:
    for (said,) in base.execute("PRAGMA integrity_check(20)").fetchall():
        yield Harm("", _said(path, said)) if said != "ok" else None
    strays = base.execute("SELECT count(*) FROM events WHERE meeting NOT IN (SELECT no FROM meetings)").fetchone()[0]
    yield Harm("", _said(path, f"{strays} events belong to no meeting")) if strays else None


def _meetings(base: sqlite3.Connection) -> Iterator[Harm | None]:
    """What each stream reads as; None is given for each page that is as it was written."""
    for (stream,) in base.execute("SELECT id FROM meetings WHERE epoch <> '' ORDER BY id").fetchall():
        try:
            yield from _pages(base, stream)
        except MeetingError as fault:
            yield Harm(str(stream).removesuffix(REPORT), str(fault))


def _pages(base: sqlite3.Connection, stream: str) -> Iterator[Harm | None]:
    (beyond,) = base.execute(_BEYOND, (stream,)).fetchone()
    if beyond:
        yield Harm(stream.removesuffix(REPORT), f"meeting {stream}: {beyond} events have numbers that it does not know")
    last = store.standing(base, stream)[1].first - 1
    while events := store.page(base, stream, last, PAGE).events:
        last = events[-1].seq
        yield None


_BEYOND = """SELECT count(*) FROM meetings JOIN events ON meeting = no
    WHERE id = ? AND seq NOT BETWEEN first AND last"""


def _said(path: Path, said: str) -> str:
    return f"{path.name}: {said}; stop the program, keep a copy of the file and put back a backup"
