"""The fields of a line as a form shows them, and the edits that its author's changes amount to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from models.errors import MeetingError
from models.names import fold
from models.plain import clean
from models.report import Report, Statement
from models.report_parts import Action, Decision, Due, OwnerKind, View, Votes
from models.roster import Roster
from summarizer.edit import Op, Set
from summarizer.edit_apply import apply_edit
from summarizer.edit_change import Stamp
from summarizer.edit_fields import matter_of

VOTES = ("in_favour", "against", "abstained")
POSITION = re.compile(r"(position|quantifier|record)-(\d{1,3})")
POSITION_FIELDS = {"position": "text", "quantifier": "quantifier", "record": "for_the_record"}
YES = "yes"

Values = Mapping[str, str]
"""What stands in the fields of a form, by their names."""


class FieldFault(MeetingError):
    """Raised when what was typed in the field `name` of a form cannot be taken."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(f"{sentence[:1].upper()}{sentence[1:]}{'' if sentence.endswith('.') else '.'}")
        self.name = name


@dataclass(frozen=True)
class Wanted:
    """An edit that a form asks for, and the field that it comes from."""

    do: Op
    name: str


def values_of(report: Report, line: Statement) -> dict[str, str]:
    """Return what the form of a line shows: its text, and what is known of the decision, step or view it prints."""
    return values_with(line, matter_of(report, line.refers) if line.refers else None)


def values_with(line: Statement, matter: Decision | Action | View | None) -> dict[str, str]:
    """As `values_of`, for what the line prints."""
    text = {"text": line.text}
    match matter:
        case Decision():
            votes = matter.votes or Votes()
            counts = {name: "" if (n := getattr(votes, name)) is None else str(n) for name in VOTES}
            return text | {"type": matter.type, "consent": matter.consent, "state": matter.state} | counts
        case Action():
            due = matter.due or Due(printed="")
            day = due.dates[0] if len(due.dates) == 1 and len(due.dates[0]) == 10 else ""
            names = [one.name for one in matter.owners]
            owners = ("; " if any("," in name for name in names) else ", ").join(names)
            return text | {"owners": owners, "due_printed": due.printed or due.event, "due_day": day,
                           "state": matter.state}  # fmt: skip
        case View():
            return ({} if says_topic(line, matter) else text) | {"topic": matter.topic} | _positions(matter)
    return text


def says_topic(line: Statement, view: View) -> bool:
    """Whether the line prints nothing but what the view is about: then it needs no field of its own."""
    return line.text.rstrip(" .:").casefold() == view.topic.rstrip(" .:").casefold()


def _positions(view: View) -> dict[str, str]:
    """The positions, and an empty one for whoever knows of another."""
    out: dict[str, str] = {}
    for at, one in enumerate(view.positions):
        out |= {f"position-{at}": one.text, f"quantifier-{at}": one.quantifier,
                f"record-{at}": YES if one.for_the_record else ""}  # fmt: skip
    return out | {f"position-{len(view.positions)}": ""}


def wanted_of(seen: Report, line: Statement, posted: Values, roster: Roster) -> Iterator[Wanted]:
    """Yield an edit for every field that was changed from what its author had seen.

    Raises:
        FieldFault: If a field holds what its kind cannot.
    """
    matter = matter_of(seen, line.refers) if line.refers else None
    was = values_of(seen, line)
    told = {name: clean(posted[name]) for name in was if name in posted}
    new = {name: value for name, value in told.items() if value != clean(was[name])}
    if "text" in new:
        yield Wanted(Set(target=line.id, field="text", value=new.pop("text")), "text")
    if matter is None:
        return
    votes = [name for name in VOTES if name in new]
    if isinstance(matter, Decision) and votes:
        yield Wanted(Set(target=matter.id, field="votes", value=_votes({**was, **new})), votes[0])
    if isinstance(matter, Action) and "owners" in new:
        yield Wanted(Set(target=matter.id, field="owners", value=_owners(new["owners"], matter, roster)), "owners")
    due = [name for name in ("due_printed", "due_day") if name in new]
    if isinstance(matter, Action) and due:
        yield Wanted(Set(target=matter.id, field="due", value=_due(new, matter.due)), due[-1])
    for name in sorted(new.keys() & {"type", "consent", "state", "topic"}):
        yield Wanted(Set(target=matter.id, field=name, value=new[name]), name)
    yield from _of_positions(new, matter.id)


def check_wanted(report: Report, wanted: list[Wanted], stamp: Stamp) -> None:
    """Return if the edits can be made one after the other: then all of a form is saved, or nothing.

    Raises:
        FieldFault: With the field of the first that cannot.
    """
    for one in wanted:
        try:
            report = apply_edit(report, one.do, stamp).report
        except MeetingError as fault:
            raise FieldFault(one.name, str(fault)) from None
        stamp = replace(stamp, number=stamp.number + 1)


def _of_positions(new: Values, view_id: str) -> Iterator[Wanted]:
    # The text of a new position comes ahead of what is said about it.
    for name in sorted(new, key=lambda name: (not name.startswith("position"), name)):
        if found := POSITION.fullmatch(name):
            field = POSITION_FIELDS[found[1]]
            value: Any = new[name] == YES if field == "for_the_record" else new[name]
            yield Wanted(Set(target=view_id, field=f"positions/{int(found[2])}/{field}", value=value), name)


def _votes(values: Values) -> dict[str, int] | None:
    counts = {}
    for name in VOTES:
        text = values[name]
        if text and not (text.isascii() and text.isdigit() and len(text) < 7):
            raise FieldFault(name, f'a number of votes is "{text[:40]}"; expected digits, or nothing')
        if text:
            counts[name] = int(text)
    return counts or None


def _owners(text: str, action: Action, roster: Roster) -> list[dict[str, str]]:
    """Read names with commas between them, or semicolons where a name has a comma; who stays owner stays of a kind."""
    known: dict[str, OwnerKind] = {fold(one.name): one.kind for one in action.owners}
    out: list[dict[str, str]] = []
    for name in (part.strip() for part in text.split(";" if ";" in text else ",")):
        if not name or fold(name) in (fold(one["name"]) for one in out):
            continue
        if kind := known.get(fold(name)):
            out.append({"name": name, "kind": kind})
        elif roster.person(name) is None and roster.body(name) is not None:
            out.append({"name": name, "kind": "body"})
        else:
            out.append({"name": name})
    return out


def _due(new: Values, before: Due | None) -> dict[str, Any] | None:
    before = before or Due(printed="")
    made = before
    if "due_printed" in new:
        made = replace(made, printed=new["due_printed"], event="", time="")
    if "due_day" in new:
        made = replace(made, dates=(new["due_day"],) if new["due_day"] else ())
    if not made.printed and not made.dates and not made.event:
        return None
    return {"printed": made.printed, "dates": list(made.dates), "event": made.event, "time": made.time}
