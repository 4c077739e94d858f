"""Prints how soon a reader's browser paints captions, how much is sent to it, and what three hours of them cost it.

python benchmarks/reader.py STREAM.jsonl [--seconds 240] [--hours 3]

STREAM is a recorded stream, a line [seconds, frame] each, as `tests/record_stream.py` prints it. It is kept in a real
record on the disk and read by a real Chromium over loopback, in real time. Then a meeting of some hours is opened.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import cast
from urllib.request import Request, urlopen

import uvicorn
from machine import told
from playwright.async_api import Browser, Page, async_playwright
from websockets.asyncio.client import connect

from captioner.captioning import Engine
from captioner.live import LiveMeeting
from captioner.meetings import Meetings
from dccg.app import create_app
from dccg.demo.play import sample_meeting
from dccg.server import server_config
from models.cue import Word
from models.events import Final, MeetingEvent, Opening, decode
from record import SqliteEventLog

FLAGS = ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"]
DISPLAY = Path(__file__).with_name("display.js")

# When each settled word was painted: the frame after the change, on the clock of the machine.
PAINTED = """() => { window.painted = {}; const region = document.getElementById('captions');
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
    const now = performance.timeOrigin + performance.now();
    for (const cue of [...region.querySelectorAll('.cue')].slice(-6))
      for (let n = 1; n <= Number(cue.dataset.n); n++) window.painted[`${cue.id}.${n}`] ??= now;
  }))).observe(region, {childList: true, characterData: true, subtree: true}); }"""

FRAMES = """seconds => new Promise((done) => {
  const gaps = []; let before = performance.now(), end = before + 1000 * seconds;
  const step = (now) => {
    gaps.push(now - before); before = now; now < end ? requestAnimationFrame(step) : done(gaps);
  };
  requestAnimationFrame(step); })"""


def stream(path: Path, seconds: float) -> Iterator[tuple[float, MeetingEvent]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        at_s, frame = json.loads(line)
        if at_s <= seconds:
            body = {name: value for name, value in frame.items() if name not in ("seq", "kind")}
            yield at_s, decode(frame["kind"], json.dumps(body).encode())


def share(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


@dataclass
class Stage:
    """The application with a real record, and a browser before it."""

    port: int
    meetings: Meetings
    browser: Browser

    async def meeting(self, name: str) -> LiveMeeting:
        live = await self.meetings.create(replace(sample_meeting(), id=name))
        await live._keeper.open()  # no sound comes, so nothing else would open it
        return live

    def address(self, live: LiveMeeting, more: str = "") -> str:
        return f"http://127.0.0.1:{self.port}/m/{live.id}{more}"


async def count(stage: Stage, live: LiveMeeting, more: str, sums: dict[str, int]) -> None:
    address = stage.address(live, f"/live?after=0{more}").replace("http", "ws", 1)
    async with connect(address, compression=None) as socket:
        async for message in socket:
            sums[more] = sums.get(more, 0) + len(cast(str, message).encode()) + 4


async def watch(stage: Stage, path: Path, seconds: float) -> list[str]:
    """Play the stream in real time; return rows on delay, bytes and steadiness."""
    live = await stage.meeting("played")
    page = await stage.browser.new_page(viewport={"width": 1000, "height": 700})
    await page.goto(stage.address(live))
    await page.evaluate(PAINTED)
    await page.evaluate(DISPLAY.read_text(encoding="utf-8"))
    sums: dict[str, int] = {}
    counting = [asyncio.create_task(count(stage, live, more, sums)) for more in ("", "&only=finals")]
    await asyncio.sleep(0.5)
    kept: dict[str, float] = {}
    begun = time.monotonic()
    for at_s, event in stream(path, seconds):
        await asyncio.sleep(max(0.0, begun + at_s - time.monotonic()))
        now = time.time() * 1000
        if isinstance(event, Final):
            kept |= {f"c{event.cue}.{event.at + n}": now for n in range(1, len(event.words) + 1)}
        await live._keeper.keep([event])
    length = time.monotonic() - begun
    await asyncio.sleep(1.5)
    painted, display = await page.evaluate("window.painted"), await page.evaluate("watched()")
    late = [painted[key] - at for key, at in kept.items() if key in painted]
    for task in counting:
        task.cancel()
    await page.close()
    hour = 3600 / length
    return [
        f"| settled words, of which painted | {len(kept)}, {len(late)} |",
        "| record to paint, p50 / p95 / most, ms "
        f"| {share(late, 0.5):.0f} / {share(late, 0.95):.0f} / {max(late):.0f} |",
        f"| settled words that moved | {display['moved']} |",
        f"| words erased for each settled one, as drawn | {display['erased'] / display['settled']:.3f} |",
        f"| sent in an hour, live | {sums[''] * hour / 1000:.0f} kB, {sums[''] / length:.0f} B/s |",
        f"| sent in an hour, sentences only | {sums['&only=finals'] * hour / 1000:.0f} kB, "
        f"{sums['&only=finals'] / length:.0f} B/s |",
    ]


def long_talk(hours: float) -> Iterator[Final]:
    """Cues of eight words at 150 words a minute, four speakers in turn."""
    names = ("Mara Quill", "Tomás Ibarrola", "Ngozi Adeyemi-Hart", None)
    said = "we would like to speak about roster liaisons"
    for cue in range(1, int(hours * 60 * 150 / 8) + 1):
        texts = said.split()
        texts[-1] += "." if cue % 2 else ","
        words = tuple(Word(cue * 3200 + n * 400, cue * 3200 + n * 400 + 380, text, 0.9) for n, text in enumerate(texts))
        yield Final(cue, 0, words, Opening(names[cue // 6 % 4], "s1", "machine", "benchmark", "en"))


async def metrics(page: Page) -> dict[str, float]:
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    await session.send("Performance.enable")
    found = await session.send("Performance.getMetrics")
    return {one["name"]: one["value"] for one in found["metrics"]}


async def open_long(stage: Stage, live: LiveMeeting, hours: float, mode: str) -> list[str]:
    page = await stage.browser.new_page(viewport={"width": 1000, "height": 700})
    address = stage.address(live, f"?mode={mode}")
    asked = Request(address, headers={"accept-encoding": "gzip"})  # noqa: S310
    sent = await asyncio.to_thread(lambda: urlopen(asked).read())  # noqa: S310
    begun = time.monotonic()
    await page.goto(address, wait_until="load")
    await page.locator("#captions .cue").last.wait_for(state="attached")
    opened = time.monotonic() - begun
    held = await metrics(page)
    adding = asyncio.create_task(go_on(live))
    gaps = [float(gap) for gap in await page.evaluate(FRAMES, 20)]
    adding.cancel()
    await page.close()
    return [
        f"| {mode} | {len(live.transcript.cues):,} "
        f"| {len(sent) / 1000:.0f} of {len(gzip.decompress(sent)) / 1000:.0f} kB "
        f"| {opened:.1f} s | {held['Nodes']:,.0f} | {held['JSHeapUsedSize'] / 1e6:.1f} MB "
        f"| {median(gaps):.0f} / {share(gaps, 0.95):.0f} / {share(gaps, 0.99):.0f} / {max(gaps):.0f} |"
    ]


async def go_on(live: LiveMeeting) -> None:
    """Two words three times a second, a new cue every eight words."""
    cue = len(live.transcript.cues)
    while True:
        cue += 1
        for at in (0, 2, 4, 6):
            words = tuple(Word(cue * 3200 + n, cue * 3200 + n + 1, f"word{n}", 0.9) for n in (at, at + 1))
            opening = Opening("Mara Quill", "s1", "machine", "benchmark", "en") if at == 0 else None
            await live._keeper.keep([Final(cue, at, words, opening)])
            await asyncio.sleep(0.33)


async def run(args: argparse.Namespace, folder: Path) -> None:
    log = SqliteEventLog(folder / "dccg.sqlite")
    meetings = Meetings(folder, log, cast(Engine, None))
    server = uvicorn.Server(server_config(create_app(meetings)))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with async_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        stage = Stage(port, meetings, browser)
        print("| what | figure |\n|---|--:|")
        print("\n".join(await watch(stage, args.stream, args.seconds)), flush=True)
        long = await stage.meeting("long")
        for event in long_talk(args.hours):
            await long._keeper.keep([event])
        print(
            f"\nA meeting of {args.hours:g} hours, opened by a late reader:\n\n| way to read | captions | page as sent "
            "| opened in | DOM nodes | script memory | ms between frames p50 / p95 / p99 / most |\n"
            "|---|--:|--:|--:|--:|--:|--:|"
        )
        for mode in ("live", "sentences", "own"):
            print("\n".join(await open_long(stage, long, args.hours, mode)), flush=True)
        await browser.close()
    server.should_exit = True
    await serving
    await log.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stream", type=Path)
    parser.add_argument("--seconds", type=float, default=1000)
    parser.add_argument("--hours", type=float, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(args, Path(folder)))
    print(told())


if __name__ == "__main__":
    main()
