"""A meeting read from and printed as `meeting.toml`; every complaint names the file and the line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import tomli_w

from models.meeting import Meeting
from models.meeting_fields import BadMeeting, Path, build_meeting
from models.meeting_form import form_of, meeting_from_form
from models.names import split_name
from models.roster import Body, Person

__all__ = ["form_of", "meeting_from_form", "parse_meeting", "print_meeting"]

_TABLE = re.compile(r"\s*\[\[?([^\]]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))\s*=(?!=)")


def parse_meeting(text: str, file: str = "meeting.toml") -> Meeting:
    """Return the meeting that the text of a `meeting.toml` describes.

    Raises:
        BadMeeting: With the file, the line, what was found and what was expected.
    """
    text = text.removeprefix("\ufeff")
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise BadMeeting(f"{file}, line 1: lists are nested too deeply; expected the keys of a meeting") from None
    except ValueError as fault:
        raise BadMeeting(_syntax(str(fault), text, file)) from None
    lines = _Lines(text)
    return build_meeting(_plain(data), lambda path: f"{file}, line {lines.of(path)}")


def print_meeting(meeting: Meeting) -> str:
    """Return the meeting as the text of a `meeting.toml`; reading it back gives an equal meeting."""
    number: str | int = meeting.number
    if re.fullmatch(r"[1-9]\d{0,8}", meeting.number, re.ASCII):
        number = int(meeting.number)
    head: dict[str, Any] = {
        "number": number, "title": meeting.title, "group": meeting.group,
        "date": date.fromisoformat(meeting.date), "start": meeting.start,
        "rule": meeting.rule, "language": meeting.language,
    }  # fmt: skip
    if meeting.id != meeting.usual_id:
        head["id"] = meeting.id
    if meeting.readers != "anyone":
        head["readers"] = meeting.readers
    if meeting.terms:
        head["terms"] = list(meeting.terms)
    if meeting.needs:
        head["needs"] = list(meeting.needs)
    parts = [tomli_w.dumps({key: value for key, value in head.items() if value != ""})]
    for item in meeting.agenda:
        parts.append(_table("agenda", {"number": item.number, "title": item.title, "link": item.link}))
    for paper in meeting.documents:
        parts.append(_table("document", {"label": paper.label, "url": paper.url}))
    parts.extend(_table("body", _body_fields(body)) for body in meeting.roster.bodies)
    parts.extend(_table("roster", _person_fields(person)) for person in meeting.roster.people)
    return "\n".join(parts)


def _body_fields(body: Body) -> dict[str, Any]:
    kind = None if body.kind == "coalition" else body.kind
    return {"name": body.name, "acronym": body.acronym, "kind": kind, "aliases": list(body.aliases)}


def _person_fields(person: Person) -> dict[str, Any]:
    told = (person.given, person.family) != split_name(person.name)
    return {
        "name": person.name,
        "given": person.given if told else None,
        "family": person.family if told else None,
        "aliases": list(person.aliases),
        "body": person.body,
        "role": None if person.role == "participant" else person.role,
        "member": person.member,
    }


def _table(name: str, fields: Mapping[str, Any]) -> str:
    # tomli_w would fold short entries into one inline list, which nobody wants to edit.
    return f"[[{name}]]\n" + tomli_w.dumps({key: value for key, value in fields.items() if value})


def _plain(value: Any) -> Any:
    """Dates and times of TOML as the text a form would give; a time's zone or seconds stay, to be refused."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, time):
        return value.isoformat("minutes" if not value.second and not value.microsecond else "auto")
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _syntax(fault: str, text: str, file: str) -> str:
    said = re.fullmatch(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", fault, re.DOTALL)
    problem, line = (said[1], said[2]) if said else (fault, "1")
    last = text.rstrip().count("\n") + 1
    place = f"{file}, line {line or last}"
    column = f" at column {said[3]}" if said and said[3] else ""
    return f'{place}: this is no TOML{column} ({problem}); expected lines like title = "Virtual meeting 60"'


class _Lines:
    """The lines on which tables and keys stand, found by reading the text of valid TOML."""

    def __init__(self, text: str) -> None:
        self._found: dict[Path, int] = {}
        self._text = text.split("\n")
        counts: dict[str, int] = {}
        path: Path = ()
        quote = ""
        for number, line in enumerate(self._text, 1):
            if not quote:
                if table := _TABLE.match(line):
                    name = table[1].strip().strip("\"'")
                    counts[name] = counts.get(name, -1) + 1
                    path = (name, counts[name])
                    self._found.setdefault((name,), number)
                    self._found[path] = number
                elif key := _KEY.match(line):
                    self._found.setdefault((*path, key[1] or key[2] or key[3]), number)
            quote = _open_quote(line, quote)

    def of(self, path: Path) -> int:
        """Return the line of what the path names, else of the nearest thing around it."""
        if path[:1] in (("terms",), ("needs",)) and len(path) == 2:
            return self._entry(str(path[0]), int(path[1]))
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 1)

    def _entry(self, name: str, at: int) -> int:
        """The line of the list's entry `at`, if each stands on a line of its own; else that of the list."""
        first = self._found.get((name,), 1)
        later = range(first, len(self._text))
        entries = [number for number in later if re.match(r"\s*[\"']", self._text[number])]
        alone = self._text[first - 1].split("#")[0].rstrip().endswith("[")
        return entries[at] + 1 if alone and at < len(entries) else first


def _open_quote(line: str, quote: str) -> str:
    """The long quote that is still open after the line; empty if none is."""
    for mark in re.findall(r"#|\"\"\"|'''|\"(?:[^\"\\]|\\.)*\"|'[^']*'", line):
        if quote:
            quote = "" if mark == quote else quote
        elif mark == "#":
            break
        elif mark in ('"""', "'''"):
            quote = mark
    return quote
