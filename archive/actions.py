"""Next steps that are still open, over all meetings: a later report that names a step again has the last word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.attendance import body_of
from models.meeting import Meeting
from models.names import fold
from models.plain import clean
from models.report import Report
from models.report_order import set_aside
from models.report_parts import Action, Owner
from models.transcript import CHATHAM_HOUSE

OPEN = ("open", "carried over")
_LINK = re.compile(r"\[([^\]]*)\]\([^()\s]*\)")


@dataclass(frozen=True)
class Step:
    """A next step as the last report that names it has it; `since` is the id of the meeting that it comes from.

    `bodies` are the coalitions or offices of its owners, as far as the reports tell.
    """

    id: str
    group: str
    text: str
    owners: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    due: str = ""
    state: str = "open"
    updates: tuple[str, ...] = ()
    since: str = ""
    last: str = ""

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def key(self) -> tuple[str, str]:
        """Groups number their steps by themselves."""
        return (fold(self.group), self.id)


def steps_of(report: Report, meeting: Meeting) -> tuple[Step, ...]:
    """Return the next steps of one report, as it prints them; give its print, which names nobody it should not."""
    aside = set_aside(report)
    people = {} if report.about.rule == CHATHAM_HOUSE else _bodies_of_people(report, meeting)
    return tuple(_steps(report.actions, (), aside, people, meeting))


def open_steps(meetings: Iterable[Sequence[Step]]) -> tuple[Step, ...]:
    """Return what is still open after all of these meetings, the oldest first; give them by date."""
    kept: dict[tuple[str, str], Step] = {}
    for steps in meetings:
        for one in steps:
            before = kept.get(one.key)
            kept[one.key] = replace(one, since=before.since) if before else one
    return tuple(one for one in kept.values() if one.open)


def by_body(steps: Sequence[Step]) -> dict[str, list[Step]]:
    """Return the steps under the coalition or office that owes them, "" for none; a step may stand under several."""
    return _grouped((body, one) for one in steps for body in one.bodies or ("",))


def by_owner(steps: Sequence[Step]) -> dict[str, list[Step]]:
    """Return the steps under each owner, "" for nobody."""
    return _grouped((owner, one) for one in steps for owner in one.owners or ("",))


def plain(text: str) -> str:
    """Return a line of a report without the addresses of its links.

    >>> plain("Send [the draft](https://example.org/d) to the list")
    'Send the draft to the list'
    """
    return clean(_LINK.sub(r"\1", text))


def _grouped(pairs: Iterable[tuple[str, Step]]) -> dict[str, list[Step]]:
    held: dict[str, tuple[str, list[Step]]] = {}
    for name, one in pairs:
        held.setdefault(fold(name), (name, []))[1].append(one)
    ordered = sorted(held.items(), key=lambda pair: (pair[0] == "", pair[0]))
    return {name: steps for _, (name, steps) in ordered}


def _steps(
    actions: Sequence[Action], owners: tuple[Owner, ...], aside: frozenset[str], people: Mapping[str, str],
    meeting: Meeting,
) -> Iterator[Step]:  # fmt: skip
    for one in actions:
        if one.id in aside:
            continue
        owning = one.owners or owners
        names = tuple(dict.fromkeys(clean(owner.name) for owner in owning if clean(owner.name)))
        bodies = (_body(owner, people, meeting) for owner in owning)
        updates = tuple(plain(" ".join(part for part in (up.on, up.text) if part)) for up in one.updates)
        due = one.due.printed or one.due.event or ", ".join(one.due.dates) if one.due else ""
        yield Step(
            one.id, clean(meeting.group), plain(one.text), names, tuple(dict.fromkeys(body for body in bodies if body)),
            clean(due), one.state, updates, meeting.id, meeting.id,
        )  # fmt: skip
        yield from _steps(one.children, owning, aside, people, meeting)


def _body(owner: Owner, people: Mapping[str, str], meeting: Meeting) -> str:
    text = owner.name if owner.kind == "body" else people.get(fold(owner.name), "")
    found = body_of(text, meeting)
    return found.name if found else ""


def _bodies_of_people(report: Report, meeting: Meeting) -> dict[str, str]:
    made = {fold(name): person.body for person in meeting.roster for name in person.names if person.body}
    for one in (*(one for group in report.groups for one in group.people), *report.apologies):
        if one.name and (one.represents or one.affiliation):
            made.setdefault(fold(one.name), one.represents or one.affiliation)
    return made
