"""What stands between the cues: gaps, pauses, what is off the record, agenda items, who captions from here on."""

from __future__ import annotations

from dataclasses import dataclass

from models.cue import Origin
from models.plain import clean
from models.timing import format_offset


@dataclass(frozen=True)
class Gap:
    """A stretch of the meeting without captions; `filled` once it was recognised afterwards."""

    id: int
    from_ms: int
    to_ms: int
    why: str = ""
    filled: bool = False


@dataclass(frozen=True)
class Pause:
    """A stretch in which captioning was paused on purpose; `to_ms` is None while it lasts."""

    from_ms: int
    to_ms: int | None = None


@dataclass(frozen=True)
class OffRecord:
    """A stretch of which nothing that was said is kept; `to_ms` is None while it lasts."""

    from_ms: int
    to_ms: int | None = None


@dataclass(frozen=True)
class AgendaMark:
    """The place where an agenda item begins; `item` is its number as the agenda writes it."""

    item: str
    title: str
    from_ms: int


@dataclass(frozen=True)
class OriginChange:
    """The place where a person took over from the machine, or the machine from a person."""

    from_ms: int
    origin: Origin
    by: str = ""


Mark = Gap | Pause | OffRecord | AgendaMark | OriginChange
Between = AgendaMark | Gap | OffRecord
"""What has a line of its own between the captions on a reader's page."""


def stops_captions(mark: Mark) -> bool:
    """Say whether no caption may stay on the screen past this mark."""
    return isinstance(mark, Pause | OffRecord) or (isinstance(mark, Gap) and not mark.filled)


def say_mark(mark: Mark) -> str:
    """Return the mark as one sentence on one line.

    >>> say_mark(Gap(1, 60_000, 75_000, "the recogniser was too slow"))
    'Captions are missing from 00:01:00 to 00:01:15: the recogniser was too slow.'
    """
    match mark:
        case Gap():
            span = f"from {format_offset(mark.from_ms)} to {format_offset(mark.to_ms)}"
            if mark.filled:
                return f"Captions {span} were not shown live; they were added afterwards."
            why = clean(mark.why).rstrip(".")
            return f"Captions are missing {span}{': ' + why if why else ''}."
        case Pause():
            end = "" if mark.to_ms is None else f" to {format_offset(mark.to_ms)}"
            return f"Captioning was paused from {format_offset(mark.from_ms)}{end}."
        case OffRecord():
            end = "; nothing is kept" if mark.to_ms is None else f" to {format_offset(mark.to_ms)}; nothing was kept"
            return f"Off the record from {format_offset(mark.from_ms)}{end}."
        case AgendaMark():
            item = f"Agenda item {mark.item}" if mark.item else "Agenda"
            return clean(f"{item}: {mark.title}")
        case OriginChange():
            if mark.origin == "human":
                return "From here a person types the captions."
            return "From here the captions are made by machine."
