"""What is taken out of a meeting's archive: read from `redactions.toml`, carried out before anything is printed."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from models.errors import MeetingError
from models.report import Report
from models.report_json import from_json, to_json

FILE = "redactions.toml"
BLOT = "[redacted]"
KEPT = frozenset(
    "schema id refers kind state type consent mode standing status rule item from_decision dissent supersedes decision "
    "meeting_id date dates on at_utc start_utc end_utc time_utc version form number mark language sha256 "
    "name_order member layout".split()
)
"""Fields of a report that hold no words of people: ids, dates, and the words that the program itself chooses among."""
LEAST_WORDS = 4
"""A redacted caption of so many words is also looked for in the report, where somebody may have copied it."""


class BadRedaction(MeetingError):
    """Raised when a redaction cannot be carried out as it is written; nothing may be published meanwhile."""


@dataclass(frozen=True)
class Redaction:
    """Captions by number, or words wherever they stand in the meeting; `on` is the day it was done.

    `for_good`: the words were taken out of the record too, and nobody knows them any more.
    """

    on: str
    why: str
    cues: tuple[int, ...] = ()
    text: str = ""
    for_good: bool = False


def read_redactions(text: str, where: str = FILE) -> tuple[Redaction, ...]:
    """Return the redactions of a meeting.

    Raises:
        BadRedaction: With the place, and what was expected there.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadRedaction(f"{where}: this is no TOML: {fault}") from None
    if set(data) - {"redaction"} or not isinstance(data.get("redaction", []), list):
        raise BadRedaction(f"{where}: found {', '.join(data)}; expected entries under [[redaction]]")
    return tuple(_redaction(one, f"{where}, entry {at}") for at, one in enumerate(data.get("redaction", []), 1))


def _redaction(fields: Any, where: str) -> Redaction:
    if not isinstance(fields, dict) or set(fields) - {"on", "why", "cues", "text", "for_good"}:
        raise BadRedaction(f"{where}: expected on, why, and cues or text")
    day, why, cues, text = (fields.get(key) for key in ("on", "why", "cues", "text"))
    if not isinstance(day, date):
        raise BadRedaction(f"{where}: on is {day!r}; expected a day like on = 2026-11-20")
    if not isinstance(why, str) or not why.strip():
        raise BadRedaction(f'{where}: why is missing; say it in words that may be read, like why = "A private number."')
    done = fields.get("for_good") is True
    if (cues is None) == (text is None) and not (done and text is None):
        raise BadRedaction(f"{where}: expected either cues, like cues = [12, 13], or text; found both or neither")
    if cues is not None and not (isinstance(cues, list) and cues and all(type(one) is int and one > 0 for one in cues)):
        raise BadRedaction(f"{where}: cues is {cues!r}; expected numbers of captions, like cues = [12, 13]")
    if text is not None and not (isinstance(text, str) and re.search(r"\w", text)):
        raise BadRedaction(f"{where}: text is {text!r}; expected the words that shall not be read")
    made = Redaction(f"{day:%Y-%m-%d}", " ".join(why.split()), tuple(cues or ()), text or "", done)
    if text and Redactor((made,)).text(why) != _composed(why):
        raise BadRedaction(f"{where}: why says the very words that are taken out; word it without them")
    return made


class Redactor:
    """Takes out what these redactions name; true if there is anything to take out.

    Words are found whole, whatever their case and whatever stands between them.
    """

    def __init__(self, redactions: Sequence[Redaction], spoken: Iterable[str] = ()) -> None:
        self.redactions = tuple(redactions)
        self.cues = frozenset(id for one in redactions for id in one.cues)
        texts = [one.text for one in redactions if one.text]
        # Of a caption that was taken out for good only its place is left.
        texts += [one for one in spoken if len(re.findall(r"\w+", one.replace(BLOT, ""))) >= LEAST_WORDS]
        self._patterns = [_pattern(one) for one in texts]

    def __bool__(self) -> bool:
        return bool(self.cues or self._patterns)

    def knowing(self, spoken: Iterable[str]) -> Redactor:
        """Return the same with the text of the captions that are taken out, which may have been copied elsewhere."""
        return Redactor(self.redactions, spoken)

    def text(self, text: str) -> str:
        """Return the text without the words."""
        text = _composed(text)
        for pattern in self._patterns:
            text = pattern.sub(BLOT, text)
        return text

    def finds(self, text: str) -> bool:
        """Say whether the text still holds any of the words."""
        return any(pattern.search(_composed(text)) for pattern in self._patterns)

    def within(self, words: Sequence[str]) -> set[int]:
        """Return the positions of words that must go, also where they are found across several captions."""
        starts, length = [], 0
        for word in words:
            starts.append(length)
            length += len(_composed(word)) + 1
        line = " ".join(map(_composed, words))
        spans = [found.span() for pattern in self._patterns for found in pattern.finditer(line)]
        return {
            at
            for at, start in enumerate(starts)
            if any(start < end and begin < start + len(_composed(words[at])) for begin, end in spans)
        }

    def value(self, value: Any, key: str = "") -> Any:
        """Return data with every text in it without the words."""
        if isinstance(value, str):
            return value if key in KEPT else self.text(value)
        if isinstance(value, list | tuple):
            return [self.value(one, key) for one in value]
        if isinstance(value, Mapping):
            if "quote" in value and self.cues & set(value.get("cues") or ()):
                value = {inner: one for inner, one in value.items() if inner != "quote"}
            if self._names(value):
                value = {**value, "given": BLOT, "family": ""}
            return {self.text(inner): self.value(one, inner) for inner, one in value.items()}
        return value

    def _names(self, fields: Mapping[str, Any]) -> bool:
        """Whether the fields name somebody by two of them together, in either order."""
        given, family = fields.get("given"), fields.get("family")
        if not isinstance(given, str) or not isinstance(family, str):
            return False
        return self.finds(f"{given} {family}") or self.finds(f"{family} {given}")

    def report(self, report: Report) -> Report:
        """Return the report without the words, and without quotations of the captions.

        Raises:
            BadRedaction: If the report would no longer hold together.
        """
        if not self:
            return report
        try:
            return from_json(json.dumps(self.value(json.loads(to_json(report)))), report.id)
        except MeetingError as fault:
            raise BadRedaction(f"{report.id}: redacted, the report does not hold together ({fault})") from None

    def resting(self, report: Report) -> tuple[str, ...]:
        """Return the ids of decisions, next steps and views that rest on captions that are taken out."""
        parts: list[Any] = [*report.decisions, *report.actions]
        found = [one.id for one in parts if any(self.cues & set(seen.cues) for seen in one.evidence)]
        for view in report.views:
            if any(self.cues & set(seen.cues) for side in view.positions for seen in side.evidence):
                found.append(view.id)
        return tuple(found)

    def told(self) -> tuple[Redaction, ...]:
        """Return what may be said of the redactions: when, why and how many captions, never the words."""
        return tuple(replace(one, text="") for one in self.redactions)


def _pattern(text: str) -> re.Pattern[str]:
    words = re.findall(r"[^\W_]+", _composed(text)) or [text]
    return re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])", re.IGNORECASE)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
