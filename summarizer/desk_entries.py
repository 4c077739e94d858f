"""What the desk remembers: each event and what came of it, the edits that stand, marks, and who touched what last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from models.names import fold
from models.report import Report
from summarizer.edit import Edit, Op
from summarizer.edit_change import ANY, EVERYTHING, Slot, Stamp, overlap
from summarizer.talk import MarkKind

EntryKind = Literal["draft", "edit", "mark"]


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """An edit that was not made, because somebody else had changed the same field since its author saw it.

    Nothing is lost: `mine` is what its author wanted, `theirs` what stands there now and `by` whose it is, `before`
    what its author had seen. All three are in words.
    """

    number: int
    target: str
    field: str
    mine: str
    theirs: str
    before: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A note-taker's key press. `cue` is the caption that was on the screen, None for none; `at_ms` the time."""

    number: int
    kind: MarkKind
    cue: int | None
    at_ms: int
    text: str
    by: str
    utc: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event, and the report after it. `touched` is empty where the event changed nothing.

    `acted_on` is the number of the edit that was undone or redone. `refused` says why an event of the record could not
    be applied: such a one is kept, and skipped.
    """

    number: int
    kind: EntryKind
    by: str
    utc: str
    report: Report | None
    edit: Edit | None = None
    mark: Mark | None = None
    touched: tuple[Slot, ...] = ()
    conflict: Conflict | None = None
    acted_on: int = 0
    refused: str = ""


@dataclass(frozen=True)
class Standing:
    """An edit that stands, in the order in which they are applied; and the report after it."""

    stamp: Stamp
    do: Op
    touched: tuple[Slot, ...]
    report: Report


@dataclass(frozen=True)
class Touch:
    """The latest edit of a field by one person."""

    by: str
    number: int


Touches = Mapping[Slot, tuple[Touch, ...]]


def same_person(one: str, other: str) -> bool:
    return one == other or _folded(one) == _folded(other)


@lru_cache(maxsize=200)
def _folded(name: str) -> str:
    return fold(name)


def touched_also(before: Touches, slots: Iterable[Slot], by: str, number: int) -> Touches:
    """Return who touched what last, after somebody touched these."""
    out = dict(before)
    for slot in slots:
        others = tuple(one for one in out.get(slot, ()) if not same_person(one.by, by))
        out[slot] = (*others, Touch(by, number))
    return out


def touched_since(touches: Touches, slot: Slot, by: str, seen: int) -> Touch | None:
    """Return the latest edit of a field by somebody else after event `seen`, None if there was none."""
    whole = [each for each in touches if overlap(each, slot)] if ANY in slot else (slot, (slot[0], ANY), EVERYTHING)
    found = [
        one for each in whole for one in touches.get(each, ()) if one.number > seen and not same_person(one.by, by)
    ]
    return max(found, key=lambda one: one.number, default=None)
