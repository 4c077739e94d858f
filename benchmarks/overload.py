"""Prints how captions fare when there is more speech than the machine can recognise, in real time, with real workers.

python benchmarks/overload.py [--load 1.5] [--seconds 120] [--meetings 10] [--workers 2] [--shape stream|window]
                              [--lighter] [--spike SECONDS]

The recogniser of set speed (`tests/paced.py`) sleeps instead of working, so the machine is free for everything else,
and its words are known. Each meeting is a real one: session, workers in processes, record on disk, folder, hub and
one viewer. With --spike the load is cut to 0.5 after that many seconds, by meetings that fall silent. The same on a
clock that jumps, ten minutes long: DCCG_OVERLOAD_S=600 pytest tests/captioner/test_overload.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from machine import told

from captioner.captioning import Engine
from captioner.engines.power import running
from captioner.host_view import figures
from captioner.live import LiveMeeting
from models.meeting import Meeting
from record import MeetingFolder, SqliteEventLog
from tests.paced import Paced

CHUNK_MS = 96
CYCLE_MS, SENTENCE_MS = 12_000, 9_600
SPEECH = SENTENCE_MS / CYCLE_MS


@dataclass
class Seen:
    """What one viewer of a meeting saw, and when."""

    delays: list[tuple[float, float]] = field(default_factory=list)
    sends: list[float] = field(default_factory=list)
    levels: list[tuple[float, int]] = field(default_factory=list)
    gap_cues: set[int] = field(default_factory=set)


class Talk:
    """One meeting whose only source speaks four fifths of the time."""

    def __init__(self, number: int, engine: Engine, log: SqliteEventLog, folder: Path) -> None:
        meeting = Meeting(
            id=f"2026-05-04-load-{number}",
            number=str(number),
            title=f"Load {number}",
            group="Load",
            date="2026-05-04",
            start="14:00",
            rule="open",
        )
        (folder / "meetings" / meeting.id).mkdir(parents=True)
        self.live = LiveMeeting(meeting, log, MeetingFolder(folder, meeting.id), engine)
        self.seen = Seen()
        self.phase_ms = round(number * 0.618 * CYCLE_MS)
        self.quiet = False
        self.closing: dict[str, int] = {}

    async def speak(self, seconds: float) -> None:
        """Send sound in real time; the voice in it is told instead of searched for, which is not measured here."""
        source = self.live.open_source("", "room")
        detector: Any = source
        detector._detector = _Told(self)
        begun, given_ms = time.monotonic(), 0
        sound = np.full(CHUNK_MS * 16, 0.05, np.float32)
        while given_ms < seconds * 1_000:
            given_ms += CHUNK_MS
            await asyncio.sleep(max(0.0, begun + given_ms / 1_000 - time.monotonic()))
            await source.hear(sound)
            _FED.append(time.monotonic() - begun - given_ms / 1_000)
            self.seen.levels.append((given_ms / 1_000, figures(self.live)["level"]))
        await source.end()

    async def finish(self) -> None:
        """Let the rest be recognised, note the books, end the meeting."""
        async with asyncio.timeout(1_200):
            while (
                figures(self.live)["waiting_ms"]
                or figures(self.live)["filled_ms"] < figures(self.live)["gap_ms"] - 5_000
            ):
                await asyncio.sleep(0.5)
        self.closing = figures(self.live)
        await self.live.stop()

    async def view(self) -> None:
        async for text in self.live.watch(0):
            frame = json.loads(text)
            now_ms = self.live.now_ms()
            if frame["kind"] != "final":
                continue
            if frame.get("gap") is not None:
                self.seen.gap_cues.add(frame["cue"])
            if frame["cue"] not in self.seen.gap_cues:
                self.seen.delays += [(now_ms / 1_000, (now_ms - word[1]) / 1_000) for word in frame["words"]]


class _Told:
    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._at_ms = 0

    def probabilities(self, samples: Any) -> list[float]:
        frames = []
        for _ in range(len(samples) // 512):
            at_ms = self._talk.phase_ms + self._at_ms
            self._at_ms += 32
            frames.append(0.02 if self._talk.quiet or at_ms % CYCLE_MS >= SENTENCE_MS else 0.95)
        return frames


def p95(delays: list[float]) -> float:
    return sorted(delays)[len(delays) * 95 // 100] if delays else 0.0


async def play(args: argparse.Namespace, folder: Path) -> None:
    cost = args.load * args.workers / (args.meetings * SPEECH)
    engine = Paced(cost, args.shape, args.lighter)
    log = SqliteEventLog(folder / "dccg.sqlite")
    async with running(engine, args.workers) as power:
        talks = [Talk(number, power, log, folder) for number in range(args.meetings)]
        viewers = [asyncio.create_task(talk.view()) for talk in talks]
        for talk in talks:
            await talk.live.start()
        start_mb = _resident_mb()
        lags = asyncio.create_task(_loop_lags())
        if args.spike:
            asyncio.get_running_loop().call_later(args.spike, _silence, talks, args.load)
        await asyncio.gather(*(talk.speak(args.seconds) for talk in talks))
        peak_mb = _resident_mb()
        drained = time.monotonic()
        await asyncio.gather(*(talk.finish() for talk in talks))
        lags.cancel()
        report(args, talks, time.monotonic() - drained)
        print(f"Memory of the program: {start_mb} MB at the start, {peak_mb} MB at the end of the sound.")
        worst = sorted(_LAGS)
        print(f"Event loop late: p99 {1_000 * worst[len(worst) * 99 // 100]:.0f} ms, worst {1_000 * worst[-1]:.0f} ms.")
        print(f"Sound taken in late: p99 {sorted(_FED)[len(_FED) * 99 // 100]:.1f} s, worst {max(_FED):.1f} s.")
        for viewer, talk in zip(viewers, talks, strict=True):
            talk.live.hub.close()
            await viewer
    await log.close()


_LAGS: list[float] = []
_FED: list[float] = []


async def _loop_lags() -> None:
    while True:
        before = time.monotonic()
        await asyncio.sleep(0.02)
        _LAGS.append(time.monotonic() - before - 0.02)


def _silence(talks: list[Talk], load: float) -> None:
    for talk in talks[max(1, round(len(talks) * 0.5 / load)) :]:
        talk.quiet = True


def _resident_mb() -> int:
    text = Path("/proc/self/statm")
    if text.exists():
        return int(text.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000


def report(args: argparse.Namespace, talks: list[Talk], drained_s: float) -> None:
    print("| from s | words p95 late s | highest level |\n|--:|--:|--:|")
    step = max(30, args.seconds // 10)
    for first in range(0, args.seconds, step):
        late = [late for talk in talks for at, late in talk.seen.delays if first <= at < first + step]
        level = max(level for talk in talks for at, level in talk.seen.levels if first <= at <= first + step)
        print(f"| {first} | {p95(late):.2f} | {level} |")
    late = [late for talk in talks for at, late in talk.seen.delays if min(60, args.seconds // 2) <= at < args.seconds]
    print(f"\nAfter the first minute: p95 {p95(late):.2f} s. The rest was recognised {drained_s:.0f} s after the end.")
    print("\n| meeting | received s | captioned | silent | gap | without words | filled in | difference |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for talk in talks:
        one = talk.closing
        values = [
            one[f"{name}_ms"] / 1_000 for name in ("received", "captioned", "silent", "gap", "wordless", "filled")
        ]
        off = values[1] + values[2] + values[3] - values[0]
        print(f"| {talk.live.meeting.number} | " + " | ".join(f"{value:.1f}" for value in values) + f" | {off:+.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--load", type=float, default=1.5)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--meetings", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--shape", choices=("stream", "window"), default="stream")
    parser.add_argument("--lighter", action="store_true", help="a smaller model is at hand, which costs 40 %%")
    parser.add_argument("--spike", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        asyncio.run(play(args, Path(place)))
    print(told())


if __name__ == "__main__":
    main()
