"""What has become different on the desk's page since somebody loaded it, and what others are told of an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from summarizer.desk import Desk
from summarizer.desk_entries import Entry, Standing, same_person
from summarizer.desk_view import DeskView, LineView
from summarizer.edit import Op, Set

RUN_S = 30
"""Savings of one field that follow each other so soon are one run of typing."""


def same_lines(before: DeskView, now: DeskView) -> frozenset[str]:
    """Return the ids of the lines and suggestions whose forms are the same on both pages, whatever their number."""
    if before.places != now.places:
        return frozenset()
    was = {one.id: one for one in _forms(before)}
    return frozenset(one.id for one in _forms(now) if (old := was.get(one.id)) and replace(old, n=one.n) == one)


def _forms(view: DeskView) -> Iterable[LineView]:
    yield from view.lines
    yield from view.suggestions


def news_of(entry: Entry) -> dict[str, object]:
    """Return what a page of the desk has to know of an event: whose it is, and which parts of the report it touched."""
    touched = () if entry.conflict is not None else dict.fromkeys(target for target, _ in entry.touched)
    return {"seq": entry.number, "kind": entry.kind, "by": entry.by, "utc": entry.utc, "targets": [*touched]}


def run_length(desk: Desk, by: str, again: bool = False) -> int:
    """Return how many of somebody's latest savings were one run of typing in one field, 1 at least.

    Args:
        again: Count those that they took back last, to make them again together.
    """
    own = (
        [one.standing for one in desk.undone if one.of(by)] if again
        else [one for one in desk.line.edits if same_person(one.stamp.by, by)]
    )  # fmt: skip
    run = 1
    for later, earlier in zip(reversed(own), reversed(own[:-1]), strict=False):
        if not _one_run(*((later, earlier) if again else (earlier, later))):
            break
        run += 1
    return run


def _one_run(earlier: Standing, later: Standing) -> bool:
    same = _field(earlier.do) is not None and _field(earlier.do) == _field(later.do)
    return same and 0 <= (_time(later) - _time(earlier)).total_seconds() <= RUN_S


def _field(do: Op) -> tuple[str, str] | None:
    return (do.target, do.field) if isinstance(do, Set) else None


def _time(one: Standing) -> datetime:
    return datetime.fromisoformat(one.stamp.utc)
