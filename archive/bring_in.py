"""Older reports and captions of others as meetings of ours: which files belong together, and what they tell. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from models.errors import MeetingError
from models.foreign import Foreign
from models.meeting import Meeting, meeting_id
from models.names import BadField, slug
from models.plain import clean
from models.report import Report

ABOUT = "imported/about.json"
UNKNOWN_START = "00:00"
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_BEST = ("DCCG JSON", "WebVTT", "Teams WebVTT", "Zoom WebVTT", "SubRip", "Jigasi JSON", "IGF text", "plain text")
"""Of several transcripts of one meeting, the kind that tells most comes first."""


class NotUnderstood(MeetingError):
    """Raised when files do not tell enough to become a meeting."""


@dataclass(frozen=True)
class Reported:
    """A report, and the file that it was read from."""

    name: str
    report: Report


@dataclass(frozen=True)
class Captions:
    """A transcript of others, and the file that it was read from."""

    name: str
    foreign: Foreign
    data: bytes


@dataclass(frozen=True)
class Bundle:
    """What belongs to one meeting. `stem` names it before the meeting itself is known."""

    stem: str
    planned: tuple[tuple[str, Meeting], ...] = ()
    reports: tuple[Reported, ...] = ()
    captions: tuple[Captions, ...] = ()

    @property
    def day(self) -> str:
        """The day that the files tell, "" if none does."""
        if self.planned:
            return self.planned[0][1].date
        told = [one.date for each in self.reports for one in each.report.about.sittings]
        told += [each.foreign.date for each in self.captions]
        found = _DAY.search(self.stem)
        return next((one for one in told if _DAY.fullmatch(one)), found[0] if found else "")


@dataclass(frozen=True)
class Brought:
    """A meeting as it comes in. `told` says what is missing, or which file was left out."""

    meeting: Meeting
    start_known: bool
    report: Reported | None = None
    captions: Captions | None = None
    told: tuple[str, ...] = field(default=())


def is_text_of_nobody(foreign: Foreign) -> bool:
    """Say whether a text names no speaker at all, and so is hardly a transcript."""
    return foreign.kind == "plain text" and not any(one.speaker for one in foreign.said)


def together(bundles: Iterable[Bundle]) -> list[Bundle]:
    """Return the bundles, captions alone with the one report of their day, where there is exactly one."""
    given = list(bundles)
    made: list[Bundle] = []
    for one in given:
        same = [other for other in given if other.reports and one.day and other.day == one.day]
        if one.captions and not one.reports and not one.planned and len(same) == 1:
            continue
        made.append(one)
    for one in given:
        if one not in made:
            at = next(at for at, other in enumerate(made) if other.reports and other.day == one.day)
            made[at] = replace(made[at], captions=(*made[at].captions, *one.captions))
    return made


def brought(bundle: Bundle, taken: Sequence[str] = ()) -> Brought:
    """Return the meeting that the files make.

    Args:
        taken: Ids of meetings that others have; a second meeting of that id is told apart by its files' name.

    Raises:
        NotUnderstood: If the files do not tell its day or what it is called.
    """
    told = [f"{each.name} is left out: one report is enough" for each in bundle.reports[1:]]
    captions = sorted(bundle.captions, key=lambda one: (_rank(one.foreign.kind), one.name))
    told += [f"{each.name} is left out: {captions[0].name} tells more" for each in captions[1:]]
    report = bundle.reports[0] if bundle.reports else None
    best = captions[0] if captions else None
    if bundle.planned:
        return Brought(bundle.planned[0][1], True, report, best, tuple(told))
    meeting, known = _meeting(bundle, report.report if report else None, best)
    if not known:
        told.append("no start is told; only the day is shown")
    if meeting.id in taken:
        meeting = replace(meeting, id=f"{meeting.id}-{slug(bundle.stem)}"[:64].strip("-"))
    return Brought(meeting, known, report, best, tuple(told))


def _meeting(bundle: Bundle, report: Report | None, captions: Captions | None) -> tuple[Meeting, bool]:
    if not bundle.day:
        raise NotUnderstood("no day is told; put the day into the file's name, like 2022-03-23, or add a meeting.toml")
    about = report.about if report else None
    title = clean(about.label or about.title) if about else clean(captions.foreign.title) if captions else ""
    group = clean(about.group or about.title) if about else title
    sitting = about.sittings[0] if about and about.sittings else None
    known = bool(sitting and _TIME.fullmatch(sitting.start_utc))
    number = clean(about.number) if about else ""
    language = report.language if report else captions.foreign.language if captions else "en"
    if not title:
        raise NotUnderstood("nothing tells what the meeting is called; add a meeting.toml with its title and group")
    try:
        made = Meeting(
            meeting_id(bundle.day, group, number), number, title, group, bundle.day,
            sitting.start_utc if sitting and known else UNKNOWN_START, about.rule if about else "open",
            language or "en",
        )  # fmt: skip
    except BadField as fault:
        raise NotUnderstood(f"{fault}; add a meeting.toml that says it") from None
    return made, known


def _rank(kind: str) -> int:
    return _BEST.index(kind) if kind in _BEST else len(_BEST)


def kept_name(name: str) -> str:
    """Return what a transcript of others is called in the meeting's folder."""
    suffix = PurePath(name).suffix.lower()
    return f"imported/transcript{suffix if re.fullmatch(r'[.][a-z]{1,5}', suffix) else '.txt'}"
