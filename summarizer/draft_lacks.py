"""What a draft lacks, a sentence each: what was not given, and what was not found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from models.names import fold
from summarizer.draft_people import Who
from summarizer.finding import Findings
from summarizer.occasion import Occasion
from summarizer.passages import Passage
from summarizer.talk import Talk
from templates.wording import Wording


def lacks_of(
    talk: Talk, found: Findings, occasion: Occasion, listed: Sequence[Passage], who: Who, say: Wording
) -> Iterator[str]:
    """Yield what the note-taker should know is missing."""
    if not talk.utterances:
        yield say("draft.no_captions")
        return
    yield from occasion.lacks
    yield from _not_given(talk, found, say)
    filled = {one.item for kind in (found.points, found.decisions, found.actions, found.views) for one in kind}
    for one in listed:
        if one.planned and not one.heard:
            yield say("draft.item_unheard", number=one.item, title=one.heading)
        elif one.planned and one.item not in filled:
            yield say("draft.item_empty", number=one.item, title=one.heading)
    if occasion.rule == "open":
        yield from _unheard(talk, found, who, say)
    else:
        yield say("draft.nobody_listed")
    yield from _namesakes(talk, say)
    if not found.decisions:
        yield say("draft.no_decisions")
    if not found.actions:
        yield say("draft.no_steps")
    if not found.views:
        yield say("draft.no_views")


def _not_given(talk: Talk, found: Findings, say: Wording) -> Iterator[str]:
    if not talk.agenda:
        yield say("draft.agenda_heard" if found.agenda else "draft.no_agenda")
    if not talk.roster.people:
        yield say("draft.no_roster")
    if talk.date is None:
        yield say("draft.no_date")
    speakers = {one.speaker for one in talk.utterances if one.speaker}
    if not speakers:
        yield say("draft.no_speakers")
    elif len(speakers) == 1:
        yield say("draft.one_speaker")


def _unheard(talk: Talk, found: Findings, who: Who, say: Wording) -> Iterator[str]:
    told = {one.text for one in found.roll} | {one.stands_for for one in found.roll}
    silent = [one.name for one in talk.roster if one.name not in told and one.role not in ("captioner", "host")]
    if silent and any(one.speaker for one in talk.utterances):
        yield say("draft.silent", names=", ".join(silent))
    if who.absent:
        yield say("draft.absent", names=", ".join(who.absent))


def _namesakes(talk: Talk, say: Wording) -> Iterator[str]:
    named: dict[str, list[str]] = defaultdict(list)
    for one in talk.roster:
        named[fold(one.given)].append(one.name)
    for names in named.values():
        if len(names) > 1:
            given = next(one.given for one in talk.roster if one.name == names[0])
            yield say("draft.namesakes", name=given, names=", ".join(names))
