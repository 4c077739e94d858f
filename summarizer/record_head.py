"""The head of a record: the meeting as it is named, who led it, how it is laid out; and its links and views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.report import About, Block, Footnote, Layout, Link, NextMeeting, Officer, Sitting, Statement
from models.report_parts import Position, View
from summarizer.record_keys import UNPRINTED, Key, Table, given, kept_words, label, read_text, taken, text, texts
from summarizer.record_statements import entries_of, mark
from summarizer.record_yaml import IN_RECORD

HEADER: Table = {
    "cycle": text("cycle"), "title": text("title"), "meeting_label": text("label"), "number": label("number"),
    "subtitle": text("subtitle"), "mode": text("mode"), "doc_type": text("doc_type"), "separator": text("separator"),
    "notes": texts("notes"),
}  # fmt: skip
SESSION: Table = {
    "date": text("date"), "date_as_printed": text("printed"), "time_as_printed": text("time_printed"),
    "start_utc": text("start_utc"), "end_utc": text("end_utc"), "label": text("label"), "venue": text("venue"),
    "note": text("note"),
}  # fmt: skip
FLAT = ("date", "date_as_printed", "time_as_printed", "start_utc", "end_utc")
"""Keys of a session that may stand in the header itself, where there are no sessions."""
ROLE: Table = {
    "role": text("role"), "name": text("printed"),
    **{name: text(name) for name in ("given", "family", "honorific", "affiliation")},
}  # fmt: skip
LAYOUT: Table = {
    "variant": text("name"), "bullet": text("bullet"), "checklist_bullet": text("checkbox"),
    "paragraph_numbering": text("numbering"), "agenda_numbering": text("item_numbering"),
}  # fmt: skip
LINK: Table = {
    "target": text("target"), "url": text("target"), "text": text("label"), "label": text("label"),
    "title": text("label"), "kind": text("kind"), "number": label("number"),
}  # fmt: skip
NEXT_MEETING: Table = {
    "text": text("printed"), "as_printed": text("printed"), "date_as_printed": text("printed"), "date": text("date"),
    "time_utc": text("time_utc"), "start_utc": text("time_utc"),
    "state": Key("state", lambda value: value if value in ("proposed", "fixed") else None),
}  # fmt: skip
DISSENT: Table = {
    "topic": text("topic"),
    "positions": Key(
        "positions",
        lambda value: _positions(value),
        lambda ones: [{"text": one.text, "quantifier": one.quantifier} if one.quantifier else one.text for one in ones],
    ),
}


@dataclass
class Asides:
    """Words of a record's head and list of people that no field holds; they are printed after the sections."""

    found: list[Statement] = field(default_factory=list)

    def keep(self, rest: Mapping[str, Any], *path: str | int, of: str = "") -> dict[str, Any]:
        """Return what is not meant to be read; the other words become statements that know where they stood.

        `of` is the name of the person whom they are about.
        """
        kept: dict[str, Any] = {}
        for key, value in rest.items():
            if key in UNPRINTED or not kept_words(value):
                kept[key] = value
            elif isinstance(value, dict):
                beside = self.keep(value, *path, key, of=of)
                kept.update({key: beside} if beside else {})
            elif isinstance(value, list) and not all(isinstance(one, str) for one in value):
                kept[key] = value
            else:
                for at, said in enumerate([value] if isinstance(value, str) else value):
                    self._add(said, key, of, [*path, key, *([] if isinstance(value, str) else [at])])
        return kept

    def block(self) -> tuple[Block, ...]:
        """Return the block that they are printed in, if there are any."""
        block = Block(id="aside", kind="note", statements=tuple(self.found), extra=mark({}, asides=True))
        return (block,) if self.found else ()

    def _add(self, said: str, key: str, of: str, path: list[Any]) -> None:
        title = key.replace("_", " ").strip()
        id = f"aside.s{len(self.found) + 1}"
        heading = f"{of}, {title}" if of else title[:1].upper() + title[1:]
        self.found.append(Statement(id=id, text=said, run_in_title=heading, extra=mark({}, path=path)))


def put_asides(data: dict[str, Any], statements: Iterable[Statement]) -> None:
    """Put each statement back where it stood in the record, if that place is still there."""
    for one in statements:
        *path, last = one.extra.get(IN_RECORD, {}).get("path", [""])
        here: Any = data
        for key, after in zip(path, [*path[1:], last], strict=True):
            if isinstance(key, int):
                here = here[key] if isinstance(here, list) and key < len(here) else None
            elif isinstance(here, dict):
                here = here.setdefault(key, [] if isinstance(after, int) else {})
        if isinstance(here, list):
            here.append(one.text)
        elif isinstance(here, dict) and last:
            here[last] = one.text


