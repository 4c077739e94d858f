"""When something is due: days, times and events read from what was said, seen from the day of the meeting.

What may as well be no date is none: "I may", "march on", "the second point", "one". Finders made for free text take
those for dates and were ruled out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from models.report_parts import Due
from summarizer.clock_times import TIME, clock_time
from summarizer.date_forms import FORMS, Form, hints_of
from summarizer.date_guards import is_meant
from summarizer.spoken_days import Days, day_of

Bound = Literal["by", "on", "for", "from", "of", ""]
"""How a date is bound to its sentence: a limit, a day, an aim, a beginning, a property, or not at all."""

_HINT = re.compile(
    r"\d|\b(?:to(?:day|morrow|night)|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?"
    r"|wed|thu|thurs?|fri"
    r"|weeks?|days?|hours?|months?|quarter|years?|fortnights?|eod|cob|business|play|afternoon|evening|noon|"
    r"midday|midnight"
    r"|as soon as|asap|the (?:\w+[- ])?(?:\w+th|first|second|third)"
    r"|jan|january|feb|february|april|apr|june?|july?|aug|august|sept?|september|oct|october|nov|november|"
    r"dec|december"
    r"|(?:in|by|of|early|late|mid|since|until|before|after)[ -](?:may|march|mar)|(?:may|march|mar) the"
    r"|time we|(?:before|by|until|till|ahead of|in time for|prior to|after|following|for|at|in)"
    r" (?:the|our|this|next|coming) (?:\w+ ){0,5}(?:meetings?|call|session|conference|consultations?|forum|"
    r"summit|workshop"
    r"|IGF|holidays|summer|winter|break|election|deadline|cycle|one|time))\b",
    re.IGNORECASE,
)
"""What no date is without; most sentences have none of it and are not read further."""
_BOUND = re.compile(
    r"(?:\b(?P<by>no later than|not later than|at the latest (?:by|on)|by|until|till?|before|ahead of|in time for|"
    r"latest|(?:is|are|be) due(?: on| by)?|deadline(?: is| of)?|COB|EOD|(?:end|close) of (?:business|day|"
    r"play)(?: on)?)"
    r"|\b(?P<on>on|in|within|at|during|over)|\b(?P<for>for)|\b(?P<from>from|after|since|as of|following|between)"
    r"|\b(?P<of>of|about|to|and))\s+(?:or before |about |around |the latest )?$",
    re.IGNORECASE,
)
_MEANT_FOR = re.compile(
    r"\b(?:polls?|doodles?|invitations?|invites?|agendas?|dates?|times?|calls?|meetings?|rooms?|links?|"
    r"plans?|budgets?|"
    r"please) $",
    re.IGNORECASE,
)
_MEETING = r"(?:meeting|call|session|one|time)"
_NEXT_MEETING = re.compile(
    rf"\b(?P<word>before|by|until|till|for|at|in|in time for|ahead of)\s+(?:(?:the|our) )?(?:very )?"
    rf"(?:next|following|upcoming|coming) (?:\w+ )?{_MEETING}\b|\b(?P<word2>next time we (?:meet|speak|talk))\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:before|by|until|till|ahead of|in time for|prior to|after|following|right after) "
    r"(?P<event>(?:the|our|this|this year's) (?:[\w-]+ ){0,4}?(?:meetings?|call|conference|consultations?|forum"
    r"|session|summit|workshop|IGF|holidays|summer|winter|break|election|deadline|cycle))\b"
    r"|\b(?P<soon>as soon as (?:(?:we|I|you|they) can|possible)|asap)\b",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"\b(?:sorry|no|i mean|or rather|make (?:that|it)|correction|scratch that|excuse me|"
    r"apologies|actually|let'?s say)\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(r"^\s*,?\s*(?:instead of|rather than|not|and not|in place of)\b", re.IGNORECASE)

_DAYS = ("day month", "month day", "iso", "dotted", "slashed")
"""The forms that name one day of one month."""


@dataclass(frozen=True)
class Dated:
    """A date, a time or an event in a text: `span` with its preposition, `said` without, `form` the id of "
    "the form."""

    due: Due
    bound: Bound
    form: str
    span: tuple[int, int]
    days: Days = ()


def find_dates(text: str, said: date, next_meeting: date | None = None) -> tuple[Dated, ...]:
    """Return everything in the text that says when, in its order.

    Args:
        text: A sentence or less: nothing is joined over sentences.
        said: The day on which it was said.
        next_meeting: The day that "the next meeting" stands for, where it is known.
    """
    if not _HINT.search(text):
        return ()
    found: list[Dated] = []
    for form, match, days in _matches(text, said):
        found = _joined(found, _as_dated(form, match, days, text), text)
    for one in _events(text, next_meeting):
        found += [] if _overlaps(one.span, found) else [one]
    found = [_with_time(one, text) for one in found]
    found += [one for one in _times(text) if not _overlaps(one.span, found)]
    return tuple(sorted(found, key=lambda one: one.span))


def find_due(text: str, said: date, next_meeting: date | None = None) -> Due | None:
    """Return when the thing spoken of is due, None where nothing says so; of a date and its correction, the correction.

    >>> find_due("by the twenty-third, sorry, the thirty-first", date(2024, 7, 9)).dates
    ('2024-07-31',)
    """
    found = standing_due(find_dates(text, said, next_meeting), text, said)
    return found.due if found else None


def standing_due(dates: Iterable[Dated], text: str, said: date) -> Dated | None:
    """Return the one of these dates of the text that a task is due by: bound to it, not past, not corrected."""
    fit = [one for one in _corrected(list(dates), text) if _can_be_due(one, said)]
    bound = [one for one in fit if one.bound in ("by", "on", "for")]
    return next(iter(bound or fit), None)


