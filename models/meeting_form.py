"""A meeting as the fields of the console's form: one line of a field is one entry of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.meeting import ITEM_NUMBER, Meeting
from models.meeting_fields import BadMeeting, Path, build_meeting
from models.names import split_name

_PLAIN = ("number", "title", "group", "date", "start", "rule", "language", "id", "readers")
_LISTS = {
    "terms": "terms", "needs": "needs", "agenda": "agenda", "documents": "document", "bodies": "body",
    "roster": "roster",
}  # fmt: skip
FIELDS = (*_PLAIN, *_LISTS)
"""The names of the form's fields; `terms` to `roster` are text areas."""

_CUT = re.compile(r"\\([\\|,])")
_ITEM = re.compile(rf"({ITEM_NUMBER.pattern})[.):]\s+(\S.*)")


def meeting_from_form(fields: Mapping[str, str]) -> Meeting:
    """Return the meeting that a filled-in form describes.

    The text areas hold one entry a line, in columns: roster `Name | body | role | member | alias, alias |
    given | family`, agenda `1. Title | link`, bodies `Name | acronym | kind | alias, alias`, documents
    `Label | address`, terms a term, needs a need. A backslash before a bar or a comma keeps it. Cells may be left out
    from the end, or left empty. Fields of other names are not looked at.

    Raises:
        BadMeeting: With the name of the field, the line in it, what was found and what was expected.
    """
    data: dict[str, Any] = {}
    for name in _PLAIN:
        value = fields.get(name, "").strip()
        if value:
            data[name] = value
    places: dict[str, list[int]] = {}
    for name, table in _LISTS.items():
        lines = re.split(r"\r\n|\r|\n", fields.get(name, ""))
        places[table] = [at for at, line in enumerate(lines, 1) if line.strip()]
        data[table] = [_READ[table](line.strip()) for line in lines if line.strip()]
        for at, entry in zip(places[table], data[table], strict=True):
            if isinstance(entry, dict) and "" in entry:
                raise BadMeeting(f"field {name}, line {at}: {entry['']!r} is one column too many")
    return build_meeting(data, lambda path: _place(path, places))


def form_of(meeting: Meeting) -> dict[str, str]:
    """Return the fields of the form that hold this meeting; read back they give an equal meeting."""
    fields = {name: str(getattr(meeting, name)) for name in _PLAIN}
    if meeting.id == meeting.usual_id:
        fields["id"] = ""
    fields["terms"], fields["needs"] = "\n".join(meeting.terms), "\n".join(meeting.needs)
    fields["agenda"] = _lines(
        [[f"{item.number}. {_safe(item.title)}", _safe(item.link or "")] for item in meeting.agenda]
    )
    fields["documents"] = _lines([[_safe(paper.label), _safe(paper.url)] for paper in meeting.documents])
    fields["bodies"] = _lines(
        [
            [_safe(b.name), _safe(b.acronym), "" if b.kind == "coalition" else b.kind, _listed(b.aliases)]
            for b in meeting.roster.bodies
        ]
    )
    rows = []
    for p in meeting.roster.people:
        told = (p.given, p.family) != split_name(p.name)
        role = "" if p.role == "participant" else p.role
        row = [_safe(p.name), _safe(p.body or ""), role, p.member or "", _listed(p.aliases)]
        rows.append([*row, _safe(p.given), _safe(p.family)] if told else row)
    fields["roster"] = _lines(rows)
    return fields


def _columns(*names: str) -> Callable[[str], dict[str, Any]]:
    """Return a reader of one line into the columns named; surplus cells come under the empty name."""

    def read(line: str) -> dict[str, Any]:
        cells = [cell.strip() for cell in _split(line, "|")]
        entry: dict[str, Any] = dict(zip(names, cells, strict=False))
        entry = {name: value for name, value in entry.items() if value or name in names[:1]}
        if "aliases" in entry:
            entry["aliases"] = [_bare(alias) for alias in _split(entry["aliases"], ",") if alias.strip()]
        if surplus := [cell for cell in cells[len(names) :] if cell]:
            entry[""] = " | ".join(surplus)
        return {name: _bare(value) if isinstance(value, str) else value for name, value in entry.items()}

    return read


def _agenda(line: str) -> dict[str, Any]:
    entry = _columns("title", "link")(line)
    if numbered := _ITEM.fullmatch(entry["title"]):
        entry |= {"number": numbered[1], "title": numbered[2]}
    return entry


_READ: Mapping[str, Callable[[str], Any]] = {
    "terms": str,
    "needs": str,
    "agenda": _agenda,
    "document": _columns("label", "url"),
    "body": _columns("name", "acronym", "kind", "aliases"),
    "roster": _columns("name", "body", "role", "member", "aliases", "given", "family"),
}


def _place(path: Path, places: Mapping[str, Sequence[int]]) -> str:
    name = next((field for field, table in _LISTS.items() if path and table == path[0]), "")
    if name and len(path) > 1:
        return f"field {name}, line {places[_LISTS[name]][int(path[1])]}"
    return f"field {path[0]}" if path else "the form"


def _split(text: str, mark: str) -> list[str]:
    """Cut at each mark that no backslash stands before; the backslashes stay."""
    cells = [""]
    for piece in re.findall(r"\\.|[^\\]|\\$", text):
        if piece == mark:
            cells.append("")
        else:
            cells[-1] += piece
    return cells


def _bare(text: str) -> str:
    return _CUT.sub(r"\1", text.strip())


def _safe(text: str) -> str:
    return re.sub(r"([\\|,])", r"\\\1", text) if re.search(r"[\\|]", text) else text


def _listed(aliases: Sequence[str]) -> str:
    return ", ".join(re.sub(r"([\\|,])", r"\\\1", alias) for alias in aliases)


def _lines(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines, without the empty cells at their ends."""
    return "\n".join(re.sub(r"( \| ?)+$", "", " | ".join(row)) for row in rows)
