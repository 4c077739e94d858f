"""The live desk: two people at once, lines that break, tabs that close, and what a screen reader meets."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import free_port
from tests.dccg.program import FORM, MEETING, serving
from tests.fakes_live import SAMPLE
from tests.reports import SAMPLE as REPORT

POINT, STEP = "b1.1.s1", "b2.2.s2"
LISTEN = """() => { window.said = []; const region = document.getElementById("aloud-live");
  new MutationObserver(() => window.said.push(region.textContent)).observe(region, {childList: true}); }"""


def at_desk(browser: Browser, site: Any, name: str) -> Page:
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    context.add_cookies([{"name": "dccg-name", "value": name.replace(" ", "%20"), "url": site.address}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    page.faults = faults  # type: ignore[attr-defined]
    return page


@pytest.fixture
def desks(site: Any) -> Any:
    """The store, with a report on it."""
    store = site.app.state.reporting.desks
    site.call(lambda: store.draft(SAMPLE.id, REPORT, "Ana Velho", "draft"))
    return store


@pytest.fixture
def ana(browser: Browser, site: Any, desks: Any) -> Iterator[Page]:
    yield from opened(browser, site, "Ana Velho")


@pytest.fixture
def ben(browser: Browser, site: Any, desks: Any) -> Iterator[Page]:
    yield from opened(browser, site, "Ben Okafor")


def opened(browser: Browser, site: Any, name: str) -> Iterator[Page]:
    page = at_desk(browser, site, name)
    page.goto(f"{site.at}/desk")
    yield page
    page.context.close()
    assert page.faults == []  # type: ignore[attr-defined]


def line(page: Page, id: str) -> Locator:
    return page.locator(f'[data-line="{id}"]')


def text(page: Page, id: str) -> Locator:
    return line(page, id).get_by_label("Text:").first


def kept(site: Any, desks: Any, id: str) -> str:
    """What the server has in the text of a line."""
    report = site.call(lambda: desks.load(SAMPLE.id)).report
    return next(one.text for block in report.blocks for one in _lines(block) if one.id == id)


def _lines(block: Any) -> Iterator[Any]:
    yield from block.statements
    for inner in block.blocks:
        yield from _lines(inner)


def test_what_one_types_appears_for_the_other_without_moving_caret_or_page(ana, ben, site, desks):
    mine = text(ben, STEP)
    mine.click()
    mine.press("Control+End")
    mine.press("ArrowLeft")
    mine.press_sequentially(" soon")
    where = "e => [e.selectionStart, e.getBoundingClientRect().top, document.activeElement === e]"
    before = mine.evaluate(where)
    theirs = text(ana, POINT)
    theirs.fill("A sentence that is far longer than what stood here before. " * 8)
    expect(line(ana, POINT)).to_contain_text(re.compile(r"Saved \d"))
    expect(text(ben, POINT)).to_have_value(re.compile("far longer"))
    expect(line(ben, POINT).locator(".touched")).to_contain_text("Ana Velho changed this")
    expect(line(ben, STEP)).to_contain_text(re.compile(r"Saved \d"))
    after = mine.evaluate(where)
    assert after[0] == before[0]
    assert abs(after[1] - before[1]) < 2
    assert after[2]
    assert " soon" in mine.input_value()


def test_a_line_that_somebody_writes_in_says_who_until_they_leave_it(ana, ben):
    text(ana, POINT).focus()
    told = line(ben, POINT).locator(".lock")
    expect(told).to_have_text("Ana Velho is editing this.")
    expect(text(ben, POINT)).to_have_accessible_description("Ana Velho is editing this.")
    ana.close()
    expect(told).to_have_count(0)


def test_two_versions_of_one_field_stand_side_by_side_and_either_can_be_kept(ana, ben, site, desks):
    for page, words in ((ana, "Hers."), (ben, "His.")):
        page.context.set_offline(page is ben)
        text(page, POINT).fill(words)
    expect(line(ana, POINT)).to_contain_text(re.compile(r"Saved \d"))
    ben.context.set_offline(False)
    group = ben.get_by_role("group", name="Two versions")
    expect(group).to_contain_text("Hers.")
    expect(text(ben, POINT)).to_have_value("His.")
    expect(ben.locator("#aloud-live")).to_contain_text("Ana Velho changed the same as you")
    group.get_by_role("button", name="Keep mine").click()
    # What came meanwhile is shown as soon as she has left the field.
    ana.keyboard.press("Tab")
    expect(text(ana, POINT)).to_have_value("His.")
    assert kept(site, desks, POINT) == "His."


def test_what_is_typed_while_the_line_is_lost_is_kept_and_sent_when_it_is_back(ana, site, desks):
    field = text(ana, POINT)
    field.click()
    ana.context.set_offline(True)
    field.fill("Typed in a tunnel.")
    expect(line(ana, POINT)).to_contain_text("Not saved: the line is lost; kept in this browser")
    ana.context.set_offline(False)
    expect(line(ana, POINT)).to_contain_text(re.compile(r"Saved \d"))
    expect(ana.locator("#aloud-live")).to_contain_text("The line is back.")
    assert kept(site, desks, POINT) == "Typed in a tunnel."


def test_a_tab_that_was_closed_gives_back_what_was_typed_in_it(ana, site, desks):
    ana.route("**/desk", lambda route: route.abort())
    text(ana, POINT).fill("Typed, and the lid closed.")
    expect(line(ana, POINT)).to_contain_text("Not saved")
    again = ana.context.new_page()
    ana.close()
    again.goto(f"{site.at}/desk")
    told = "What you typed before and had not saved is back"
    expect(again.locator("#aloud-live")).to_contain_text(told, timeout=15_000)
    expect(text(again, POINT)).to_have_value("Typed, and the lid closed.")
    expect(line(again, POINT)).to_contain_text(re.compile(r"Saved \d"))
    assert kept(site, desks, POINT) == "Typed, and the lid closed."


def test_what_is_typed_while_the_server_is_killed_is_saved_once_it_runs_again(browser, tmp_path):
    port = str(free_port())
    with serving(tmp_path / "data", "--port", port) as server:
        server.ask("/new", FORM, accept="text/html")
        server.ask(f"/m/{MEETING}/desk/draft", {"by": "Ana Velho", "key": "one"})
        page = at_desk(browser, server, "Ana Velho")
        page.goto(server.link(MEETING))
        expect(page.get_by_role("link", name="Come in with a link")).to_be_visible()
        page.goto(f"{server.address}/m/{MEETING}/desk")
        field = page.get_by_label("Subtitle")
        field.click()
        field.press_sequentially("Typed before,")
        expect(page.locator("form:has([name=subtitle])")).to_contain_text(re.compile(r"Saved \d"))
        server.end(signal.SIGKILL)
        field.press_sequentially(" and while it was down.")
        expect(page.locator("form:has([name=subtitle])")).to_contain_text("kept in this browser")
    with serving(tmp_path / "data", "--port", port) as server:
        expect(page.locator("form:has([name=subtitle])")).to_contain_text(re.compile(r"Saved \d"), timeout=20_000)
        history = server.text(f"/m/{MEETING}/desk/history")
        assert history.count("and while it was down.") == 1
        page.context.close()


def test_lines_are_accepted_added_rejected_and_undone_without_leaving_the_page(ana, ben, site, desks):
    ana.evaluate("window.here = true")
    text(ana, POINT).focus()
    text(ana, POINT).press_sequentially("So ")
    ana.keyboard.press("Alt+Shift+A")
    expect(line(ana, POINT)).to_have_attribute("data-standing", "accepted")
    expect(text(ana, POINT)).to_be_focused()
    expect(line(ben, POINT)).to_have_attribute("data-standing", "accepted")
    line(ana, POINT).get_by_text("More").click()
    line(ana, POINT).get_by_label("New line after this one").fill("A line more.")
    line(ana, POINT).get_by_role("button", name=re.compile("^Add")).click()
    added = ben.get_by_role("listitem").filter(has=ben.get_by_text("A line more.", exact=True)).last
    expect(added).to_be_visible()
    expect(ana.locator(":focus")).to_contain_text("Key point")
    ana.keyboard.press("Alt+Shift+R")
    expect(ben.get_by_text("Rejected: A line more.")).to_be_visible()
    expect(ana.locator("#aloud-live")).to_contain_text("Rejected")
    ana.keyboard.press("Alt+Shift+U")
    expect(ben.get_by_text("Rejected: A line more.")).to_have_count(0)
    assert ana.evaluate("window.here")


def test_a_screen_reader_meets_names_states_and_few_words_and_axe_finds_nothing(ana, ben, site, desks, violations):
    ana.evaluate(LISTEN)
    text(ben, STEP).focus()
    field = text(ana, POINT)
    field.focus()
    for word in ("One", " two", " three"):
        field.press_sequentially(word)
        ana.wait_for_timeout(900)
    expect(ana.locator("#aloud-live")).to_have_text(re.compile(r"Saved \d"))
    # One announcement for a run of typing, though it was saved three times.
    assert [one for one in ana.evaluate("window.said") if one] == [ana.locator("#aloud-live").text_content()]
    expect(text(ana, STEP)).to_have_accessible_description("Ben Okafor is editing this.")
    text(ben, POINT).fill("His.")
    ana.context.set_offline(True)
    field.fill("Hers.")
    expect(line(ben, POINT)).to_contain_text(re.compile(r"Saved \d"))
    ana.context.set_offline(False)
    expect(ana.get_by_role("group", name="Two versions: Text")).to_be_visible()
    ana.get_by_text("Keys", exact=True).click()
    assert ana.get_by_role("button", name="Single keys").get_attribute("aria-pressed") == "false"
    tree = line(ana, POINT).aria_snapshot()
    for part in ('textbox "Text : ', 'group "Two versions: Text"', 'button "Keep mine"', 'button "Take theirs"'):
        assert part in tree
    assert violations(ana) == []


def test_what_was_just_decided_is_listed_and_marked_by_one_key(ana, live):
    live.start()
    live.say("The proposal is to meet on Thursdays. Any objections?", "Mara Quill")
    ana.reload()
    expect(ana.locator("#heard-live")).to_have_count(1)
    live.say("I see no objections, so we meet on Thursdays.", "Mara Quill")
    heard = ana.get_by_role("region", name="Heard just now")
    expect(heard).to_contain_text("Decision?", timeout=25_000)
    ana.keyboard.press("Alt+Shift+M")
    expect(heard).to_contain_text("Marked")
    expect(ana.locator("#aloud-live")).to_contain_text("Marked:")
    expect(ana.locator("[data-mark]")).to_have_count(1)
