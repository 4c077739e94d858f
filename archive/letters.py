"""The messages of a post: a report or a transcript, in as few of them as the list's limit allows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from archive.excerpt import Stretch, excerpt, smaller_turn, turns_of
from archive.messages import Letter, Mailing, Message, Place, compose
from archive.mime import Part
from archive.split import sections, smaller_text, split
from models.exports import FORMATS
from models.meeting import Meeting
from models.registry import acronym_of
from models.transcript import Transcript
from templates.mail import columns, mail_text, mail_words
from templates.wording import Wording, wording

SUFFIXES = ("vtt", "txt")
_MOST = 99
"""The number that part and parts are taken for while it is tried out how much fits."""

T = TypeVar("T")


@dataclass(frozen=True)
class Writing:
    """For whom and when messages are written.

    `address` is where the same stands on the web; `until` the day until which comments are asked for. `when` is UTC.
    """

    meeting: Meeting
    place: Place
    mailing: Mailing
    when: datetime
    address: str = ""
    until: str = ""


def report_messages(writing: Writing, text: str, html: str = "") -> tuple[Message, ...]:
    """Return a report, notice, list of next steps or correction as messages.

    Args:
        text: The print of 72 columns, complete in itself.
        html: The same as a web page. It is left out where text and page together are over the list's limit.

    Raises:
        NotForMail: If the page loads something.
    """
    words = _Words(writing)

    def letter(runs: Sequence[str], part: int, parts: int, page: str = "") -> Letter:
        return words.letter("".join(runs), part, parts, page=page, closing="closing_report")

    whole = compose(letter([text], 1, 1, html), writing.place, writing.mailing, writing.when)
    if _within(writing.mailing, whole):
        return (whole,)
    return _parts(writing, sections(text), letter, smaller_text)


def transcript_messages(
    writing: Writing, transcript: Transcript, attached: Sequence[str] = SUFFIXES
) -> tuple[Message, ...]:
    """Return the transcript as messages, cut between speaker turns, each with its own stretch as files.

    Args:
        attached: The formats of `models.exports` that each message carries as files.
    """
    words = _Words(writing)

    def letter(runs: Sequence[Stretch], part: int, parts: int) -> Letter:
        piece = excerpt(transcript, runs)
        number = f"-{part}" if parts > 1 else ""
        name = f"{writing.meeting.id}-transcript{number}"
        files = tuple(_file(FORMATS[one].media_type, name + FORMATS[one].suffix, FORMATS[one].print(piece))
                      for one in attached)  # fmt: skip
        body = columns(FORMATS["txt"].print(piece))
        return words.letter(body, part, parts, files=files, closing="closing_transcript")

    return _parts(writing, turns_of(transcript) or [()], letter, smaller_turn)


def subject_of(meeting: Meeting, place: Place, part: int = 1, parts: int = 1) -> str:
    """Return the subject: the meeting as people call it, its day, what this is."""
    return _subject(wording("en"), meeting, place, part, parts)


def _parts(
    writing: Writing,
    units: Sequence[T],
    letter: Callable[[Sequence[T], int, int], Letter],
    smaller: Callable[[T], Sequence[T]],
) -> tuple[Message, ...]:
    place, mailing, when = writing.place, writing.mailing, writing.when

    def fits(run: Sequence[T], part: int = _MOST) -> bool:
        return _within(mailing, compose(letter(run, part, part), place, mailing, when, part, part))

    # All of it is tried as one message first, because that needs no words about parts.
    runs = [tuple(units)] if fits(units, 1) else split(units, fits, smaller)
    count = len(runs)
    return tuple(compose(letter(run, at, count), place, mailing, when, at, count) for at, run in enumerate(runs, 1))


def _within(mailing: Mailing, message: Message) -> bool:
    return not mailing.limit or len(message.raw) <= mailing.limit


def _file(media: str, name: str, text: str) -> Part:
    return Part(media.partition(";")[0], text, name)


class _Words:
    """What stands around a body, in the words of the catalogue."""

    def __init__(self, writing: Writing) -> None:
        self._writing, self._say = writing, wording("en")

    def letter(
        self, body: str, part: int, parts: int, *, page: str = "", files: tuple[Part, ...] = (), closing: str
    ) -> Letter:
        writing, say = self._writing, self._say
        kind = writing.place.kind
        opening = [say(f"mail.opening_{kind}")]
        if kind == "draft" and writing.until:
            opening.append(say("mail.opening_until", until=_day(say, writing.until)))
        if parts > 1:
            opening.append(say("mail.opening_part", part=part, parts=parts))
        ending = [say("mail.closing_notice" if kind == "notice" else f"mail.{closing}")]
        if files:
            ending.append(say("mail.closing_files", files=_and(say, [one.file for one in files])))
        if writing.address:
            ending.append(say("mail.closing_address", address=writing.address))
        return Letter(
            _subject(say, writing.meeting, writing.place, part, parts), mail_text(opening, body, ending),
            _page(page, opening, ending), files, writing.meeting.language,
        )  # fmt: skip


def _page(page: str, opening: list[str], ending: list[str]) -> str:
    """The page with the words that stand around the text too: nobody should miss that it is a draft."""
    if "<main>" not in page:
        return page
    page = page.replace("<main>", "<main>\n" + mail_words(opening), 1)
    ahead, main, behind = page.rpartition("</main>")
    return f"{ahead}<hr>\n{mail_words(ending)}{main}{behind}"


def _subject(say: Wording, meeting: Meeting, place: Place, part: int, parts: int) -> str:
    label = say("mail.label", number=meeting.number) if meeting.number else meeting.title
    named = " ".join(one for one in (acronym_of(meeting.group) or meeting.group, label) if one)
    what = say(f"mail.{place.kind}")
    if place.edition > 1:
        what = say("mail.edition", what=what, edition=place.edition)
    if parts > 1:
        what = say("mail.part", what=what, part=part, parts=parts)
    return say("mail.subject", meeting=named, day=_day(say, meeting.date), what=what)


def _day(say: Wording, iso: str) -> str:
    day = date.fromisoformat(iso)
    return say("dates.day", day=day.day, month=say(f"dates.{day.month}"), year=day.year)


def _and(say: Wording, names: list[str]) -> str:
    return names[0] if len(names) == 1 else say("mail.and", first=", ".join(names[:-1]), last=names[-1])
