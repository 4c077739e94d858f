"""A meeting made of plain fields, whoever wrote them: a file or a form. Every complaint says where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

from models.errors import MeetingError
from models.meeting import AgendaItem, Document, Meeting, check_date, check_meeting_id, meeting_id
from models.names import LINE_LENGTH, NAME_LENGTH, BadField, check_line, check_name
from models.registry import known_body
from models.roster import Body, DuplicateEntry, Person, Roster, as_member

Path = tuple[str | int, ...]
"""("rule",), ("roster", 2), ("roster", 2, "role") or ("terms", 7); entries count from 0."""
Where = Callable[[Path], str]

KEYS: Mapping[str, tuple[str, ...]] = {
    "": (
        "number", "title", "group", "date", "start", "rule", "language", "id", "readers", "terms", "needs",
        "agenda", "document", "body", "roster",
    ),
    "agenda": ("number", "title", "link"),
    "document": ("label", "url"),
    "body": ("name", "acronym", "kind", "aliases"),
    "roster": ("name", "given", "family", "aliases", "body", "role", "member"),
}  # fmt: skip
NEEDED: Mapping[str, tuple[str, ...]] = {
    "": ("title", "group", "date", "start", "rule"),
    "agenda": ("title",),
    "document": ("label", "url"),
    "body": ("name",),
    "roster": ("name",),
}
_EXAMPLES = {
    "date": "date = 2022-03-23",
    "start": 'start = "14:00" (UTC)',
    "url": 'url = "https://example.org/paper"',
    "rule": 'rule = "open" or rule = "chatham-house"',
}


class BadMeeting(MeetingError):
    """Raised when a meeting's file or form cannot be used; the message begins with the place."""


def build_meeting(data: Mapping[str, Any], where: Where) -> Meeting:
    """Return the meeting that the fields describe; `where` tells the place of a field for people.

    Raises:
        BadMeeting: At the first field that cannot be used.
    """
    _check_keys(data, (), where)
    bodies = _entries(data, "body", where, _body)
    people = _entries(data, "roster", where, lambda fields, _at: _person(fields, bodies))
    agenda = _entries(data, "agenda", where, _item)
    _check_item_numbers(agenda, where)
    documents = _entries(data, "document", where, lambda fields, _at: Document(fields["label"], fields["url"]))
    with _placed((), where):
        roster = Roster(people, bodies)
    terms, needs = _texts(data, "terms", where, NAME_LENGTH), _texts(data, "needs", where, LINE_LENGTH)
    with _placed((), where):
        number, day = _text(data.get("number", "")), check_date(data["date"])
        group = check_name(data["group"], "group", LINE_LENGTH)
        if number:
            check_line(number, "number")
        made = check_meeting_id(data["id"]) if "id" in data else meeting_id(day, group, number)
        return Meeting(
            made, number, data["title"], group, day, data["start"], data["rule"],
            data.get("language", "en"), agenda, roster, terms, documents, data.get("readers", "anyone"),
            needs,
        )  # fmt: skip


def _check_keys(fields: Mapping[str, Any], path: Path, where: Where) -> None:
    table = str(path[0]) if path else ""
    for key in fields:
        if key not in KEYS[table]:
            near = get_close_matches(key, KEYS[table], 1)
            meant = f'; did you mean "{near[0]}"?' if near else f"; expected one of {', '.join(KEYS[table])}"
            raise BadMeeting(f'{where((*path, key))}: "{key}" is no key of {_called(table)}{meant}')
    for key in NEEDED[table]:
        if key not in fields:
            mend = _EXAMPLES.get(key, f'{key} = "…"')
            raise BadMeeting(f"{where(path)}: {key} is missing from {_called(table)}; add {mend}")


def _called(table: str) -> str:
    return f"this {table} entry" if table else "the meeting"


def _entries(
    data: Mapping[str, Any], table: str, where: Where, make: Callable[[Mapping[str, Any], int], Any]
) -> tuple[Any, ...]:
    entries = data.get(table, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadMeeting(f"{where((table,))}: {table} is not a list of entries; write each under [[{table}]]")
    made = []
    for at, fields in enumerate(entries):
        _check_keys(fields, (table, at), where)
        with _placed((table, at), where):
            made.append(make(fields, at))
    return tuple(made)


@contextmanager
def _placed(path: Path, where: Where, exactly: bool = False) -> Iterator[None]:
    """Say where a field was refused: at the path's key of that name, or exactly at the path."""
    try:
        yield
    except DuplicateEntry as fault:
        table = str(fault).split(" ", 1)[0]
        earlier = where((table, fault.first, fault.key))
        place = where((table, fault.second, fault.key))
        raise BadMeeting(f"{place}: {fault} (the first is at {earlier})") from None
    except BadField as fault:
        place = where(path if exactly else (*path, fault.key))
        raise BadMeeting(f"{place}: {fault}") from None


def _body(fields: Mapping[str, Any], _at: int) -> Body:
    aliases = _names(fields.get("aliases", []))
    return Body(fields["name"], fields.get("acronym", ""), fields.get("kind", "coalition"), aliases)


def _person(fields: Mapping[str, Any], bodies: Sequence[Body]) -> Person:
    named = fields.get("body")
    known = known_body(named, bodies) if isinstance(named, str) else None
    return Person(
        fields["name"],
        fields.get("given", ""),
        fields.get("family", ""),
        _names(fields.get("aliases", [])),
        known.name if known else named,
        fields.get("role", "participant"),
        as_member(fields.get("member")),
    )


def _item(fields: Mapping[str, Any], at: int) -> AgendaItem:
    return AgendaItem(_text(fields.get("number", at + 1)), fields["title"], fields.get("link"))


def _check_item_numbers(agenda: Sequence[AgendaItem], where: Where) -> None:
    held: dict[str, int] = {}
    for at, item in enumerate(agenda):
        if held.setdefault(item.number, at) != at:
            first = where(("agenda", held[item.number], "number"))
            raise BadMeeting(
                f"{where(('agenda', at, 'number'))}: agenda number {item.number} is taken "
                f'by "{agenda[held[item.number]].title}" ({first}); give one of them another number'
            )


def _names(value: object) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise BadField("aliases", f'aliases is {value!r}; expected a list like ["Ana", "A. Silva"]')
    return tuple(value)


def _texts(data: Mapping[str, Any], key: str, where: Where, length: int) -> tuple[Any, ...]:
    value = data.get(key, [])
    if not isinstance(value, list):
        raise BadMeeting(f'{where((key,))}: {key} is {value!r}; expected a list like ["IXP"]')
    for at, text in enumerate(value):
        with _placed((key, at), where, exactly=True):
            check_line(text, key, length)
    return tuple(value)


def _text(value: object) -> Any:
    """A number of a meeting or an item may be written without quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value
