from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from captioner.captioning import Engine
from captioner.engines.power import running
from captioner.meetings import MeetingExists, Meetings, NoSuchMeeting
from models.errors import MeetingError
from models.events import Note, encode
from models.meeting import BadField
from models.meeting_toml import parse_meeting, print_meeting
from record import Event, MeetingFolder, MemoryEventLog, NewEvent, NotDurable
from tests.slots import SlotEngine
from tests.stage import MEETING, Viewer, part, said, until

ID = MEETING.id


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    async with running(SlotEngine(), 1) as engine:
        yield engine


@pytest.fixture
def log() -> MemoryEventLog:
    return MemoryEventLog()


@pytest.fixture
async def meetings(tmp_path: Path, log: MemoryEventLog, engine: Engine) -> AsyncIterator[Meetings]:
    meetings = Meetings(tmp_path, log, engine)
    await meetings.open()
    yield meetings
    await meetings.close()


async def test_a_meeting_that_is_made_has_a_folder_and_is_found_again(meetings: Meetings, tmp_path: Path):
    live = await meetings.create(MEETING)
    assert await meetings.get(ID) is live
    text = (tmp_path / "meetings" / ID / "meeting.toml").read_text(encoding="utf-8")
    assert parse_meeting(text) == MEETING
    with pytest.raises(MeetingExists, match="exists already; give this one another date or number"):
        await meetings.create(MEETING)


