"""Whose a next step is: names before a verb, names called upon, the speaker, the body a speaker says "we" for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.roster import Person
from summarizer.action_frames import joined
from summarizer.action_rules import ActionRule
from summarizer.people import Mention, People

_AND_I = re.compile(r"\band (?:I|me)\b|\bwith me\b", re.IGNORECASE)
_CALLED = re.compile(r"(?:^|[,.!?:;–—-]|\b(?:you|thanks|so|and|hi|hello|okay|yes|well))\s*$", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:$|[,.!?:;–—-])")
_JOINS = re.compile(r"(?:\s|,|\band\b|\bI\b|\bor\b|\bboth\b)*")
_PLACED = re.compile(r"\b(?:in|of|from|for|at|to|by|about|with|on)(?: the)?\s*$", re.IGNORECASE)
"""Before a name that is a part of what was said just before: "a speaker in the CRN, and I will ask her"."""
_DCS = re.compile(r"\b(?:DCs?|coalitions?)\b", re.IGNORECASE)


class Owners:
    """Finds who owns a step that a rule found in a sentence; nobody rather than a guess."""

    def __init__(self, people: People) -> None:
        self._people = people

    def of(
        self, rule: ActionRule, match: re.Match[str], speaker: str | None, named: Sequence[Mention]
    ) -> tuple[str, ...]:
        """Return the owners as they are on the roster; `named` are the people and bodies named in the sentence."""
        text = match.string
        if rule.kind == "everyone":
            return ("DCs",) if _DCS.search(match[0]) else ("everyone",)
        if rule.kind in ("named", "asked"):
            both = _AND_I.search(text, match.start() - 6 if match.start() > 6 else 0, match.end())
            with_me = rule.kind == "asked" and _AND_I.search(text, match.end())
            return joined(_before(text, named, match.start()), self.speaker(speaker) if both or with_me else ())
        if rule.kind in ("commit", "offer", "that"):
            begins = self.begin(text, named, match.start())
            together = re.search(r"\band I\b", text[: match.end()]) and not _PLACED.search(text[:begins])
            with_whom = _before(text, named, match.start()) if together else ()
            return joined(with_whom, self._we(speaker, match[0]))
        if rule.kind == "request":
            return joined(self.speaker(speaker) if _AND_I.search(text, match.start()) else (), self.called(text, named))
        return ()

    def begin(self, text: str, named: Sequence[Mention], end: int) -> int:
        """Return where the names begin that stand right before this place."""
        for one in reversed([one for one in named if one.span[1] <= end]):
            if not _JOINS.fullmatch(text[one.span[1] : end]):
                break
            end = one.span[0]
        return end

    def called(self, text: str, named: Sequence[Mention]) -> tuple[str, ...]:
        """Return who is addressed: a name set apart by commas or at an end of the sentence."""
        for one in named:
            if _CALLED.search(text[: one.span[0]]) and _ENDS.match(text, one.span[1]):
                return (_name(one),)
        return ()

    def speaker(self, label: str | None) -> tuple[str, ...]:
        person = self._people.of(label)
        return (person.name,) if person else (label,) if label else ()

    def _we(self, label: str | None, words: str) -> tuple[str, ...]:
        """Return the speaker; for the Secretariat's "we" the Secretariat."""
        person = self._people.of(label)
        if person and person.body and re.match(r"we\b", words, re.IGNORECASE) and "secretariat" in person.body.lower():
            body = self._people.body(person.body)
            return (body.short if body else person.body,)
        return self.speaker(label)


def _before(text: str, named: Sequence[Mention], end: int) -> tuple[str, ...]:
    """Return the names that stand right before this place, joined by commas and "and"."""
    owners: list[str] = []
    for one in reversed([one for one in named if one.span[1] <= end]):
        if not _JOINS.fullmatch(text[one.span[1] : end]):
            break
        owners.insert(0, _name(one))
        end = one.span[0]
    return joined(tuple(owners))


def _name(mention: Mention) -> str:
    return mention.who.name if isinstance(mention.who, Person) else mention.who.short
