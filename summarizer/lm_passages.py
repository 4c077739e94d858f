"""What a language model is shown at a time: one agenda item's utterances, and what was found in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.find import items_by_utterance
from summarizer.finding import ActionFound, DecisionFound, Finding, Findings, PointFound, ViewFound
from summarizer.marked import RULE as NOTE_TAKER
from summarizer.sentences import Sentence
from summarizer.talk import Talk, Utterance

LONGEST = 12_000
"""Characters of talk in one request: some 3,000 tokens, which small local models take."""
MOST = 200
"""Utterances in one request: servers limit how many values a schema may list."""
FEWEST_WORDS = 25
"""A passage in which nothing was found is worth a request from this many words on."""

TO_MACHINES = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|told|"
    r"everything|above|previous)\b"
    r"|\b(?:system|developer) (?:prompt|message|instructions?)\b"
    r"|\b(?:dear|hey|hello|attention|(?:note|message|instructions?) (?:to|for)),? (?:the |any |all )?(?:\w+ )?"
    r"(?:language models?|ais?|assistants?|chat ?bots?|gpt|llms?|summari[sz]ers?)\b"
    r"|\b(?:language model|ai|assistant|chat ?bot|gpt|llm|summari[sz]er),? please\b"
    r"|\byou are (?:now )?(?:an? )?(?:helpful )?(?:assistant|ai\b|language model|chat ?bot)"
    r"|\b(?:write|say|state|output|print|record|put|add|include|insert) (?:down )?"
    r"(?:in the (?:report|summary|minutes) )?that\b.{0,120}\b(?:approved|adopted|agreed|decided|accepted|rejected)\b"
    r"|^\W*(?:system|assistant|developer|user)\s*:|</?[a-z]+>|\bnew instructions?\b"
    r"|\b(?:respond|reply|answer) (?:only )?(?:in|with) (?:json|the following)\b",
    re.IGNORECASE,
)
"""Words that are meant for a machine that reads along, or that dictate what is to be reported."""


@dataclass(frozen=True)
class Passage:
    """`points`, `decisions`, `actions` and `views` are those found in it that may be worded anew.

    `kept` holds the words of what a note-taker typed there.
    """

    item: str
    title: str
    utterances: tuple[Utterance, ...]
    points: tuple[PointFound, ...] = ()
    decisions: tuple[DecisionFound, ...] = ()
    actions: tuple[ActionFound, ...] = ()
    views: tuple[ViewFound, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def found(self) -> tuple[Finding, ...]:
        return (*self.points, *self.decisions, *self.actions, *self.views)


def to_machines(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Return the utterances with words meant for a machine, by id: no model is shown them, nothing rests on them."""
    return frozenset(link for one in sentences if TO_MACHINES.search(one.text) for link in one.ids)


def passages(talk: Talk, findings: Findings, hidden: frozenset[str]) -> tuple[Passage, ...]:
    """Return what there is to be asked about: the items in their order, long ones in several passages."""
    item_of = items_by_utterance(talk, findings.agenda)
    titles = {one.number: one.title for one in talk.agenda}
    titles |= {one.item: one.text for one in reversed(findings.agenda)}
    said: dict[str, list[Utterance]] = {}
    for one in talk.utterances:
        if one.id not in hidden and one.text.strip():
            said.setdefault(item_of(one.id), []).append(one)
    made = []
    for item, utterances in said.items():
        cuts = list(_cut(utterances))
        home = {one.id: at for at, cut in enumerate(cuts) for one in cut}
        for at, cut in enumerate(cuts):
            made.append(_passage(talk, findings, item, titles.get(item, ""), cut, home, at))
    return tuple(one for one in made if one.found or _words(one) >= FEWEST_WORDS)


def _cut(utterances: Sequence[Utterance]) -> Iterator[tuple[Utterance, ...]]:
    part: list[Utterance] = []
    length = 0
    for one in utterances:
        size = len(one.text) + 40
        if part and (length + size > LONGEST or len(part) == MOST):
            yield tuple(part)
            part, length = [], 0
        part.append(one)
        length += size
    if part:
        yield tuple(part)


def _passage(
    talk: Talk, findings: Findings, item: str, title: str, cut: tuple[Utterance, ...], home: dict[str, int], at: int
) -> Passage:
    typed = {mark.text for mark in talk.marks if mark.text}

    def here(one: Finding) -> bool:
        homes = [home[link] for link in one.links if link in home]
        return one.item == item and bool(homes) and max(set(homes), key=lambda each: (homes.count(each), -each)) == at

    def free(one: Finding) -> bool:
        return here(one) and one.rule != NOTE_TAKER and one.text not in typed

    kept = [one for one in (*findings.points, *findings.decisions, *findings.actions) if here(one) and not free(one)]
    return Passage(
        item,
        title,
        cut,
        tuple(filter(free, findings.points)),
        tuple(filter(free, findings.decisions)),
        tuple(filter(free, findings.actions)),
        tuple(filter(free, findings.views)),
        tuple(one.text for one in kept),
    )


def _words(one: Passage) -> int:
    return sum(len(each.text.split()) for each in one.utterances)
