"""Prints what keeping events costs: appends a second and how long one takes, alone and for many meetings.

python benchmarks/record_append.py [--folder FOLDER] [--seconds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from record import EventLog, NewEvent, SqliteEventLog

BODY = b'{"cue":12,"at":3,"words":[[61200,61480,"proposal",97],[61500,61730,"stands",91]]}'.ljust(200)


async def timed(log: EventLog, meeting: str, count: int, batch: int, pause_s: float = 0) -> list[float]:
    """Append `count` times; return how long each took, in ms."""
    fence = await log.open_fence(meeting)
    took: list[float] = []
    for i in range(count):
        events = [NewEvent(f"{i}.{j}", "final", BODY) for j in range(batch)]
        began = time.perf_counter()
        await log.append(meeting, events, fence=fence)
        took.append((time.perf_counter() - began) * 1000)
        if pause_s:
            await asyncio.sleep(pause_s)
    return took


async def storm(log: EventLog, meetings: int, rate: float, seconds: float) -> list[float]:
    """`meetings` meetings that each append `rate` times a second, spread over time."""

    async def one(i: int) -> list[float]:
        await asyncio.sleep(i / meetings / rate)
        return await timed(log, f"storm-{i}", int(seconds * rate), 1, 1 / rate)

    return [ms for took in await asyncio.gather(*(one(i) for i in range(meetings))) for ms in took]


async def together(log: EventLog, writers: int, count: int) -> list[float]:
    parts = await asyncio.gather(*(timed(log, f"together-{i}", count, 1) for i in range(writers)))
    return [ms for took in parts for ms in took]


async def measure(name: str, batch: int, run: Callable[[], Awaitable[list[float]]]) -> None:
    began = time.perf_counter()
    took = sorted(await run())
    rate = len(took) * batch / (time.perf_counter() - began)
    p50, p99 = took[len(took) // 2], took[int(len(took) * 0.99)]
    print(f"| {name} | {rate:,.0f} | {p50:.2f} | {p99:.2f} | {took[-1]:.1f} |", flush=True)


async def main(folder: Path, seconds: float) -> None:
    log = SqliteEventLog(folder / "dccg.sqlite")
    print("| what | events/s | p50 ms | p99 ms | max ms |\n| --- | --- | --- | --- | --- |")
    await measure("one writer, one event a time", 1, lambda: timed(log, "single", 3000, 1))
    await measure("one writer, ten events a time", 10, lambda: timed(log, "tens", 1000, 10))
    await measure("64 writers at once", 1, lambda: together(log, 64, 150))
    await measure("4 meetings × 3/s", 1, lambda: storm(log, 4, 3, seconds))
    await measure("1,000 meetings × 3/s", 1, lambda: storm(log, 1000, 3, seconds))
    await log.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where to write; a temporary folder otherwise")
    parser.add_argument("--seconds", type=float, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as made:
        asyncio.run(main(Path(made), chosen.seconds))