async def test_of_two_who_make_the_same_meeting_at_once_one_is_refused(meetings: Meetings):
    answers = await asyncio.gather(*(meetings.create(MEETING) for _ in range(2)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["LiveMeeting", "MeetingExists"]


async def test_a_meeting_whose_folder_cannot_be_written_is_not_there(meetings: Meetings, tmp_path: Path):
    (tmp_path / "meetings").write_text("in the way", encoding="utf-8")
    with pytest.raises(NotDurable):
        await meetings.create(MEETING)
    with pytest.raises(NoSuchMeeting, match="the front page lists those there are"):
        await meetings.get(ID)


@pytest.mark.parametrize("wrong", ["", "../x", "..", "a/b", "A", "x" * 65, "-x", "x\n", "\x00", "é"])
async def test_an_id_that_is_none_is_refused_with_a_sentence(meetings: Meetings, wrong: str):
    for ask in (meetings.get, meetings.erase):
        with pytest.raises(BadField, match="expected 1 to 64 of a-z"):
            await ask(wrong)


async def test_newest_meetings_come_first(meetings: Meetings):
    for day in ("2026-02-05", "2026-01-05", "2026-03-05"):
        await meetings.create(replace(MEETING, id=f"m-{day}", date=day))
    assert [live.id for live in meetings.all()] == ["m-2026-03-05", "m-2026-02-05", "m-2026-01-05"]


async def test_a_meeting_that_cannot_be_read_is_named_and_left_alone_and_the_others_are_there(
    tmp_path: Path, log: MemoryEventLog, engine: Engine
):
    MeetingFolder(tmp_path, ID).write("meeting.toml", print_meeting(MEETING))
    MeetingFolder(tmp_path, "broken").write("meeting.toml", "title = \n")
    (tmp_path / "meetings" / "empty").mkdir()
    (tmp_path / "meetings" / "not an id").mkdir()
    meetings = Meetings(tmp_path, log, engine)
    await meetings.open()
    assert [live.id for live in meetings.all()] == [ID]
    assert sorted(meetings.faults) == ["broken", "empty", "not an id"]
    assert meetings.faults["broken"].startswith("broken/meeting.toml, line 1:")
    with pytest.raises(MeetingExists):
        await meetings.create(replace(MEETING, id="broken"))
    assert MeetingFolder(tmp_path, "broken").read_text("meeting.toml") == "title = \n"
    await meetings.close()


async def test_a_meeting_stays_at_its_address_though_its_file_was_changed(
    tmp_path: Path, log: MemoryEventLog, engine: Engine
):
    MeetingFolder(tmp_path, ID).write("meeting.toml", print_meeting(replace(MEETING, date="2027-07-07")))
    meetings = Meetings(tmp_path, log, engine)
    await meetings.open()
    assert (await meetings.get(ID)).meeting.date == "2027-07-07"
    await meetings.close()


@pytest.mark.parametrize(
    ("last", "then"), [("", "planned"), ("start", "listening"), ("pause", "paused"), ("stop", "ended")]
)
@pytest.mark.req("CAP-19")
async def test_meetings_go_on_as_they_were_when_the_program_starts_again(
    tmp_path: Path, log: MemoryEventLog, engine: Engine, last: str, then: str
):
    before = Meetings(tmp_path, log, engine)
    await before.open()
    live = await before.create(MEETING)
    for action in ("start", "pause", "stop"):
        if last and (action == last or action == "start"):
            await getattr(live, action)()
    if last == "start":
        await live.open_source("", "room").hear(part(0, 8_000))
    await before.close()
    kept = said(live)

    after = Meetings(tmp_path, log, engine)
    await after.open()
    live = await after.get(ID)
    assert live.state == then
    assert said(live) == kept
    if then == "listening":
        await until(lambda: live.transcript.gaps)
        assert len(kept) > 10
        await live.open_source("", "room").hear(part(0, 8_000))
        await live.stop()
        assert [gap.why for gap in live.transcript.gaps] == ["the captioning program stopped"]
        assert len(said(live)) >= 2 * len(kept) - 2
    await after.close()


async def test_a_meeting_that_is_changed_keeps_its_captions_and_its_id(meetings: Meetings, tmp_path: Path):
    live = await meetings.create(MEETING)
    await live.start()
    await live.type_text("Ada", "Kept words.", 0)
    await until(lambda: live.transcript.cues)
    await meetings.change(replace(MEETING, title="Another title"))
    assert live.meeting.title == "Another title"
    assert said(live) == ["Kept", "words."]
    assert "Another title" in MeetingFolder(tmp_path, ID).read_text("meeting.toml")


async def test_a_rule_that_may_not_change_does_not_change_in_the_file_either(meetings: Meetings, tmp_path: Path):
    live = await meetings.create(MEETING)
    await live.start()
    with pytest.raises(MeetingError, match="which cannot change now"):
        await meetings.change(replace(MEETING, rule="chatham-house"))
    assert 'rule = "open"' in MeetingFolder(tmp_path, ID).read_text("meeting.toml")


async def test_an_erased_meeting_leaves_nothing_and_its_viewers_are_let_go(
    meetings: Meetings, tmp_path: Path, log: MemoryEventLog
):
    live = await meetings.create(MEETING)
    await live.start()
    viewer = Viewer(live)
    await meetings.erase(ID)
    await asyncio.wait_for(viewer.ended(), 5)
    assert await log.meetings() == []
    assert list((tmp_path / "meetings").iterdir()) == []
    await meetings.create(MEETING)


class CountingLog(MemoryEventLog):
    """Counts the events that were read."""

    handed_out = 0

    async def read(self, meeting: str, after: int, limit: int = 500) -> list[Event]:
        events = await super().read(meeting, after, limit)
        self.handed_out += len(events)
        return events


@pytest.mark.req("DUR-06")
async def test_however_much_is_kept_the_start_reads_little_and_goes_on_with_what_was_under_way(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("captioner.meetings.AT_ONCE", 10)
    log, words = CountingLog(), encode(Note("notice", {"text": "words"}))
    state = {"at_ms": 0, "utc": "2026-02-03T14:00:00.000+00:00", "engine": "e", "notice": ""}
    for number in range(40):
        one = replace(MEETING, id=f"m-{number}")
        MeetingFolder(tmp_path, one.id).write("meeting.toml", print_meeting(one))
        events = [NewEvent("s", "state", encode(Note("state", {"state": "listening"} | state)))]
        events += [NewEvent(f"{i}", "notice", words) for i in range(1_500)]
        if number != 39:
            events.append(NewEvent("e", "state", encode(Note("state", {"state": "ended"} | state))))
        await log.append(one.id, events, fence=1)
    meetings = Meetings(tmp_path, log, engine)
    await meetings.open()
    # The last 500 of ten meetings, and all of the one that goes on.
    assert log.handed_out <= 10 * 500 + 2 * 1_502
    assert len(meetings.all()) < 40
    assert (await meetings.get("m-39")).state == "listening"
    # Somebody asks for one that was not found yet, or makes one with its id.
    assert (await meetings.get("m-0")).state == "ended"
    with pytest.raises(MeetingExists):
        await meetings.create(replace(MEETING, id="m-1"))
    with pytest.raises(NoSuchMeeting):
        await meetings.get("m-40")
    await until(lambda: len(meetings.all()) == 40)
    await meetings.close()
    assert not meetings.faults
