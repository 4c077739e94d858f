"""The forms in which people say when, each with an example. What they come to is in `spoken_days.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from summarizer import spoken_days as days
from summarizer.spoken_days import CARDINAL, COUNT, MONTHS, ORDINAL, UNITS, WEEKDAYS, Days


def _any(words: Iterable[str]) -> str:
    found = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(word.replace(" ", "[ -]") for word in found) + ")"


_SHORT_MONTHS = "jan feb mar apr jun jul aug sept sep oct nov dec".split()
_SHORT_DAYS = "Mon Tues Tue Wed Thurs Thur Thu Fri".split()
_M = rf"(?P<month>{_any(MONTHS)}|{_any(_SHORT_MONTHS)}\b\.?)"
_WEEKDAY = rf"(?P<weekday>{_any(WEEKDAYS)}|(?-i:{_any(_SHORT_DAYS)})\b\.?)"
_NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_any(ORDINAL)})"
_D = rf"(?P<day>{_NTH}|\d{{1,2}}|{_any(set(CARDINAL) - set(UNITS[:9]))})"
_Y = r"(?:,?\s+(?P<year>20\d\d))?(?!\d)"
_COUNT = rf"(?P<count>\d{{1,3}}|{_any(COUNT)})"
_UNIT = r"(?P<unit>(?:working |business )?days?|weeks?|fortnights?|months?|years?|hours?)(?:'s? time)?"
_PARTS = "end|close|beginning|start|first half|second half|first part|middle|mid|early|late"
_PART = rf"(?:the )?(?:very )?(?P<part>{_PARTS})[ -](?:of )?"
_WHOLE = "(?P<part>)"
_PERIOD = "(?P<period>week|month|quarter|year)"
_TODAY = (
    "(?:the )?(?:end|close) of (?:the day|day|play|business)(?: (?:today|tonight))?|(?:later )?today|tonight"
    "|this (?:afternoon|evening)|EOD|COB(?: today)?"
)
_LONG_MONTH = rf"(?P<month>{_any(set(MONTHS) - {'march', 'may'})}|(?-i:March|May)|(?<=in )(?:march|may)|(?<=by )may)"


_HINTS = tuple(
    (group, re.compile(pattern, re.IGNORECASE))
    for group, pattern in (
        ("month", _M.replace("?P<month>", "?:")),
        ("unit", r"days?\b|weeks?\b|fortnight|months?\b|years?\b|hours?\b"),
        ("weekday", "day|" + "|".join(rf"(?-i:{one})\b" for one in _SHORT_DAYS)),
        ("period", "week|month|quarter|year"),
        ("q", r"Q[1-4]|quarter"),
        ("year", r"20\d\d"),
    )
)


@dataclass(frozen=True)
class Form:
    """One way of saying when; `example` is read on Tuesday 19 March 2024 and means `means` (ISO, one or two days).

    `hint` names the words it is never without, "" for none.
    """

    id: str
    pattern: re.Pattern[str]
    days: Callable[[re.Match[str], date], Days]
    example: str
    means: str
    hint: str = ""


def hints_of(text: str) -> frozenset[str]:
    """Return what there is in the text of the words that some forms are never without."""
    return frozenset(("", *(name for name, pattern in _HINTS if pattern.search(text))))


def _form(key: str, pattern: str, resolve: Callable[[re.Match[str], date], Days], example: str, means: str) -> Form:
    whole = re.compile(rf"\b(?:{pattern})(?![\w-])", re.IGNORECASE)
    groups = set(whole.groupindex) - ({"month"} if key in ("iso", "dotted") else set())
    hint = next((name for name, _ in _HINTS if name in groups), "")
    return Form(key, whole, resolve, example, means, hint)


FORMS: tuple[Form, ...] = (
    _form(
        "counted from", rf"{_COUNT}[ -]{_UNIT} (?:from|after) (?:the )?{_D}(?: of)? {_M}{_Y}",
        days.counted, "five weeks from 22 March", "2024-04-26",
    ),
    _form(
        "week of",
        rf"(?:the )?week (?:of|beginning|starting)(?: (?:the|on|monday))* {_D}(?: of)? {_M}{_Y}",
        days.week_of, "the week of 15 April", "2024-04-15 2024-04-19",
    ),
    _form("day month", rf"(?:the )?{_D}(?: of)? {_M}{_Y}", days.dated, "the second of April", "2024-04-02"),
    _form("month day", rf"{_M} (?:the )?{_D}{_Y}", days.dated, "April 2nd", "2024-04-02"),
    _form("iso", r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)", days.iso, "2024-04-02", "2024-04-02"),
    _form(
        "dotted", r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>20\d\d)",
        days.iso, "2.4.2024", "2024-04-02",
    ),
    _form(
        "slashed", r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>20\d\d)", days.slashed, "22/04/2024", "2024-04-22",
    ),
    _form(
        "nth week", rf"(?:the )?(?P<nth>first|second|third|fourth|last) week (?:of|in) {_M}{_Y}",
        days.nth_week, "the last week of August", "2024-08-26 2024-08-31",
    ),
    _form("part of month", rf"{_PART}{_M}{_Y}", days.month_days, "the end of April", "2024-04-30"),
    _form(
        "quarter", rf"(?:{_PART})?(?:the )?(?:Q(?P<q>[1-4])|(?P<nth>first|second|third|fourth) quarter)(?: of)?{_Y}",
        days.quarter, "the end of Q2", "2024-06-30",
    ),
    _form(
        "part of period", rf"{_PART}(?:(?P<which>this|next|last|the(?: coming)?) )?{_PERIOD}",
        days.period_part, "the end of next week", "2024-03-29",
    ),
    _form("end of day", _TODAY, days.from_today(0), "COB", "2024-03-19"),
    _form(
        "after tomorrow", "(?:the )?day after tomorrow",
        days.from_today(2), "the day after tomorrow", "2024-03-21",
    ),
    _form(
        "tomorrow", "tomorrow(?: (?:morning|afternoon|evening|night))?",
        days.from_today(1), "tomorrow", "2024-03-20",
    ),
    _form("yesterday", "yesterday", days.from_today(-1), "yesterday", "2024-03-18"),
    _form(
        "week from", "(?:a|one) week (?:from )?(?:today|now)|this time next week|today week",
        days.from_today(7), "a week from now", "2024-03-26",
    ),
    _form(
        "weekday",
        rf"(?:(?P<which>next|this|last|this coming|coming) )?{_WEEKDAY}(?P<week> week\b| (?:of )?next week)?",
        days.weekday, "Friday", "2024-03-22",
    ),
    _form(
        "ahead", rf"(?:(?:with)?in(?: the)?(?: next| coming)?|over (?:the )?(?:next|coming)) "
        rf"(?:about |around |roughly |exactly )?{_COUNT}(?: more)?[ -]{_UNIT}",
        days.ahead, "within five weeks", "2024-04-23",
    ),
    _form("from now", rf"{_COUNT}[ -]{_UNIT} from (?:now|today)", days.ahead, "two weeks from now", "2024-04-02"),
    _form(
        "this or next", rf"{_WHOLE}(?P<which>this|next) {_PERIOD}",
        days.period_part, "next month", "2024-04-01 2024-04-30",
    ),
    _form("part of year", rf"{_PART}(?P<year>20\d\d)", days.year, "the end of 2025", "2025-12-31"),
    _form(
        "year", rf"{_WHOLE}(?:(?<=in )|(?<=by )|(?<=of ))(?P<year>20\d\d)",
        days.year, "in 2025", "2025-01-01 2025-12-31",
    ),
    _form("month alone", rf"{_WHOLE}{_LONG_MONTH}{_Y}", days.month_days, "in April", "2024-04-01 2024-04-30"),
    _form("day alone", rf"the (?P<day>{_NTH})", days.day_alone, "by the thirty-first", "2024-03-31"),
)  # fmt: skip
"""In the order in which they are tried: of two that begin together the longer holds, then the earlier."""
