"""The keys of one paragraph or bullet of a record: what it says, what it decides, what it asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from models.report import Statement
from models.report_parts import (
    Action,
    Attribution,
    Consent,
    Decision,
    DecisionType,
    Due,
    Owner,
    OwnerKind,
    Update,
    Votes,
)
from summarizer.record_keys import Key, Table, given, label, read_texts, taken, text, texts, words

BODIES = re.compile(r"secretariat|group|dccg|mag\b|bpf|nri|coalition|committee|igf|\bdcs?\b", re.IGNORECASE)
EVERYONE = re.compile(r"all|everyone|everybody|(all )?(dcs|nris|members|participants)", re.IGNORECASE)
OFFICES = re.compile(r"\b(host|chair|secretariat|focal point|moderator|coordinator|facilitator)\b", re.IGNORECASE)
STEMS: dict[str, DecisionType] = {
    "adopt": "adopt", "approv": "adopt", "appoint": "appoint", "elect": "appoint", "noted": "note", "defer": "defer",
    "postpon": "defer", "reject": "reject", "recommend": "recommend", "agree": "agree",
}  # fmt: skip
TYPES = re.compile(rf"\b({'|'.join(STEMS)})", re.IGNORECASE)
ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Line:
    """A statement, and the decision or action that it prints, as a record has them: in one mapping."""

    text: str = ""
    number: str = ""
    marker: str = ""
    run_in_title: str = ""
    kind: str = ""
    attribution: Attribution | None = None
    stance: str = ""
    updates: tuple[Update, ...] = ()
    owners: tuple[Owner, ...] = ()
    asked_by: str = ""
    due: str = ""
    dates: tuple[str, ...] = ()
    consent: str = ""
    proposed_by: str = ""
    until: str = ""
    conditions: tuple[str, ...] = ()
    votes: Votes | None = None


def line_of(statement: Statement, action: Action | None, decision: Decision | None) -> Line:
    """Return the mapping's fields for a statement that prints them."""
    fields: dict[str, Any] = {name: getattr(statement, name) for name in SPOKEN}
    if action:
        due = action.due or Due(printed="")
        fields |= {"owners": action.owners, "asked_by": action.asked_by, "due": due.printed, "dates": due.dates}
    if decision:
        fields |= {name: getattr(decision, name) for name in RULED}
    return Line(**fields)


def role_of(key: str) -> str:
    """Return what a key or kind makes of what it names: "decision", "tentative", "action", or nothing.

    >>> role_of("tentative_decision"), role_of("next_steps"), role_of("decisions_and_next_steps")
    ('tentative', 'action', '')
    """
    words = key.replace("_", " ").casefold()
    if re.fullmatch(r"tentative decisions?", words):
        return "tentative"
    if re.fullmatch(r"decisions?( made| taken)?", words):
        return "decision"
    return "action" if re.fullmatch(r"actions?|reminders?|tasks?|next steps?|(actions? )items?( due)?", words) else ""


def table_for(data: Mapping[str, Any], role: str) -> tuple[str, Table]:
    """Return the role of a mapping that stands in a list of `role`, and the keys it may have."""
    kind = next((data[key] for key in ("type", "kind") if isinstance(data.get(key), str)), "")
    role = role_of(kind) if kind else role
    if not role and any(STEP[key].read(data.get(key)) for key in ("owner", "owners", "due")):
        role = "action"
    return role, {**STATEMENT, **{"action": STEP, "decision": RULING, "tentative": RULING}.get(role, {})}


def type_of(decision: str) -> DecisionType:
    """Return what kind of decision the words tell of, by the first of their verbs that says so."""
    found = TYPES.search(decision)
    return next((kind for stem, kind in STEMS.items() if found and found[1].casefold() == stem), "agree")


def _read_attribution(value: Any) -> Attribution | None:
    if not isinstance(value, str) or not value:
        return None
    name = value.partition(",")[0]
    if re.search(r"\bchat\b", name, re.IGNORECASE):
        return Attribution(mode="chat", phrase=value)
    return Attribution(
        mode="office" if OFFICES.search(name) else "body" if BODIES.search(name) else "person", phrase=value
    )


def _read_owners(value: Any) -> tuple[Owner, ...] | None:
    names = read_texts(value)
    return tuple(Owner(name=name, kind=_owner_kind(name)) for name in names) if names else None


def _owner_kind(name: str) -> OwnerKind:
    if EVERYONE.fullmatch(name):
        return "everyone"
    if "volunteer" in name.casefold():
        return "volunteer"
    return "group" if "group" in name.casefold() else "body" if BODIES.search(name) else "person"


def _read_dates(value: Any) -> tuple[str, ...] | None:
    dates = read_texts(value)
    return dates if dates and all(ISO_DATE.fullmatch(one) for one in dates) else None


def _read_updates(value: Any) -> tuple[Update, ...] | None:
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        return None
    parts = [taken(one, Update, UPDATE) for one in value]
    if not all("text" in part.fields for part in parts):
        return None
    return tuple(Update(**part.fields, extra={**part.kept, **part.rest}) for part in parts)


def _read_votes(value: Any) -> Votes | None:
    if isinstance(value, str) and value:
        return Votes(printed=value)
    counted = ("in_favour", "against", "abstained")
    if not isinstance(value, dict) or not value or not set(value) <= {*counted, "printed"}:
        return None
    numbers = all(type(value[key]) is int for key in counted if key in value)
    return Votes(**value) if numbers and isinstance(value.get("printed", ""), str) else None


def _write_votes(votes: Votes) -> Any:
    whole = {name: inner for name, inner in vars(votes).items() if inner not in (None, "")}
    return votes.printed if set(whole) == {"printed"} else whole


UPDATE: Table = {**{key: text(key) for key in ("text", "form", "by", "on")}, "dates": texts("dates")}
STATEMENT: Table = {
    "n": label("number"),
    "number": label("number"),
    "marker": text("marker"),
    "run_in_title": text("run_in_title"),
    "title": text("run_in_title"),
    "heading": text("run_in_title"),
    "stance": text("stance"),
    "attributed_to": Key("attribution", _read_attribution, lambda one: one.phrase),
    "text": text("text"),
    "gist": text("text"),
    "summary": text("text"),
    "type": words("kind"),
    "kind": words("kind"),
    "updates": Key("updates", _read_updates, lambda ones: [given(one, UPDATE, one.extra) for one in ones]),
}
STEP: Table = {
    "owner": Key("owners", _read_owners, lambda ones: [one.name for one in ones]),
    "owners": Key("owners", _read_owners, lambda ones: [one.name for one in ones]),
    "asked_by": text("asked_by"),
    "due": text("due"),
    "due_iso": Key("dates", _read_dates, list),
}
RULING: Table = {
    "consent": words("consent", *filter(None, get_args(Consent))),
    "proposed_by": text("proposed_by"),
    "until": text("until"),
    "conditions": texts("conditions"),
    "votes": Key("votes", _read_votes, _write_votes),
    "vote": Key("votes", _read_votes, _write_votes),
}
SPOKEN = tuple(dict.fromkeys(key.field for key in STATEMENT.values()))
RULED = tuple(dict.fromkeys(key.field for key in RULING.values()))
