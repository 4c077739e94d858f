"""What a transcript from anywhere says: captions or turns in order, and what the file does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True)
class Foreign:
    """A transcript as it was read. `lacks` tells in sentences what is missing, wrong or was guessed."""

    kind: Kind
    said: tuple[Said, ...]
    title: str = ""
    date: str = ""
    lacks: tuple[str, ...] = ()


def count(number: int, one: str, many: str) -> str:
    """Return the number with its noun.

    >>> count(1, "cue", "cues"), count(1200, "cue", "cues")
    ('1 cue', '1,200 cues')
    """
    return f"{number:,} {one if number == 1 else many}"


def missing(said: Sequence[Said]) -> list[str]:
    """Return what the whole of a transcript lacks: speakers, times."""
    lacks = []
    speech = [one for one in said if one.channel == "speech"] or list(said)
    unnamed = sum(one.speaker is None for one in speech)
    if unnamed == len(speech):
        lacks.append("No speaker is named.")
    elif unnamed:
        lacks.append(f"No speaker is named for {unnamed:,} of {count(len(speech), 'caption', 'captions')}.")
    untimed = sum(one.start_ms is None for one in said)
    if untimed == len(said):
        lacks.append("No times.")
    elif untimed:
        lacks.append(f"No times for {untimed:,} of {count(len(said), 'caption', 'captions')}.")
    return lacks
