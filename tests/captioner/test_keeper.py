"""A disk that is full while captioning: real SQLite, which refuses by its own limit of pages."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest

from captioner.live import LiveMeeting
from models.events import Final, Note, decode
from models.webvtt import check_webvtt
from record import MeetingFolder, NotDurable, SecondPlace, SqliteEventLog
from record.copying import copy_record
from record.store import open_writer
from tests.stage import MEETING, Stage, Viewer, on_stage, said, texts, until

ROOM = 100_000


class Disk:
    """The disk of a record: it can be filled, and freed."""

    def __init__(self) -> None:
        self._pages = ROOM
        self._base: sqlite3.Connection | None = None

    def connect(self, path: Path) -> sqlite3.Connection:
        self._base = open_writer(path)
        self._limit()
        return self._base

    def fill(self) -> None:
        """Let the file grow by no page from now on; what is left of its last page may still be written."""
        self._pages = 1
        self._limit()

    def free(self) -> None:
        """Let it grow again: the record opens the file anew at each try, and to touch the connection that it may be
        closing at this moment would crash the process."""
        self._pages = ROOM

    def _limit(self) -> None:
        assert self._base is not None
        for _ in range(200):
            with suppress(sqlite3.ProgrammingError):  # the record has closed it and will open another
                try:
                    self._base.execute(f"PRAGMA max_page_count = {self._pages}")
                except sqlite3.InterfaceError:  # the record's thread is closing it, or busy with it, at this moment
                    sleep(0.005)
                    continue
            return


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
async def stage(tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr("captioner.keeper.RETRY_S", 0.1)
    monkeypatch.setattr("captioner.beats.BEAT_S", 0.1)
    log = SqliteEventLog(tmp_path / "dccg.sqlite", disk.connect)
    async with on_stage(tmp_path, log) as stage:
        yield stage
        disk.free()
    await log.close()


async def play_into_full_disk(stage: Stage, disk: Disk) -> None:
    """Twenty seconds of speech, of which the record takes the first six at least and the last ten not."""
    room = stage.live.open_source("", "room")
    await stage.play(room, 6_000)
    disk.fill()
    while stage.live.console()["saved"]:
        await stage.live.give_notice("x" * 400)
    for _ in range(100):
        # More than any page that the failure itself may have freed.
        await stage.live.give_notice("x" * 400)
    await stage.play(room, 20_000)


async def kept_words(stage: Stage) -> list[str]:
    words, after = [], 0
    while page := await stage.log.read(stage.live.id, after):
        after = page[-1].seq
        for event in page:
            body = decode(event.kind, event.body)
            if isinstance(body, Final):
                words += [word.text for word in body.words]
    return words


@pytest.mark.req("DUR-03")
async def test_while_the_disk_is_full_viewers_read_on_and_everyone_is_told(stage: Stage, disk: Disk):
    live, viewer = stage.live, Viewer(stage.live)
    await live.start()
    await play_into_full_disk(stage, disk)
    await until(lambda: len(viewer.seen) >= len(texts(0, 20_000)) - 8)
    assert live.console()["saved"] is False
    assert "not saved (database or disk is full); free some space on the disk" in str(live.console()["last_error"])
    await until(lambda: viewer.of("health") and viewer.of("health")[-1]["saved"] is False)
    unsaved = [frame for frame in viewer.of("final") if frame["seq"] is None]
    assert unsaved
    late = Viewer(live)
    await until(lambda: late.seen == viewer.seen)
    await viewer.leave()
    await late.leave()


@pytest.mark.req("DUR-03")
async def test_once_there_is_room_everything_is_kept_in_order_and_once(stage: Stage, disk: Disk):
    live, viewer = stage.live, Viewer(stage.live)
    await live.start()
    await play_into_full_disk(stage, disk)
    held = await kept_words(stage)
    assert len(held) < len(texts(0, 20_000)) - 10
    disk.free()
    await until(lambda: live.console()["saved"])
    await stage.play(live.sources[0], 26_000)
    await live.stop()
    assert await kept_words(stage) == texts(0, 26_000) == said(live)
    await until(lambda: viewer.numbers and viewer.numbers[-1] == live.hub.last)
    assert viewer.numbers == list(range(1, live.hub.last + 1))
    assert viewer.words == viewer.seen == texts(0, 26_000)
    places = Counter((frame["cue"], frame["at"]) for frame in viewer.kept if frame["kind"] == "final")
    assert set(places.values()) == {1}
    await until(lambda: viewer.of("health") and viewer.of("health")[-1]["saved"])
    assert live.console()["last_error"] == ""
    assert check_webvtt(stage.file.read_bytes()) == []
    await viewer.leave()


async def test_a_meeting_stopped_on_a_full_disk_is_kept_as_soon_as_there_is_room(stage: Stage, disk: Disk):
    live = stage.live
    await live.start()
    await play_into_full_disk(stage, disk)
    await live.stop()
    assert live.state == "ended"
    assert live.console()["saved"] is False
    disk.free()
    await until(lambda: live.console()["saved"])
    assert live.transcript.state == "ended"
    assert await kept_words(stage) == texts(0, 20_000)
    await until(lambda: stage.file.read_text(encoding="utf-8").count(texts(0, 20_000)[-1]) == 1)


async def test_a_meeting_does_not_begin_on_a_full_disk_and_says_why(stage: Stage, disk: Disk):
    disk.fill()
    refused = False
    for number in range(200):
        try:
            await stage.log.open_fence(f"other-{number}")
        except NotDurable:
            refused = True
            break
    assert refused
    with pytest.raises(NotDurable, match="disk is full"):
        await stage.live.start()
    assert stage.live.state == "planned"
    disk.free()
    await stage.live.start()
    assert stage.live.state == "listening"


@pytest.mark.req("DUR-03")
async def test_a_program_that_is_killed_on_a_full_disk_has_its_words_in_a_second_place(
    stage: Stage, disk: Disk, tmp_path: Path
):
    live, aside = stage.live, stage.folder.aside
    assert aside is not None
    await live.start()
    await play_into_full_disk(stage, disk)
    await until(lambda: f"until then it is kept in {aside.path(live.id)}" in str(live.console()["last_error"]))
    copy_record(tmp_path / "dccg.sqlite", tmp_path / "after.sqlite")
    shutil.copytree(tmp_path / "second", tmp_path / "second-after")
    # What another program finds that is started then.
    log = SqliteEventLog(tmp_path / "after.sqlite")
    folder = MeetingFolder(tmp_path / "after", live.id, SecondPlace(tmp_path, tmp_path / "second-after"))
    after = LiveMeeting(MEETING, log, folder, stage.engine)
    await after.load()
    assert said(after) == texts(0, 20_000)[: len(said(after))]
    assert len(said(after)) >= len(said(live)) + 10
    assert folder.aside is not None
    assert folder.aside.take(live.id) == []
    await after.close()
    await log.close()
    # And this one, which lives on, saves the same when there is room, and clears the place.
    disk.free()
    await until(lambda: live.console()["saved"])
    await until(lambda: not aside.take(live.id))


async def test_a_second_place_that_refuses_too_is_told(stage: Stage, disk: Disk, tmp_path: Path):
    (tmp_path / "second").write_text("in the way", encoding="utf-8")
    await stage.live.start()
    await play_into_full_disk(stage, disk)
    await until(lambda: "set second_place to a folder elsewhere" in str(stage.live.console()["last_error"]))
    disk.free()
    await until(lambda: stage.live.console()["saved"])


async def test_a_full_disk_under_the_folder_is_told_and_made_good(stage: Stage):
    """The record may be elsewhere; only transcript.vtt cannot be written, because a file stands in the way."""
    live = stage.live
    stage.folder.path.parent.mkdir(parents=True)
    stage.folder.path.write_text("in the way", encoding="utf-8")
    await live.start()
    room = live.open_source("", "room")
    await stage.play(room, 6_000)
    await until(lambda: MEETING.id in str(live.console()["last_error"]))
    stage.folder.path.unlink()
    await until(stage.file.exists)
    await until(lambda: live.console()["last_error"] == "")
    await live.stop()
    assert said(live) == texts(0, 6_000)


@pytest.mark.req("PRV-06")
async def test_what_is_said_off_the_record_is_not_even_held_for_a_disk_that_is_full(stage: Stage, disk: Disk):
    live, viewer = stage.live, Viewer(stage.live)
    await live.start()
    await play_into_full_disk(stage, disk)
    await live.set_record(False)
    room = live.sources[0]
    await stage.play(room, 26_000)
    await live.set_record(True)
    await stage.play(room, 30_000)
    off = [word for frame in viewer.of("final") if frame.get("off") for word in frame["words"]]
    assert len(off) > 5
    assert all(event.kind != "final" or not event.off for _, event in live._keeper._pending)
    disk.free()
    await until(lambda: live.console()["saved"])
    await live.stop()
    words = await kept_words(stage)
    assert words == [word for word in texts(0, 30_000) if not 20_000 < int(word[1:]) * 300 + 280 < 26_281]
    await viewer.leave()


async def test_a_correction_of_a_cue_that_is_not_kept_is_not_kept_either(stage: Stage):
    live = stage.live
    await live.start()
    await live.type_text("Kim", "On the record.", 100)
    await until(lambda: live.transcript.cues)
    await live._keeper.keep([Note("correction", {"cue": cue, "text": "Secret", "by": "Kim"}) for cue in (1, 2)])
    events = await stage.log.read(live.id, 0)
    assert [event.body for event in events if event.kind == "correction"] == [b'{"cue":1,"text":"Secret","by":"Kim"}']
