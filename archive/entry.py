"""A meeting of the archive: whole, as its own pages show it, and short, as lists and feeds know it."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field

from markupsafe import Markup

from archive.actions import Step, plain, steps_of
from archive.attendance import Attended, attended, body_of, is_counted
from archive.redaction import Redaction
from archive.script import Script
from models.meeting import Meeting
from models.names import fold
from models.plain import clean
from models.report import NextMeeting, Report
from models.report_order import in_print_order

SPACE = uuid.UUID("5e0b9a4e-9f0a-5f0e-8b52-6f1c3b8f6d60")
"""Ids of feeds and calendars are made in it, so that they are the same wherever the site is."""
_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def lasting_id(*parts: str) -> str:
    """Return an id that is the same for the same parts for ever."""
    # Half a character, which a report from elsewhere can hold, must not keep all others from being published.
    return str(uuid.uuid5(SPACE, "\x1f".join(parts).encode("utf-8", "replace").decode()))


@dataclass(frozen=True)
class Printed:
    """The report as a part of a page: markup that was made of its document, and safe.

    Evidence in it leads to "transcript.html".
    """

    direction: str
    head: Markup
    content: Markup


@dataclass(frozen=True, kw_only=True)
class Archived:
    """An approved meeting with all that the archive shows of it.

    `report` is its print: nothing private in it. `start` is empty where nobody knows it. `recording` is the address
    of its sound or pictures.
    """

    meeting: Meeting
    report: Report
    script: Script = field(default_factory=Script)
    start: str = ""
    attended: tuple[Attended, ...] = ()
    counted: bool = False
    redactions: tuple[Redaction, ...] = ()
    recording: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A meeting in a list. `updated` is the UTC moment of the last thing that was done to it."""

    id: str
    title: str
    label: str
    group: str
    date: str
    start: str
    rule: str
    language: str
    version: int
    updated: str
    summary: str = ""
    withdrawn: bool = False
    corrected: bool = False
    redacted: bool = False
    captions: int = 0
    coalitions: tuple[Attended, ...] = ()
    topics: tuple[str, ...] = ()
    attended: tuple[Attended, ...] = ()
    counted: bool = False
    steps: tuple[Step, ...] = ()
    following: NextMeeting | None = None

    @property
    def year(self) -> str:
        return self.date[:4]

    @property
    def folder(self) -> str:
        return f"meetings/{self.id}"


def archived_bodies(report: Report, meeting: Meeting) -> tuple[tuple[Attended, ...], bool]:
    """Return who attended and whether that is counted; give the report itself, not its print."""
    return attended(report, meeting), is_counted(report)


def entry_of(one: Archived) -> Entry:
    """Return a meeting as lists and feeds know it."""
    report, meeting = one.report, one.meeting
    withdrawn = report.state == "withdrawn"
    steps = () if withdrawn else steps_of(report, meeting)
    return Entry(
        id=meeting.id, title=clean(meeting.title), label=clean(report.about.label), group=clean(meeting.group),
        date=meeting.date, start=one.start, rule=meeting.rule, language=report.language, version=report.version,
        updated=updated(one), summary="" if withdrawn else _summary(report), withdrawn=withdrawn,
        corrected=any(one.accepted for one in report.corrections), redacted=bool(one.redactions),
        captions=sum(1 for _ in one.script.lines), coalitions=() if withdrawn else _coalitions(one, steps),
        topics=() if withdrawn else topics_of(report), attended=one.attended, counted=one.counted and not withdrawn,
        steps=steps, following=None if withdrawn else report.next_meeting,
    )  # fmt: skip


def updated(one: Archived) -> str:
    """Return the UTC moment of the last revision, correction or redaction; the meeting's day if there was none."""
    moments = [revision.at_utc for revision in one.report.revisions]
    days = [each.on for each in one.report.corrections if each.accepted] + [each.on for each in one.redactions]
    moments += [f"{day}T00:00:00Z" for day in (one.meeting.date, *days) if _DAY.fullmatch(day)]
    return max(moment for moment in moments if _UTC.fullmatch(moment))


def topics_of(report: Report) -> tuple[str, ...]:
    """Return what the meeting was about: the headings of its agenda items, each once."""
    found: dict[str, str] = {}
    for placed in in_print_order(report):
        block = placed.block
        if placed.statement is None and (block.kind == "agenda item" or (block.item and placed.depth == 0)):
            heading = plain(block.heading)
            if heading and fold(heading):
                found.setdefault(fold(heading), heading)
    return tuple(found.values())


def report_lines(report: Report) -> tuple[str, ...]:
    """Return every heading and statement of the print, for searches."""
    lines: list[str] = []
    for placed in in_print_order(report):
        text = placed.block.heading if placed.statement is None else placed.statement.text
        if plain(text):
            lines.append(plain(text))
    placed_ids = {one.statement.refers for one in in_print_order(report) if one.statement}
    matters = [(one.id, one.text) for one in report.decisions] + [(one.id, one.text) for one in report.actions]
    return (*lines, *(plain(text) for id, text in matters if id not in placed_ids))


def _coalitions(one: Archived, steps: tuple[Step, ...]) -> tuple[Attended, ...]:
    """The coalitions that the print names: those that came, and those that owe a next step."""
    owing = (body_of(name, one.meeting) for step in steps for name in step.bodies)
    bodies = (body for body in (*one.attended, *owing) if body is not None and body.coalition)
    return tuple(sorted({fold(body.name): body for body in bodies}.values()))


def _summary(report: Report) -> str:
    topics = "; ".join(topics_of(report))
    return topics if len(topics) <= 300 else f"{topics[:300].rsplit(' ', 1)[0]} …"
