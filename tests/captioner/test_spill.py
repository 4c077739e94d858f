"""Sound on disk until its words are final."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from captioner.off_record import Stretches
from captioner.spill import Spill
from captioner.spill_block import Head, Left, Place, known_as
from record import MeetingFolder

SECOND = 16_000
HEAD = Head("s1", "s1", 1, known_as("a key of the source"), "Mara Quill", True, 0)


class Source:
    """A source that counts at 16 kHz and sends a second at a time; its sound is its own number in each sample."""

    def __init__(self, spill: Spill, head: Head = HEAD) -> None:
        self.spill, self.off, self.sent = spill, Stretches(), 0
        spill.begin(head, self.off, 0, Place())

    async def send(self, seconds: int = 1, heard: bool = True) -> None:
        for _ in range(seconds):
            self.spill.take("s1", sound(self.sent, SECOND), heard)
            self.sent += SECOND
            self.spill.place("s1", Place(0, self.sent))
            await self.spill.safe()


def sound(at: int, count: int) -> np.ndarray:
    return (np.arange(at, at + count) // SECOND + 1).astype(np.float32) / 32_768


@pytest.fixture
def folder(tmp_path: Path) -> MeetingFolder:
    return MeetingFolder(tmp_path, "call")


def left(folder: MeetingFolder) -> Left | None:
    """What a program finds that starts after a SIGKILL: nothing was closed."""
    found = Spill(folder).find()
    return found[0] if found else None


def seconds(found: Left | None) -> list[int]:
    """The numbers of the seconds of which sound is there."""
    assert found is not None
    data = b"".join(pcm for run in found.runs for _, pcm in run.pieces)
    return sorted({int(value) - 1 for value in np.frombuffer(data, "<i2")} - {-1})


def files(folder: MeetingFolder) -> list[Path]:
    return sorted((folder.path / "spill").glob("*"))


@pytest.mark.req("DUR-01")
async def test_what_is_safe_is_there_after_a_kill(folder: MeetingFolder):
    source = Source(Spill(folder))
    await source.send(10)
    found = left(folder)
    assert found is not None
    assert (found.samples, found.place.received) == (10 * SECOND, 10 * SECOND)
    assert seconds(found) == list(range(10))
    assert {path.stat().st_mode & 0o777 for path in files(folder)} == {0o600}
    assert folder.names() == []


async def test_sound_without_its_place_does_not_count(folder: MeetingFolder):
    spill = Spill(folder)
    source = Source(spill)
    await source.send(1)
    spill.take("s1", sound(SECOND, SECOND), heard=True)
    await spill.safe()
    found = left(folder)
    assert found is not None
    assert found.samples == SECOND


async def test_sound_goes_when_its_words_are_final_but_for_a_run_up(folder: MeetingFolder):
    spill = Spill(folder)
    source = Source(spill)
    await source.send(20)
    spill.settle({"s1": 18_000}, ["s1"])
    await spill.safe()
    assert seconds(left(folder)) == [12, 13, 14, 15, 16, 17, 18, 19]
    assert len(files(folder)) == 2


async def test_a_source_that_stands_still_leaves_no_sound_behind(folder: MeetingFolder):
    spill = Spill(folder)
    source = Source(spill)
    await source.send(6)
    spill.settle({"s1": 6_000}, ["s1"])
    spill.settle({}, [])
    await spill.safe()
    found = left(folder)
    assert found is not None
    assert (seconds(found), found.place.received) == ([], 6 * SECOND)


async def test_a_stretch_that_began_after_it_was_asked_is_not_taken_for_a_finished_one(folder: MeetingFolder):
    spill = Spill(folder)
    source = Source(spill)
    await source.send(2)
    spill.settle({}, [])
    await spill.safe()
    assert seconds(left(folder)) == [0, 1]


@pytest.mark.req("DUR-09")
async def test_nothing_off_the_record_is_spilled_nor_what_was_said_just_before(folder: MeetingFolder):
    spill = Spill(folder)
    source = Source(spill)
    await source.send(6)
    source.off.turn(5_500)
    await spill.heed()
    await source.send(4)
    source.off.turn(10_000)
    await source.send(5)
    # Two seconds around it are not kept either: half of the fourth second is.
    assert seconds(left(folder)) == [0, 1, 2, 3, 12, 13, 14]
    raw = b"".join(path.read_bytes() for path in files(folder))
    for gone in (4, 5, 6, 7, 8, 9, 10, 11):
        assert np.full(50, gone + 1, "<i2").tobytes() not in raw
    found = left(folder)
    assert found is not None
    assert found.place.received == 15 * SECOND


async def test_a_program_that_goes_on_writes_behind_what_it_found_and_deletes_that_too(folder: MeetingFolder):
    await Source(Spill(folder)).send(6)
    spill = Spill(folder)
    (found,) = spill.find()
    spill.take_up(found, Stretches())
    spill.take("s1", sound(6 * SECOND, SECOND), heard=True)
    spill.place("s1", Place(0, 7 * SECOND))
    await spill.safe()
    assert seconds(left(folder)) == list(range(7))
    spill.settle({"s1": 7_000}, ["s1"])
    await spill.safe()
    assert seconds(left(folder)) == [4, 5, 6]
    await spill.erase()
    assert files(folder) == []


@pytest.mark.req("OVL-03")
async def test_a_full_disk_is_told_and_stops_nobody(folder: MeetingFolder, monkeypatch: pytest.MonkeyPatch):
    now_s = 0.0
    spill = Spill(folder, clock=lambda: now_s)
    source = Source(spill)
    await source.send(2)
    write = os.write

    def full(file: int, data: bytes) -> int:
        # As a disk does: some of it, and then no more.
        if len(data) > 100:
            return write(file, data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    await source.send(3)
    assert "No space left on device" in spill.fault
    monkeypatch.setattr(os, "write", write)
    now_s = 10.0
    await source.send(2)
    assert spill.fault == ""
    found = left(folder)
    assert seconds(found) == [0, 1, 5, 6]
    assert found is not None
    assert found.place.received == 7 * SECOND


async def test_a_meeting_that_ends_leaves_nothing(folder: MeetingFolder):
    spill = Spill(folder)
    await Source(spill).send(3)
    await spill.erase()
    assert files(folder) == []
    assert left(folder) is None
