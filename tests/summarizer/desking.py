"""A desk with a report on it, and short ways to edit it, for tests of what note-takers do."""

from __future__ import annotations

from itertools import count

from models.report import Report
from summarizer.desk import Desk
from summarizer.desk_bodies import DraftMade
from summarizer.edit import Edit, Op
from tests.reports import SAMPLE

ADA, BEN = "Ada Quill", "Ben Okoro"
UTC = "2026-02-12T10:00:00Z"
KEYS = count(1)


def desk_of(report: Report = SAMPLE) -> Desk:
    return Desk().draft(DraftMade(key="draft", by=ADA, utc=UTC, report=report))


def edit_of(do: Op, by: str = ADA, seen: int = 10_000, key: str = "") -> Edit:
    """Return an edit by somebody who has seen everything, if not told otherwise."""
    return Edit(key=key or f"k{next(KEYS)}", by=by, utc=UTC, seen=seen, do=do)


def edited(desk: Desk, *ops: Op, by: str = ADA) -> Desk:
    for do in ops:
        desk = desk.edit(edit_of(do, by))
    return desk
