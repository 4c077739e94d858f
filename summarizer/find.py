"""Everything found in a talk: by rules, and above them what a note-taker marked while listening."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from summarizer.actions import find_actions
from summarizer.finding import AgendaFound, Finding, Findings
from summarizer.frames import find_frames
from summarizer.marked import with_marks
from summarizer.people import People
from summarizer.sentences import split_sentences
from summarizer.talk import Talk

F = TypeVar("F", bound=Finding)


def find(talk: Talk, *, ended: bool = True) -> Findings:
    """Return what is found in a talk: what is sure in its own place, the rest as suggestions, best first.

    Cheap enough to be called again whenever a talk has grown; `ended` is False for one that goes on.
    """
    people = People(talk.roster, (one.speaker for one in talk.utterances))
    sentences = split_sentences(talk.utterances)
    frames = find_frames(talk, sentences, people, ended=ended)
    after = frames.next_meeting.date if frames.next_meeting else ""
    actions = find_actions(talk, sentences, people, date.fromisoformat(after) if after else None)
    item_of = items_by_utterance(talk, frames.agenda)
    found = replace(frames, actions=tuple(replace(one, item=item_of(one.links[0])) for one in actions))
    return _sorted_out(with_marks(found, talk, people, item_of))


def items_by_utterance(talk: Talk, agenda: Iterable[AgendaFound]) -> Callable[[str], str]:
    """Return what tells the number of the agenda item that an utterance belongs to, "" before the first."""
    starts = sorted((talk.place[one.links[0]], one.item) for one in agenda if one.links[0] in talk.place)
    places = [place for place, _ in starts]

    def item_of(utterance: str) -> str:
        at = bisect_right(places, talk.place.get(utterance, -1))
        return starts[at - 1][1] if at else ""

    return item_of


def _sorted_out(found: Findings) -> Findings:
    """Move what is not sure to the suggestions; but views stay, for a minority's may not be overlooked."""
    unsure = [one for kind in (found.decisions, found.actions) for one in kind if not one.sure]
    return replace(
        found,
        decisions=_sure(found.decisions),
        actions=_sure(found.actions),
        suggestions=tuple(sorted((*found.suggestions, *unsure), key=lambda one: -one.score)),
    )


def _sure(found: tuple[F, ...]) -> tuple[F, ...]:
    return tuple(one for one in found if one.sure)
