"""What one edit comes to: the report after it, and the fields that it touched; and what names new parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.report import Report
from models.report_order import in_print_order

Slot = tuple[str, str]
"""A target and a field of it; ANY field of it where it was made or is gone, ANY of both for the whole report."""

ANY = "*"
EVERYTHING: Slot = (ANY, ANY)

_OWN = re.compile(r"n(\d+)[.]")
_MATTER = re.compile(r"(.*?)([DAV])(\d+)\Z", re.DOTALL)


@dataclass(frozen=True)
class Change:
    """The report after an edit, and what the edit touched, the field that it is about first."""

    report: Report
    touched: tuple[Slot, ...]


@dataclass(frozen=True)
class Stamp:
    """Whose an edit is, and how its new parts are named: the same however often the edit is made again.

    `own` is what ids of new lines begin with, `issued` the highest numbers of decisions (D), next steps (A) and views
    (V) ever given out: they are permanent, also those of what was taken back.
    """

    number: int
    by: str
    utc: str
    own: str = "n1"
    issued: Mapping[str, int] = field(default_factory=dict)

    def line_id(self, part: str = "") -> str:
        return f"{self.own}.{self.number}{part}"

    def matter_id(self, report: Report, letter: str) -> str:
        """Return the next permanent id, as the report's others are: DCCG-60-D3."""
        return f"{_stem(report)}{letter}{self.issued.get(letter, 0) + 1}"


def overlap(one: Slot, other: Slot) -> bool:
    """Say whether two edits that touched these met.

    >>> overlap(("b1", "text"), ("b1", "standing")), overlap(("b1", "text"), ("b1", ANY))
    (False, True)
    """
    return ANY in (one[0], other[0]) or (one[0] == other[0] and (one[1] == other[1] or ANY in (one[1], other[1])))


def own_stem(report: Report) -> str:
    """Return what ids of new lines begin with, that of no line which another desk once put into this report."""
    numbers = [int(found[1]) for id in _ids(report) if (found := _OWN.match(id))]
    return f"n{max(numbers, default=0) + 1}"


def issued_in(report: Report, before: Mapping[str, int]) -> dict[str, int]:
    """Return the highest numbers given out so far."""
    out = dict(before)
    ids = {
        "D": [one.id for one in report.decisions], "A": [one.id for one in report.actions],
        "V": [one.id for one in report.views],
    }  # fmt: skip
    for letter, known in ids.items():
        found = (re.search(r"(\d+)\Z", id) for id in known)
        out[letter] = max([out.get(letter, 0), *(int(one[1]) for one in found if one)])
    return out


def _stem(report: Report) -> str:
    lists = (report.decisions, report.actions, report.views)
    for id in (one.id for known in lists for one in known):
        if found := _MATTER.match(id):
            return found[1]
    about = report.about
    return f"{'-'.join(part for part in (about.acronym, about.number) if part) or report.id}-"


def _ids(report: Report) -> Iterator[str]:
    for one in in_print_order(report):
        yield one.statement.id if one.statement else one.block.id
    yield from (one.id for one in report.suggestions)
