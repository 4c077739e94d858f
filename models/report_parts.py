"""What the statements of a report mean: decisions, next steps, views, people; beside it, what was printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ConfigDict

STRICT = ConfigDict(extra="forbid")
"""Fields that nobody knows are refused by name when a report is read."""

Consent = Literal[
    "", "no objection", "expressed", "thumbs", "straw poll", "vote", "silence until", "chair's summary", "unanimous",
    "rough consensus",
]  # fmt: skip
DecisionType = Literal["adopt", "agree", "appoint", "note", "defer", "reject", "recommend", "recorded elsewhere"]
DecisionState = Literal["proposed", "confirmed", "provisional", "amended", "discussed"]
ActionState = Literal["open", "done", "dropped", "carried over"]
Presence = Literal[
    "present", "apologies", "late", "left early", "replaced", "chat only", "mentioned absent", "uncertain",
]  # fmt: skip
OwnerKind = Literal["person", "body", "group", "everyone", "volunteer"]
Mode = Literal["none", "anonymous", "person", "body", "office", "chat"]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The captions that something rests on, by cue id. `found_by` is a rule's id, "note-taker", or a model's name."""

    __pydantic_config__ = STRICT
    cues: tuple[int, ...]
    quote: str = ""
    found_by: str = ""
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Update:
    """What happened after something was written: printed in brackets behind it, posted as a reply, or ticked off."""

    __pydantic_config__ = STRICT
    text: str
    form: str = "[Update: …]"
    dates: tuple[str, ...] = ()
    by: str = ""
    on: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """To whom the print gives a statement. `subject` is who said it and is never printed; `phrase` is as printed."""

    __pydantic_config__ = STRICT
    mode: Mode = "none"
    phrase: str = ""
    quantifier: str = ""
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class Due:
    """When something is due: `printed` as it stands, `dates` (ISO, one or an interval) as meant, or an `event`."""

    __pydantic_config__ = STRICT
    printed: str
    dates: tuple[str, ...] = ()
    event: str = ""
    time: str = ""


@dataclass(frozen=True, kw_only=True)
class Owner:
    __pydantic_config__ = STRICT
    name: str
    kind: OwnerKind = "person"


@dataclass(frozen=True, kw_only=True)
class Votes:
    __pydantic_config__ = STRICT
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    printed: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """`id` is permanent, like DCCG-60-D1. `dissent` holds ids of views."""

    __pydantic_config__ = STRICT
    id: str
    text: str
    type: DecisionType = "agree"
    consent: Consent = ""
    state: DecisionState = "proposed"
    votes: Votes | None = None
    conditions: tuple[str, ...] = ()
    until: str = ""
    proposed_by: str = ""
    item: str = ""
    dissent: tuple[str, ...] = ()
    supersedes: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Action:
    """A next step. No owners: nobody was named, and the print says so; a child without any is its parent's owners'."""

    __pydantic_config__ = STRICT
    id: str
    text: str
    owners: tuple[Owner, ...] = ()
    asked_by: str = ""
    due: Due | None = None
    children: tuple[Action, ...] = ()
    kind: str = "action"
    item: str = ""
    from_decision: str = ""
    state: ActionState = "open"
    updates: tuple[Update, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Position:
    """One side of a view. `holders` are never printed."""

    __pydantic_config__ = STRICT
    text: str
    quantifier: str = ""
    holders: tuple[str, ...] = ()
    for_the_record: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, kw_only=True)
class View:
    """Minority and dissenting views on one matter."""

    __pydantic_config__ = STRICT
    id: str
    topic: str
    positions: tuple[Position, ...] = ()
    item: str = ""
    decision: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One person, or a body, at the meeting or excused. `printed` replaces given and family names where told.

    `sessions` holds labels of the sittings that they were at; empty: all of them.
    """

    __pydantic_config__ = STRICT
    given: str = ""
    family: str = ""
    printed: str = ""
    honorific: str = ""
    affiliation: str = ""
    status: Presence = "present"
    member: Literal["", "full", "observer"] = ""
    sessions: tuple[str, ...] = ()
    stands_for: str = ""
    represents: str = ""
    note: str = ""
    source: str = ""
    confirmed_by: str = ""
    evidence: tuple[Evidence, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.printed or f"{self.given} {self.family}".strip()


@dataclass(frozen=True, kw_only=True)
class RoleGroup:
    """A table of the list of participants, under its own heading."""

    __pydantic_config__ = STRICT
    label: str
    people: tuple[Attendance, ...] = ()
    name_order: Literal["given-family", "family-given"] = "given-family"
    sorted_by: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AttendanceCount:
    """A number of people where no list is printed; `text` as printed ("20+")."""

    __pydantic_config__ = STRICT
    text: str
    unit: str = "participants"
    source: str = ""
