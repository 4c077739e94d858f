"""Whether a report holds together: ids that are one of a kind, references that lead somewhere, dates that are dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from models.errors import MeetingError
from models.report import Report, Statement
from models.report_order import every_action, every_statement, in_print_order
from models.report_parts import Action, Evidence


class BadReport(MeetingError):
    """Raised when a report.json cannot be read, or says something that cannot be."""


Named = tuple[str, str]
"""An id, and the place where it stands."""


def check_report(report: Report, where: str = "report.json") -> None:
    """Return if the report holds together.

    Raises:
        BadReport: With the place, what was found there and what was expected.
    """
    for fault in _faults(report):
        raise BadReport(f"{where}: {fault}")


def _faults(report: Report) -> Iterator[str]:
    yield from _blanks(report)
    statements, actions = list(every_statement(report)), list(every_action(report.actions))
    meant: list[Named] = [(one.id, place) for one, place in actions]
    meant += [(one.id, f"decisions {at}") for at, one in enumerate(report.decisions, 1)]
    meant += [(one.id, f"views {at}") for at, one in enumerate(report.views, 1)]
    blocks = [(one.block.id, one.place) for one in in_print_order(report) if one.statement is None]
    yield from _twice([*meant, *((one.id, place) for one, place in statements), *blocks])
    ids = {id for id, _ in meant}
    for one, place in statements:
        yield from _lost(one.refers, ids, f'{place}, field "refers"', "a decision, next step or view")
    views, decisions = {one.id for one in report.views}, {one.id for one in report.decisions}
    for at, decision in enumerate(report.decisions, 1):
        for id in decision.dissent:
            yield from _lost(id, views, f'decisions {at}, field "dissent"', "a view")
    for at, view in enumerate(report.views, 1):
        yield from _lost(view.decision, decisions, f'views {at}, field "decision"', "a decision")
    for action, place in actions:
        yield from _lost(action.from_decision, decisions, f'{place}, field "from_decision"', "a decision")
        for day in action.due.dates if action.due else ():
            if not is_iso_date(day):
                yield f'{place}, field "due": found "{day}"; expected a date like 2022-07-04'
    yield from _cues(report, statements, actions)


def _blanks(report: Report) -> Iterator[str]:
    if not report.id.strip():
        yield 'field "id" is empty; expected a short name like dccg-060'
    if report.version < 1:
        yield f'field "version": found {report.version}; expected 1 or more'


def _twice(named: list[Named]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for id, place in named:
        if not id:
            yield f'{place}, field "id" is empty; expected an id of its own'
        if id in seen:
            yield f'{place}, field "id": "{id}" is the id of {seen[id]} too; give one of them another'
        seen[id] = place


def _lost(id: str, known: set[str], place: str, what: str) -> Iterator[str]:
    if id and id not in known:
        some = f", such as {', '.join(sorted(known)[:3])}" if known else ", and there is none"
        yield f'{place}: nothing here has the id "{id}"; expected that of {what}{some}'


def _cues(report: Report, statements: list[tuple[Statement, str]], actions: list[tuple[Action, str]]) -> Iterator[str]:
    resting: list[tuple[tuple[Evidence, ...], str]] = [(one.evidence, place) for one, place in statements]
    resting += [(one.evidence, place) for one, place in actions]
    resting += [(one.evidence, f"decisions {at}") for at, one in enumerate(report.decisions, 1)]
    for at, view in enumerate(report.views, 1):
        resting += [(one.evidence, f"views {at}, positions {n}") for n, one in enumerate(view.positions, 1)]
    for evidence, place in resting:
        for one in evidence:
            bad = next((cue for cue in one.cues if cue < 0), None)
            if bad is not None:
                yield f'{place}, field "evidence": found cue {bad}; expected the number of a caption, 0 or more'
            if not one.cues:
                yield f'{place}, field "evidence": names no cue; expected at least one'


def is_iso_date(text: str) -> bool:
    """Whether the text is a day, a month or a year as ISO 8601 writes them.

    >>> is_iso_date("2022-07-04"), is_iso_date("2022-07"), is_iso_date("2022-02-30")
    (True, True, False)
    """
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text, re.ASCII):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
