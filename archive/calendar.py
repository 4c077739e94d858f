"""The meetings of the archive, and those that its reports announce, as a calendar (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.entry import Entry, lasting_id
from models.names import fold
from models.plain import clean
from templates.wording import Wording

OCTETS = 75
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class _Event:
    group: str
    date: str
    start: str
    title: str
    about: str
    address: str
    stamp: str
    version: int = 1
    state: str = "CONFIRMED"


def calendar(entries: Sequence[Entry], title: str, address: str, say: Wording) -> str:
    """Return the calendar; the same meeting has the same UID in every build.

    Args:
        entries: By date.
        address: Where the site is; "" where nobody told.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//DCCG meeting toolkit//archive//EN", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{escaped(title)}"]  # fmt: skip
    used: dict[tuple[str, str], int] = {}
    for event in _events(entries, address, say):
        key = (fold(event.group), event.date)
        used[key] = used.get(key, 0) + 1
        lines += _lines(event, lasting_id("event", *key, str(used[key])))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _events(entries: Sequence[Entry], address: str, say: Wording) -> Iterator[_Event]:
    held = {(fold(one.group), one.date) for one in entries}
    coming: dict[tuple[str, str], _Event] = {}
    for one in entries:
        link = f"{address}{one.folder}/index.html" if address else ""
        state = "CANCELLED" if one.withdrawn else "CONFIRMED"
        yield _Event(one.group, one.date, one.start, one.title, one.summary, link, one.updated, one.version, state)
        following = one.following
        if following is not None and _DAY.fullmatch(following.date) and following.date > one.date:
            start = following.time_utc if _TIME.fullmatch(following.time_utc) else ""
            fixed = "CONFIRMED" if following.state == "fixed" else "TENTATIVE"
            about = say("site_pages.announced", title=f"{one.title}, {one.date}")
            coming[fold(one.group), following.date] = _Event(
                one.group, following.date, start, one.group, about, link, one.updated, one.version, fixed
            )
    yield from (coming[key] for key in sorted(coming) if key not in held)


def _lines(event: _Event, uid: str) -> Iterator[str]:
    day = event.date.replace("-", "")
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{re.sub('[-:]', '', event.stamp)}"
    yield f"DTSTART:{day}T{event.start.replace(':', '')}00Z" if event.start else f"DTSTART;VALUE=DATE:{day}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.about:
        yield f"DESCRIPTION:{escaped(event.about)}"
    if event.address:
        yield f"URL:{event.address}"
    yield f"SEQUENCE:{max(0, event.version - 1)}"
    yield f"STATUS:{event.state}"
    yield "TRANSP:TRANSPARENT" if not event.start else "TRANSP:OPAQUE"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return the text as a value of a calendar.

    >>> escaped("Rooms; times, and \\\\")
    'Rooms\\\\; times\\\\, and \\\\\\\\'
    """
    made = clean(text).replace("\\", "\\\\")
    return made.replace(";", "\\;").replace(",", "\\,")


def folded(line: str) -> str:
    """Return the line in pieces of at most 75 octets, none of which ends within a character."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > OCTETS:
            pieces.append(piece)
            # The blank that begins the next line counts as well.
            piece, size = "", 1
        piece += character
        size += octets
    return "\r\n ".join([*pieces, piece])
