"""A recorded meeting, read in real time on several screens at once: nothing jumps."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from models.events import decode

STREAM = Path(__file__).parents[1] / "data" / "stream.jsonl"
WATCH = Path(__file__).parents[2] / "benchmarks" / "display.js"
SECONDS = 26
SCREENS = {
    "wide": (1000, 700, ""),
    "phone": (320, 640, ""),
    "large": (900, 500, "?fs=250"),
    "slow": (900, 600, "?mode=sentences"),
}


def play(live) -> int:
    """Play the first part of the recorded stream in real time; return how many words are settled then."""
    begun, words = time.monotonic(), 0
    for line in STREAM.read_text(encoding="utf-8").splitlines():
        at_s, frame = json.loads(line)
        if at_s > SECONDS:
            break
        time.sleep(max(0.0, begun + at_s - time.monotonic()))
        body = {name: value for name, value in frame.items() if name not in ("seq", "kind")}
        live.keep(decode(frame["kind"], json.dumps(body).encode()))
        words += len(body.get("words", ()))
    return words


@pytest.mark.req("DSP-01", "DSP-02", "DSP-03", "DSP-04")
def test_no_settled_word_moves_and_hardly_a_shown_one_is_taken_back(site, live, browser):
    pages = {}
    for name, (width, height, asked) in SCREENS.items():
        pages[name] = browser.new_page(viewport={"width": width, "height": height})
        pages[name].goto(site.at + asked)
        pages[name].evaluate(WATCH.read_text(encoding="utf-8"))
    words = play(live)
    assert words > 50
    for name, page in pages.items():
        expect(page.locator("#captions .cue").last).to_be_in_viewport()
        page.wait_for_timeout(500)
        told = page.evaluate("watched()")
        assert told["moved"] == 0, name
        # Normalized erasure as it was drawn; under 0.1 it bounds the share of words that changed as well.
        assert told["erased"] / told["settled"] < (0.1 if name != "slow" else 0.001), name
        assert told["settled"] == words or name == "slow", name
        times = told["times"]
        assert all(later - earlier > 850 for earlier, later in zip(times, times[3:], strict=False)), name
        page.close()
