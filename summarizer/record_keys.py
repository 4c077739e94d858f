"""How the keys of a record become fields and keys again.

Every key that has a field goes there. Where the field cannot say how the record put it (`owner: null`, a number in
quotation marks), `extra` keeps that too, and gives it back as long as the field still means the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any

from summarizer.record_yaml import IN_RECORD

UNPRINTED = frozenset(
    "schema source traps layout notes note anonymity_phrases mentions attribution numbering completeness".split()
)
"""Keys about the record, or about how it was printed: kept, never printed."""


@dataclass(frozen=True)
class Key:
    """A key of a record and the field it goes to. `read` gives None for what the field cannot hold."""

    field: str
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


Table = Mapping[str, Key]


def read_text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def read_label(value: Any) -> str | None:
    """Return a number or a text as a label: 60 and "60" are both "60"."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else read_text(value)


def write_label(value: str) -> Any:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 and str(int(value)) == value else value


def read_texts(value: Any) -> tuple[str, ...] | None:
    entries = [value] if isinstance(value, str) else value
    good = isinstance(entries, list) and bool(entries) and all(read_text(entry) for entry in entries)
    return tuple(entries) if good else None


def text(field: str) -> Key:
    return Key(field, read_text)


def label(field: str) -> Key:
    return Key(field, read_label, write_label)


def texts(field: str) -> Key:
    return Key(field, read_texts, list)


def words(field: str, *allowed: str) -> Key:
    """A key whose words are joined by underscores: agenda_item. Without `allowed`, any words."""

    def read(value: Any) -> str | None:
        said = (read_text(value) or "").replace("_", " ")
        return said if said and (not allowed or said in allowed) else None

    return Key(field, read, lambda value: value.replace(" ", "_"))


@dataclass(frozen=True)
class Taken:
    """What a mapping gave: `fields`; `kept` is how it wrote some of them; `rest` the keys that no field can hold."""

    fields: dict[str, Any]
    kept: dict[str, Any]
    rest: dict[str, Any]


def taken(data: Mapping[str, Any], cls: type[Any], table: Table) -> Taken:
    """Return what the mapping gives; of several keys for one field, the first in the table that can be read."""
    got: dict[str, Any] = {}
    used: dict[str, str] = {}
    for name, key in table.items():
        said = key.read(data[name]) if name in data and key.field not in got else None
        if said is not None:
            got[key.field], used[key.field] = said, name
    kept: dict[str, Any] = {}
    odd = {field: name for field, name in used.items() if name != usual_key(field, table)}
    if odd:
        kept[IN_RECORD] = {"keys": odd}
    rest: dict[str, Any] = {}
    for name, value in data.items():
        own = table.get(name)
        if own is None or used.get(own.field) != name:
            rest[name] = value
        elif got[own.field] == default_of(cls, own.field) or not same(own.write(got[own.field]), value):
            kept[name] = value
    return Taken(got, kept, rest)


def given(part: Any, table: Table, extra: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part's fields under the keys they came from, with what was kept beside them."""
    odd: Mapping[str, str] = extra.get(IN_RECORD, {}).get("keys", {})
    out: dict[str, Any] = {}
    for name, key in table.items():
        value = getattr(part, key.field)
        blank = value in ("", (), None) or value == default_of(type(part), key.field)
        if not blank and name == odd.get(key.field, usual_key(key.field, table)):
            out[name] = key.write(value)
    for name, value in extra.items():
        own = table.get(name)
        if name == IN_RECORD:
            continue
        if own and name == odd.get(own.field, usual_key(own.field, table)):
            said = own.read(value)
            # What was kept holds as long as nobody has given the field another value since.
            if said != getattr(part, own.field) and (said is not None or name in out):
                continue
        out[name] = value
    return out


def usual_key(field: str, table: Table) -> str:
    return next(name for name, key in table.items() if key.field == field)


def default_of(cls: type[Any], name: str) -> Any:
    for one in fields(cls):
        if one.name == name:
            return None if one.default is MISSING else one.default
    return None


def same(one: Any, other: Any) -> bool:
    """Whether both are equal and of one type: 1 is neither 1.0 nor true."""
    return type(one) is type(other) and bool(one == other)


def kept_words(value: Any) -> bool:
    """Whether an unknown value is meant to be read: text of several words, or something that holds such text."""
    if isinstance(value, str):
        return len(value.split()) > 1
    if isinstance(value, list):
        return any(kept_words(entry) for entry in value)
    return isinstance(value, dict) and any(kept_words(inner) for key, inner in value.items() if key not in UNPRINTED)
