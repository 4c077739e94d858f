"""What rules find of the frame of a meeting: its chair, agenda, roll, decisions, views, and when it meets next."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.agenda import find_agenda, item_at
from summarizer.chair import find_chairs
from summarizer.decisions import find_blocked, find_decisions, low_attendance
from summarizer.finding import DecisionFound, Findings
from summarizer.floor import hear
from summarizer.next_meeting import find_next
from summarizer.people import People
from summarizer.roll import find_roll, no_apologies
from summarizer.sentences import Sentence
from summarizer.talk import Talk
from summarizer.views import find_views


def find_frames(talk: Talk, sentences: Sequence[Sentence], people: People, *, ended: bool = True) -> Findings:
    """Return the frame of a meeting: everything but next steps, points and suggestions.

    Cheap enough to be called again whenever a talk has grown. `ended` is False for a talk that goes on. To show
    "decision?" seconds after it fell, keep what was found before and pass both to `fresh`.
    """
    chairs = find_chairs(talk, sentences, people)
    lines = hear(sentences, people, chairs)
    agenda = find_agenda(lines, people, talk.agenda, talk.marks)
    items = item_at(agenda, lines)
    few = low_attendance(lines)
    return Findings(
        chair=chairs[0] if chairs else None,
        inquorate=bool(few) and few[-1],
        agenda=agenda,
        roll=find_roll(lines, people),
        decisions=find_decisions(lines, items, agenda, talk.date, ended),
        views=find_views(lines, items, people, agenda),
        next_meeting=find_next(lines, talk.date),
        no_apologies=no_apologies(lines),
        blocked=find_blocked(lines),
    )


def fresh(before: Findings, now: Findings) -> tuple[DecisionFound, ...]:
    """Return the decisions that fell since: new outcomes, and those whose words were amended."""
    known = {(one.outcome, one.text) for one in before.decisions}
    return tuple(one for one in now.decisions if (one.outcome, one.text) not in known)
