"""What a note-taker marked while listening: it outranks whatever is found, and makes it sure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from summarizer.action_text import task_text
from summarizer.finding import ActionFound, DecisionFound, Finding, Findings, PointFound, ViewFound
from summarizer.people import People
from summarizer.talk import NoteMark, Talk
from summarizer.views import unnamed
from summarizer.wording import after_lead, sentence, third_person

BEFORE, AFTER = 8, 2
"""Utterances before and after a mark within which what was found is what is meant: a key is pressed after the words."""

RULE = "note-taker"
F = TypeVar("F", bound=Finding)
ItemOf = Callable[[str], str]


def with_marks(found: Findings, talk: Talk, people: People, item_of: ItemOf) -> Findings:
    """Return the findings with what was marked: made sure where it was found already, else as the mark says it."""
    for mark in talk.marks:
        if mark.utterance in talk.place:
            found = _with_mark(found, mark, talk, people, item_of)
    return found


def _with_mark(found: Findings, mark: NoteMark, talk: Talk, people: People, item_of: ItemOf) -> Findings:
    own = _Own(mark, talk, people, item_of(mark.utterance))
    if mark.kind == "decision":
        return replace(found, decisions=_meant(found.decisions, own.decision(), mark, talk))
    if mark.kind == "next step":
        return replace(found, actions=_meant(found.actions, own.action(), mark, talk))
    if mark.kind == "dissent":
        return replace(found, views=_meant(found.views, own.view(), mark, talk))
    if mark.kind in ("key point", "question"):
        return replace(found, points=in_order((*found.points, own.point()), talk))
    return found


def _meant(found: tuple[F, ...], own: F, mark: NoteMark, talk: Talk) -> tuple[F, ...]:
    """Return the findings with the one that was meant made sure, or with the mark's own among them."""
    at = talk.place[mark.utterance]
    near = {one.id for one in talk.utterances[max(0, at - BEFORE) : at + AFTER + 1]}
    close = [one for one in found if near.intersection(one.links)]
    if not close:
        return in_order((*found, own), talk)
    meant = min(close, key=lambda one: min(abs(talk.place[link] - at) for link in one.links if link in talk.place))
    sure = replace(meant, sure=True, score=1.0, text=mark.text or meant.text)
    if isinstance(sure, DecisionFound):
        sure = replace(sure, discussed_only=False, outcome=sure.outcome or mark.utterance)
    return tuple(sure if one is meant else one for one in found)


def in_order(found: tuple[F, ...], talk: Talk) -> tuple[F, ...]:
    """Return findings in the order of the talk."""
    return tuple(sorted(found, key=lambda one: talk.place.get(one.links[0], 0)))


class _Own:
    """What a mark says by itself; without a text of its own, the words that it stands at."""

    def __init__(self, mark: NoteMark, talk: Talk, people: People, item: str) -> None:
        said = talk.utterances[talk.place[mark.utterance]]
        self._said, self._told, self._people = said.text, mark.text, people
        self._links, self._item = (mark.utterance,), item

    def decision(self) -> DecisionFound:
        text = self._told or sentence(third_person(after_lead(self._said)))
        return DecisionFound(text=text, links=self._links, rule=RULE, item=self._item, outcome=self._links[0])

    def action(self) -> ActionFound:
        text = self._told or task_text(after_lead(self._said))
        return ActionFound(text=text, links=self._links, rule=RULE, item=self._item)

    def view(self) -> ViewFound:
        text = self._anonymous()
        return ViewFound(
            text=text, links=self._links, rule=RULE, item=self._item, positions=((text, self._links),),
        )  # fmt: skip

    def point(self) -> PointFound:
        return PointFound(text=self._anonymous(), links=self._links, rule=RULE, item=self._item)

    def _anonymous(self) -> str:
        return self._told or unnamed(sentence(third_person(after_lead(self._said))), self._people)
