"""Captions on a disk that is really full, and with a clock that jumps: each in a program of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.captioner.faulty import END_MS
from tests.record.disk import on_disk
from tests.stage import texts

ROOT = Path(__file__).parents[2]


def played(what: str, folder: Path) -> dict[str, Any]:
    data = folder / "data"
    data.mkdir()
    command = [sys.executable, "-m", "tests.captioner.faulty", what, str(data), str(folder / "flag")]
    full, clock = (folder / "flag", None) if what == "full" else (None, folder / "flag")
    surroundings = on_disk(data, full=full, clock=clock)
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.req("DUR-03")
def test_on_a_full_disk_captions_stay_live_and_all_is_kept_once_there_is_room(tmp_path: Path):
    told = played("full", tmp_path)
    assert told["told_s"] <= 2
    assert "database or disk is full" in told["told"]
    assert told["saved_s"] <= 10
    # Files are old and whole while there is no room for new ones, and nothing half written is left.
    assert told["faults"] == []
    assert not [name for name in told["left"] if name.endswith(".part")]
    assert told["said"] == told["shown"] == texts(0, END_MS)
    assert told["numbers"] == list(range(1, len(told["numbers"]) + 1))


@pytest.mark.req("DUR-05")
def test_a_clock_that_jumps_by_an_hour_and_a_day_moves_no_caption(tmp_path: Path):
    (tmp_path / "steady").mkdir()
    (tmp_path / "jumps").mkdir()
    (tmp_path / "jumps" / "jump").touch()
    steady, jumps = played("clock", tmp_path / "steady"), played("clock", tmp_path / "jumps")
    moved = [after - before for before, after in zip(jumps["times"], jumps["times"][1:], strict=False)]
    assert [round(one / 3_600) for one in moved] == [1, -25, 48], "the clock did not jump"
    assert [cue[2] for cue in jumps["cues"]] == [cue[2] for cue in steady["cues"]]
    assert jumps["cues"] == steady["cues"]
    starts = [cue[0] for cue in jumps["cues"]]
    assert starts == sorted(starts)
    undated = [re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", one["file"]) for one in (steady, jumps)]
    assert undated[0] == undated[1]
