"""The events of a meeting: what is kept, what viewers get, in one JSON form.

Durable events are numbered and kept (`DURABLE`); the others are sent once and forgotten, and so is every word that is
said off the record (`is_kept`).
A body is encoded once; the same bytes go to disk and to viewers.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from models.cue import Origin, Word

State = Literal["planned", "listening", "paused", "ended"]

DURABLE = ("final", "correction", "speaker", "agenda", "state", "origin", "record", "gap", "filled", "notice", "sound")
FLEETING = ("partial", "health")


@dataclass(frozen=True)
class Opening:
    """What is said of a cue once, with its first words.

    `heard` is the name that came with the sound where somebody put another right for all of the meeting; "" where
    nobody did.
    """

    speaker: str | None
    source: str
    origin: Origin
    engine: str
    lang: str
    gap: int | None = None
    heard: str | None = ""

    @property
    def as_heard(self) -> str | None:
        return self.speaker if self.heard == "" else self.heard


@dataclass(frozen=True)
class Final:
    """Newly committed words of cue `cue`, from its word number `at` on; `opening` only with `at` 0.

    A committed word never changes and never comes twice: who already holds word `at` of the cue skips it.
    `off`: said off the record, as is all of its cue.
    """

    cue: int
    at: int
    words: tuple[Word, ...]
    opening: Opening | None = None
    off: bool = False

    kind = "final"

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"cue": self.cue, "at": self.at, "words": [pack(word) for word in self.words]}
        if self.opening is not None:
            o = self.opening
            body |= {"speaker": o.speaker, "source": o.source, "origin": o.origin, "engine": o.engine, "lang": o.lang}
            if o.gap is not None:
                body["gap"] = o.gap
            if o.heard != "":
                body["heard"] = o.heard
        if self.off:
            body["off"] = True
        return body


@dataclass(frozen=True)
class Partial:
    """The unsettled tail of a source: replaces the one before it; empty when there is none."""

    source: str
    speaker: str | None
    text: str

    kind = "partial"

    def body(self) -> dict[str, Any]:
        return {"source": self.source, "speaker": self.speaker, "text": self.text}


@dataclass(frozen=True)
class Note:
    """Any other event: its kind and the fields that `docs/events.md` lists for it."""

    kind: str
    fields: dict[str, Any]

    def body(self) -> dict[str, Any]:
        return dict(self.fields)


MeetingEvent = Final | Partial | Note


def is_kept(event: MeetingEvent) -> bool:
    """Whether the event is numbered and goes into the record."""
    if isinstance(event, Note) and event.fields.get("off"):
        return False
    return event.kind in DURABLE and not (isinstance(event, Final) and event.off)


def pack(word: Word) -> list[Any]:
    """The word as JSON holds it: [start_ms, end_ms, text, probability in hundredths]."""
    return [word.start_ms, word.end_ms, word.text, round(word.probability * 100)]


def unpack(row: Sequence[Any]) -> Word:
    return Word(int(row[0]), int(row[1]), str(row[2]), int(row[3]) / 100)


def encode(event: MeetingEvent) -> bytes:
    """The body as compact UTF-8 JSON; lone surrogates are escaped, so that every text passes."""
    return json.dumps(event.body(), separators=(",", ":"), ensure_ascii=True).encode("ascii")


def decode(kind: str, body: bytes) -> MeetingEvent:
    fields = json.loads(body)
    if kind == "final":
        opening = None
        if "source" in fields:
            opening = Opening(
                fields["speaker"],
                fields["source"],
                fields["origin"],
                fields["engine"],
                fields["lang"],
                fields.get("gap"),
                fields.get("heard", ""),
            )
        words = tuple(unpack(row) for row in fields["words"])
        return Final(fields["cue"], fields["at"], words, opening, fields.get("off") is True)
    if kind == "partial":
        return Partial(fields["source"], fields["speaker"], fields["text"])
    return Note(kind, fields)
