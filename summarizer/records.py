"""A record of the schema dccg-report/0 as a report, and back: nothing that it says is lost."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from models.report import About, Block, Kind, Report
from models.report_json import UPGRADES, from_json, to_json
from summarizer.record_blocks import print_annex, put_blocks, read_annex, read_named, read_sections
from summarizer.record_head import (
    FOOTNOTES,
    LAYOUT,
    NEXT,
    Asides,
    print_header,
    print_link,
    print_roles,
    print_view,
    put_asides,
    read_about,
    read_layout,
    read_link,
    read_view,
)
from summarizer.record_keys import Table, given, label, taken, text, texts
from summarizer.record_people import print_people, read_counts, read_people, write_counts
from summarizer.record_statements import Shelf, Shelved, entries_of, readable
from summarizer.record_yaml import IN_RECORD, BadRecord, plain, print_yaml, read_yaml

RECORD = "dccg-report/0"
TOP: Table = {
    "id": label("id"), "disclaimers": texts("disclaimers"), "footnotes": FOOTNOTES, "next_meeting": NEXT,
}  # fmt: skip
GROUP: Table = {"group": text("group"), "group_acronym": text("acronym")}
LISTS = ("roles", "sections", "annexes", "links", "dissent")
MAPPINGS = ("source", "header", "layout", "attendance")
KINDS: tuple[tuple[str, Kind], ...] = (
    ("correct", "correction"), ("agenda", "agenda notice"), ("invitation", "agenda notice"), ("minutes", "minutes"),
    ("next steps", "next steps"), ("notes", "member's notes"), ("record", "member's notes"),
)  # fmt: skip


def load_record(text: str, where: str = "record.yaml") -> Report:
    """Return the report that a record tells of.

    Raises:
        BadRecord: With the place, what was found there and what was expected.
    """
    return report_of(read_yaml(text, where), where)


def print_record(report: Report) -> str:
    """Return the report as the YAML of a record; one that was loaded from a record gives an equal record."""
    return print_yaml(record_of(report))


def read_report(text: str, where: str = "report.json") -> Report:
    """Return the report in a `report.json` of any version, or in a record as YAML or JSON.

    Raises:
        MeetingError: With the place, what was found there and what was expected.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith("{"):
        return load_record(text, where)

    def from_record(data: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(to_json(report_of(plain(data, where), where)))
        return made

    return from_json(text, where, {**UPGRADES, RECORD: from_record})


def report_of(data: Mapping[str, Any], where: str = "record.yaml") -> Report:
    """Return the report that a record's data tell of."""
    found = data.get("schema")
    if found != RECORD:
        raise BadRecord(f'{where}: schema is {found!r}; expected "{RECORD}"')
    top = taken(data, Report, TOP)
    if "id" not in top.fields:
        raise BadRecord(f"{where}: id is {data.get('id')!r}; expected a short name like dccg-060")
    named = taken(top.rest, About, GROUP)
    maps = {key: dict(data[key]) for key in MAPPINGS if isinstance(data.get(key), dict) and data[key]}
    lists = {key: entries_of(data.get(key)) for key in LISTS}
    shelf, asides = Shelf(_prefix(top.fields["id"], data)), Asides()
    rest = {key: value for key, value in named.rest.items() if not (key in maps or lists.get(key) or key == "schema")}
    front, blocks, kept = _body(data, rest, lists["sections"], shelf)
    annexes = tuple(read_annex(one, f"x{at}", shelf) for at, one in enumerate(lists["annexes"], 1))
    header = maps.get("header", {})
    counted = read_counts(header, "header")
    about = replace(read_about(header, lists["roles"], asides), **named.fields)
    people, unsaid = read_people(maps.get("attendance", {}), asides)
    counts = (*counted, *people.pop("counts"))
    return Report(
        **top.fields, about=about, kind=_kind(about.doc_type), state="published",
        layout=read_layout(maps.get("layout", {})), front=front, blocks=(*blocks, *asides.block()), annexes=annexes,
        decisions=tuple(shelf.decisions), actions=shelf.steps(), counts=counts, source=maps.get("source", {}),
        views=tuple(read_view(one, f"{shelf.prefix}-V{at}") for at, one in enumerate(lists["dissent"], 1)),
        links=tuple(read_link(one) for one in lists["links"]),
        extra={**top.kept, **named.kept, **kept, **({"attendance": unsaid} if unsaid else {})}, **people,
    )  # fmt: skip


def _body(
    data: Mapping[str, Any], rest: Mapping[str, Any], sections: list[Any], shelf: Shelf
) -> tuple[tuple[Block, ...], tuple[Block, ...], dict[str, Any]]:
    """Return the blocks ahead of the sections, those from the sections on, and what is not meant to be read."""
    order = list(data)
    start = order.index("sections") if sections else 0
    ahead: list[Block] = []
    after: list[Block] = []
    kept = {key: value for key, value in rest.items() if not _printed(key, value)}
    for key in ("front", *(key for key in order[:start] if key != "front")):
        if key in rest and key not in kept:
            ahead.append(read_named(key, rest[key], f"f{len(ahead) + 1}", shelf))
    blocks = read_sections(sections, shelf)
    shelf.item = ""
    for key in order[start:]:
        if key in rest and key not in kept and key != "front":
            after.append(read_named(key, rest[key], f"m{len(after) + 1}", shelf))
    return tuple(ahead), (*blocks, *after), kept


def _printed(key: str, value: Any) -> bool:
    return readable(key, value) or (key == "front" and isinstance(value, dict) and bool(value))


def _prefix(id: str, data: Mapping[str, Any]) -> str:
    """Return what ids of decisions begin with: DCCG-60 where the group counts its meetings on, else the record's id."""
    header = data.get("header")
    number = header.get("number") if isinstance(header, dict) else None
    acronym = data.get("group_acronym")
    if isinstance(acronym, str) and re.fullmatch(r"\w+", acronym) and isinstance(number, int) and number:
        return f"{acronym}-{number}"
    return id.upper()


def _kind(doc_type: str) -> Kind:
    return next((kind for word, kind in KINDS if word in doc_type.casefold()), "summary report")


def record_of(report: Report) -> dict[str, Any]:
    """Return the data of the record that the report came from, or would have come from."""
    shelved = Shelved(report)
    told = {key: value for key, value in report.extra.items() if key in TOP}
    kept = {key: value for key, value in report.extra.items() if key != "attendance" and key not in TOP}
    out: dict[str, Any] = {"schema": RECORD, **given(report, TOP, told), **given(report.about, GROUP, {})}
    header = print_header(report.about)
    write_counts(report, "header", header)
    parts: dict[str, Any] = {
        "source": dict(report.source), "header": header, "roles": print_roles(report.about),
        "layout": given(report.layout, LAYOUT, report.layout.extra),
    }  # fmt: skip
    out |= {key: value for key, value in parts.items() if value}
    put_blocks(out, report.front, shelved, "front")
    blocks = [block for block in report.blocks if not block.extra.get(IN_RECORD, {}).get("asides")]
    put_blocks(out, blocks, shelved, "sections")
    people = report.extra.get("attendance")
    parts = {
        "annexes": [print_annex(one, shelved) for one in report.annexes],
        "attendance": print_people(report, people if isinstance(people, dict) else {}),
        "links": [print_link(one) for one in report.links],
        "dissent": [print_view(one) for one in report.views],
    }
    out |= {key: value for key, value in parts.items() if value}
    out |= {key: value for key, value in kept.items() if key not in out}
    if not isinstance(people, dict) and "attendance" in report.extra:
        out.setdefault("attendance", people)
    # What was kept belongs to the report, which must not change when words are put back beside it.
    out = copy.deepcopy(out)
    for block in report.blocks:
        if block.extra.get(IN_RECORD, {}).get("asides"):
            put_asides(out, block.statements)
    return out
