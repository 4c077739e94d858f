"""Everything found in a talk: by rules, above them what a note-taker marked, below them what a ranker suggests."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from summarizer.actions import find_actions
from summarizer.finding import AgendaFound, Finding, Findings
from summarizer.frames import find_frames
from summarizer.marked import in_order, with_marks
from summarizer.people import People
from summarizer.points import find_points
from summarizer.ranking import rank_talk
from summarizer.ranking_suggestions import doubted, find_suggestions, is_free
from summarizer.sentences import split_sentences
from summarizer.talk import Talk

LEAST = 0.05
"""The score below which a suggestion is not worth anybody's reading."""

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
    ranks = rank_talk(talk, sentences, people)
    if is_free(sentences, (*frames.decisions, *actions)):
        actions = doubted(actions, sentences, ranks)
    found = replace(frames, actions=tuple(_under(one, item_of) for one in actions))
    found = with_marks(found, talk, people, item_of)
    sure = (*found.decisions, *found.actions, *found.views, *found.roll, *found.agenda, *found.points)
    items = [item_of(one.id) for one in talk.utterances] if frames.agenda else ()
    points = (*found.points, *find_points(talk, sentences, people, items, sure, ranks))
    ranked = tuple(_under(one, item_of) for one in find_suggestions(talk, sentences, people, sure, ranks))
    return _sorted_out(replace(found, points=in_order(points, talk), suggestions=ranked))


def items_by_utterance(talk: Talk, agenda: Iterable[AgendaFound]) -> Callable[[str], str]:
    """Return what tells the number of the agenda item that an utterance belongs to, "" before the first."""
    starts = sorted((talk.place[one.links[0]], one.item) for one in agenda if one.links[0] in talk.place)
    places = [place for place, _ in starts]

    def item_of(utterance: str) -> str:
        at = bisect_right(places, talk.place.get(utterance, -1))
        return starts[at - 1][1] if at else ""

    return item_of


def _under(one: F, item_of: Callable[[str], str]) -> F:
    return replace(one, item=item_of(one.links[0]))


def _sorted_out(found: Findings) -> Findings:
    """Move what is not sure to the suggestions; but views stay, for a minority's may not be overlooked."""
    unsure = [one for kind in (found.decisions, found.actions) for one in kind if not one.sure]
    suggested = (one for one in (*found.suggestions, *unsure) if one.score >= LEAST)
    return replace(
        found,
        decisions=_sure(found.decisions),
        actions=_sure(found.actions),
        suggestions=tuple(sorted(suggested, key=lambda one: -one.score)),
    )


def _sure(found: tuple[F, ...]) -> tuple[F, ...]:
    return tuple(one for one in found if one.sure)
