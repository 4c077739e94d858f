"""When the group meets next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from summarizer.dates import Dated, find_dates
from summarizer.finding import NextFound
from summarizer.floor import Line
from summarizer.outcome_cues import CORRECTION

_MEETING = r"(?:meeting|call|session|one)"
SAID = re.compile(
    rf"\b(?:(?:our|the) (?:very )?next (?:\w+ )?{_MEETING}|next (?:\w+ )?{_MEETING} (?:is|will|would|on|"
    rf"takes)|we(?:'ll| will| would| shall)?(?: all)? (?:meet|reconvene|speak|gather)(?: again| next)?|"
    rf"(?:let us|let's) (?:meet|reconvene)|see you(?: all| again)*|meet again)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    rf"\b(?:before|until|till|by|for|to|at|ahead of|in time for) (?:the|our) next (?:\w+ )?{_MEETING}|\bif "
    rf"we (?:meet|met)\b|\bI meet\b|\bwe met\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"^(\d\d:\d\d)(?: UTC)?$")


def find_next(lines: Sequence[Line], said: date | None) -> NextFound | None:
    """Return the next meeting as it was announced last; None where no day or time is told for it.

    Without the day of this meeting no date can be read, and the words are all there is.
    """
    found: NextFound | None = None
    last = -10
    for line in lines:
        announced = SAID.search(line.text) and not _NOT.search(line.text) and not line.asks
        corrects = found is not None and line.at - last <= 4 and CORRECTION.search(line.text) and not line.asks
        if not announced and not corrects:
            continue
        one = _read(line, said, found if corrects else None)
        if one is not None and not (announced and found is not None and not line.leads):
            found, last = one, line.at
    return found


def _read(line: Line, said: date | None, mended: NextFound | None) -> NextFound | None:
    if said is None:
        spoken = re.search(
            r"\b(?:on|at|in) [^.,;]*(?:\d|st\b|th\b|day\b|week|month|January|February|March|April|May|June|"
            r"July|August|September|October|November|December)[^.,;]*",
            line.text,
        )
        return NextFound(text=spoken[0], links=line.ids, rule="N-spoken", sure=False) if spoken else None
    dates = [one for one in find_dates(line.text, said) if (one.days and one.days[0] > said) or one.due.time]
    days = [one for one in dates if one.days]
    best = next(iter(days or dates), None)
    if best is None:
        return None
    day = best.due.dates[0] if best.days and len(best.due.dates) == 1 else ""
    time = _TIME.match(next((one.due.time for one in dates if one.due.time), ""))
    links = line.ids if mended is None else tuple(dict.fromkeys((*mended.links, *line.ids)))
    return NextFound(
        text=_spoken(best, line.text),
        links=links,
        rule="N-corrected" if mended else "N-announced",
        date=day or (mended.date if mended else ""),
        time_utc=time[1] if time else (mended.time_utc if mended else ""),
        score=1.0 if day else 0.6,
        sure=bool(day),
    )


def _spoken(one: Dated, text: str) -> str:
    rest = re.match(r",? (?:at )?the same time", text[one.span[1] :], re.IGNORECASE) or re.match(
        r",? same time", text[one.span[1] :]
    )
    return one.due.printed + (rest[0] if rest else "")
