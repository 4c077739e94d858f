"""The page of what to look at before a meeting, in a real browser."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.fakes_live import SAMPLE


@pytest.mark.req("OPS-01", "OPS-02", "OPS-05", "OPS-09")
def test_the_host_finds_checks_needs_invitation_and_words_on_one_page(page, site, live, violations):
    site.meetings.held[SAMPLE.id].meeting = replace(SAMPLE, needs=("A captioner who types, for item 3",))
    page.goto(f"{site.at}/console")
    page.get_by_role("link", name="Before the meeting").click()
    checks = page.locator(".checks")
    expect(checks).to_contain_text("Look at this: no sound is coming in yet.")
    expect(checks).to_contain_text("Ready: captions are saved.")
    expect(checks).to_contain_text(f"Ready: captions reach a browser at {site.at}")
    expect(page.get_by_text("A captioner who types, for item 3")).to_be_visible()
    expect(page.locator("#script")).to_contain_text(f"There are live captions. Open {site.at} in any browser")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Invitation with agenda").click()
    expect(page.locator("main")).to_contain_text(f"a braille display and without sound: {site.at}")
    expect(page.locator("main")).to_contain_text("If you need sign language interpretation")


def test_a_line_that_brings_no_captions_is_told(page, site, live):
    page.route("**/poll*", lambda route: route.abort())
    page.goto(f"{site.at}/before")
    expect(page.locator(".checks")).to_contain_text("captions don't reach this browser. Try the address on another")
