"""What fuzzers feed: each parser of the product with bytes, and what must hold whatever they are.

A target raises only for a fault of ours. `benchmarks/fuzz.py` runs them for as long as one likes; the tests replay
what was found (tests/data/fuzz) and try edge values.
"""

from __future__ import annotations

import asyncio
import io
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from urllib.parse import parse_qsl

from archive.address import Address, BadAddress, read_address
from archive.messages import Letter, Mailing, Place, compose
from archive.mime import Part
from captioner.plain_text import Held
from captioner.routes.sound import part_of
from captioner.sources.containers import NotARecording, promises_more, recognise
from captioner.sources.hello import BadHello, Hello, read_hello
from captioner.sources.ingest import Ingest, Lost, Sound
from models.errors import MeetingError
from models.events import Final, Note, Opening
from models.exports import FORMATS
from models.foreign import BadTranscript, read_transcript
from models.meeting_form import FIELDS, meeting_from_form
from models.meeting_toml import parse_meeting, print_meeting
from models.plain import clean
from models.report_check import check_report
from models.report_json import from_json, to_json
from models.transcript import Header, Transcript
from models.webvtt import NotWebVtt, check_webvtt, read_webvtt
from summarizer.desk_forms import FORMS, Asked, wanted_by
from summarizer.edit_change import Stamp
from summarizer.printable import printable
from summarizer.records import read_report
from tests.fakes_live import SAMPLE as MEETING
from tests.fakes_live import FakeLive, words_of
from tests.reports import SAMPLE as REPORT

Target = Callable[[bytes], None]
WHEN = datetime(2026, 1, 14, tzinfo=UTC)
LONGEST = 64_000


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape").encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")


def parts_of(data: bytes) -> list[str]:
    """Texts that lie between bytes 0xFF, which stand in no UTF-8."""
    return [part.decode("utf-8", "replace") for part in data.split(b"\xff")]


def is_plain(text: str) -> bool:
    """No control character, no half character, no turn of direction."""
    return all(unicodedata.category(c) not in ("Cc", "Cs") and c not in "\u202a\u202b\u202c\u202d\u202e" for c in text)


