"""The program is killed in mid meeting, again and again: twice, or as often as `DCCG_KILLS` says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.crash import crash_loop

KILLS = int(os.environ.get("DCCG_KILLS", "2"))


@pytest.mark.req("DUR-01", "DUR-09", "CAP-19", "OVL-03")
async def test_killing_the_program_loses_nothing_and_doubles_nothing(tmp_path: Path):
    account = await crash_loop(tmp_path / "data", KILLS, alive_s=(1.0, 3.0))
    assert account.whole, account
    assert abs(account.unaccounted_ms) <= 500, account
    assert account.captioned_ms > 0
    assert account.kills == KILLS
