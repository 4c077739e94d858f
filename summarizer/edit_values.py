"""What the fields of a report take from outside, cleaned and checked; and each value in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from models.meeting import check_date, check_language, check_start, check_url
from models.names import NAME_LENGTH, check_name, split_name
from models.plain import clean
from models.report import Footnote, Link, Officer
from models.report_check import is_iso_date
from models.report_parts import Due, Owner, OwnerKind, Votes
from summarizer.edit import TEXT_LENGTH, BadEdit

Reader = Callable[[Any, str], Any]
"""Turns what was sent for a field into its value; is given the field's name for the sentence that refuses it."""

MOST = 200
"""Entries of a list in one field."""

EVERYBODY = ("everyone", "everybody", "all", "dcs", "all dcs")


def text(limit: int) -> Reader:
    """Return what reads text on one line; controls and hidden turns are dropped."""

    def read(value: Any, field: str) -> str:
        if not isinstance(value, str):
            raise BadEdit(f"{field} is {_shown(value)}; expected text")
        if len(value) > limit:
            raise BadEdit(f"{field} has {len(value):,} characters; expected at most {limit:,}: make it two")
        return clean(value)

    return read


LONG, LINE, SHORT, NAME = text(TEXT_LENGTH), text(300), text(40), text(NAME_LENGTH)


def one_of(literal: Any, *more: str) -> Reader:
    allowed = (*get_args(literal), *more)

    def read(value: Any, field: str) -> str:
        if value not in allowed or not isinstance(value, str):
            known = ", ".join(one or "nothing" for one in allowed)
            raise BadEdit(f"{field} is {_shown(value)}; expected one of: {known}")
        return value

    return read


def flag(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise BadEdit(f"{field} is {_shown(value)}; expected true or false")
    return value


def perhaps(value: Any, field: str) -> bool | None:
    return None if value is None else flag(value, field)


def list_of(read: Reader) -> Reader:
    def read_all(value: Any, field: str) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)) or len(value) > MOST:
            raise BadEdit(f"{field} is {_shown(value)}; expected a list of at most {MOST} entries")
        return tuple(read(one, field) for one in value)

    return read_all


def day(value: Any, field: str) -> str:
    return check_date(value) if value else ""


def clock(value: Any, field: str) -> str:
    return check_start(value) if value else ""


def language(value: Any, field: str) -> str:
    return check_language(value)


def votes(value: Any, field: str) -> Votes | None:
    if value is None:
        return None
    given = _fields(value, field, ("in_favour", "against", "abstained", "printed"))
    counts = {key: given.get(key) for key in ("in_favour", "against", "abstained")}
    for key, count in counts.items():
        if count is not None and (type(count) is not int or not 0 <= count <= 100_000):
            raise BadEdit(f"{field}, {key} is {_shown(count)}; expected a number of votes, or nothing")
    return Votes(**counts, printed=LINE(given.get("printed", ""), field))


def owner(value: Any, field: str) -> Owner:
    given = {"name": value} if isinstance(value, str) else _fields(value, field, ("name", "kind"))
    name = check_name(given.get("name"), field, NAME_LENGTH)
    usual = "everyone" if name.casefold() in EVERYBODY else "person"
    kind: OwnerKind = one_of(OwnerKind)(given.get("kind", usual), field)
    return Owner(name=name, kind=kind)


def due(value: Any, field: str) -> Due | None:
    """Read when something is due: words, a day of the calendar, or fields of `Due`; nothing for no day."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        said = LINE(value, field)
        return Due(printed="", dates=(said,)) if is_iso_date(said) else Due(printed=said) if said else None
    given = _fields(value, field, ("printed", "dates", "event", "time"))
    dates = list_of(SHORT)(given.get("dates", ()), field)
    for one in dates:
        if not is_iso_date(one):
            raise BadEdit(f'{field} names the day "{one}"; expected a date like 2022-07-04')
    made = Due(
        printed=LINE(given.get("printed", ""), field), dates=dates[:2], event=LINE(given.get("event", ""), field),
        time=SHORT(given.get("time", ""), field),
    )  # fmt: skip
    return made if made != Due(printed="") else None


def officer(value: Any, field: str) -> Officer:
    given = _fields(value, field, ("role", "name", "given", "family", "printed", "honorific", "affiliation"))
    if "name" in given:
        given["given"], given["family"] = split_name(check_name(given.pop("name"), field))
    return Officer(**{key: LINE(one, f"{field}, {key}") for key, one in given.items()})


def link(value: Any, field: str) -> Link:
    given = _fields(value, field, ("target", "label", "kind", "number"))
    target = check_url(given["target"], field) if given.get("target") else ""
    return Link(target=target, **{key: LINE(one, field) for key, one in given.items() if key != "target"})


def footnote(value: Any, field: str) -> Footnote:
    given = _fields(value, field, ("mark", "text"))
    return Footnote(mark=SHORT(given.get("mark", ""), field), text=LONG(given.get("text", ""), field))


def in_words(value: Any) -> str:
    """Return a value of a field as one line, for a person to compare.

    >>> in_words((Owner(name="Ada Quill"), Owner(name="Secretariat"))), in_words(Due(printed="", dates=("2022-07-04",)))
    ('Ada Quill; Secretariat', '2022-07-04')
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case tuple() | list():
            return "; ".join(in_words(one) for one in value)
        case Owner():
            return value.name
        case Due():
            parts = (value.printed, "–".join(value.dates), value.event, value.time)
            return ", ".join(dict.fromkeys(part for part in parts if part))
        case Votes():
            counts = (value.in_favour, value.against, value.abstained)
            return value.printed or "/".join("" if one is None else str(one) for one in counts)
        case Officer():
            return f"{value.role}: {value.name}" if value.role else value.name
        case Link():
            return " ".join(part for part in (value.label, value.target) if part)
        case Footnote():
            return f"{value.mark} {value.text}"
    return re.sub(r"\s+", " ", str(value))


def _fields(value: Any, field: str, known: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise BadEdit(f"{field} is {_shown(value)}; expected text, or fields of {', '.join(known)}")
    strange = next((key for key in value if key not in known), None)
    if strange is not None:
        raise BadEdit(f'{field} has "{str(strange)[:40]}", which is not known; expected of {", ".join(known)}')
    return dict(value)


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
