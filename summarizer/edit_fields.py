"""The fields that a person may set: what each takes, what it holds now, and the report with another value in it.

A target is the id of a line, block, decision, next step or view, or one of those that `edit` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from models.report import Block, BlockKind, Kind, NextMeeting, Report, Sitting, Statement
from models.report_order import every_action
from models.report_parts import Action, ActionState, Attribution, Consent, Decision, DecisionState, DecisionType, View
from summarizer import edit_tree as tree
from summarizer.edit import HEAD, NEXT, PERSON, EditRefused
from summarizer.edit_people import PEOPLE, get_person, put_person
from summarizer.edit_values import (
    LINE,
    LONG,
    NAME,
    SHORT,
    Reader,
    clock,
    day,
    due,
    flag,
    footnote,
    language,
    link,
    list_of,
    officer,
    one_of,
    owner,
    perhaps,
    votes,
)

Fields = Mapping[str, Reader]

LINES: Fields = {
    "text": LONG, "run_in_title": LINE, "number": SHORT, "marker": SHORT, "stance": LINE, "kind": SHORT,
    "quantifier": LINE, "phrase": LINE, "standing": one_of(Literal["", "needs editing", "edited", "accepted"]),
}  # fmt: skip
BLOCKS: Fields = {
    "heading": LINE, "number": SHORT, "item": SHORT, "kind": one_of(BlockKind), "asked_by": LINE,
    "state": one_of(Literal["", "planned", "added", "discussed", "postponed", "dropped"]),
    "attribution": one_of(Literal["", "anonymous", "by body", "by person"]),
}  # fmt: skip
DECISIONS: Fields = {
    "text": LONG, "type": one_of(DecisionType), "consent": one_of(Consent), "state": one_of(DecisionState),
    "votes": votes, "conditions": list_of(LONG), "until": LINE, "proposed_by": NAME, "item": SHORT,
    "dissent": list_of(SHORT), "supersedes": SHORT,
}  # fmt: skip
ACTIONS: Fields = {
    "text": LONG, "owners": list_of(owner), "due": due, "asked_by": NAME, "kind": SHORT, "item": SHORT,
    "state": one_of(ActionState), "from_decision": SHORT,
}  # fmt: skip
VIEWS: Fields = {"topic": LONG, "item": SHORT, "decision": SHORT}
POSITIONS: Fields = {"text": LONG, "quantifier": LINE, "for_the_record": flag}
"""Fields of a view's positions: "positions/0/text"."""

SITTING: Fields = {
    "date": day, "printed": LINE, "time_printed": LINE, "start_utc": clock, "end_utc": clock, "venue": LINE,
}  # fmt: skip
ABOUT: Fields = {
    "group": LINE, "acronym": SHORT, "cycle": LINE, "title": LINE, "label": LINE, "number": SHORT, "subtitle": LINE,
    "mode": SHORT, "doc_type": LINE, "rule": one_of(Literal["open", "chatham-house"]), "quorate": perhaps,
    "officers": list_of(officer),
}  # fmt: skip
WHOLE: Fields = {
    "language": language, "kind": one_of(Kind), "layout": SHORT,
    "state": one_of(Literal["draft", "in review", "withdrawn"]), "disclaimers": list_of(LONG), "missing": list_of(LONG),
    "links": list_of(link), "footnotes": list_of(footnote),
}  # fmt: skip
HEADS: Fields = {**SITTING, **ABOUT, **WHOLE}
NEXTS: Fields = {
    "printed": LINE, "date": day, "time_utc": clock, "state": one_of(Literal["proposed", "fixed"]),
}  # fmt: skip
"""The next meeting's. All of its texts empty: there is none in the report."""

Part = Statement | Block | Decision | Action | View
FIELDS: Mapping[type, Fields] = {Statement: LINES, Block: BLOCKS, Decision: DECISIONS, Action: ACTIONS, View: VIEWS}


def part_of(report: Report, target: str) -> Part:
    """Return the line, block, decision, next step or view of this id.

    Raises:
        EditRefused: If there is none.
    """
    matter = matter_of(report, target)
    if matter is not None:
        return matter
    found = tree.find_line(report, target)
    return found.line if found is not None else tree.block(report, target)


def matter_of(report: Report, id: str) -> Decision | Action | View | None:
    """Return the decision, next step or view of this id."""
    actions = (one for one, _ in every_action(report.actions))
    known: tuple[Decision | Action | View, ...] = (*report.decisions, *report.views, *actions)
    return next((one for one in known if one.id == id), None)


