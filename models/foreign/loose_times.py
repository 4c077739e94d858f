"""Timing lines as people and programs write them, also where the standard would not take them."""

from __future__ import annotations

import re

_TIME = r"(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,6}))?"
_TIMINGS = re.compile(rf"\s*{_TIME}\s*--?-?>\s*{_TIME}(?:\s.*)?", re.ASCII)
_OFFSET = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,]\d+)?", re.ASCII)


def loose_timings(line: str) -> tuple[int, int] | None:
    """Return start and end of a timing line in milliseconds; None if it is none at all.

    >>> loose_timings("1:02:03,5 --> 01:02:04.500 X1:40")
    (3723500, 3724500)
    """
    found = _TIMINGS.fullmatch(line) if ">" in line else None
    if found is None:
        return None
    parts = found.groups()
    if any(int(parts[at] or 0) > 59 for at in (1, 2, 5, 6)):
        return None
    return _milliseconds(*parts[:4]), _milliseconds(*parts[4:])


def loose_offset(text: str) -> int | None:
    """Return the milliseconds of a time such as 0:03 or 01:02:03; None if the text is no time.

    >>> loose_offset("1:05"), loose_offset("01:00:05"), loose_offset("five")
    (65000, 3605000, None)
    """
    found = _OFFSET.fullmatch(text.strip())
    return None if found is None else _milliseconds(found[1], found[2], found[3], None)


def _milliseconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    ms = int((fraction or "0").ljust(3, "0")[:3])
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + ms
