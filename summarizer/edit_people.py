"""The lists of who was there and who sent apologies, put right by hand; people are told apart by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from models.names import fold, split_name
from models.report import Report
from models.report_parts import Attendance, Presence, RoleGroup
from summarizer.edit import PERSON, Attend, EditRefused, Leave
from summarizer.edit_values import LINE, NAME, Reader, one_of
from summarizer.print_words import words_for

EXCUSED = ("apologies", "replaced", "mentioned absent")
"""Who is in one of these states stands in the line of apologies, everybody else in a list."""

STATUS, MEMBER = one_of(Presence), one_of(Literal["", "full", "observer"])
PEOPLE: Mapping[str, Reader] = {
    "status": STATUS, "member": MEMBER, "name": NAME, "given": NAME, "family": NAME, "honorific": NAME,
    "affiliation": LINE, "stands_for": NAME, "represents": LINE, "note": LINE, "group": LINE,
}  # fmt: skip


def name_in(target: str) -> str:
    return target.removeprefix(PERSON)


def same(one: Attendance, name: str) -> bool:
    return fold(one.name) == fold(name)


def find_person(report: Report, name: str) -> tuple[str | None, Attendance] | None:
    """Return the heading of the list that somebody is on, None for the apologies, with what is said of them."""
    for group in report.groups:
        for one in group.people:
            if same(one, name):
                return group.label, one
    return next(((None, one) for one in report.apologies if same(one, name)), None)


def get_person(report: Report, target: str, field: str) -> Any:
    found = find_person(report, name_in(target))
    if found is None:
        return None
    if field == "group":
        return found[0] or ""
    return getattr(found[1], field, None)


def put_person(report: Report, target: str, field: str, value: Any) -> Report:
    """Return the report with a field of a person changed; a new state or list moves them there."""
    name = name_in(target)
    label, one = _person(report, name)
    if field == "status":
        return _placed(report, name, replace(one, status=value), _list_for(report, label, value, one.member))
    if field == "group":
        status: Presence = "present" if one.status in EXCUSED else one.status
        return _placed(report, name, replace(one, status=status), value or _usual(report, one.member))
    if field == "name":
        given, family = split_name(value)
        if find_person(report, value) is not None and not same(one, value):
            raise EditRefused(f"{value} is on the lists already; take one of the two off")
        changed = replace(one, given=given, family=family, printed="")
    else:
        changed = replace(one, **{field: value})
    if not changed.name:
        raise EditRefused("a person on the lists needs a name; to take somebody off the lists, remove them")
    return _swapped(report, name, changed)


def attend(report: Report, do: Attend, by: str) -> Report:
    """Return the report with somebody on the lists as told, whether or not they were on one before."""
    name = NAME(do.name, "name")
    if not any(character.isalpha() for character in name):
        raise EditRefused(f'the name is "{name}", which has no letter; expected the name of a person')
    label, before = find_person(report, name) or (None, _new(name))
    member = MEMBER(do.member, "member") or before.member
    one = replace(
        before, status=STATUS(do.status, "status"), member=member, confirmed_by=by,
        affiliation=LINE(do.affiliation, "affiliation") or before.affiliation,
        stands_for=NAME(do.stands_for, "stands_for") or before.stands_for,
    )  # fmt: skip
    made = _placed(report, name, one, LINE(do.group, "group") or _list_for(report, label, one.status, member))
    away = one.stands_for
    if not away or find_person(made, away) is not None:
        return made
    note = words_for(report.language)("draft.replaced_by", who=name)
    return replace(made, apologies=(*made.apologies, replace(_new(away), status="apologies", note=note)))


def leave(report: Report, do: Leave) -> Report:
    """Return the report without somebody on any list."""
    _person(report, do.name)
    return _without(report, do.name)


def _new(name: str) -> Attendance:
    given, family = split_name(name)
    return Attendance(given=given, family=family, source="note-taker")


def _person(report: Report, name: str) -> tuple[str | None, Attendance]:
    found = find_person(report, name)
    if found is None:
        raise EditRefused(f"nobody on the lists is called {name[:80]}; add them first")
    return found


def _list_for(report: Report, label: str | None, status: Presence, member: str) -> str | None:
    if status in EXCUSED:
        return None
    return label if label is not None else _usual(report, member)


def _usual(report: Report, member: str) -> str:
    return words_for(report.language)("draft.members" if member == "full" else "draft.others")


def _without(report: Report, name: str) -> Report:
    groups = tuple(replace(group, people=tuple(one for one in group.people if not same(one, name)))
                   for group in report.groups)  # fmt: skip
    return replace(report, groups=groups, apologies=tuple(one for one in report.apologies if not same(one, name)))


def _swapped(report: Report, name: str, new: Attendance) -> Report:
    def swapped(people: tuple[Attendance, ...]) -> tuple[Attendance, ...]:
        return tuple(new if same(one, name) else one for one in people)

    groups = tuple(replace(group, people=swapped(group.people)) for group in report.groups)
    return replace(report, groups=groups, apologies=swapped(report.apologies))


def _placed(report: Report, name: str, one: Attendance, label: str | None) -> Report:
    """Return the report with the person on the list of this heading, or (None) among the apologies, and only there."""
    found = find_person(report, name)
    twice = sum(same(each, name) for group in report.groups for each in group.people) + sum(
        same(each, name) for each in report.apologies
    )
    if found is not None and found[0] == label and twice == 1:
        return _swapped(report, name, one)
    report = _without(report, name)
    if label is None:
        return replace(report, apologies=(*report.apologies, replace(one, stands_for="")))
    if not any(group.label == label for group in report.groups):
        return replace(report, groups=(*report.groups, RoleGroup(label=label, people=(one,), sorted_by="family")))
    groups = tuple(
        replace(group, people=_sorted((*group.people, one), group)) if group.label == label else group
        for group in report.groups
    )
    return replace(report, groups=groups)


def _sorted(people: tuple[Attendance, ...], group: RoleGroup) -> tuple[Attendance, ...]:
    if group.sorted_by != "family":
        return people
    return tuple(sorted(people, key=lambda one: ((one.family or one.name).casefold(), one.given.casefold())))
