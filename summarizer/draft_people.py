"""Who was there, by role and coalition, and who sent apologies: as a draft lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from models.report_parts import Attendance, Presence, RoleGroup
from models.roster import Person
from models.transcript import CHATHAM_HOUSE
from summarizer.cited import Cited
from summarizer.finding import Findings, RollFound
from summarizer.occasion import Occasion
from summarizer.talk import Talk
from templates.wording import Wording

WEIGHT: dict[Presence, int] = {"late": 3, "left early": 3, "present": 2, "chat only": 1, "uncertain": 0}
"""Of several things found of one person, what is told: the weightiest."""


@dataclass(frozen=True)
class Who:
    """The lists of a draft; `absent` are names of people of whom somebody said that they were not there."""

    groups: tuple[RoleGroup, ...]
    apologies: tuple[Attendance, ...]
    absent: tuple[str, ...]

    @property
    def everybody(self) -> tuple[Attendance, ...]:
        return tuple(one for group in self.groups for one in group.people)


def attendance_of(talk: Talk, found: Findings, occasion: Occasion, say: Wording, cited: Cited) -> Who:
    """Return who was there in groups of the roster's roles; under "Participating DC Members" full members only.

    Under the Chatham House Rule nobody is listed by what was said: a list of who was there needs a decision of the
    group, and then a person to write it.
    """
    if occasion.rule == CHATHAM_HOUSE:
        return Who((), (), ())
    there: dict[str, Attendance] = {}
    for one in found.roll:
        if one.status not in WEIGHT:
            continue
        made = _attendance(one, talk, cited)
        before = there.get(one.text)
        there[one.text] = made if before is None else _weightier(before, made)
    groups: dict[str, list[Attendance]] = {say(f"draft.{key}"): [] for key in ("led", "members", "others", "support")}
    for name, made in there.items():
        groups[say(f"draft.{_group(talk.roster.person(name))}")].append(made)
    excused = [one for one in found.roll if one.status in ("apologies", "replaced")]
    stand_ins = {one.stands_for: one.text for one in found.roll if one.stands_for}
    return Who(
        groups=tuple(
            RoleGroup(label=label, people=tuple(sorted(people, key=_by_family)), sorted_by="family")
            for label, people in groups.items() if people
        ),
        apologies=tuple(_excused(_once(excused), stand_ins, talk, say, cited)),
        absent=tuple(one.text for one in found.roll if one.status == "mentioned absent"),
    )  # fmt: skip


def _attendance(one: RollFound, talk: Talk, cited: Cited) -> Attendance:
    person = talk.roster.person(one.text)
    evidence = cited.by(one)
    if person is None:
        return Attendance(
            printed=one.text, status=one.status, stands_for=one.stands_for, source="speech", evidence=evidence
        )
    body = talk.roster.body_of(person)
    return Attendance(
        given=person.given, family=person.family, affiliation=body.name if body else "", status=one.status,
        member=person.member or "", stands_for=one.stands_for, source="speech", evidence=evidence,
        printed="" if f"{person.given} {person.family}".strip() == person.name else person.name,
    )  # fmt: skip


def _weightier(one: Attendance, other: Attendance) -> Attendance:
    first, second = sorted((one, other), key=lambda each: -WEIGHT[each.status])
    return replace(first, stands_for=first.stands_for or second.stands_for, evidence=first.evidence + second.evidence)


def _group(person: Person | None) -> str:
    if person is None:
        return "others"
    if person.role in ("chair", "facilitator"):
        return "led"
    if person.role in ("secretariat", "note-taker", "captioner", "host"):
        return "support"
    return "members" if person.member == "full" else "others"


def _by_family(one: Attendance) -> tuple[str, str]:
    return ((one.family or one.name).casefold(), one.given.casefold())


def _once(found: Iterable[RollFound]) -> tuple[RollFound, ...]:
    return tuple({one.text: one for one in reversed(list(found))}.values())[::-1]


def _excused(
    found: Iterable[RollFound], stand_ins: dict[str, str], talk: Talk, say: Wording, cited: Cited
) -> Iterable[Attendance]:
    for one in found:
        made = replace(_attendance(one, talk, cited), status="apologies", stands_for="")
        who = stand_ins.get(one.text)
        yield replace(made, note=say("draft.replaced_by", who=who)) if who else made