def put_matter(report: Report, new: Decision | Action | View) -> Report:
    """Return the report with this in the place of the decision, next step or view that has its id."""
    if isinstance(new, Decision):
        return replace(report, decisions=tuple(new if one.id == new.id else one for one in report.decisions))
    if isinstance(new, View):
        return replace(report, views=tuple(new if one.id == new.id else one for one in report.views))
    return replace(report, actions=_put_action(report.actions, new))


def _put_action(actions: tuple[Action, ...], new: Action) -> tuple[Action, ...]:
    return tuple(
        new if one.id == new.id else replace(one, children=_put_action(one.children, new)) if one.children else one
        for one in actions
    )


def read(report: Report, target: str, field: str, value: Any) -> Any:
    """Return the value as the field holds it.

    Raises:
        MeetingError: If there is no such field, or it does not take the value.
    """
    return _reader(report, target, field)(value, field)


def get(report: Report, target: str, field: str) -> Any:
    """Return what the field holds; None for one that there is not."""
    if target.startswith(PERSON):
        return get_person(report, target, field)
    if target == HEAD:
        return _get_head(report, field)
    if target == NEXT:
        return getattr(report.next_meeting or NextMeeting(), field, None)
    try:
        part = part_of(report, target)
    except EditRefused:
        return None
    if isinstance(part, View) and field.startswith("positions/"):
        at, name = position_in(field)
        return getattr(part.positions[at], name, None) if at < len(part.positions) else None
    if field in ("quantifier", "phrase") and isinstance(part, Statement):
        return getattr(part.attribution or Attribution(), field)
    return getattr(part, field, None)


def put(report: Report, target: str, field: str, value: Any) -> Report:
    """Return the report with a value that `read` gave in the field; views' positions are in `edit_views`."""
    if target.startswith(PERSON):
        return put_person(report, target, field, value)
    if target == HEAD:
        return _put_head(report, field, value)
    if target == NEXT:
        made = replace(report.next_meeting or NextMeeting(), **{field: value})
        return replace(report, next_meeting=made if made.printed or made.date or made.time_utc else None)
    part = part_of(report, target)
    if isinstance(part, Statement):
        if field in ("quantifier", "phrase"):
            said = replace(part.attribution or Attribution(mode="anonymous"), **{field: value})
            return tree.change_line(report, target, lambda one: (replace(one, attribution=said),))
        return tree.change_line(report, target, lambda one: (replace(one, **{field: value}),))
    if isinstance(part, Block):
        return tree.change_block(report, target, lambda one: replace(one, **{field: value}))
    return put_matter(report, replace(part, **{field: value}))


def _reader(report: Report, target: str, field: str) -> Reader:
    if target.startswith(PERSON):
        known = PEOPLE
    elif target in (HEAD, NEXT):
        known = HEADS if target == HEAD else NEXTS
    else:
        part = part_of(report, target)
        known = FIELDS[type(part)]
        if isinstance(part, View) and field.startswith("positions/"):
            known, field = POSITIONS, position_in(field)[1]
    if field not in known:
        raise EditRefused(f'{target[:80]} has no field "{field[:40]}" to set; expected one of {", ".join(known)}')
    return known[field]


def position_in(field: str) -> tuple[int, str]:
    _, number, name = [*field.split("/"), "", ""][:3]
    if not (number.isascii() and number.isdigit()) or len(number) > 3:
        raise EditRefused(f'"{field[:40]}" names no position; expected a field like positions/0/text')
    return int(number), name


def _get_head(report: Report, field: str) -> Any:
    if field in SITTING:
        return getattr(report.about.sittings[0] if report.about.sittings else Sitting(), field)
    if field == "layout":
        return report.layout.name
    return getattr(report.about if field in ABOUT else report, field, None)


def _put_head(report: Report, field: str, value: Any) -> Report:
    about = report.about
    if field in SITTING:
        first = replace(about.sittings[0] if about.sittings else Sitting(), **{field: value})
        return replace(report, about=replace(about, sittings=(first, *about.sittings[1:])))
    if field == "layout":
        return replace(report, layout=replace(report.layout, name=value))
    if field == "rule" and value == "open" and about.rule != "open":
        raise EditRefused("the meeting was held under the Chatham House Rule, and its report stays under it")
    if field == "state" and report.state in ("published", "amended") and value != "withdrawn":
        raise EditRefused(f"the report is {report.state}; it can be withdrawn, but is no {value} again")
    if field in ABOUT:
        return replace(report, about=replace(about, **{field: value}))
    return replace(report, **{field: value})


