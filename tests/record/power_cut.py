"""Cuts the power under the record: a program appends, and each of many states that a cut may leave is opened.

What was acknowledged before the cut must be there, with its number and unchanged. CI looks at some states,
`benchmarks/power_cut.py` at thousands.
"""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.errors import MeetingError
from record import Event, SqliteEventLog
from tests.record.appender import MEETING, event
from tests.record.disk import Op, Platter, on_disk, read_ops

ROOT = Path(__file__).parents[2]
ACKS = "acks"


@dataclass
class Tally:
    """What became of the states: `lost` lack something acknowledged, `broken` cannot be opened, or lie."""

    states: int = 0
    acknowledged: int = 0
    lost: int = 0
    broken: int = 0
    why: str = ""


def record_pen(folder: Path, events: int, how: str = "FULL") -> list[Op]:
    """Let a program append to a record in `folder` and return what it did to the disk."""
    return recorded(folder, "pen", folder / "disk" / "dccg.sqlite", events, how)


def record_death(folder: Path, events: int, sync: int) -> list[Op]:
    """The same with a sync that fails, and the program is killed at that moment and started anew."""
    assert recorded(folder, "pen", folder / "disk" / "dccg.sqlite", events, "FULL", sync, ends=9)
    return record_pen(folder, events)


def record_each_sync(folder: Path, first: int, last: int, events: int) -> dict[int, list[Op]]:
    """The same with the failing sync at each of these numbers."""
    ops = recorded(folder, "each_sync", folder / "disk", first, last, events)
    of = {number: f"{(folder / 'disk' / str(number)).resolve()}" for number in range(first, last + 1)}
    return {number: [op for op in ops if f"{op.path}/".startswith(f"{path}/")] for number, path in of.items()}


def recorded(folder: Path, *task: object, ends: int = 0) -> list[Op]:
    disk, log = folder / "disk", folder / "ops"
    disk.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.record.appender", *map(str, task)]
    done = subprocess.run(command, cwd=ROOT, env=on_disk(disk, log=log), capture_output=True, text=True, timeout=120)
    assert done.returncode == ends, done.stderr
    return read_ops(log)


def promised(ops: list[Op]) -> dict[str, int]:
    """Return what was acknowledged by these ops: keys and their numbers."""
    said = b"".join(op.data for op in ops if op.kind == "W" and op.path.endswith(f"/{ACKS}")).decode()
    return {key: int(seq) for seq, key in re.findall(r"^ok (\d+) (\S+)\n", said, re.MULTILINE)}


def cuts(
    ops: list[Op], count: int, dice: random.Random, after: int = 1
) -> Iterator[tuple[list[Op], dict[str, bytearray]]]:
    """Yield `count` times what was done before a cut, behind op `after`, and the files that it left."""
    wanted = sorted(dice.randrange(after, len(ops) + 1) for _ in range(count))
    platter, done = Platter(), 0
    for at in wanted:
        for op in ops[done:at]:
            platter.do(op)
        done = at
        yield ops[:at], platter.after_cut(dice)


def judge(folder: Path, before: list[Op], files: dict[str, bytearray], tally: Tally) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for path, content in files.items():
        if "dccg.sqlite" in path and not path.endswith(("-shm", ".lock")):
            (folder / Path(path).name).write_bytes(content)
    kept = promised(before)
    tally.states += 1
    tally.acknowledged += len(kept)
    try:
        events = stored(folder / "dccg.sqlite")
        base = sqlite3.connect(folder / "dccg.sqlite")
        (sound,) = base.execute("PRAGMA integrity_check").fetchone()
        base.close()
    except (MeetingError, sqlite3.Error) as fault:
        tally.broken += 1
        tally.why = str(fault)
        return
    bodies = [one.body for one in events]
    if sound != "ok" or [one.seq for one in events] != list(range(1, len(events) + 1)):
        tally.broken += 1
        tally.why = sound
    elif any(bodies[seq - 1 : seq] != [event(key).body] for key, seq in kept.items()):
        tally.lost += 1
        tally.why = f"{len(kept)} acknowledged, {len(events)} there"


def stored(path: Path) -> list[Event]:
    async def read() -> list[Event]:
        log = SqliteEventLog(path)
        try:
            events: list[Event] = []
            while page := await log.read(MEETING, len(events)):
                events += page
            return events
        finally:
            await log.close()

    return asyncio.run(read())


def cut(folder: Path, ops: list[Op], states: int, seed: int, tally: Tally | None = None) -> Tally:
    """Judge so many states; where a sync failed, those behind it."""
    tally = tally or Tally()
    failed = next((at for at, op in enumerate(ops, 1) if op.kind == "E"), 1)
    for before, files in cuts(ops, states, random.Random(seed), failed):
        judge(folder / "state", before, files, tally)
    return tally
