"""What was said at a meeting, as findings read it, whatever it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from models.meeting import AgendaItem
from models.roster import Roster

Channel = Literal["speech", "chat", "note"]
MarkKind = Literal["decision", "next step", "key point", "dissent", "question", "agenda item"]


@dataclass(frozen=True)
class Utterance:
    """One caption or turn. `id` is what evidence cites; `speaker` is the label as captioned, None for nobody."""

    id: str
    text: str
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    channel: Channel = "speech"


@dataclass(frozen=True)
class NoteMark:
    """A note-taker's key press: it outranks everything that is found. `utterance` is the id it was pressed at."""

    kind: MarkKind
    utterance: str
    text: str = ""
    by: str = ""


@dataclass(frozen=True)
class Talk:
    """A meeting to be summed up. `roles` says who has an office in the words of the roster ("Co-facilitator")."""

    utterances: tuple[Utterance, ...]
    roster: Roster = field(default_factory=Roster)
    agenda: tuple[AgendaItem, ...] = ()
    date: date | None = None
    language: str = "en"
    marks: tuple[NoteMark, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each utterance stands, by its id."""
        return {one.id: index for index, one in enumerate(self.utterances)}
