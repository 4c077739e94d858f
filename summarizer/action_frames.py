"""A next step as it fills: what was said, who answered, what was put right later."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from summarizer.action_rules import ActionRule
from summarizer.dates import Dated
from summarizer.finding import ActionFound
from summarizer.sentences import Sentence

NEAR = 3
"""Sentences within which a request and an offer of the same thing are one step."""


@dataclass
class Frame:
    """One next step. `at` and `last` are the sentences it began in and was last spoken of in; `asked` was "
    "addressed."""

    at: int
    rule: ActionRule
    speaker: str | None
    text: str
    owners: tuple[str, ...]
    links: list[str]
    due: Dated | None = None
    asked: tuple[str, ...] = ()
    doubtful: bool = False
    agreed: bool = False
    refused: bool = False
    withdrawn: bool = False
    answered_by: str | None = None
    last: int = field(default=-1)

    def __post_init__(self) -> None:
        self.last = self.at

    @property
    def waits(self) -> bool:
        """Whether somebody was asked and has not answered."""
        return self.rule.kind in ("request", "asked", "offer") and not self.agreed and not self.refused

    @property
    def sure(self) -> bool:
        if self.refused or self.doubtful or (self.rule.kind == "nobody" and not self.agreed):
            return False
        return {"": True, "assent": self.agreed, "due": self.due is not None or self.agreed}[self.rule.needs]

    def cite(self, sentence: Sentence, at: int) -> None:
        self.links += [one for one in sentence.ids if one not in self.links]
        self.last = at

    def agree(self, owners: tuple[str, ...], by: str | None) -> None:
        """Take the answer of the person asked: who answers owns it, unless somebody else was addressed.

    `doubtful`: somebody was named, and it is not known whom.
    """
        self.agreed, self.answered_by = True, by
        if self.rule.kind != "offer" and not self.asked:
            self.owners = joined(self.owners, owners)

    def refuse(self) -> None:
        """Take a no: what needs a yes stays as a task that nobody has."""
        if self.rule.needs == "assent":
            self.refused, self.owners = True, ()

    def is_same_step(self, other: Frame) -> bool:
        """Whether another frame near this one is the same step, asked for and offered, or said twice by one "
        "person."""
        if self.refused:
            return False
        kinds, notes = {self.rule.kind, other.rule.kind}, [self.rule.id, other.rule.id].count("A-note")
        if other.at - self.last <= NEAR:
            if self.speaker != other.speaker and "commit" in kinds and kinds & {"request", "asked"}:
                return bool(notes) or alike(self.text, other.text) > 0.2
            if self.speaker == other.speaker and notes == 2:
                return True
        return self.speaker == other.speaker and alike(self.text, other.text) >= 0.6

    def is_said_again(self, other: Frame) -> bool:
        """Whether a later frame only sums this one up: the same owners, the same words."""
        return bool(self.owners) and set(other.owners) == set(self.owners) and alike(self.text, other.text) >= 0.75

    def join(self, other: Frame, sentence: Sentence) -> None:
        self.cite(sentence, other.at)
        self.due = self.due or other.due
        if self.rule.kind in ("request", "asked") and other.rule.kind == "commit":
            self.agree(other.owners, other.speaker)
        elif self.rule.kind == "commit" and other.rule.kind in ("request", "asked"):
            self.agreed = True
        elif self.rule.kind == "nobody":
            self.rule, self.text, self.owners = other.rule, other.text, other.owners

    def found(self, dated: bool) -> ActionFound:
        """Return the frame as a finding; dates are left out when nobody knows the day they were said on."""
        due = self.due.due if self.due else None
        if due is not None and not dated:
            due = replace(due, dates=())
        score = min(1.0, self.rule.score + 0.1 * self.agreed + 0.05 * (due is not None))
        return ActionFound(
            text=self.text, links=tuple(self.links), rule=self.rule.id, owners=self.owners, due=due, sure=self.sure,
            score=round(score if self.sure else score / 2, 3),
        )  # fmt: skip


def joined(*names: tuple[str, ...]) -> tuple[str, ...]:
    """Return all the names, each once, in their order."""
    return tuple(dict.fromkeys(name for some in names for name in some))


def alike(one: str, other: str) -> float:
    """Return the share of their longer words that two tasks have in common, of the shorter of them."""
    first, second = (frozenset(word[:5] for word in re.findall(r"\w{4,}", text.lower())) for text in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))
