"""A form that met somebody else's change: both versions of each field, side by side, for its author to choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.names import fold
from models.report import Report
from models.roster import Roster
from summarizer import edit_tree as tree
from summarizer.desk_entries import Conflict
from summarizer.desk_fields import VOTES, Values, Wanted, values_of
from summarizer.desk_head import head_values
from summarizer.desk_people import rows_of

TOGETHER = (VOTES, ("due_printed", "due_day"))
"""Fields of a form that are one field of the report."""

LISTED = ("type", "consent", "state", "status", "next_state", "record", "due_day", "date", "next_date", *VOTES)
"""Fields where one of two values is chosen; in the others both can be written into one."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A field of the form: its name there, what its author wanted and what stands there now."""

    name: str
    mine: str
    theirs: str

    @property
    def listed(self) -> bool:
        return self.name.partition("-")[0] in LISTED


@dataclass(frozen=True, kw_only=True)
class Clash:
    """`told` has both in words. Without choices there is nothing to write: it is done all the same, or not."""

    told: Conflict
    choices: tuple[Choice, ...]


def clashes_of(
    now: Report, fields: Values, found: Iterable[tuple[Wanted, Conflict]], roster: Roster
) -> list[Clash]:
    """Return what a form met, with its fields as they are now."""
    stands = _stands(now, fields, roster)
    out = []
    for wanted, conflict in found:
        names = next((names for names in TOGETHER if wanted.name in names), (wanted.name,))
        known = [name for name in names if name in stands]
        choices = tuple(Choice(name=name, mine=fields.get(name, ""), theirs=stands[name]) for name in known)
        out.append(Clash(told=conflict, choices=choices))
    return out


def carried(now: Report, fields: Values, roster: Roster) -> dict[str, str]:
    """Return what the form of the answer sends along unseen: which form it is, and what it asks for.

    None of the report's own fields: what was not changed could be another's by now, and would be put back.
    """
    left_out = _stands(now, fields, roster).keys() | {"seen", "key"}
    return {name: value for name, value in fields.items() if name not in left_out}


def _stands(now: Report, fields: Values, roster: Roster) -> Mapping[str, str]:
    if fields.get("form") == "head":
        return head_values(now)
    if fields.get("form") == "people":
        rows = {fold(one.name): one for one in rows_of(now, roster)}
        out: dict[str, str] = {}
        for key, name in fields.items():
            at = key.removeprefix("name-")
            if key.startswith("name-") and (row := rows.get(fold(name))):
                out |= {f"status-{at}": row.status, f"for-{at}": row.stands_for}
        return out
    found = tree.find_line(now, fields.get("target", ""))
    return values_of(now, found.line) if found is not None and fields.get("form") == "line" else {}
