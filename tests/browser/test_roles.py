"""Coming in by a link, giving out links, and being out: in a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, free_port
from tests.fakes_live import SAMPLE
from tests.locked import Locked


@pytest.fixture
def house(tmp_path) -> Iterator[SimpleNamespace]:
    locked = Locked(tmp_path)
    site = Site(locked.app, free_port(), locked.meetings)
    site.start()
    yield SimpleNamespace(site=site, locked=locked, live=site.live, at=site.at)
    site.stop()


def link(house: SimpleNamespace, name: str) -> str:
    return f"{house.at if name != 'admin' else house.site.address}/enter#{house.locked.token[name]}"


@pytest.mark.req("THR-07")
def test_a_host_comes_in_by_a_link_that_leaves_no_trace_and_runs_the_console(page: Page, house, violations):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + str(request.headers.get("referer", ""))))
    page.goto(link(house, "host"))
    expect(page).to_have_url(f"{house.at}/console")
    page.get_by_role("button", name="Start captions").or_(page.locator("button[data-when=planned]")).first.click()
    expect(page.locator("#said")).to_contain_text("Captions are on.")
    assert not any(house.locked.token["host"] in one for one in asked if not one.startswith(link(house, "host")))
    assert house.locked.token["host"] not in page.evaluate("document.cookie + location.href + document.referrer")
    page.get_by_role("link", name="Links", exact=True).click()
    assert violations(page) == []


@pytest.mark.req("THR-07", "VIEW-16")
def test_a_host_makes_a_link_and_takes_it_back_and_the_page_of_who_came_by_it_says_so(
    page: Page, browser: Browser, house, violations
):
    house.locked.by_link_only()
    page.goto(link(house, "host"))
    page.get_by_role("link", name="Links", exact=True).click()
    page.get_by_role("radio", name=re.compile("^Reader")).check()
    page.get_by_label("For whom").fill("Ana")
    page.get_by_role("button", name="Make the link").click()
    expect(page.get_by_role("heading", name=re.compile("New link as reader: Ana"))).to_be_focused()
    made = page.get_by_label("The link", exact=True).input_value()
    assert violations(page) == []
    reader = browser.new_context().new_page()
    reader.goto(made)
    expect(reader).to_have_url(house.at)
    house.live.start()
    house.live.say("Welcome to all of you", "Mara Quill")
    expect(reader.locator("#captions")).to_contain_text("Welcome to all of you")
    card = page.get_by_role("listitem").filter(has_text="Reader: Ana")
    card.get_by_text("Take back", exact=True).click()
    begun = time.monotonic()
    card.get_by_role("button", name="Yes, take it back").click()
    expect(reader.get_by_role("heading", name="A link is needed here")).to_be_visible()
    print(f"out after {time.monotonic() - begun:.2f} s")
    expect(reader.locator("main")).not_to_contain_text("Welcome")
    expect(page.get_by_role("status").first).to_contain_text("taken back")
    assert violations(reader) == []
    reader.context.close()


@pytest.mark.req("THR-29")
@pytest.mark.parametrize(("name", "path"), [("captioner", "/type"), ("host", "/console")])
def test_a_page_whose_link_is_taken_back_is_left_for_the_one_that_says_why(page: Page, house, name, path):
    house.locked.by_link_only()
    page.goto(link(house, name))
    page.goto(house.at + path)
    page.wait_for_timeout(500)
    house.locked.file.change(lambda book: book.without_link(house.locked.link[name].id, time.time()))
    expect(page.get_by_role("heading", name="A link is needed here")).to_be_visible()


def test_without_javascript_the_code_is_pasted_and_links_are_made(browser: Browser, house):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(link(house, "host"))
    page.get_by_label("Link or code").fill(house.locked.token["host"][:-1])
    page.get_by_role("button", name="Go in").click()
    expect(page.get_by_role("alert")).to_contain_text("This link opens nothing")
    page.get_by_label("Link or code").fill(link(house, "host"))
    page.get_by_role("button", name="Go in").click()
    expect(page).to_have_url(f"{house.at}/console")
    page.goto(f"{house.at}/links")
    page.get_by_role("radio", name=re.compile("^Captioner")).check()
    page.get_by_role("button", name="Make the link").click()
    assert "/enter#" in page.get_by_label("The link", exact=True).input_value()
    page.goto(f"{house.site.address}/enter")
    page.get_by_role("button", name="Forget my links").click()
    expect(page.get_by_role("status").first).to_contain_text("forgotten")
    page.goto(f"{house.at}/console")
    expect(page.get_by_role("heading", name="A link is needed here")).to_be_visible()
    page.context.close()


@pytest.mark.req("VIEW-01", "OPS-10")
def test_the_pages_of_links_pass_axe_light_dark_and_at_320_pixels(page: Page, house, violations):
    page.goto(link(house, "host"))
    expect(page).to_have_url(f"{house.at}/console")
    for scheme, width in (("light", 1000), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 700})
        for path in ("/enter", "/new", "/", f"/m/{SAMPLE.id}/links"):
            page.goto(house.site.address + path)
            assert violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
