"""A meeting report: a tree of blocks and statements in the order of the print, and what the statements mean.

The tree is what is read; decisions, actions and views are what the statements refer to. Nothing is said twice: a
statement that refers to a decision carries the text as printed, the decision what it amounts to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from models.report_parts import (
    STRICT,
    Action,
    Attendance,
    AttendanceCount,
    Attribution,
    Decision,
    Evidence,
    RoleGroup,
    Update,
    View,
)

SCHEMA = "dccg-report/1"

Kind = Literal["summary report", "minutes", "next steps", "member's notes", "agenda notice", "correction"]
State = Literal["draft", "in review", "published", "amended", "withdrawn"]
BlockKind = Literal[
    "front", "preamble", "intro", "agenda item", "key points", "decisions", "next steps", "decisions and next steps",
    "views", "updates", "discussion", "list", "table", "aob", "annex", "note", "agenda adoption", "minutes approval",
]  # fmt: skip
Standing = Literal["", "needs editing", "suggested", "accepted", "edited", "rejected"]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A paragraph or a bullet. `text` is Markdown's inline subset: links as [label](address), nothing else.

    A footnote's mark stands in the text as it is printed. `refers` is the id of the decision, action or view that it
    prints, `kind` what its record calls it ("reminder"). `enumeration` is the style of children that run on inside the
    paragraph: "(a)". `text` is empty where only the number, or only the children, are known.
    """

    __pydantic_config__ = STRICT
    id: str
    text: str
    kind: str = ""
    number: str = ""
    marker: str = ""
    run_in_title: str = ""
    attribution: Attribution | None = None
    stance: str = ""
    enumeration: str = ""
    children: tuple[Statement, ...] = ()
    refers: str = ""
    standing: Standing = ""
    updates: tuple[Update, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part under a heading: `blocks` and `statements` in the order of the print, statements first.

    `item` is the number of the agenda item it belongs to, `asked_by` who had it put on the agenda.
    """

    __pydantic_config__ = STRICT
    id: str
    kind: BlockKind = "discussion"
    heading: str = ""
    number: str = ""
    item: str = ""
    statements: tuple[Statement, ...] = ()
    blocks: tuple[Block, ...] = ()
    attribution: Literal["", "anonymous", "by body", "by person"] = ""
    asked_by: str = ""
    state: Literal["", "planned", "added", "discussed", "postponed", "dropped"] = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """One session of a meeting: `date` ISO, times UTC ("14:00"), and as they are printed."""

    __pydantic_config__ = STRICT
    date: str = ""
    printed: str = ""
    time_printed: str = ""
    start_utc: str = ""
    end_utc: str = ""
    label: str = ""
    venue: str = ""
    note: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Officer:
    """Who led or served the meeting: always named."""

    __pydantic_config__ = STRICT
    role: str = ""
    given: str = ""
    family: str = ""
    printed: str = ""
    honorific: str = ""
    affiliation: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.printed or " ".join(part for part in (self.honorific, self.given, self.family) if part)


@dataclass(frozen=True, kw_only=True)
class About:
    """The meeting as the head of its report names it. `label` and `number` are labels, never keys.

    `mode` and `doc_type` are empty where the print does not say. `notes` are about the report, and never printed.
    """

    __pydantic_config__ = STRICT
    meeting_id: str = ""
    group: str = ""
    acronym: str = ""
    cycle: str = ""
    title: str = ""
    label: str = ""
    number: str = ""
    subtitle: str = ""
    mode: str = ""
    doc_type: str = "Summary report"
    separator: str = "|"
    rule: Literal["open", "chatham-house"] = "open"
    quorate: bool | None = None
    sittings: tuple[Sitting, ...] = ()
    officers: tuple[Officer, ...] = ()
    notes: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How it is printed: the layout's name, and what differs from its usual marks."""

    __pydantic_config__ = STRICT
    name: str = "per-item"
    bullet: str = "-"
    checkbox: str = ""
    numbering: str = ""
    item_numbering: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Link:
    """An address that the report names, or a document without one. `kind`: recording, transcript, form, document.

    `number` is the document's: "A3.1".
    """

    __pydantic_config__ = STRICT
    target: str = ""
    label: str = ""
    kind: str = ""
    number: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Footnote:
    __pydantic_config__ = STRICT
    mark: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Annex:
    """An annex by label ("Annex A1") and kind ("attendance", "agenda", "documents"); others hold their own blocks."""

    __pydantic_config__ = STRICT
    label: str = "Annex"
    title: str = ""
    kind: str = ""
    blocks: tuple[Block, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class NextMeeting:
    __pydantic_config__ = STRICT
    printed: str = ""
    date: str = ""
    time_utc: str = ""
    state: Literal["proposed", "fixed"] = "proposed"
    evidence: tuple[Evidence, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A change to what was published: what stood there, what stands there now, who asked for it."""

    __pydantic_config__ = STRICT
    target: str
    before: str
    after: str
    proposed_by: str = ""
    on: str = ""
    accepted: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One kept state of the report."""

    __pydantic_config__ = STRICT
    version: int
    at_utc: str
    by: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ArchiveRecord:
    """Where the report was archived: the list's message, its public address, the checksum of what was sent."""

    __pydantic_config__ = STRICT
    place: str
    message_id: str = ""
    sent_utc: str = ""
    address: str = ""
    subject: str = ""
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report. `made` says in words what made it; `missing` what it lacks, a sentence each."""

    __pydantic_config__ = STRICT
    schema: str = SCHEMA
    id: str
    about: About
    kind: Kind = "summary report"
    layout: Layout = field(default_factory=Layout)
    version: int = 1
    state: State = "draft"
    language: str = "en"
    made: str = ""
    missing: tuple[str, ...] = ()
    disclaimers: tuple[str, ...] = ()
    front: tuple[Block, ...] = ()
    blocks: tuple[Block, ...] = ()
    annexes: tuple[Annex, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    decisions: tuple[Decision, ...] = ()
    actions: tuple[Action, ...] = ()
    views: tuple[View, ...] = ()
    no_views_confirmed_by: str = ""
    apologies: tuple[Attendance, ...] = ()
    groups: tuple[RoleGroup, ...] = ()
    counts: tuple[AttendanceCount, ...] = ()
    links: tuple[Link, ...] = ()
    next_meeting: NextMeeting | None = None
    suggestions: tuple[Statement, ...] = ()
    corrections: tuple[Correction, ...] = ()
    revisions: tuple[Revision, ...] = ()
    archived: tuple[ArchiveRecord, ...] = ()
    source: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
