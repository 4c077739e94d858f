"""Who was there, as a table that a note-taker puts right: by coalition, also those of whom nothing was heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.names import fold
from models.plain import clean
from models.report import Report
from models.report_parts import Attendance, Evidence, Presence
from models.roster import Roster
from summarizer.desk_fields import FieldFault, Values, Wanted
from summarizer.edit import PERSON, Attend, Leave, Set

SUBSTITUTE, UNKNOWN = "substitute", ""
CHOICES = ("present", "late", "left early", SUBSTITUTE, "apologies", "mentioned absent", UNKNOWN)
"""What a person can be in the form, as it says so; the others of `Presence` only where the report has them."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person. `status` is one of `CHOICES` or what the report says; UNKNOWN for who is on no list."""

    name: str
    affiliation: str
    status: str
    stands_for: str = ""
    member: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


def rows_of(report: Report, roster: Roster) -> list[Row]:
    """Return everybody on the lists and on the roster, by coalition, those without one last."""
    rows = [_row(one) for group in report.groups for one in group.people] + [_row(one) for one in report.apologies]
    known = {fold(one.name) for one in rows}
    for person in roster:
        if not known & {fold(name) for name in person.names}:
            body = roster.body_of(person)
            rows.append(
                Row(name=person.name, affiliation=body.name if body else "", status=UNKNOWN, member=person.member or "")
            )
    return sorted(rows, key=lambda one: (not one.affiliation, one.affiliation.casefold(), one.name.casefold()))


def _row(one: Attendance) -> Row:
    substitute = one.status == "present" and one.stands_for
    return Row(
        name=one.name, affiliation=one.affiliation, status=SUBSTITUTE if substitute else one.status, member=one.member,
        stands_for=one.stands_for, note=one.note, evidence=one.evidence,
    )  # fmt: skip


def rows_wanted(seen: Report, posted: Values, roster: Roster) -> Iterator[Wanted]:
    """Yield an edit for everybody whose row was changed; who is UNKNOWN now goes off the lists.

    Raises:
        FieldFault: If somebody is a substitute for nobody.
    """
    rows = {fold(one.name): one for one in rows_of(seen, roster)}
    for key, name in posted.items():
        at = key.removeprefix("name-")
        row = rows.get(fold(name)) if key.startswith("name-") and at.isdigit() else None
        if row is None:
            continue
        status, stands_for = posted.get(f"status-{at}", row.status), clean(posted.get(f"for-{at}", row.stands_for))
        if (status, stands_for) != (row.status, row.stands_for):
            yield from _changed(row, status, stands_for, at)


def newcomer(posted: Values, roster: Roster) -> Wanted:
    """Return the edit that puts somebody on the lists."""
    name = clean(posted.get("name", ""))
    if not name:
        raise FieldFault("name", "type the name of who is to be on the lists")
    person = roster.person(name)
    body = roster.body_of(person) if person else None
    row = Row(
        name=person.name if person else name, status=UNKNOWN, member=(person.member or "") if person else "",
        affiliation=clean(posted.get("affiliation", "")) or (body.name if body else ""),
    )  # fmt: skip
    status = posted.get("status") or "present"
    return next(_changed(row, status, clean(posted.get("for", "")), ""))


def _changed(row: Row, status: str, stands_for: str, at: str) -> Iterator[Wanted]:
    field, where = (f"status-{at}", f"for-{at}") if at else ("status", "for")
    if status == SUBSTITUTE and not stands_for:
        raise FieldFault(where, f"say for whom {row.name} stood in, or choose another answer")
    if status == UNKNOWN:
        if row.status != UNKNOWN:
            yield Wanted(Leave(name=row.name), field)
            return
        if not stands_for:
            return
    presence: Presence = "present" if status in (SUBSTITUTE, UNKNOWN) else status  # type: ignore[assignment]
    # Who is no substitute any more stands in for nobody, even if the name was left in its field.
    kept = "" if row.status == SUBSTITUTE != status and stands_for == row.stands_for else stands_for
    yield Wanted(
        Attend(name=row.name, status=presence, affiliation=row.affiliation, member=row.member, stands_for=kept), field
    )
    if row.stands_for and not kept:
        yield Wanted(Set(target=PERSON + row.name, field="stands_for", value=""), where)
