"""Prints how much later captions come over a bad line than over a good one, for each way in which they can come.

python -m benchmarks.bad_line [--seconds 60]

A meeting of 180 words a minute goes through a proxy to the page's own stream in a real Chromium: with no limits, and
over 400 kbit/s with 400 ms there and back, where one packet in a hundred is lost and sent again.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.machine import told
from dccg.app import create_app
from tests.browser.conftest import FLAGS, Site, free_port
from tests.fakes_live import SAMPLE, FakeMeetings
from tests.line import EVENTS, UPGRADE, Line, Manners

GOOD = Manners()
BAD = Manners(delay_s=0.2, bytes_per_s=50_000, loss=0.01)
WAYS = {
    "WebSocket": None,
    "server-sent events": UPGRADE,
    "long poll": re.compile(UPGRADE.pattern + b"|" + EVENTS.pattern, re.I),
}
WORDS = "we would like to speak about the roster of liaisons and the terms of reference before the break".split()
HEAR = """async (live) => {
  const { Stream } = await import("/static/stream.js");
  window.heard = {};
  window.stream = new Stream(live, 0, ({ seq }) => { if (seq) heard[seq] ??= Date.now() / 1000; }, () => {});
}"""


@contextmanager
def serving() -> Iterator[Site]:
    meetings = FakeMeetings(SAMPLE)
    site = Site(create_app(meetings), free_port(), meetings)
    site.start()
    try:
        yield site
    finally:
        site.stop()


def latencies(browser: Browser, manners: Manners, seconds: float) -> tuple[list[float], float]:
    """Return how long each durable event took, in seconds, and the bytes in a second."""
    with serving() as site, Line(site.port, manners) as line:
        page = browser.new_page()
        page.goto(f"{line.address}/healthz")
        page.evaluate(HEAR, f"/m/{SAMPLE.id}/live")
        page.wait_for_timeout(5_000)  # until it has found its way
        bytes_before, begun = line.bytes_up + line.bytes_down, time.monotonic()
        sent = speak(page, site, seconds)
        spent = (line.bytes_up + line.bytes_down - bytes_before) / (time.monotonic() - begun)
        page.wait_for_timeout(8_000)
        heard = {int(seq): at for seq, at in page.evaluate("heard").items()}
        page.close()
    assert heard.keys() >= sent.keys(), "an event was lost"
    return sorted(heard[seq] - at for seq, at in sent.items()), spent


def speak(page: Page, site: Site, seconds: float) -> dict[int, float]:
    """Say 180 words a minute; returns when each event was sent, by its number."""
    chance, begun, sent = random.Random(1), time.monotonic(), {}
    for n in range(int(seconds * 3)):
        sent[site.live.hub.last + 1] = time.time()
        if n % 12 == 0:
            site.live.say(chance.choice(WORDS), "Mara Quill")
        else:
            site.live.go_on(chance.choice(WORDS))
        site.live.tail(" ".join(chance.sample(WORDS, 6)), "Mara Quill")
        page.wait_for_timeout(max(0.0, 1000 * (begun + (n + 1) / 3 - time.monotonic())))
    return sent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    seconds = parser.parse_args().seconds
    print("| line | good p50 | good p95 | bad p50 | bad p95 | added p95 | bytes/s |\n|---|--:|--:|--:|--:|--:|--:|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, refuse in WAYS.items():
            good, spent = latencies(browser, replace(GOOD, refuse=refuse), seconds)
            bad, _ = latencies(browser, replace(BAD, refuse=refuse), seconds)
            ms = [1000 * all_[int(len(all_) * part)] for all_ in (good, bad) for part in (0.5, 0.95)]
            figures = " | ".join(f"{one:,.0f} ms" for one in (*ms, ms[3] - ms[1]))
            print(f"| {name} | {figures} | {spent:,.0f} |", flush=True)
    print(told())


if __name__ == "__main__":
    main()
