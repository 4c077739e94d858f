"""What was said off the record is in nothing that a browser stores."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.fakes_live import SAMPLE

STORED = """async () => {
  const databases = indexedDB.databases ? await indexedDB.databases() : [];
  const caches_ = await caches.keys();
  const kept = [localStorage, sessionStorage].map((one) => JSON.stringify(Object.entries(one)));
  return JSON.stringify([kept, databases, caches_, document.cookie, history.state, name]);
}"""


@pytest.mark.browser
@pytest.mark.req("PRV-06", "PRV-11")
def test_a_browser_stores_nothing_of_what_is_shown_off_the_record(page: Page, site: Site, live: Any):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://127.0.0.1:{site.port}/m/{SAMPLE.id}")
    live.start()
    live.set_record(False)
    live.say("Heronsong at dusk.")
    expect(page.locator("body")).to_contain_text("Heronsong at dusk.")
    page.keyboard.press("Alt+m")
    stored = page.evaluate(STORED)
    assert "eronsong" not in stored
    assert page.context.cookies() == []
    assert all(url.startswith((f"http://127.0.0.1:{site.port}/", "data:")) for url in asked)
    page.reload()
    expect(page.locator("main")).to_be_visible()
    assert "eronsong" not in page.content()
    assert "eronsong" not in page.evaluate(STORED)
