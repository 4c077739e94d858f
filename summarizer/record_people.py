"""Who was at the meeting of a record, who was excused, and how many were counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from models.report import Report
from models.report_parts import Attendance, AttendanceCount, Presence, RoleGroup
from summarizer.record_head import Asides, bare_or
from summarizer.record_keys import Key, Table, given, read_label, taken, text, texts, write_label
from summarizer.record_statements import entries_of, mark
from summarizer.record_yaml import IN_RECORD

PERSON: Table = {
    "name": text("printed"), **{name: text(name) for name in ("given", "family", "honorific", "affiliation")},
    "organisation": text("affiliation"), "organization": text("affiliation"), "dc": text("affiliation"),
    "member": Key("member", lambda value: value if value in ("full", "observer") else None),
    "stands_for": text("stands_for"), "represents": text("represents"), "sessions": texts("sessions"),
    "note": text("note"),
}  # fmt: skip
GROUP: Table = {
    "role": text("label"),
    "name_order": Key("name_order", lambda value: value if value in ("given-family", "family-given") else None),
    "sorted_by": text("sorted_by"),
}
COUNTED = {
    "header": re.compile(r"(attendance|participants?)(_\w+)?"),
    "attendance": re.compile(r"(attendance_|participants?_)?(count|number|total)(_\w+)?|registered|attended"),
}
"""The keys of a number of people, by the part of a record that they stand in."""
STATUS: dict[str, Presence] = {
    "regrets": "apologies", "excused": "apologies", "absent": "mentioned absent", "late": "late",
    "left_early": "left early", "chat_only": "chat only", "chat": "chat only", "uncertain": "uncertain",
}  # fmt: skip
"""What the key of a list of people says of them; under other keys they were present."""


def read_people(data: Mapping[str, Any], asides: Asides) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of a report that tell of people, and what of the attendance has no field."""
    apologies: list[Attendance] = []
    groups: list[RoleGroup] = []
    kept: dict[str, Any] = {}
    for key, value in data.items():
        entries = entries_of(value)
        if key == "apologies" and entries:
            apologies = _persons(entries, "apologies", asides, "attendance", key)
        elif key == "groups" and entries and all(isinstance(one, dict) for one in entries):
            groups += [_group(one, at, asides) for at, one in enumerate(entries)]
        elif entries and all(_is_person(one) for one in entries):
            title = key.replace("_", " ").strip()
            people = _persons(entries, STATUS.get(key, "present"), asides, "attendance", key)
            groups.append(RoleGroup(label=title[:1].upper() + title[1:], people=tuple(people), extra=mark({}, key=key)))
        else:
            kept[key] = value
    counted = read_counts(kept, "attendance")
    kept = asides.keep(kept, "attendance")
    return {"apologies": tuple(apologies), "groups": tuple(groups), "counts": counted}, kept


def _is_person(entry: Any) -> bool:
    if isinstance(entry, str):
        return len(entry) <= 100 and not entry.endswith(".")
    return any(isinstance(entry.get(key), str) for key in ("given", "family", "name"))


def _persons(entries: list[Any], status: Presence, asides: Asides, *path: str | int) -> list[Attendance]:
    people = []
    for at, one in enumerate(entries):
        if isinstance(one, str):
            people.append(Attendance(printed=one, status=status, extra=mark({}, form="text")))
            continue
        part = taken(one, Attendance, PERSON)
        extra = {**part.kept, **asides.keep(part.rest, *path, at, of=Attendance(**part.fields).name)}
        told = str(one.get("status", "")).replace("_", " ")
        here: Any = told if told in get_args(Presence) else status
        people.append(Attendance(status=here, extra=extra, **part.fields))
    return people


def _group(data: dict[str, Any], at: int, asides: Asides) -> RoleGroup:
    part = taken(data, RoleGroup, GROUP)
    entries = entries_of(part.rest.get("people"))
    people = _persons(entries, "present", asides, "attendance", "groups", at, "people")
    rest = {key: value for key, value in part.rest.items() if key != "people" or not entries}
    extra = {**part.kept, **asides.keep(rest, "attendance", "groups", at)}
    return RoleGroup(people=tuple(people), extra=extra, **{"label": "", **part.fields})


def read_counts(data: dict[str, Any], part: str) -> tuple[AttendanceCount, ...]:
    """Return the numbers of people in a part of a record; those that can be written anew are taken out of it."""
    found = []
    for key, value in list(data.items()):
        said = read_label(value) if COUNTED[part].fullmatch(key) else None
        if said is not None:
            found.append(AttendanceCount(text=said, source=f"{part}.{key}"))
            if write_label(said) == value:
                del data[key]
    return tuple(found)


def write_counts(report: Report, part: str, out: dict[str, Any]) -> None:
    """Put the numbers of people back, unless one was kept as it was written and still holds."""
    for one in report.counts:
        named, _, key = one.source.partition(".")
        if named == part and key and read_label(out.get(key)) != one.text:
            out[key] = write_label(one.text)


def print_people(report: Report, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attendance of a report as its record had it."""
    out = dict(kept)
    write_counts(report, "attendance", out)
    if report.apologies:
        out["apologies"] = [_print_person(one) for one in report.apologies]
    for group in report.groups:
        people = [_print_person(one) for one in group.people]
        key = group.extra.get(IN_RECORD, {}).get("key")
        if key:
            out[key] = people
        else:
            whole = given(group, GROUP, group.extra)
            out.setdefault("groups", []).append({**whole, "people": people} if people else whole)
    return out


def _print_person(person: Attendance) -> Any:
    return bare_or(person.printed, given(person, PERSON, person.extra), person.extra)
