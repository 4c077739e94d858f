"""Which coalitions attended in a year: counted from approved reports, without anybody's name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.meeting import Meeting
from models.names import fold
from models.plain import clean
from models.registry import known_body
from models.report import Report
from models.report_order import may_list
from models.report_parts import Attendance
from models.roster import Body

APPROVED = ("published", "amended")
THERE = ("present", "late", "left early", "replaced", "chat only")
_BLANKS = re.compile("^(?![\t\r\n])[\\s\ufeff\u200b]+")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Some programs take the wide forms of the signs for the signs, and skip blanks of any kind before them."""
_COALITION = re.compile(r"\b(?:coalition|DC)\b", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Attended:
    """A body of which somebody was at a meeting; `coalition` false for offices and others."""

    name: str
    short: str = ""
    coalition: bool = True


@dataclass(frozen=True)
class Row:
    """One body in one year: at which of the meetings that were counted it was, by id."""

    body: Attended
    meetings: tuple[str, ...]


def is_counted(report: Report) -> bool:
    """Say whether attendance at the meeting may be counted at all.

    Under the Chatham House rule only if a decision that the report records says so.
    """
    return report.state in APPROVED and may_list(report)


def attended(report: Report, meeting: Meeting) -> tuple[Attended, ...]:
    """Return the bodies that were at the meeting, each once; give the report itself, not its print."""
    if not is_counted(report):
        return ()
    people = (one for group in report.groups for one in group.people)
    bodies = (body_of(one.represents or one.affiliation, meeting) for one in people if _was_there(one, report))
    return tuple(sorted({fold(one.name): one for one in bodies if one is not None}.values()))


def body_of(text: str, meeting: Meeting) -> Attended | None:
    """Return the body that a text of the report names; None if it names none."""
    text = clean(text)
    if not text:
        return None
    known: Body | None = known_body(text, meeting.roster.bodies)
    if known is not None:
        return Attended(clean(known.name), clean(known.acronym), known.kind == "coalition")
    return Attended(text, "", bool(_COALITION.search(text)))


def _was_there(one: Attendance, report: Report) -> bool:
    confirmed = bool(one.confirmed_by) or report.state in APPROVED
    return confirmed and one.status in THERE


def rows(meetings: Iterable[tuple[str, Sequence[Attended]]]) -> tuple[Row, ...]:
    """Return a row for each body: coalitions first, then the others, by name."""
    held: dict[str, tuple[Attended, list[str]]] = {}
    for id, bodies in meetings:
        for body in bodies:
            held.setdefault(fold(body.name), (body, []))[1].append(id)
    made = [Row(body, tuple(ids)) for body, ids in held.values()]
    return tuple(sorted(made, key=lambda row: (not row.body.coalition, fold(row.body.name))))


def as_csv(year: str, made: Sequence[Row], counted: int, dates: dict[str, str]) -> str:
    """Return the year's table as CSV, in which no cell can become a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["Year", "Body", "Acronym", "Coalition", "Meetings attended", "Meetings counted", "Dates"])
    for row in made:
        days = " ".join(sorted(dates[id] for id in row.meetings))
        cells = [year, row.body.name, row.body.short, "yes" if row.body.coalition else "no"]
        writer.writerow([*map(safe_cell, cells), len(row.meetings), counted, safe_cell(days)])
    return out.getvalue()


def safe_cell(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula.

    >>> safe_cell("=1+1"), safe_cell("Coalition")
    ("'=1+1", 'Coalition')
    """
    return f"'{text}" if _BLANKS.sub("", text).startswith(DANGEROUS) else text
