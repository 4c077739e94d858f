"""The whole program where no way leads off the machine: not even loaded, nothing is asked for, nothing fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dccg.program import ROOT, environment

APART = ("unshare", "--map-root-user", "--net", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
"""Runs a command in a network of its own, in which there is only the machine itself."""


def apart() -> bool:
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    return subprocess.run([*APART, "true"], capture_output=True, timeout=20).returncode == 0


@pytest.mark.req("PRV-10")
def test_the_program_starts_and_captions_where_there_is_no_network_at_all(tmp_path: Path):
    if not apart():
        pytest.skip("this machine lets no program have a network of its own (unshare)")
    probe = [*APART, sys.executable, "-m", "tests.dccg.no_route", tmp_path / "data"]
    given = environment(tmp_path)
    del given["DCCG_OFFLINE"]  # as people start it: nobody said that there is no network
    done = subprocess.run(probe, cwd=ROOT, env=given, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["captions"], told["told"]
    assert told["ready"]
    assert told["code"] == 0
    assert "Traceback" not in told["told"]
    assert "rror:" not in told["told"]
    assert "none can be downloaded now, so the built-in recogniser is used" in told["told"]
