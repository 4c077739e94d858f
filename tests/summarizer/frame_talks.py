"""Talks written down as "Speaker: words", for tests of what is found in them."""

from __future__ import annotations

from datetime import date

from models.meeting import AgendaItem
from models.roster import Person, Roster
from summarizer.finding import Findings
from summarizer.frames import find_frames
from summarizer.people import People
from summarizer.sentences import split_sentences
from summarizer.talk import Talk, Utterance

NAMES = ("Ada Quill", "Ben Okoro", "Cy Brook", "Dee Lindqvist", "Peter Vane", "Siobhán Ní Dhálaigh", "Yusuf al-Karim")
ROSTER = Roster(
    (
        Person("Ada Quill", role="facilitator"),
        *(Person(name) for name in NAMES[1:]),
        Person("Eva Marsh", body="DC on Rivers"),
    )
)


def talk_of(*lines: str, agenda: tuple[tuple[str, str], ...] = (), day: date | None = date(2024, 4, 9)) -> Talk:
    """Return a talk of these lines, each one utterance with the id of its place, from "1"; "chat Ben: …" is chat."""
    said = []
    for at, line in enumerate(lines, 1):
        who, _, text = line.partition(": ")
        channel = "chat" if who.startswith("chat ") else "speech"
        said.append(Utterance(str(at), text, who.removeprefix("chat ") or None, channel=channel))
    items = tuple(AgendaItem(number, title) for number, title in agenda)
    return Talk(tuple(said), ROSTER, items, day)


def frames_of(talk: Talk, **how: bool) -> Findings:
    people = People(talk.roster, [one.speaker for one in talk.utterances])
    return find_frames(talk, split_sentences(talk.utterances), people, **how)


def frames(*lines: str, **told: object) -> Findings:
    return frames_of(talk_of(*lines, **told))
