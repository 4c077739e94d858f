"""One decision while it is being put together: what was proposed, asked, answered, and the line that closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from summarizer.decision_cues import ASSENT, DISSENT, PROPOSAL
from summarizer.floor import Line
from summarizer.outcome_cues import HYPOTHETICAL, NOT_DECIDED, PAST, REPORTED

BACK = 12
"""Lines before its outcome within which a proposal belongs to it."""
LONGEST_DETOUR = 200
"""Lines over which a return to an item looks back for what was proposed on it."""
MOST_LINKS = 15


@dataclass(frozen=True)
class Frame:
    """`outcome` closes it. `question` asked for consent; `answers` are assents; `against` are objections."""

    rule: str
    outcome: Line
    question: Line | None = None
    proposals: tuple[Line, ...] = ()
    answers: tuple[Line, ...] = ()
    against: tuple[Line, ...] = ()
    counted: tuple[Line, ...] = ()
    sure: bool = True
    until: str = ""
    corrected: tuple[Line, ...] = ()
    text: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        own = (*self.proposals, *self.answers, *self.against, *self.counted, *self.corrected, self.outcome)
        return tuple(sorted({*own, *((self.question,) if self.question else ())}, key=lambda one: one.at))

    @property
    def links(self) -> tuple[str, ...]:
        """The utterances it rests on: those closest to its outcome where there are many."""
        near = sorted(self.lines, key=lambda one: abs(one.at - self.outcome.at))
        ids: dict[str, int] = {}
        for line in near:
            for part, one in enumerate(line.ids):
                if len(ids) < MOST_LINKS:
                    ids.setdefault(one, line.at * 1_000 + part)
        return tuple(sorted(ids, key=ids.__getitem__))


@dataclass(frozen=True)
class Window:
    """The lines of a talk with the agenda item of each; what belongs to a frame is looked for within one item."""

    lines: Sequence[Line]
    items: Sequence[str]

    def before(self, at: int, most: int = BACK) -> list[Line]:
        """Return the lines of the same item before this one, the closest first, over other items between."""
        found = []
        for one in range(at - 1, max(-1, at - 1 - LONGEST_DETOUR), -1):
            if self.items[one] == self.items[at]:
                found.append(self.lines[one])
            if len(found) == most:
                break
        return found

    def after(self, at: int, most: int) -> list[Line]:
        found = []
        for one in range(at + 1, min(len(self.lines), at + 1 + most)):
            if self.items[one] != self.items[at]:
                break
            found.append(self.lines[one])
        return found

    def proposals(self, at: int, most: int = BACK) -> tuple[Line, ...]:
        """Return what was proposed last before this line, with the line it was said in; empty where nothing was."""
        for line in self.before(at, most):
            if PROPOSAL.search(line.text) and not blocked(line.text, proposal=True):
                return (line,)
        return ()

    def answers(self, start: int, end: int) -> tuple[Line, ...]:
        """Return the assents between two lines, by others than who proposed."""
        proposer = self.lines[start].who
        return tuple(
            line
            for line in self.lines[start + 1 : end]
            if ASSENT.search(line.text) and not DISSENT.search(line.text) and (line.who != proposer or not line.who)
        )


def blocked(text: str, proposal: bool = False) -> str:
    """Return the rule by which these words are no decision of this meeting; empty where none blocks them."""
    if NOT_DECIDED.search(text):
        return "D-not-decided"
    if PAST.search(text):
        return "" if proposal else "D-past"
    if proposal:
        return ""
    if REPORTED.search(text):
        return "D-reported"
    if HYPOTHETICAL.search(text):
        return "D-hypothetical"
    return ""