def read_about(data: Mapping[str, Any], roles: Any, asides: Asides) -> About:
    """Return the meeting as a record's header and roles tell it."""
    part = taken(data, About, HEADER)
    sessions = entries_of(part.rest.get("sessions"))
    sittings = tuple(_sitting(one, at, asides) for at, one in enumerate(sessions))
    beside = {key: value for key, value in part.rest.items() if key != "sessions" or not sessions}
    flat = {} if sessions else {key: beside.pop(key) for key in FLAT if read_text(beside.get(key))}
    if flat:
        sittings = (Sitting(extra=mark({}, form="flat"), **taken(flat, Sitting, SESSION).fields),)
    officers = tuple(_officer(one, at, asides) for at, one in enumerate(entries_of(roles)))
    fields = {"doc_type": "", **part.fields}
    extra = {**part.kept, **asides.keep(beside, "header")}
    return About(sittings=sittings, officers=officers, extra=extra, **fields)


def _sitting(data: Any, at: int, asides: Asides) -> Sitting:
    if isinstance(data, str):
        return Sitting(printed=data, extra=mark({}, form="text"))
    part = taken(data, Sitting, SESSION)
    return Sitting(extra={**part.kept, **asides.keep(part.rest, "header", "sessions", at)}, **part.fields)


def _officer(data: Any, at: int, asides: Asides) -> Officer:
    if isinstance(data, str):
        return Officer(printed=data, extra=mark({}, form="text"))
    part = taken(data, Officer, ROLE)
    name = Officer(**part.fields).name
    return Officer(extra={**part.kept, **asides.keep(part.rest, "roles", at, of=name)}, **part.fields)


def print_header(about: About) -> dict[str, Any]:
    out = given(about, HEADER, about.extra)
    if len(about.sittings) == 1 and about.sittings[0].extra.get(IN_RECORD, {}).get("form") == "flat":
        out |= given(about.sittings[0], SESSION, {})
    elif about.sittings:
        out["sessions"] = [bare_or(one.printed, given(one, SESSION, one.extra), one.extra) for one in about.sittings]
    return out


def print_roles(about: About) -> list[Any]:
    return [bare_or(one.printed, given(one, ROLE, one.extra), one.extra) for one in about.officers]


def bare_or(said: str, whole: Any, extra: Mapping[str, Any]) -> Any:
    """Return the text alone where the record wrote it so and nothing has been added since, else the mapping."""
    return said if extra.get(IN_RECORD, {}).get("form") == "text" and len(whole) == 1 and said else whole


def read_layout(data: Mapping[str, Any]) -> Layout:
    part = taken(data, Layout, LAYOUT)
    return Layout(extra={**part.kept, **part.rest}, **part.fields)


def read_link(data: Any) -> Link:
    """Return a link: an address alone, or a mapping."""
    if isinstance(data, str):
        return Link(target=data)
    part = taken(data, Link, LINK)
    return Link(extra=mark({**part.kept, **part.rest}, form="mapping"), **part.fields)


def print_link(link: Link) -> Any:
    whole = given(link, LINK, link.extra)
    return whole if link.extra or set(whole) != {"target"} else link.target


def _read_footnotes(value: Any) -> tuple[Footnote, ...] | None:
    entries = entries_of(value)
    good = all(isinstance(one, dict) and set(one) == {"mark", "text"} for one in entries)
    if not entries or not good or not all(isinstance(inner, str) for one in entries for inner in one.values()):
        return None
    return tuple(Footnote(**one) for one in entries)


def _read_next(value: Any) -> NextMeeting | None:
    if isinstance(value, str) and value:
        return NextMeeting(printed=value)
    if not isinstance(value, dict) or not value or kept_words(taken(value, NextMeeting, NEXT_MEETING).rest):
        return None
    part = taken(value, NextMeeting, NEXT_MEETING)
    return NextMeeting(extra=mark({**part.kept, **part.rest}, form="mapping"), **part.fields)


def _write_next(one: NextMeeting) -> Any:
    whole = given(one, NEXT_MEETING, one.extra)
    return whole if one.extra or set(whole) != {"text"} else one.printed


FOOTNOTES = Key("footnotes", _read_footnotes, lambda ones: [{"mark": one.mark, "text": one.text} for one in ones])
NEXT = Key("next_meeting", _read_next, _write_next)


def _positions(value: Any) -> tuple[Position, ...] | None:
    entries = entries_of(value)
    good = all(isinstance(one, str) or (set(one) <= {"text", "quantifier"} and one.get("text")) for one in entries)
    good = good and all(isinstance(inner, str) for one in entries if isinstance(one, dict) for inner in one.values())
    if not entries or not good:
        return None
    return tuple(Position(text=one) if isinstance(one, str) else Position(**one) for one in entries)


def read_view(data: Any, id: str) -> View:
    """Return one matter on which views differed."""
    if isinstance(data, str):
        return View(id=id, topic=data, extra=mark({}, form="text"))
    part = taken(data, View, DISSENT)
    return View(id=id, extra={**part.kept, **part.rest}, **{"topic": "", **part.fields})


def print_view(view: View) -> Any:
    return bare_or(view.topic, given(view, DISSENT, view.extra), view.extra)
