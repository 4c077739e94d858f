"""An invented meeting, its transcript and its messages: what tests of posts share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archive.address import read_address
from archive.letters import Writing, report_messages
from archive.messages import Mailing, Message, Place
from models.cue import Word
from models.events import Final, Opening
from models.meeting import Meeting
from models.transcript import Header, Transcript

MEETING = Meeting(
    "2026-02-11-dccg-91", "91", "Planning call", "Dynamic Coalition Coordination Group", "2026-02-11", "14:00", "open"
)
MAILING = Mailing(read_address("DCCG reports <reports@example.org>"), read_address("dc@lists.example.org"))
WHEN = datetime(2026, 2, 12, 9, 30, tzinfo=UTC)
PEOPLE = ("Velda Korrin", "Mehmet Sarı", "Bettina Aalto")
REPORT = "Report\n\n\n1. Survey\n\nThe survey goes out in March.\n"
PAGE = "<!doctype html>\n<html><body><main>\n<h1>Report</h1>\n</main></body></html>\n"


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self, now: datetime = WHEN) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: int) -> None:
        self.now += timedelta(**by)


def writing(kind: str = "final", limit_kb: int = 40, **more: object) -> Writing:
    place = Place(MEETING.id, kind, **{name: more.pop(name) for name in ("edition", "root", "answers") if name in more})
    return Writing(MEETING, place, Mailing(MAILING.sender, MAILING.to, limit_kb), WHEN, **more)


def messages(kind: str = "final", text: str = REPORT, **more: object) -> tuple[Message, ...]:
    return report_messages(writing(kind, **more), text)


def transcript(turns: int, sentences: int = 6, rule: str = "open") -> Transcript:
    """A transcript in which people take turns, each cue one sentence of their own number."""
    made = Transcript(Header("Planning call", "DCCG", "91", MEETING.date, rule=rule))
    cue, at = 1, 0
    for turn in range(turns):
        for _ in range(sentences):
            said = f"Sentence {cue} says that the survey goes out in March for everyone."
            spoken = tuple(Word(at + 200 * n, at + 200 * n + 150, one) for n, one in enumerate(said.split()))
            made.apply(Final(cue, 0, spoken, Opening(PEOPLE[turn % 3], "s1", "machine", "whisper", "en")), cue)
            at = spoken[-1].end_ms + 300
            cue += 1
    return made
