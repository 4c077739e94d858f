"""What a transcript from anywhere says: captions or turns in order, and what the file does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from models.errors import MeetingError

Kind = Literal[
    "WebVTT", "Zoom WebVTT", "Teams WebVTT", "Jigasi JSON", "DCCG JSON", "IGF text", "SubRip", "Zoom chat", "plain text"
]
SaidBy = Literal["speech", "chat"]


class BadTranscript(MeetingError):
    """Raised when bytes that should be a transcript cannot be read as one."""


@dataclass(frozen=True)
class Said:
    """One caption or turn: `text` on one line, without markup and without its speaker's name.

    `id` counts from 1 in the order of the file, or is the file's own where it is one of ours. `lang` is empty
    unless the file says that this is in another language.
    """

    id: int
    text: str
    speaker: str | None
    start_ms: int | None = None
    end_ms: int | None = None
    channel: SaidBy = "speech"
    lang: str = ""


class AgendaStart(NamedTuple):
    """An agenda item that the file marks: `said` is the id of the first caption of it."""

    said: int
    item: str
    title: str


@dataclass(frozen=True)
class Foreign:
    """A transcript as it was read. `lacks` tells in sentences what is missing, wrong or was guessed.

    `title`, `date` ("2022-03-23") and `language` are empty where the file does not tell them.
    """

    kind: Kind
    said: tuple[Said, ...]
    title: str = ""
    date: str = ""
    lacks: tuple[str, ...] = ()
    language: str = ""
    agenda: tuple[AgendaStart, ...] = ()


def count(number: int, one: str, many: str) -> str:
    """Return the number with its noun.

    >>> count(1, "cue", "cues"), count(1200, "cue", "cues")
    ('1 cue', '1,200 cues')
    """
    return f"{number:,} {one if number == 1 else many}"
