"""The paragraphs and bullets of a record as statements, and back; what they decide or ask for goes on a shelf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from models.report import Report, Statement
from models.report_parts import Action, Decision, Due
from summarizer.record_keys import UNPRINTED, given, kept_words, read_text, taken
from summarizer.record_lines import (
    RULED,
    RULING,
    SPOKEN,
    STATEMENT,
    STEP,
    Line,
    line_of,
    role_of,
    table_for,
    type_of,
)
from summarizer.record_yaml import IN_RECORD

FULL = ("items", "children", "paragraphs", "views")
"""Keys whose entries a record writes as mappings with the key text; those of other keys are bare text."""
RULINGS = ("decision", "tentative")
PARTS = ("items", "children", "bullets", "enumerated", "intro")
"""Keys whose entries are parts of the action that they stand in."""


@dataclass
class Shelf:
    """Where a record's decisions and actions gather while it is read, with the ids they get in their order."""

    prefix: str
    decisions: list[Decision] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    item: str = ""
    begun: int = 0

    def decide(self, said: str, role: str, fields: Mapping[str, Any]) -> str:
        """Return the id of a new decision."""
        id = f"{self.prefix}-D{len(self.decisions) + 1}"
        state: Any = "proposed" if role == "tentative" else "confirmed"
        made = Decision(id=id, text=said, type=type_of(said), state=state, item=self.item, **fields)
        self.decisions.append(made)
        return id

    def ask(self, said: str, fields: Mapping[str, Any], within: str, at: int) -> str:
        """Return the id of a new action, or of the part `at` of the action `within`."""
        self.begun += not within
        id = f"{within}.{at}" if within else f"{self.prefix}-A{self.begun}"
        printed, dates = fields.get("due", ""), fields.get("dates", ())
        due = Due(printed=printed, dates=dates) if printed or dates else None
        kind = "reminder" if "reminder" in fields.get("kind", "") else "action"
        owners, asked_by = fields.get("owners", ()), fields.get("asked_by", "")
        made = Action(id=id, text=said, owners=owners, asked_by=asked_by, due=due, kind=kind, item=self.item)
        self.actions.append(made)
        return id

    def steps(self) -> tuple[Action, ...]:
        """Return the actions with their parts inside them."""
        below: dict[str, tuple[Action, ...]] = {}
        known = {one.id for one in self.actions}
        for one in reversed(self.actions):
            stem = one.id.rpartition(".")[0]
            parent = stem if stem in known else ""
            whole = replace(one, children=below.pop(one.id, ()))
            below[parent] = (whole, *below.get(parent, ()))
        return below.get("", ())


class Shelved:
    """A report's decisions and actions by id, for printing the record that it came from."""

    def __init__(self, report: Report) -> None:
        self.decisions = {one.id: one for one in report.decisions}
        self.actions = {one.id: one for one in flat(report.actions)}


def flat(actions: Iterable[Action]) -> Iterable[Action]:
    """Every action, each before its parts."""
    for one in actions:
        yield one
        yield from flat(one.children)


def mark(extra: Mapping[str, Any], **how: Any) -> dict[str, Any]:
    """Return `extra` with a note of how the record wrote the thing; what is usual is not noted."""
    told = {name: value for name, value in how.items() if value}
    return {**extra, IN_RECORD: {**extra.get(IN_RECORD, {}), **told}} if told else dict(extra)


def entries_of(value: Any) -> list[Any]:
    """Return the texts and mappings of a list; nothing if it is no such list, or has blank entries."""
    good = isinstance(value, list) and all(isinstance(one, (str, dict)) and one for one in value)
    return list(value) if good else []


def lines_of(value: Any) -> list[Any]:
    """Return a list's entries, if one of them at least can be a statement; nothing if it is no such list."""
    good = isinstance(value, list) and any(isinstance(one, (str, dict, list)) and one for one in value)
    return list(value) if good else []


def readable(key: str, value: Any) -> bool:
    return key not in UNPRINTED and kept_words(value)


def read_statement(
    data: Any,
    id: str,
    shelf: Shelf,
    role: str = "",
    within: str = "",
    at: int = 1,
    ruling: Mapping[str, Any] | None = None,
) -> Statement:
    """Return the statement that a record's text or mapping is; what it decides or asks for goes on the shelf.

    `role` is what the list around it holds, `within` the id of the action that it is part `at` of, `ruling` what the
    paragraph around it says of its decision.
    """
    if not data or not isinstance(data, (str, dict, list)):
        return Statement(id=id, text=blank_text(data), extra=mark({}, blank=[data]))
    data = {"text": data} if isinstance(data, str) else {"children": data} if isinstance(data, list) else data
    role, table = table_for(data, "action" if within else role)
    inner = any(role_of(key) in RULINGS and read_text(value) for key, value in data.items())
    part = taken(data, Line, {**table, **RULING} if inner else table)
    fields = {name: value for name, value in part.fields.items() if name in SPOKEN}
    ruled = {name: value for name, value in part.fields.items() if name in RULED}
    said, refers = fields.setdefault("text", ""), ""
    if role == "action":
        refers = shelf.ask(said, part.fields, within, at)
    elif role and not inner:
        refers = shelf.decide(said, role, {**ruled, **(ruling or {})})
    enumeration, children, kept = _read_children(part.rest, id, shelf, refers if role == "action" else "", ruled)
    extra = {**part.kept, **kept}
    return Statement(**fields, id=id, refers=refers, enumeration=enumeration, children=children, extra=extra)


