"""What axe finds wrong with every page, in light, dark and narrow: nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_viewer import say_much

PAGES = ["/", "/new", "", "/transcript", "/console", "/capture", "/type", "/edit", "/nowhere"]


@pytest.mark.req("VIEW-01", "VIEW-06", "VIEW-11", "VIEW-16", "VIEW-17", "VIEW-20", "DSP-07", "OPS-10")
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_wrong(page, site, live, violations, path):
    live.start()
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=0)
    live.open_source("Mara Quill", "k1")
    say_much(live)
    live.note("gap", gap=1, from_ms=90_000, to_ms=95_000, why="The line was cut.")
    live.note("correction", cue=3, text="It was put another way.", by="Mara Quill")
    page.goto(site.address + path if path in ("/", "/new") else site.at + path)
    if path in ("", "/type"):
        live.give_notice("We break for five minutes.")
        live.tail("an unfinished", "Mara Quill")
        expect(page.locator(".tail")).to_be_visible()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})
    assert violations(page) == []


@pytest.mark.req("VIEW-01")
def test_axe_finds_nothing_wrong_while_scrolled_back_and_cut_off(page, site, live, violations):
    live.start()
    say_much(live, 40)
    page.goto(site.at)
    expect(page.locator("#c40")).to_be_attached()
    page.locator("#captions").focus()
    page.keyboard.press("Home")
    expect(page.locator("#jump")).to_have_attribute("aria-disabled", "false")
    site.stop()
    expect(page.locator("#status")).to_contain_text("Connection lost", timeout=7_000)
    assert violations(page) == []
    site.start()


def test_axe_finds_nothing_wrong_with_a_form_that_came_back(page, site, violations):
    page.goto(f"{site.address}/new")
    page.get_by_label("Roster").fill("Mara Quill | | king")
    page.get_by_role("button", name="Create the meeting").click()
    expect(page.locator("#errors")).to_be_focused()
    assert "needs" not in page.title()
    assert page.title().startswith("Not saved")
    assert violations(page) == []
    page.get_by_role("link", name="Title is missing").click()
    expect(page.get_by_label("Title")).to_be_focused()


@pytest.mark.req("VIEW-23", "DSP-21")
def test_forced_colours_and_reduced_motion_keep_everything(page, site, live, violations):
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    say_much(live)
    page.goto(site.at)
    expect(page.locator("#c12")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    page.locator("#captions").focus()
    assert page.eval_on_selector("#captions", "c => getComputedStyle(c).outlineStyle") != "none"
