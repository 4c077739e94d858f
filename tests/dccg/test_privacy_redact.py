"""What is redacted for good is nowhere: record, pages of the database, folder, desk, exports, site and its search."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dccg.approved import Approved, meetings
from dccg.export import transcript_of
from dccg.redacting import carry_out, decided, not_reached
from dccg.settings import Settings
from models.errors import MeetingError
from models.events import MeetingEvent, Note, encode
from models.exports import FORMATS
from models.meeting_toml import print_meeting
from models.report_json import from_json
from record import EventLog, MeetingFolder, NewEvent, SqliteEventLog, read_beside, report_stream
from summarizer.desk import Desk
from summarizer.desk_bodies import MarkMade
from summarizer.desk_store import DeskStore
from summarizer.edit import Approve, Set
from tests.archive.sites import built, meeting, on, spoken
from tests.reports import sample
from tests.summarizer.desking import ADA, UTC, edit_of

CANARIES = ("tangerine", "plovercall", "zanzibar", "quokka")
TALK = (
    ("Bettina Aalto", "Good morning to everybody."),
    ("Velda Korrin", "My number is nine nine seven tangerine four."),
    ("Bettina Aalto", "They live in Zanzibar"),
    ("Bettina Aalto", "Quokka, as I said."),
    ("Velda Korrin", "The survey is fine. Plovercall is my password."),
    ("Zanzibar Quokka", "That is me, and the minutes are ready."),
)
REDACTIONS = """
[[redaction]]
on = 2026-02-20
why = "A private number was read out, and a password."
cues = [2, 40]

[[redaction]]
on = 2026-02-21
why = "Somebody was named who had not agreed to it."
text = "zanzibar quokka"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def told() -> Iterator[MeetingEvent]:
    yield from (one.event for one in spoken(TALK))
    # Split, so that the second half is a caption of its own; and typed anew before, and undone.
    yield Note("correction", {"cue": 5, "text": "Plovercall is it", "by": "Ana", "edit": "e1", "n": 8})
    yield Note("correction", {"cue": 5, "undo": "e1", "edit": "e2", "by": "Ana"})
    yield Note("correction", {"cue": 5, "split": 4, "new": 40, "edit": "e3", "by": "Zanzibar Quokka"})
    yield Note("correction", {"cue": 2, "text": "It is a tangerine.", "by": "Ana", "edit": "e4"})
    yield Note("notice", {"text": "Zanzibar\nQuokka has joined"})
    yield Note("state", {"state": "ended", "at_ms": 60_000, "utc": "2026-02-11T15:00:00+00:00"})


async def put(log: EventLog, settings: Settings) -> str:
    """A meeting with the words in its captions, corrections, questions, title, draft, edits and marks; approved."""
    planned = meeting(title="A call with Zanzibar  QUOKKA", terms=("Zanzibar Quokka", "survey"))
    folder = MeetingFolder(settings.data, planned.id)
    folder.write("meeting.toml", print_meeting(planned))
    folder.write("questions.json", json.dumps({"questions": [{"text": "Why, Zanzibar Quokka?", "kind": "question"}]}))
    events = [NewEvent(f"k{at}", one.kind, encode(one)) for at, one in enumerate(told())]
    await log.append(planned.id, events, fence=await log.open_fence(planned.id))
    store = DeskStore(log, settings.data, now=lambda: UTC)
    report = on(sample(), planned.date)
    said = replace(report.decisions[0], text="The survey of Zanzibar Quokka goes out")
    report = replace(report, decisions=(said, *report.decisions[1:]))
    await store.draft(planned.id, report, ADA, "d1")
    await store.mark(planned.id, MarkMade(key="m1", by=ADA, utc=UTC, text="nine nine seven tangerine four"))
    await store.edit(planned.id, edit_of(Set(target="b1.1.s1", field="text", value="Asked of zanzibar quokka: why?")))
    await store.edit(planned.id, edit_of(Approve(despite=True)))
    await store.close()
    folder.write("transcript.vtt", FORMATS["vtt"].print(transcript_of(settings, planned.id)))
    return planned.id


def publish(settings: Settings) -> None:
    ones = [one for one in meetings(settings) if isinstance(one, Approved)]
    built(settings.data / "site", *ones, forms=("docx", "text", "markdown", "json"))


def holding(place: Path) -> set[str]:
    """The files that hold a canary, inside Word files too."""
    found = set()
    for path in (one for one in place.rglob("*") if one.is_file()):
        parts = [path.read_bytes()]
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as inside:
                parts += [inside.read(name) for name in inside.namelist()]
        if any(word.encode() in part.lower() for part in parts for word in CANARIES):
            found.add(path.relative_to(place).as_posix())
    return found


@pytest.mark.req("PRV-12", "THR-26")
async def test_what_is_redacted_for_good_is_in_no_file_of_the_data_folder_and_in_no_export(settings: Settings):
    log = SqliteEventLog(settings.data / "dccg.sqlite")
    id = await put(log, settings)
    publish(settings)
    MeetingFolder(settings.data, id).write("redactions.toml", REDACTIONS)
    before, epoch = transcript_of(settings, id), (await log.head(id)).epoch
    assert len([name for name in holding(settings.data) if "search/" in name]) > 1
    wanted = decided(settings, id)
    assert "run `dccg publish`" in " ".join(not_reached(settings, wanted))
    await carry_out(settings, wanted, log)
    publish(settings)
    assert holding(settings.data) == set()
    assert (await log.head(id)).epoch != epoch
    await log.close()
    assert holding(settings.data) == set()
    after = transcript_of(settings, id)
    assert [cue.id for cue in after.cues] == [cue.id for cue in before.cues]
    assert [(cue.start_ms, cue.end_ms) for cue in after.cues] == [(cue.start_ms, cue.end_ms) for cue in before.cues]
    assert [cue.text for cue in after.cues if "[redacted]" not in cue.text] == [
        "Good morning to everybody.", "The survey is fine.", "That is me, and the minutes are ready.",
    ]  # fmt: skip
    for kind in FORMATS.values():
        assert not [word for word in CANARIES if word in kind.print(after).lower()]
    check_desk(settings, id)
    with pytest.raises(MeetingError, match="nothing is to be taken out"):
        decided(settings, id)


def check_desk(settings: Settings, id: str) -> None:
    """The desk opens as before, and its report is that of the folder."""
    desk = Desk()
    for one in read_beside(settings.data / "dccg.sqlite", report_stream(id)):
        desk = desk.apply(one.seq, one.kind, one.body)
    assert [entry.refused for entry in desk.history] == ["", "", "", ""]
    folder = MeetingFolder(settings.data, id)
    assert desk.report == from_json(folder.read_text("report.json"), id)
    assert desk.report is not None
    assert desk.report.decisions[0].text == "The survey of [redacted] goes out"
    page = (settings.data / "site" / "meetings" / id / "index.html").read_text(encoding="utf-8")
    assert "from captions 2, 40. Reason: A private number was read out" in page
    assert "words wherever they stood. Reason: Somebody was named" in page


async def test_a_meeting_under_way_is_left_alone(settings: Settings):
    log = SqliteEventLog(settings.data / "dccg.sqlite")
    id = await put(log, settings)
    MeetingFolder(settings.data, id).write("redactions.toml", REDACTIONS)
    again = Note("state", {"state": "listening", "at_ms": 70_000, "utc": "2026-02-11T15:01:00+00:00"})
    await log.append(id, [NewEvent("again", "state", encode(again))], fence=await log.open_fence(id))
    with pytest.raises(MeetingError, match="its captions have not ended"):
        decided(settings, id)
    await log.close()
