"""The parts a draft is divided into: the agenda's items, or without an agenda stretches of the talk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.timing import format_offset
from summarizer.finding import Finding, Findings
from summarizer.talk import Talk, Utterance
from templates.wording import Wording

LONGEST = 120
"""Utterances of a passage where there is no agenda; it ends at the longest silence of its second half."""


@dataclass(frozen=True)
class Passage:
    """`item` is the agenda item's number, "" for what has none; `begins` and `ends` are places in the talk."""

    heading: str
    item: str = ""
    planned: bool = False
    heard: bool = True
    begins: int = 0
    ends: int = 0

    def holds(self, finding: Finding, talk: Talk) -> bool:
        if self.item or finding.item:
            return self.item == finding.item
        at = next((talk.place[link] for link in finding.links if link in talk.place), 0)
        return self.begins <= at < self.ends


def passages(talk: Talk, found: Findings, say: Wording) -> tuple[Passage, ...]:
    """Return the items of the agenda, those that were announced beside it, and what came before the first of them.

    Without an agenda, given or announced, passages follow the talk.
    """
    heard = {one.item: one.text for one in reversed(found.agenda)}
    planned = {one.number: one.title for one in talk.agenda}
    if not heard and not planned:
        return tuple(_stretches(talk, say))
    items = {**planned, **{item: text for item, text in heard.items() if item not in planned}}
    if not planned:
        items = {one.item: heard[one.item] for one in found.agenda}
    listed = [
        Passage(title, item, planned=item in planned, heard=item in heard) for item, title in items.items()
    ]
    opening = Passage(say("draft.opening"), begins=0, ends=len(talk.utterances))
    return (opening, *listed)


def _stretches(talk: Talk, say: Wording) -> Iterator[Passage]:
    cuts = list(_cuts(talk.utterances))
    if len(cuts) == 2:
        yield Passage("", begins=cuts[0], ends=cuts[1])
        return
    for number, (begins, ends) in enumerate(zip(cuts, cuts[1:], strict=False), 1):
        at = talk.utterances[begins].start_ms
        if at is None:
            heading = say("draft.passage", number=number)
        else:
            heading = say("draft.passage_at", number=number, at=format_offset(at))
        yield Passage(heading, begins=begins, ends=ends)


def _cuts(said: tuple[Utterance, ...]) -> Iterator[int]:
    begins = 0
    yield begins
    while len(said) - begins > LONGEST:
        half = range(begins + LONGEST // 2, begins + LONGEST)
        begins = max(half, key=lambda at: (_silence(said[at - 1], said[at]), at))
        yield begins
    if said:
        yield len(said)


def _silence(before: Utterance, after: Utterance) -> int:
    if before.end_ms is None or after.start_ms is None:
        return 0
    return after.start_ms - before.end_ms
