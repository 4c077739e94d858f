"""What was heard at a meeting, ready for findings: from our own transcript, or from one that others made."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.cue import BY_TEXT, WRITTEN, Cue
from models.foreign import Foreign
from models.meeting import AgendaItem, Meeting
from models.notices import edit_state, how_made
from models.plain import clean, clean_name
from models.roster import Role, Roster
from models.transcript import CHATHAM_HOUSE, Transcript
from summarizer.occasion import Occasion
from summarizer.talk import NoteMark, Talk, Utterance

RULES = "the rules of this program, without a language model."
"""What makes a draft, as the draft says it."""

OFFICES: tuple[Role, ...] = ("chair", "facilitator", "liaison", "secretariat", "note-taker", "captioner", "host")
"""Roles of the roster that are offices; the others are only there."""


@dataclass(frozen=True)
class Heard:
    """A talk, ready for findings, and its occasion."""

    talk: Talk
    occasion: Occasion


def heard_at(meeting: Meeting, transcript: Transcript) -> Heard:
    """Return what was heard at one of our own meetings so far."""
    made = f"{RULES} {how_made(transcript)} {edit_state(transcript)}"
    return Heard(talk_of_meeting(meeting, transcript), Occasion.of(meeting, made))


def talk_of(
    said: Foreign,
    meeting: Meeting | None = None,
    *,
    roster: Roster | None = None,
    agenda: Sequence[AgendaItem] | None = None,
    day: date | None = None,
) -> Talk:
    """Return the talk of a transcript that was read from a file; utterance ids are the file's.

    What is given outright stands before the meeting's, and the meeting's before the file's. Under the Chatham
    House Rule the speakers' names are left out; where there are several, they are told apart as "Speaker 1", ...
    """
    nameless = meeting is not None and meeting.rule == CHATHAM_HOUSE
    labels = _voices([one.speaker for one in said.said]) if nameless else {}
    people = roster if roster is not None else meeting.roster if meeting else Roster()
    items = agenda if agenda is not None else meeting.agenda if meeting else ()
    spoken = tuple(
        Utterance(
            str(one.id),
            one.text,
            labels.get(one.speaker) if nameless else one.speaker,
            one.start_ms,
            one.end_ms,
            one.channel,
        )
        for one in said.said
    )
    return Talk(
        spoken,
        people,
        tuple(items),
        day or _day(meeting.date if meeting else said.date),
        meeting.language if meeting else said.language or "en",
        tuple(NoteMark("agenda item", str(one.said), _item(one.item, one.title, items)) for one in said.agenda),
        roles_of(people),
    )


def talk_of_meeting(meeting: Meeting, transcript: Transcript) -> Talk:
    """Return the talk of one of our own meetings, in the order of time; utterance ids are those of the cues.

    Corrected text stands for what was recognised, what was sent by text is of the channel "chat", and agenda
    items that were marked during the meeting are marks at the first cue after them.
    """
    cues = [cue for cue in sorted(transcript.cues, key=lambda cue: (cue.start_ms, cue.id)) if clean(cue.text)]
    # A fold under the rule has no names, and numbers its voices instead.
    nameless = transcript.nameless or meeting.rule == CHATHAM_HOUSE
    labels = _voices([cue.source if transcript.nameless else cue.speaker for cue in cues]) if nameless else {}
    spoken = [
        _utterance(cue, labels.get(cue.source if transcript.nameless else cue.speaker) if nameless else cue.speaker)
        for cue in cues
    ]
    return Talk(
        tuple(spoken),
        meeting.roster,
        meeting.agenda,
        _day(meeting.date),
        meeting.language,
        _agenda_marks(meeting, transcript, cues),
        roles_of(meeting.roster),
    )


def roles_of(roster: Roster) -> dict[str, str]:
    """Return who has an office, by name, as the roster calls it."""
    return {person.name: person.role for person in roster if person.role in OFFICES}


def _utterance(cue: Cue, speaker: str | None) -> Utterance:
    text = clean(cue.text)
    written = cue.source == WRITTEN or text.startswith(f"{BY_TEXT} ")
    return Utterance(
        str(cue.id),
        text.removeprefix(BY_TEXT).strip() or text if written else text,
        clean_name(speaker),
        cue.start_ms,
        cue.end_ms,
        "chat" if written else "speech",
    )


def _agenda_marks(meeting: Meeting, transcript: Transcript, cues: Sequence[Cue]) -> tuple[NoteMark, ...]:
    starts = [cue.start_ms for cue in cues]
    marks = []
    for mark in transcript.agenda:
        at = bisect_left(starts, mark.from_ms)
        if at < len(cues):
            text = _item(mark.item, clean(mark.title), meeting.agenda)
            marks.append(NoteMark("agenda item", str(cues[at].id), text))
    return tuple(marks)


def _item(number: str, title: str, agenda: Sequence[AgendaItem]) -> str:
    """Return what names the item: its number on the agenda, which is its own even when two have one title."""
    return number if any(item.number == number for item in agenda) else title or number


def _voices(speakers: Sequence[str | None]) -> dict[str | None, str]:
    """Return a label for each voice in the order they come; empty for one alone, which may be a whole room."""
    names = [name for name in dict.fromkeys(speakers) if name]
    return {name: f"Speaker {number}" for number, name in enumerate(names, 1)} if len(names) > 1 else {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
