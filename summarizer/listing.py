"""What was found, a line each: for people who want to know why a draft says what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.plain import clean
from summarizer.finding import ActionFound, DecisionFound, Finding, Findings, RollFound, ViewFound

KINDS = {DecisionFound: "decision?", ActionFound: "next step?", ViewFound: "view?"}


def listing(found: Findings) -> Iterator[str]:
    """Yield each finding with its rule, its score where that is not 1, and the captions it rests on."""
    yield from _lines("agenda item", found.agenda)
    yield from (_line(_status(one), one) for one in found.roll)
    yield from (_line("discussed" if one.discussed_only else "decision", one) for one in found.decisions)
    yield from _lines("next step", found.actions)
    yield from _lines("view", found.views)
    yield from _lines("key point", found.points)
    yield from _lines("next meeting", (found.next_meeting,) if found.next_meeting else ())
    yield from (_line(KINDS.get(type(one), "suggestion"), one) for one in found.suggestions)
    yield from _lines("no decision", found.blocked)


def _lines(kind: str, found: Iterable[Finding]) -> Iterator[str]:
    return (_line(kind, one) for one in found)


def _status(one: RollFound) -> str:
    return f"{one.status} for {clean(one.stands_for)}" if one.stands_for else one.status


def _line(kind: str, one: Finding) -> str:
    facts = [one.rule, *([f"{one.score:.2f}"] if one.score != 1 else []), f"captions {', '.join(one.links)}"]
    if isinstance(one, ActionFound):
        facts = [f"owner {', '.join(map(clean, one.owners)) or 'nobody'}", *_due(one), *facts]
    if isinstance(one, DecisionFound) and one.consent:
        facts.insert(0, one.consent)
    item = f"item {one.item}, " if one.item and kind != "agenda item" else f"{one.item} " if one.item else ""
    return f"{kind}: {item}{clean(one.text)} ({'; '.join(facts)})"


def _due(one: ActionFound) -> list[str]:
    return [f"due {clean(one.due.printed)} {' to '.join(one.due.dates)}".rstrip()] if one.due else []