def _read_children(
    rest: Mapping[str, Any], id: str, shelf: Shelf, within: str, ruled: Mapping[str, Any]
) -> tuple[str, tuple[Statement, ...], dict[str, Any]]:
    enumeration, kept = "", {}
    children: list[Statement] = []
    for key, value in rest.items():
        entries, one = lines_of(value) if key in (*FULL, *PARTS) or readable(key, value) else [], False
        if key == "enumerated" and isinstance(value, dict) and isinstance(value.get("style"), str) and value["style"]:
            entries = lines_of(value.get("items"))
            beside = {name: inner for name, inner in value.items() if name not in ("style", "items")}
            enumeration = value["style"] if entries else ""
            kept.update({"enumerated": beside} if beside and entries else {})
        elif not entries and (readable(key, value) or (role_of(key) in RULINGS and read_text(value))):
            entries, one = [value], True
        if not entries:
            kept[key] = value
        for at, entry in enumerate(entries, len(children) + 1):
            part_of = within if key in PARTS else ""
            child = read_statement(entry, f"{id}.{at}", shelf, role_of(key), part_of, at, ruled if one else None)
            children.append(how_written(child, entry, key, "children", one))
    return enumeration, tuple(children), kept


def blank_text(value: Any) -> str:
    """Return what is printed of an entry that is neither text nor a mapping: a number, or nothing."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else ""


def how_written(statement: Statement, entry: Any, key: str, usual: str, one: bool = False) -> Statement:
    """Return the statement with a note of its key and form in the record, where they are not the usual ones."""
    bare = isinstance(entry, str)
    form = "list" if isinstance(entry, list) else "" if bare == (key not in FULL) else "text" if bare else "mapping"
    return replace(statement, extra=mark(statement.extra, key=key if key != usual else "", one=one, form=form))


def print_statement(statement: Statement, shelved: Shelved) -> dict[str, Any]:
    """Return the mapping that the statement was in its record."""
    decision, action = shelved.decisions.get(statement.refers), shelved.actions.get(statement.refers)
    if is_ruling(statement):
        decision = None
    for child in filter(is_ruling, statement.children):
        decision = decision or shelved.decisions.get(child.refers)
    table = {**STATEMENT, **(STEP if action else {}), **(RULING if decision else {})}
    out = given(line_of(statement, action, decision), table, statement.extra)
    beside = out.pop("enumerated", {}) if statement.enumeration else {}
    put_statements(out, statement.children, shelved, "children")
    if statement.enumeration and isinstance(out.get("enumerated"), list):
        out["enumerated"] = {"style": statement.enumeration, **beside, "items": out["enumerated"]}
    return out


def is_ruling(statement: Statement) -> bool:
    """Whether it was the text of a key like decision: what is said of it stands in the mapping around it."""
    how = statement.extra.get(IN_RECORD, {})
    return bool(how.get("one")) and not how.get("form") and role_of(how.get("key", "")) in RULINGS


def put_statements(out: dict[str, Any], statements: Iterable[Statement], shelved: Shelved, usual: str = "") -> None:
    """Put the statements under their keys; without a key, under `usual`, else under paragraphs or items."""
    for one in statements:
        how = one.extra.get(IN_RECORD, {})
        key = how.get("key") or usual or usual_of(one)
        entry = entry_of(one, key, shelved)
        before = out.get(key)
        if how.get("one") and before is None:
            out[key] = entry
        else:
            out[key] = [*(before if isinstance(before, list) else [before] if before else []), entry]


def usual_of(statement: Statement) -> str:
    return "paragraphs" if statement.number else "items"


def entry_of(statement: Statement, key: str, shelved: Shelved) -> Any:
    """Return the statement as text, if that says all and the record wrote it so, else as a mapping."""
    whole, how = print_statement(statement, shelved), statement.extra.get(IN_RECORD, {})
    if "blank" in how and statement.text == blank_text(how["blank"][0]) and set(whole) <= {"text"}:
        return how["blank"][0]
    form = how.get("form") or ("mapping" if key in FULL else "text")
    if form == "list" and set(whole) == {"children"}:
        return whole["children"]
    return whole["text"] if form == "text" and set(whole) == {"text"} else whole