def webvtt(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    faults = check_webvtt(data)
    assert all("\n" not in fault for fault in faults)
    with suppress(NotWebVtt):
        cues = read_webvtt(text)
        assert all(cue.start_ms >= 0 for cue in cues)


def foreign(data: bytes) -> None:
    try:
        found = read_transcript(data, "file")
    except BadTranscript as fault:
        said = str(fault)
        assert "\n" not in said
        return
    at = 0
    for one in found.said:
        assert one.text
        assert is_plain(one.text)
        assert is_plain(one.speaker or "")
        if one.start_ms is not None:
            assert one.start_ms >= at
            at = one.start_ms
            assert one.end_ms is None or one.end_ms >= at


def meeting_toml(data: bytes) -> None:
    with suppress(MeetingError):
        meeting = parse_meeting(text_of(data))
        assert parse_meeting(print_meeting(meeting)) == meeting


def meeting_form(data: bytes) -> None:
    with suppress(MeetingError):
        meeting = meeting_from_form(dict(zip(FIELDS, parts_of(data), strict=False)))
        assert parse_meeting(print_meeting(meeting)) == meeting


def report(data: bytes) -> None:
    with suppress(MeetingError):
        found = read_report(text_of(data))
        check_report(found)
        assert from_json(to_json(found)) == found
        check_report(printable(found))


def source(data: bytes) -> None:
    """A hello, then messages: each begins with its kind, the milliseconds since the last one, and its length."""
    first, _, rest = data.partition(b"\n")
    try:
        hello = read_hello(first.decode("utf-8", "surrogateescape"))
    except BadHello as fault:
        said = str(fault)
        assert is_plain(said)
        hello = Hello("Room", 16_000, "k" * 8)
    ingest = Ingest(hello, "s1", 0)
    at, now_ms, given, known = 0, 0, 0, False
    while at + 4 <= len(rest) and now_ms < 100_000:
        kind, later, length = rest[at], rest[at + 1] * 40, int.from_bytes(rest[at + 2 : at + 4], "little")
        message, at, now_ms = rest[at + 4 : at + 4 + length], at + 4 + length, now_ms + later
        if kind % 8 == 0:
            actions = ingest.text(message.decode("utf-8", "replace"), now_ms)
        elif kind % 8 == 1:
            actions = ingest.connected(hello, now_ms)
        else:
            # Mostly at places that exist: the eight bytes of the place are a small number.
            place = message[:1] + bytes(7) if kind % 8 < 6 else message[:8]
            actions = ingest.binary(place + message[1:], now_ms)
        for action in actions:
            if isinstance(action, Sound):
                given += len(action.samples)
                assert given * 1_000 // 16_000 <= now_ms + 60_000 + hello.held_ms
            known = known or isinstance(action, Lost)
    assert ingest.received_ms <= now_ms + 60_000 + hello.held_ms


def live_query(data: bytes) -> None:
    """The places that readers come back with: the cursor of a poll, what is held of a plain text, a range of sound."""
    told, _, rest = data.partition(b"\xff")
    live = FOLLOWED
    cursor = live.hub.cursor(int.from_bytes(rest[:8], "little", signed=True), told.decode("utf-8", "replace")[:80])
    list(live.hub.news(cursor))
    again = live.hub.cursor(cursor.at, live.hub.place(cursor))
    assert (again.at, again.unsaved, again.seen, again.passed) == (
        cursor.at, cursor.unsaved, cursor.seen, cursor.passed,
    )  # fmt: skip
    held = Held.read(told.decode("utf-8", "replace"), live.transcript.cues)
    for cue in live.transcript.cues:
        held.rest(cue)
    wav = bytes(100)
    answer = part_of(wav, f"bytes={told.decode('utf-8', 'replace')}")
    assert answer.status_code in (200, 206, 416)
    assert len(answer.body) <= len(wav)


def desk(data: bytes) -> None:
    """A form of the desk: its name, the line it is for, its fields as an address has them."""
    form, target, *rest = [*parts_of(data), "", ""]
    fields = dict(parse_qsl("&".join(rest), keep_blank_values=True))
    if form not in FORMS:
        form = tuple(FORMS)[len(form) % len(FORMS)]
    asked = Asked(form=form, target=target, fields=fields, seen=REPORT, now=REPORT, roster=MEETING.roster)
    try:
        wanted_by(asked, Stamp(9, "Ada Quill", "2026-02-12T10:00:00Z"))
    except MeetingError as fault:
        said = str(fault)
        assert said


def mail(data: bytes) -> None:
    subject, name, spec, text, lang = (*parts_of(data), *[""] * 5)[:5]
    to = Address("dc@example.org")
    with suppress(BadAddress):
        to = read_address(f"{name} <{spec}>")
    sender = Address("reports@example.org", clean(name))
    letter = Letter(subject, text, files=(Part("text/vtt", text, "talk.vtt"),), language=clean(lang)[:20] or "en")
    made = compose(letter, Place("2026-01-14-dccg-7", "final"), Mailing(sender, to), WHEN)
    told, _, _ = made.raw.partition(b"\r\n\r\n")
    assert made.raw.isascii()
    assert max(map(len, told.split(b"\r\n"))) <= 998
    read = message_from_bytes(made.raw, policy=SMTP)
    expected = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version"]
    assert read.keys() == [*expected, "Content-Type"], read.keys()
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/vtt"]


def media(data: bytes) -> None:
    file = io.BytesIO(data)
    with suppress(NotARecording):
        kind = recognise(file)
        assert file.tell() == 0
        promises_more(file, kind)
        assert file.tell() == 0


def typed(data: bytes) -> None:
    """What people and recognisers say, in every export: the strict checker finds nothing, and all read back."""
    transcript, at_ms = Transcript(Header.of(MEETING)), 0
    for at, text in enumerate(parts_of(data)[:20], 1):
        if words := words_of(text, at_ms):
            name = text[:80] if at % 2 else None
            transcript.apply(Final(at, 0, words, Opening(name, "s1", "machine", "sphinx", "en")), at)
            at_ms = words[-1].end_ms
        if at % 3 == 0:
            transcript.apply(Note("notice", {"text": text}))
    made = {suffix: form.print(transcript) for suffix, form in FORMATS.items()}
    assert check_webvtt(made["vtt"]) == []
    for suffix, printed in made.items():
        read_transcript(printed.encode(), f"file.{suffix}")


async def _followed() -> FakeLive:
    live = FakeLive(MEETING)
    live.say("Good morning everybody", "Mara Quill")
    live.go_on("and welcome")
    live.tail("to the")
    return live


FOLLOWED = asyncio.run(_followed())
TARGETS: dict[str, Target] = {
    "webvtt": webvtt, "foreign": foreign, "meeting_toml": meeting_toml, "meeting_form": meeting_form,
    "report": report, "source": source, "live_query": live_query, "desk": desk, "mail": mail, "media": media,
    "typed": typed,
}  # fmt: skip
