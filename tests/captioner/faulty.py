"""A meeting in a program of its own, on a disk that is full for a while or with a clock that jumps.

Prints what came of it as JSON: see test_faulty.py, which starts it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from captioner.live import LiveMeeting
from models.webvtt import check_webvtt
from record import SqliteEventLog
from tests.stage import Stage, Viewer, on_stage, said, until

FULL_MS, FREE_MS, END_MS = 6_000, 14_000, 18_000


def host_sees(live: LiveMeeting) -> str:
    state = live.console()
    return "" if state["saved"] else str(state["last_error"])


async def full(stage: Stage, flag: Path) -> dict[str, object]:
    live, viewer = stage.live, Viewer(stage.live)
    room = live.open_source("", "room")
    await stage.play(room, FULL_MS)
    await until(stage.file.exists)
    flag.touch()  # noqa: ASYNC240
    begun = time.monotonic()
    await live.give_notice("Something to save.")
    await until(lambda: host_sees(live))
    told_s, told = time.monotonic() - begun, host_sees(live)
    faults: list[str] = []
    for to_ms in range(FULL_MS + 1_000, FREE_MS + 1, 1_000):
        await stage.play(room, to_ms)
        faults += check_webvtt(stage.file.read_bytes())
    await until(lambda: len(viewer.seen) >= len(said(live)) + 10)
    seen = len(viewer.seen)
    left = sorted(path.name for path in stage.folder.path.iterdir())
    flag.unlink()  # noqa: ASYNC240
    begun = time.monotonic()
    await until(lambda: not host_sees(live))
    saved_s = time.monotonic() - begun
    await stage.play(room, END_MS)
    await live.stop()
    await viewer.leave()
    kept = await stage.log.read(live.id, 0, limit=10_000)
    return {
        "told_s": told_s, "told": told, "faults": faults, "seen": seen, "left": left, "saved_s": saved_s,
        "said": said(live), "shown": viewer.seen, "numbers": [event.seq for event in kept],
    }  # fmt: skip


async def clock(stage: Stage, flag: Path) -> dict[str, object]:
    live = stage.live
    room = live.open_source("", "room")
    times = []
    for to_ms, off_s in ((6_000, 3_600), (10_000, -86_400), (14_000, 86_400), (END_MS, 0)):
        await stage.play(room, to_ms)
        times.append(time.time())
        if flag.with_name("jump").exists():
            flag.write_text(str(off_s), encoding="utf-8")  # noqa: ASYNC240
    await live.stop()
    cues = [[cue.start_ms, cue.end_ms, cue.text] for cue in live.transcript.cues]
    return {"cues": cues, "times": times, "file": stage.file.read_text(encoding="utf-8")}


async def main(what: str, data: Path, flag: Path) -> None:
    log = SqliteEventLog(data / "dccg.sqlite")
    async with on_stage(data, log) as stage:
        await stage.live.start()
        print(json.dumps(await (full if what == "full" else clock)(stage, flag)))
    await log.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
