"""The people of a report as tables and lines: who was there, who sent apologies, who led the meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.report import Officer, Report
from models.report_parts import Attendance, RoleGroup
from summarizer.print_parts import People
from summarizer.print_words import Words, capital

MEMBERS = re.compile(r"\bparticipating\b.*\bmembers\b", re.IGNORECASE)
"""A list under such a heading holds full members only, by the group's charter."""


def person_line(one: Attendance, words: Words) -> str:
    """Return the person on one line: Avri Doria (DC on Schools of Internet Governance)."""
    honorific = f"{one.honorific} " if one.honorific and not one.printed else ""
    remark = words.remark(one) if one.status not in ("present", "apologies") or one.stands_for else one.note
    behind = "; ".join(part for part in (one.affiliation, remark) if part)
    return f"{honorific}{one.name}{f' ({behind})' if behind else ''}"


def officer_line(one: Officer) -> str:
    """Return who led or served: Host: Anja Gengo (IGF Secretariat)."""
    name = f"{one.name}{f' ({one.affiliation})' if one.affiliation else ''}"
    return f"{capital(one.role)}: {name}" if one.role else name


def tables_of(report: Report, words: Words) -> tuple[People, ...]:
    """Return the list of participants: a table for each group, in the order of the print."""
    return tuple(_table(one, words) for one in _members_apart(report.groups, words) if one.people or one.label)


def only_officers(report: Report) -> bool:
    """Whether the lists name nobody but those who led the meeting, whom the text names."""
    officers = {(one.given, one.family) for one in report.about.officers}
    named = {(one.given, one.family) for group in report.groups for one in group.people}
    return named <= officers and not report.apologies


def _members_apart(groups: Sequence[RoleGroup], words: Words) -> Iterator[RoleGroup]:
    strayed: dict[str, list[Attendance]] = {}
    out: list[RoleGroup] = []
    for group in groups:
        kept = group.people
        if MEMBERS.search(group.label):
            kept = tuple(one for one in group.people if one.member == "full")
            for one in group.people:
                if one.member != "full":
                    strayed.setdefault(words("observers" if one.member == "observer" else "others"), []).append(one)
        out.append(RoleGroup(label=group.label, people=kept, name_order=group.name_order, sorted_by=group.sorted_by))
    for group in out:
        people = (*group.people, *strayed.pop(group.label, ()))
        yield RoleGroup(label=group.label, people=people, name_order=group.name_order)
    for label, apart in strayed.items():
        yield RoleGroup(label=label, people=tuple(apart))


def _table(group: RoleGroup, words: Words) -> People:
    apart = all(one.family and not one.printed for one in group.people)
    names = ["given", "family"] if apart else ["name"]
    if group.name_order == "family-given":
        names.reverse()
    rows = [[*_name_cells(one, group, apart), one.affiliation, words.remark(one)] for one in group.people]
    columns = [words(name) for name in names] + [words("body"), words("remark")]
    used = [at for at in range(len(columns)) if at < len(names) or any(row[at] for row in rows)]
    return People(
        label=group.label,
        header=tuple(columns[at] for at in used),
        rows=tuple(tuple(row[at] for at in used) for row in rows),
        names=tuple(person_line(one, words) for one in group.people),
    )


def _name_cells(one: Attendance, group: RoleGroup, apart: bool) -> list[str]:
    given = f"{one.honorific} {one.given}".strip()
    if not apart:
        return [one.printed or f"{given} {one.family}".strip()]
    return [one.family, given] if group.name_order == "family-given" else [given, one.family]
