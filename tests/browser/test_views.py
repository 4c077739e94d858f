"""Captions on a screen for a whole room, as an overlay, and inside another page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.test_viewer import at_end, say_much


def rectangle(page, place: str) -> dict[str, float]:
    box = page.locator(place).bounding_box()
    assert box is not None
    return box


@pytest.mark.req("OPS-11")
def test_the_view_for_a_room_is_large_and_has_nothing_to_press(page, site, live, violations):
    page.set_viewport_size({"width": 1920, "height": 1080})
    live.start()
    page.goto(f"{site.at}?view=room")
    say_much(live, 20)
    expect(page.locator("#c20")).to_be_in_viewport()
    # On a screen of a metre and twenty a line of 60 px has small letters of two centimetres: read from 4 m.
    assert page.eval_on_selector("#captions", "c => parseFloat(getComputedStyle(c).fontSize)") >= 60
    assert page.locator("button:visible, a:visible").count() == 0
    expect(page.locator("#status")).to_have_text("Captions are on.")
    assert page.eval_on_selector("html", "h => h.scrollWidth <= h.clientWidth && h.scrollHeight <= h.clientHeight")
    assert violations(page) == []


@pytest.mark.req("DSP-05", "DSP-18")
@pytest.mark.parametrize("place", ["top", "bottom"])
def test_the_overlay_is_two_lines_of_text_on_a_transparent_page(page, site, live, violations, place):
    live.start()
    page.goto(f"{site.at}?view=overlay&pos={place}")
    say_much(live, 20)
    expect(page.locator("#c20")).to_be_in_viewport()
    assert at_end(page)
    lines = page.eval_on_selector(
        "#captions", "c => c.clientHeight / parseFloat(getComputedStyle(c).lineHeight)"
    )
    assert lines == pytest.approx(2, abs=0.05)
    for part in ("html", "body", "#captions"):
        assert page.eval_on_selector(part, "e => getComputedStyle(e).backgroundColor") == "rgba(0, 0, 0, 0)"
    assert page.eval_on_selector("#c20", "e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    box = rectangle(page, "#captions")
    assert (box["y"] < 60) if place == "top" else (box["y"] + box["height"] > 640)
    assert page.locator("button:visible, a:visible").count() == 0
    assert violations(page) == []


def test_the_overlay_says_when_captions_are_cut_off(page, site, live):
    live.start()
    page.goto(f"{site.at}?view=overlay")
    say_much(live, 2)
    expect(page.locator("#c2")).to_be_in_viewport()
    expect(page.locator("#status")).not_to_be_in_viewport()
    site.stop()
    expect(page.locator("#status")).to_contain_text("Connection lost", timeout=8_000)
    expect(page.locator("#status")).to_be_in_viewport()


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    """Another site: gives a page the address at which it then stands."""
    told: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(told[-1].encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stand(text: str) -> str:
        told.append(text)
        return f"http://localhost:{server.server_port}/"

    yield stand
    server.shutdown()
    server.server_close()


@pytest.mark.req("DSP-18")
@pytest.mark.parametrize("place", ["top", "bottom"])
def test_captions_go_on_inside_another_sites_page(page, site, live, elsewhere, place):
    live.start()
    frame = f'<iframe title="Captions" src="{site.at}?view=room&pos={place}" width="900" height="500"></iframe>'
    page.goto(elsewhere(f"<!doctype html><h1>Our stream</h1>{frame}"))
    inside = page.frame_locator("iframe")
    say_much(live, 12)
    expect(inside.locator("#c12")).to_be_in_viewport()
    box = inside.locator("#captions").bounding_box()
    assert box is not None
    assert box["height"] >= 250
