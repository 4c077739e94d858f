"""Times as people and caption files write them; inside, a time is a whole number of milliseconds."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from models.errors import MeetingError

_TIMESTAMP = re.compile(r"(?:([0-9]{2,}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})")


class BadTimestamp(MeetingError):
    """Raised when a text is not a time such as 01:02:03.045."""


def format_timestamp(ms: int, comma: bool = False) -> str:
    """Return the time as WebVTT writes it, or with a comma as SRT does.

    >>> format_timestamp(3_723_045)
    '01:02:03.045'
    >>> format_timestamp(360_000_000, comma=True)
    '100:00:00,000'
    """
    if ms < 0:
        raise BadTimestamp(f"a time of {ms} ms is before the session began; expected 0 or more")
    seconds, rest = divmod(ms, 1000)
    return f"{format_offset(seconds * 1000)}{',' if comma else '.'}{rest:03d}"


def parse_timestamp(text: str) -> int:
    """Return the milliseconds of a WebVTT or SRT time; the hours may be absent.

    >>> parse_timestamp("01:02:03.045"), parse_timestamp("02:03,045")
    (3723045, 123045)

    Raises:
        BadTimestamp: If the text is anything else.
    """
    found = _TIMESTAMP.fullmatch(text)
    if found is None:
        raise BadTimestamp(f"{text[:40]!r} is not a time; expected hours, minutes, seconds like 01:02:03.045")
    hours, minutes, seconds, ms = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def format_offset(ms: int) -> str:
    """Return the time since the session began in whole seconds, for people.

    >>> format_offset(65_900)
    '00:01:05'
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


def format_utc(start_utc: datetime, ms: int = 0) -> str:
    """Return the moment `ms` after the start, as an Internet date in UTC.

    >>> from datetime import UTC
    >>> format_utc(datetime(2022, 3, 23, 14, tzinfo=UTC), 65_900)
    '2022-03-23T14:01:05.900Z'
    """
    moment = start_utc + timedelta(milliseconds=ms)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
