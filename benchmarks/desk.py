"""Prints how soon the note-takers' desk of a long meeting opens, and how soon a key that is pressed there is painted.

python benchmarks/desk.py MEETINGS.jsonl [--hours 3] [--keys 300]

The meeting has the captions of the meetings in the file, one after the other and over again, at 150 words a minute;
its report is the draft that the program makes of them. It is kept in a real record on the disk and opened by a real
Chromium over loopback. The keys come ten a second, while somebody else saves another line every two seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import cast
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import uvicorn
from machine import told
from playwright.async_api import Browser, Page, async_playwright
from reader import FLAGS, metrics, share

from captioner.captioning import Engine
from captioner.live import LiveMeeting
from captioner.meetings import Meetings
from dccg.app import create_app
from dccg.demo.play import sample_meeting
from dccg.server import server_config
from models.cue import Word
from models.events import Final, Opening
from record import SqliteEventLog

FORM_TYPE = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
EACH_MS, GAP_S, OTHER_S = 400, 0.1, 2.0

# From the press of a key to the first task after the frame that shows it.
PRESSED = """() => { window.took = []; addEventListener('keydown', (event) => requestAnimationFrame(() => {
  const {port1, port2} = new MessageChannel();
  port1.onmessage = () => window.took.push(performance.now() - event.timeStamp); port2.postMessage(0); }), true); }"""
OPENED = """() => { const [one] = performance.getEntriesByType('navigation');
  return [one.responseStart, one.domContentLoadedEventEnd, one.encodedBodySize, one.decodedBodySize,
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0]; }"""


def talk(path: Path, hours: float) -> Iterator[Final]:
    """Captions of so many hours; a meeting of the file that is too short for them comes again."""
    lines = path.read_text(encoding="utf-8").splitlines()
    said = [(one["text"], one.get("speaker")) for line in lines if line for one in json.loads(line)["utterances"]]
    at = 0
    for cue, (text, speaker) in enumerate(cycle(said), 1):
        spoken = enumerate(text.split())
        words = tuple(Word(at + n * EACH_MS, at + (n + 1) * EACH_MS - 20, one, 0.9) for n, one in spoken)
        if not words:
            continue
        at = words[-1].end_ms + 20
        if at > hours * 3_600_000:
            return
        yield Final(cue, 0, words, Opening(speaker, "s1", "machine", "benchmark", "en"))


def post(address: str, **fields: str) -> None:
    urlopen(Request(address, urlencode(fields).encode(), FORM_TYPE)).close()  # noqa: S310


async def others(address: str, target: str) -> None:
    """Somebody else, who types in another line."""
    for n in range(1_000_000):
        await asyncio.sleep(OTHER_S)
        fields = {"form": "line", "target": target, "do": "save", "exact": "yes", "seen": str(n + 1), "key": f"o{n}"}
        await asyncio.to_thread(post, address, by="Ben Okafor", text=f"Somebody else typed this, {n}.", **fields)


async def opened(browser: Browser, address: str) -> tuple[Page, list[str]]:
    context = await browser.new_context(viewport={"width": 1000, "height": 700})
    await context.add_cookies([{"name": "dccg-name", "value": "Ana%20Velho", "url": address}])
    page = await context.new_page()
    took, ready = [], []
    for _ in range(5):
        await page.goto(address)
        answer, loaded, sent, whole, painted = await page.evaluate(OPENED)
        took.append(painted)
        ready.append(loaded)
    lines = await page.locator(".line").count()
    found = await metrics(page)
    return page, [
        f"| lines and suggestions on the page | {lines} |",
        f"| the page, and as it is sent | {whole / 1000:.0f} kB, {sent / 1000:.0f} kB |",
        f"| DOM nodes | {found['Nodes']:.0f} |",
        f"| first byte, of the last of five openings | {answer:.0f} ms |",
        f"| painted, the middle and the slowest of five | {share(took, 0.5):.0f} / {max(took):.0f} ms |",
        f"| scripts ready, the middle and the slowest | {share(ready, 0.5):.0f} / {max(ready):.0f} ms |",
    ]


async def typed(page: Page, keys: int) -> str:
    field = page.locator(".line textarea[name=text]").nth(20)
    await field.click()
    await page.evaluate(PRESSED)
    for n in range(keys):
        await page.keyboard.press("x" if n % 6 else "Space")
        await asyncio.sleep(GAP_S)
    took = await page.evaluate("window.took")
    return f"{share(took, 0.5):.0f} / {share(took, 0.95):.0f} / {max(took):.0f} ms |"


async def run(args: argparse.Namespace, folder: Path) -> None:
    log = SqliteEventLog(folder / "dccg.sqlite")
    meetings = Meetings(folder, log, cast(Engine, None))
    app = create_app(meetings, data=folder, log=log)
    server = uvicorn.Server(server_config(app, ending_s=1))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    live: LiveMeeting = await meetings.create(replace(sample_meeting(), id="long"))
    await live._keeper.open()  # no sound comes, so nothing else would open it
    await live._keeper.keep(list(talk(args.meetings, args.hours)))
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/m/long/desk"
    begun = time.monotonic()
    await asyncio.to_thread(post, f"{address}/draft", by="Ana Velho", key="draft")
    took_s = time.monotonic() - begun
    print(f"| what | figure |\n|---|--:|\n| draft of {args.hours:g} hours | {took_s:.1f} s |", flush=True)
    async with async_playwright() as playwright:
        found = shutil.which("chromium") or shutil.which("google-chrome")
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        page, rows = await opened(browser, address)
        print("\n".join(rows), flush=True)
        print(f"| key to paint, alone, p50 / p95 / most | {await typed(page, args.keys)}", flush=True)
        target = await page.locator(".line[data-line]").first.get_attribute("data-line") or ""
        other = asyncio.create_task(others(address, target))
        print(f"| key to paint, beside somebody else, p50 / p95 / most | {await typed(page, args.keys)}", flush=True)
        other.cancel()
        await browser.close()
    server.should_exit = True
    await serving
    await log.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("meetings", type=Path)
    parser.add_argument("--hours", type=float, default=3)
    parser.add_argument("--keys", type=int, default=300)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(args, Path(folder)))
    print(told())


if __name__ == "__main__":
    main()
