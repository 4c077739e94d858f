"""The days that words mean, seen from the day they were said on: what the forms in `date_forms.py` come to."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

Days = tuple[date, ...]
"""One day, or the first and the last of an interval; empty where the words are no day after all."""

UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_NTHS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

CARDINAL: dict[str, int] = {word: at for at, word in enumerate(UNITS, 1)} | {"thirty": 30, "thirty one": 31}
CARDINAL |= {f"twenty {word}": 20 + at for at, word in enumerate(UNITS[:9], 1)}
ORDINAL: dict[str, int] = {word: at for at, word in enumerate(_NTHS, 1)} | {"thirtieth": 30, "thirty first": 31}
ORDINAL |= {f"twenty {word}": 20 + at for at, word in enumerate(_NTHS[:9], 1)}
COUNT: dict[str, int] = {word: at for at, word in enumerate(UNITS, 1)}
COUNT |= {"a": 1, "an": 1, "another": 1, "a couple of": 2, "couple of": 2, "twenty four": 24, "forty eight": 48}


def day_number(text: str) -> int:
    key = re.sub(r"[\s-]+", " ", text.lower())
    return ORDINAL.get(key) or CARDINAL.get(key) or int(re.sub(r"\D", "", key) or 0)


def month_number(text: str) -> int:
    return next(at for at, name in enumerate(MONTHS, 1) if name.startswith(text.lower().rstrip(".")[:3]))


def weekday_number(text: str) -> int:
    return next(at for at, name in enumerate(WEEKDAYS) if name.startswith(text.lower().rstrip(".")[:3]))


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def day_of(year: int, month: int, day: int) -> Days:
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()


def near_year(month: int, day: int, said: date) -> Days:
    """Return the day of that name that is nearest: up to a season ago, else to come."""
    found = [one for year in (said.year - 1, said.year, said.year + 1) for one in day_of(year, month, day)]
    return tuple(one for one in found if -90 <= (one - said).days <= 275)[:1]


def later(said: date, count: int, unit: str) -> date:
    unit = unit.lower()
    if unit.startswith(("working", "business")):
        day = said
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5
        return day
    if unit.startswith(("month", "year")):
        months = said.year * 12 + said.month - 1 + count * (12 if unit.startswith("year") else 1)
        year, month = divmod(months, 12)
        last = month_end(year, month + 1)
        return last if said.day > last.day else last.replace(day=said.day)
    days = {"d": count, "w": 7 * count, "f": 14 * count, "h": count // 24}[unit[0]]
    return said + timedelta(days=days)


def week(said: date, weeks: int) -> date:
    """Return the Monday of this week, or of one so many later."""
    return said + timedelta(days=7 * weeks - said.weekday())


def dated(match: re.Match[str], said: date) -> Days:
    month, day = month_number(match["month"]), day_number(match["day"])
    return day_of(int(match["year"]), month, day) if match["year"] else near_year(month, day, said)


def weekday(match: re.Match[str], said: date) -> Days:
    which, day = (match["which"] or "").lower(), weekday_number(match["weekday"])
    if which == "last":
        return (said - timedelta(days=(said.weekday() - day - 1) % 7 + 1),)
    coming = said + timedelta(days=(day - said.weekday() - 1) % 7 + 1)
    if match["week"] and which != "next":
        return (coming + timedelta(days=7) if "next" not in match["week"] else week(said, 1) + timedelta(days=day),)
    if which == "next":
        return (week(said, 1) + timedelta(days=day),)
    return (said if which == "this" and said.weekday() == day else coming,)


def day_alone(match: re.Match[str], said: date) -> Days:
    """Return the next day of this number; a month that has none is passed over."""
    day, year, month = day_number(match["day"]), said.year, said.month
    for _ in range(12):
        for found in day_of(year, month, day):
            if found >= said:
                return (found,)
        year, month = (year + month // 12, month % 12 + 1)
    return ()


def ahead(match: re.Match[str], said: date) -> Days:
    key = re.sub(r"[\s-]+", " ", match["count"].lower())
    count = int(key) if key.isdigit() else COUNT[key]
    return (later(said, count, match["unit"]),) if count < 400 else ()


def part_of(days: Days, part: str) -> Days:
    (first, last), part = days, part.lower()
    length = (last - first).days + 1
    if part in ("end", "close"):
        return (last,)
    if part in ("beginning", "start", "early", "first part"):
        return (first, first + timedelta(days=max(0, length // 3 - 1)))
    if part in ("middle", "mid"):
        return (first + timedelta(days=length // 3), last - timedelta(days=-(-length // 3)))
    if part == "late":
        return (last - timedelta(days=max(0, length // 3 - 1)), last)
    half = first + timedelta(days=length // 2)
    return (first, half - timedelta(days=1)) if part == "first half" else (half, last)


def period(text: str, which: str, said: date) -> Days:
    """Return the first and last day of this, the next or the last week, month, quarter or year."""
    step = {"next": 1, "last": -1}.get(which, 0)
    if text.startswith("week"):
        monday = week(said, step)
        return (monday, monday + timedelta(days=4))
    if text == "year":
        return (date(said.year + step, 1, 1), date(said.year + step, 12, 31))
    if text == "quarter":
        quarter = said.year * 4 + (said.month - 1) // 3 + step
        return quarter_days(quarter // 4, quarter % 4 + 1)
    months = said.year * 12 + said.month - 1 + step
    return (date(months // 12, months % 12 + 1, 1), month_end(months // 12, months % 12 + 1))


def quarter_days(year: int, quarter: int) -> Days:
    return (date(year, 3 * quarter - 2, 1), month_end(year, 3 * quarter))


def period_part(match: re.Match[str], said: date) -> Days:
    days = period(match["period"].lower(), (match["which"] or "").lower(), said)
    return part_of(days, match["part"]) if match["part"] else days


def month_days(match: re.Match[str], said: date) -> Days:
    month = month_number(match["month"])
    year = int(match["year"]) if match["year"] else said.year + (month < said.month)
    days = (date(year, month, 1), month_end(year, month))
    return part_of(days, match["part"]) if match["part"] else days


def nth_week(match: re.Match[str], said: date) -> Days:
    month = month_number(match["month"])
    year = int(match["year"]) if match["year"] else said.year + (month < said.month)
    last = month_end(year, month)
    if match["nth"].lower() == "last":
        return (last - timedelta(days=last.weekday()), last)
    start = date(year, month, 7 * ORDINAL[match["nth"].lower()] - 6)
    return (start, start + timedelta(days=6))


def week_of(match: re.Match[str], said: date) -> Days:
    return tuple(one + timedelta(days=at - one.weekday()) for one in dated(match, said) for at in (0, 4))


def quarter(match: re.Match[str], said: date) -> Days:
    quarter = int(match["q"]) if match["q"] else ORDINAL[match["nth"].lower()]
    year = int(match["year"]) if match["year"] else said.year + (3 * quarter < said.month)
    days = quarter_days(year, quarter)
    return part_of(days, match["part"]) if match["part"] else days


def year(match: re.Match[str], said: date) -> Days:
    days = (date(int(match["year"]), 1, 1), date(int(match["year"]), 12, 31))
    return part_of(days, match["part"]) if match["part"] else days


def iso(match: re.Match[str], said: date) -> Days:
    return day_of(int(match["year"]), int(match["month"]), int(match["day"]))


def slashed(match: re.Match[str], said: date) -> Days:
    """Return the day where the order of day and month cannot be mistaken."""
    one, two = int(match["one"]), int(match["two"])
    day, month = (two, one) if two > 12 else (one, two)
    return day_of(int(match["year"]), month, day) if max(one, two) > 12 or one == two else ()


def from_today(days: int) -> Callable[[re.Match[str], date], Days]:
    return lambda match, said: (said + timedelta(days=days),)


def counted(match: re.Match[str], said: date) -> Days:
    return tuple(day for start in dated(match, said) for day in ahead(match, start))
