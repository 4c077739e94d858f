"""The power is cut, and syncs fail: on a disk that only says so where it must (disk.c)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.record.power_cut import Tally, cut, promised, record_death, record_each_sync, record_pen

SYNCS = 50


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """In memory where there is such a place: thousands of real syncs would be waited for, and prove nothing more."""
    memory = Path("/dev/shm")  # noqa: S108
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@pytest.mark.req("DUR-02")
def test_a_power_cut_at_any_moment_loses_and_breaks_nothing(tmp_path: Path):
    ops = record_pen(tmp_path, 270)
    tally = cut(tmp_path, ops, 40, seed=1)
    assert (tally.states, tally.lost, tally.broken) == (40, 0, 0), tally.why
    assert tally.acknowledged > 40 * 50


def test_the_same_cuts_find_a_record_that_is_not_synced_at_each_commit(tmp_path: Path):
    """Without this nobody would know that the test above can fail."""
    ops = record_pen(tmp_path, 270, "NORMAL")
    assert cut(tmp_path, ops, 40, seed=1).lost > 5


@pytest.mark.req("DUR-04")
def test_whichever_sync_fails_nothing_acknowledged_is_missing_also_after_a_power_cut(tmp_path: Path):
    tally, refused = Tally(), 0
    for number, ops in record_each_sync(tmp_path, 1, SYNCS, 90).items():
        assert [op.kind for op in ops].count("E") == 1, number
        refused += sum(op.data.startswith(b"no ") for op in ops)
        # The whole run: what was refused was appended again, and each event is there once.
        assert sorted(promised(ops).values()) == list(range(1, 91))
        cut(tmp_path, ops, 2, number, tally)
    assert (tally.states, tally.lost, tally.broken) == (2 * SYNCS, 0, 0), tally.why
    assert refused > SYNCS / 2


@pytest.mark.req("DUR-04")
def test_what_a_failed_sync_left_in_memory_is_written_anew_by_the_next_program(tmp_path: Path):
    """The system takes it for written; whoever finds it there and builds on it loses all when the power is cut."""
    tally = Tally()
    for sync in (20, 30, 40, 50):
        cut(tmp_path / str(sync), record_death(tmp_path / str(sync), 90, sync), 20, sync, tally)
    assert (tally.states, tally.lost, tally.broken) == (80, 0, 0), tally.why
