"""A short invented call that has everything a draft can have, for tests of what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from models.meeting import AgendaItem
from models.report import Report
from models.roster import Body, Person, Roster
from summarizer.draft import draft
from summarizer.find import find
from summarizer.occasion import Occasion
from summarizer.talk import NoteMark, Talk, Utterance

ROSTER = Roster(
    (
        Person("Ada Quill", role="facilitator"),
        Person("Ben Okoro", body="DC on Rivers", member="full"),
        Person("Cy Brook", body="DC on Lakes", member="observer", aliases=("Brooky",)),
        Person("Dee Lindqvist", body="DC on Ponds", member="full"),
        Person("Pello Urrutia", body="Office of the Forum", role="secretariat"),
        Person("Eva Marsh", body="DC on Seas", member="full"),
    ),
    (Body("DC on Rivers"), Body("DC on Lakes"), Body("DC on Ponds"), Body("DC on Seas")),
)
AGENDA = (AgendaItem("1", "Annual reports"), AgendaItem("2", "The booth"), AgendaItem("3", "Budget"))
LINES = (
    "Ada Quill: Good morning everyone. We have apologies from Dee Lindqvist.",
    "Ada Quill: Let us begin with item one, annual reports.",
    "Pello Urrutia: The deadline is Friday, and half of the reports are missing.",
    "Ada Quill: The proposal is to extend the deadline to the second of April. Any objections?",
    "Ada Quill: I see no objections, so the deadline is extended to the second of April.",
    "Pello Urrutia: I will send a reminder to all coalitions by tomorrow.",
    "Cy Brook: I disagree with that. I think that a later deadline only means later reports.",
    "Ben Okoro: I see it differently, people need the time.",
    "Ada Quill: Next, item two, the booth.",
    "Ben Okoro: Last year we decided to share a booth.",
    "Ada Quill: Our next meeting is on the sixteenth of April. Thank you all, goodbye.",
)


def talk_of(*lines: str, **told: object) -> Talk:
    """Return a talk of lines "Speaker: words", numbered from 1, five seconds each."""
    said = []
    for at, line in enumerate(lines or LINES, 1):
        who, _, text = line.partition(": ")
        said.append(Utterance(str(at), text, who or None, at * 5_000, at * 5_000 + 4_000))
    given: dict[str, object] = {"roster": ROSTER, "agenda": AGENDA, "date": date(2024, 3, 19), **told}
    return Talk(tuple(said), **given)  # type: ignore[arg-type]


OCCASION = Occasion(
    id="2024-03-19-dccg-63", title="Coordination call", group="Dynamic Coalition Coordination Group", number="63",
    date="2024-03-19", start="14:00", made="the rules of a test.",
)  # fmt: skip


def drafted(*lines: str, rule: str = "open", marks: tuple[NoteMark, ...] = (), **told: object) -> Report:
    talk = talk_of(*lines, marks=marks, **told)
    return draft(talk, find(talk), replace(OCCASION, rule=rule))  # type: ignore[arg-type]
