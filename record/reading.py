"""Reading the record beside the program that owns it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from record import store
from record.log import Event

_PAGE = 500


def read_beside(path: Path, meeting: str) -> Iterator[Event]:
    """Yield a meeting's durable events as they stand, also while another process appends to the record.

    Empty when there is no record yet. Calls block.

    Raises:
        Damaged: If a stored event is not what was written.
    """
    if not path.exists():
        return
    with closing(store.open_reader(path)) as base:
        last = 0
        while events := store.page(base, meeting, last, _PAGE).events:
            yield from events
            last = events[-1].seq
