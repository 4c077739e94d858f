"""Decisions by silence on the list: until when, corrections of the day included."""

from __future__ import annotations

import re
from datetime import date

from summarizer.dates import find_dates, find_due
from summarizer.decision_frame import Frame, Window
from summarizer.floor import Line
from summarizer.outcome_cues import CORRECTION, SILENCE_ECHO

_BOUND = re.compile(r"\b(?:by|until|till|before|within|period|procedure)\b", re.IGNORECASE)
_AGREES = re.compile(r"^(?:okay|ok|yes|fine|good|agreed|perfect|sure)\b", re.IGNORECASE)


def silence(window: Window, line: Line, said: date | None) -> Frame | None:
    """Return the frame of "if there is no objection by then we take it as agreed"; None where no time is told."""
    before, after = window.before(line.at, 4), window.after(line.at, 8)
    echoes = [one for one in after if SILENCE_ECHO.search(one.text)]
    if not _BOUND.search(line.text) and not echoes:
        return None
    first = next((one for one in (line, *before) if _day(one, said)), None)
    links = {line, *echoes, *((first,) if first else ())}
    until = _day(first, said) if first else ""
    corrected: list[Line] = []
    for one in after:
        day = _day(one, said)
        if day and CORRECTION.search(one.text) and not one.asks and (one.leads or corrected):
            until, corrected = day, [one]
        elif corrected and day == until and _AGREES.match(one.text):
            corrected.append(one)
    for one in echoes:
        links.update(x for x in window.after(one.at, 1) if _AGREES.match(x.text))
    proposals = tuple(sorted(links - {line}, key=lambda one: one.at))
    return Frame("D-silence", line, None, proposals, until=until, corrected=tuple(corrected))


def _day(line: Line | None, said: date | None) -> str:
    """Return the last day told in a line, ISO; as spoken where the day of the meeting is not known."""
    if line is None:
        return ""
    if said is None:
        found = re.search(r"\b(?:by|until|till|before) (?P<x>[^,.;]+)", line.text)
        return found["x"] if found and "then" not in found["x"] else ""
    due = find_due(line.text, said)
    if due is None or not due.dates:
        days = [one for one in find_dates(line.text, said) if one.days]
        return days[0].due.dates[-1] if days else ""
    return due.dates[-1]


def spoken_day(lines: tuple[Line, ...], until: str, said: date | None) -> str:
    """Return the words in which this day was told."""
    if said is None:
        return until
    for line in reversed(lines):
        for one in find_dates(line.text, said):
            if one.due.dates and one.due.dates[-1] == until:
                return re.sub(r"^(?:by|until|till|before|on|for) ", "", one.due.printed, flags=re.IGNORECASE)
    return ""