def _can_be_due(one: Dated, said: date) -> bool:
    if one.bound in ("from", "of") or not (one.days or one.due.event):
        return False
    if one.days and one.days[-1] < said:
        return False
    return not (one.bound == "for" and len(one.days) > 1)


def _matches(text: str, said: date) -> Iterator[tuple[Form, re.Match[str], Days]]:
    """Yield the forms that stand in the text, none within another, with their days."""
    hints = hints_of(text)
    every = [(match, form) for form in FORMS if form.hint in hints for match in form.pattern.finditer(text)]
    every.sort(key=lambda one: (one[0].start(), -one[0].end()))
    at = 0
    for match, form in every:
        if match.start() >= at and is_meant(form, match, text):
            days = form.days(match, said)
            if days:
                at = match.end()
                yield form, match, days


def _as_dated(form: Form, match: re.Match[str], days: Days, text: str) -> Dated:
    start, bound = match.start(), ""
    before = _BOUND.search(text[:start])
    if before is not None:
        bound = before.lastgroup or ""
        start = before.start() if bound != "of" else start
    elif form.id == "ahead":
        bound = "on"
    stop = match.end()
    limit = re.match(r",? at the (?:very )?latest\b", text[stop:], re.IGNORECASE)
    if limit:
        bound, stop = "by", stop + limit.end()
    printed = text[start:stop].strip()
    return Dated(Due(printed=printed, dates=_iso(days)), _as_bound(bound, text[:start]), form.id, (start, stop), days)


def _as_bound(name: str, before: str) -> Bound:
    """Return the bound of this name; a poll, or a room, for a day is not due on it."""
    return "of" if name == "for" and _MEANT_FOR.search(before) else cast(Bound, name)


def _iso(days: Days) -> tuple[str, ...]:
    return tuple(day.isoformat() for day in days)


def _joined(found: list[Dated], new: Dated, text: str) -> list[Dated]:
    """Add a date to those found; "Friday, the 22nd" and "COB Friday" are one."""
    if not found or new.span[0] > found[-1].span[1] + 6:
        return [*found, new]
    last, between = found[-1], text[found[-1].span[1] : new.span[0]]
    whole = (last.span[0], max(last.span[1], new.span[1]))
    printed = text[slice(*whole)]
    if new.form == "end of day" and last.form in ("weekday", "tomorrow", *_DAYS) and not between.strip(" ,"):
        return [*found[:-1], replace(last, span=whole, due=replace(last.due, printed=printed))]
    opens = last.form == "end of day" or (last.form == "weekday" and new.form in (*_DAYS, "day alone"))
    if not opens or between.strip(" ,") not in ("", "on"):
        return [*found, new]
    bound: Bound = last.bound or "by" if last.form == "end of day" else last.bound or new.bound
    return [*found[:-1], replace(new, bound=bound, span=whole, due=replace(new.due, printed=printed))]


def _corrected(dates: list[Dated], text: str) -> list[Dated]:
    """Return the dates without those that were put right."""
    kept: list[Dated] = []
    for one in dates:
        between = text[kept[-1].span[1] : one.span[0]] if kept else ""
        if kept and _REPLACED.match(text[kept[-1].span[1] : one.span[0] + 1] + " "):
            continue
        if kept and one.days and kept[-1].days and len(between) < 40 and _CORRECTION.search(between):
            old = kept.pop()
            one = _in_month_of(old, one)
            one = replace(one, bound=one.bound or old.bound)
        kept.append(one)
    return kept


def _in_month_of(old: Dated, new: Dated) -> Dated:
    """Return the day alone that corrects another in the month of that other."""
    if new.form != "day alone" or len(old.days) != 1:
        return new
    days = day_of(old.days[0].year, old.days[0].month, new.days[0].day)
    return replace(new, days=days, due=replace(new.due, dates=_iso(days))) if days else new


def _events(text: str, next_meeting: date | None) -> Iterator[Dated]:
    for match in _NEXT_MEETING.finditer(text):
        days = (next_meeting,) if next_meeting else ()
        word = (match["word"] or "at").lower()
        bound = _as_bound({"at": "on", "in": "on", "for": "for"}.get(word, "by"), text[: match.start()])
        due = Due(printed=match[0], dates=_iso(days), event="next meeting")
        yield Dated(due, bound, "next meeting", match.span(), days)
    for match in _EVENT.finditer(text):
        event = match["event"] or "as soon as possible"
        bound = "from" if match[0].lower().startswith(("after", "following", "right")) else "by"
        yield Dated(Due(printed=match[0], event=event), bound, "event", match.span())


def _times(text: str) -> Iterator[Dated]:
    for match in TIME.finditer(text):
        clock = clock_time(match)
        if clock:
            yield Dated(Due(printed=match[0].strip(), time=clock), "", "time", match.span())


def _with_time(one: Dated, text: str) -> Dated:
    """Return the date with the time that stands right behind or before it."""
    after = re.match(r",?\s*(?:at |by )?(?=\d|noon|mid)", text[one.span[1] :], re.IGNORECASE)
    match = TIME.match(text, one.span[1] + after.end()) if after else None
    if match is None or not clock_time(match):
        return one
    span = (one.span[0], match.end())
    return replace(one, span=span, due=replace(one.due, printed=text[slice(*span)].strip(), time=clock_time(match)))


def _overlaps(span: tuple[int, int], found: Iterable[Dated]) -> bool:
    return any(span[0] < one.span[1] and one.span[0] < span[1] for one in found)
