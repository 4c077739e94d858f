from __future__ import annotations

from pathlib import Path

import numpy as np

from captioner.asides import Asides
from captioner.audio import from_pcm16
from captioner.speaking import Aside
from record import MeetingFolder


def aside(gap: int) -> Aside:
    sound = from_pcm16(np.arange(-500, 500, dtype="<i2").tobytes() + b"\n\x00" * 10)
    return Aside(gap, "s1", "Ada Whitlock", 4_000 * gap, sound)


async def test_sound_set_aside_waits_on_disk_in_order_and_is_deleted_when_done(tmp_path: Path):
    folder = MeetingFolder(tmp_path, "call")
    asides = Asides(folder)
    asides.put([aside(1), aside(2), aside(10)])
    for gap in (1, 2, 10):
        found = await asides.oldest()
        assert found is not None
        assert (found.gap, found.from_ms, found.speaker) == (gap, 4_000 * gap, "Ada Whitlock")
        assert (found.samples == aside(gap).samples).all()
        await asides.done()
    assert not asides
    assert await asides.oldest() is None
    assert folder.names("aside") == []


async def test_a_program_that_starts_again_finds_what_was_set_aside(tmp_path: Path):
    folder = MeetingFolder(tmp_path, "call")
    first = Asides(folder)
    first.put([aside(2), aside(10)])
    await first.written()
    second = Asides(folder)
    await second.find([2, 10])
    found = await second.oldest()
    assert found is not None
    assert found.gap == 2


async def test_sound_of_a_gap_that_is_filled_or_was_never_declared_is_deleted(tmp_path: Path):
    folder = MeetingFolder(tmp_path, "call")
    first = Asides(folder)
    first.put([aside(1), aside(2), aside(3)])
    await first.written()
    second = Asides(folder)
    await second.find([2])
    found = await second.oldest()
    assert found is not None
    assert found.gap == 2
    assert folder.names("aside") == ["aside/2.pcm"]


async def test_a_foreign_file_among_them_is_passed_over(tmp_path: Path):
    folder = MeetingFolder(tmp_path, "call")
    folder.write("aside/0.pcm", b"not ours")
    asides = Asides(folder)
    await asides.find([0])
    assert await asides.oldest() is None
