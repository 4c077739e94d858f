"""Setting one field, and keeping in step what says the same: a line with the decision, next step or view it prints."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from models.names import fold
from models.report import Report, Statement
from models.report_order import every_statement
from models.report_parts import Action, Decision, Position, View
from summarizer import edit_tree as tree
from summarizer.edit import PERSON, EditRefused, Set
from summarizer.edit_change import Change, Slot, Stamp
from summarizer.edit_fields import get, matter_of, position_in, put, put_matter, read
from summarizer.edit_people import name_in
from summarizer.print_words import sentence, words_for

WORDING = ("text", "run_in_title", "quantifier", "phrase")
"""Fields of a line whose change makes it edited."""


def set_field(report: Report, do: Set, stamp: Stamp) -> Change:
    """Return the change that puts a value in a field."""
    slot = slot_of(do.target, do.field)
    value = read(report, do.target, do.field, do.value)
    if value == get(report, do.target, do.field) and value is not None:
        return Change(report, (slot,))
    if do.field.startswith("positions/"):
        return _set_position(report, do, value, stamp)
    if value == "" and do.field in ("text", "topic"):
        _refuse_silence(report, do.target)
    made = put(report, do.target, do.field, value)
    touched = (slot, *((slot_of(PERSON + value, "name"),) if do.field == "name" else ()))
    if do.field == "text" and (found := tree.find_line(report, do.target)):
        made = _edited(made, found.line)
        return _from_line(made, report, found, touched)
    if do.field in WORDING and (found := tree.find_line(report, do.target)):
        made = _edited(made, found.line)
    matter = matter_of(report, do.target)
    if matter is not None and do.field in ("text", "topic"):
        return _from_matter(made, report, matter, value, touched)
    return Change(made, touched)


def slot_of(target: str, field: str) -> Slot:
    """Return the slot of a field; people are told apart by their names however they are spelt."""
    return (PERSON + fold(name_in(target)), field) if target.startswith(PERSON) else (target, field)


def prints_view(report: Report, found: tree.Found) -> View | None:
    """Return the view that a line, or the line that it stands inside, prints."""
    for one in (found.line, *reversed(found.inside)):
        matter = matter_of(report, one.refers) if one.refers else None
        if isinstance(matter, View):
            return matter
    return None


def printing(report: Report, id: str) -> list[Statement]:
    """Return the lines that print a decision, next step or view."""
    return [one for one, _ in every_statement(report) if one.refers == id]


def _edited(report: Report, one: Statement, **fields: Any) -> Report:
    """Return the report with these fields of the line changed, by a person: what was set aside stays so."""
    standing = one.standing if one.standing in ("suggested", "rejected") else "edited"
    return tree.set_line(report, one.id, standing=standing, **fields)


def _refuse_silence(report: Report, target: str) -> None:
    found = tree.find_line(report, target)
    view = prints_view(report, found) if found else matter_of(report, target)
    if isinstance(view, View):
        raise EditRefused("a minority view is not emptied; reject it, and say why")


def _from_line(made: Report, before: Report, found: tree.Found, touched: tuple[Slot, ...]) -> Change:
    """Keep in step what a line prints, whose text is new."""
    now = tree.line(made, found.line.id).line.text
    matter = matter_of(made, found.line.refers) if found.line.refers else None
    if isinstance(matter, (Decision, Action)):
        return Change(put_matter(made, replace(matter, text=now)), (*touched, (matter.id, "text")))
    if isinstance(matter, View):
        if not _alike(found.line.text, matter.topic):
            return Change(made, touched)
        return Change(put_matter(made, replace(matter, topic=now.rstrip(": "))), (*touched, (matter.id, "topic")))
    view = prints_view(before, found)
    outer = found.inside[-1] if found.inside else None
    if view is None or outer is None or len(outer.children) != len(view.positions):
        return Change(made, touched)
    at = next(n for n, one in enumerate(outer.children) if one.id == found.line.id)
    lead = _told(made, at, "\0").partition("\0")[0]
    if not _alike(found.line.text.removeprefix(lead), view.positions[at].text):
        return Change(made, touched)
    made = _put_position(made, view.id, at, replace(view.positions[at], text=now.removeprefix(lead)))
    return Change(made, (*touched, (view.id, f"positions/{at}/text")))


def _from_matter(
    made: Report, before: Report, matter: Decision | Action | View, value: str, touched: tuple[Slot, ...]
) -> Change:
    """Keep in step the lines that print a decision, next step or view, whose text is new."""
    for one in printing(before, matter.id):
        if isinstance(matter, View) and not _alike(one.text, matter.topic):
            continue
        text = f"{value.rstrip(': ')}:" if isinstance(matter, View) and one.children else value
        made = _edited(made, one, text=text)
        touched = (*touched, (one.id, "text"))
    return Change(made, touched)


def _set_position(report: Report, do: Set, value: Any, stamp: Stamp) -> Change:
    view = matter_of(report, do.target)
    at, name = position_in(do.field)
    if not isinstance(view, View) or at > len(view.positions):
        raise EditRefused(f"{do.target[:80]} has no position {at}; the next new one is the first free number")
    if value == "" and name == "text":
        raise EditRefused("a position in a minority view is not emptied; reject it, and say why")
    if at == len(view.positions) and name != "text":
        raise EditRefused("a new position begins with its text")
    before = view.positions[at] if at < len(view.positions) else Position(text="")
    after = replace(before, **{name: value})
    made = _put_position(report, view.id, at, after)
    touched: tuple[Slot, ...] = ((do.target, do.field),)
    for one in printing(report, view.id) if name == "text" else ():
        if len(one.children) == at == len(view.positions):
            child = Statement(id=stamp.line_id(f".{one.id}"), text=_told(report, at, sentence(after.text)))
            made = tree.set_line(made, one.id, children=(*one.children, child))
            touched = (*touched, (child.id, "*"))
        elif len(one.children) == len(view.positions) and _alike(one.children[at].text, _told(report, at, before.text)):
            said = _told(report, at, sentence(after.text))
            made = _edited(made, one.children[at], text=said)
            touched = (*touched, (one.children[at].id, "text"))
    return Change(made, touched)


def _put_position(report: Report, view_id: str, at: int, new: Position) -> Report:
    view = matter_of(report, view_id)
    assert isinstance(view, View)
    return put_matter(report, replace(view, positions=(*view.positions[:at], new, *view.positions[at + 1 :])))


def _told(report: Report, at: int, text: str) -> str:
    return words_for(report.language)(f"draft.view_{'another' if at else 'one'}", text=text)


def _alike(one: str, other: str) -> bool:
    return one.rstrip(" .:").casefold() == other.rstrip(" .:").casefold()
