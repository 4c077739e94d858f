"""The note-takers' desk in a real browser, without JavaScript: by keyboard alone, and as axe sees it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes_live import SAMPLE

LONGEST_WAY = 400


@pytest.fixture
def plain(browser: Browser, site) -> Iterator[Page]:
    """A page whose browser runs no scripts, of somebody who has given a name."""
    context = browser.new_context(viewport={"width": 1000, "height": 700}, java_script_enabled=False)
    context.add_cookies([{"name": "dccg-name", "value": "Ana%20Velho", "url": site.address}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


@pytest.fixture
def talk(live) -> None:
    live.start()
    live.say("The proposal is to meet on Thursdays. Any objections?", "Mara Quill")
    live.say("I see no objections, so we meet on Thursdays.", "Mara Quill")
    live.say("I disagree, I would like it on record that Thursdays are too early for Asia.", "Tomás Ibarrola")
    live.say("I will write to the list by Friday.", "Tomás Ibarrola")
    live.say("Somebody should write to the host about captions in the room.", "Mara Quill")


def press(page: Page, name: str) -> None:
    """Go on by Tab from where the focus is to the control of this name, and press it."""
    reach(page, name)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def focused(page: Page) -> str:
    """Return what the focus is on: the label of a field, else its own text."""
    told = page.evaluate("""() => {
        const here = document.activeElement;
        return (here.labels?.[0] ?? here).textContent.replace(/\\s+/g, ' ').trim();
    }""")
    return str(told)


def reach(page: Page, name: str) -> None:
    for _ in range(LONGEST_WAY):
        page.keyboard.press("Tab")
        if focused(page).startswith(name):
            return
    raise AssertionError(f"{name!r} was not reached in {LONGEST_WAY} steps; the focus is on {focused(page)!r}")


def test_a_report_goes_from_draft_to_approval_by_keyboard_alone_without_scripts(plain, site, talk):
    plain.goto(f"{site.at}/desk")
    press(plain, "Make the draft")
    expect(plain.locator("#said")).to_contain_text("Made the draft")
    reach(plain, "Text:")
    plain.keyboard.press("Control+A")
    plain.keyboard.type("The group meets on Thursdays.")
    press(plain, "Save:")
    expect(plain.locator("#told")).to_contain_text("Changed the text")
    # Whoever goes on stands at the line, not at the top of the page.
    assert plain.locator("h3:focus, h4:focus").count() == 1
    press(plain, "Accept:")
    expect(plain.locator("#told")).to_contain_text("Accepted")
    reach(plain, "I have read the report")
    plain.keyboard.press("Space")
    reach(plain, "Approve it although")
    plain.keyboard.press("Space")
    press(plain, "Approve the report")
    expect(plain.locator("#approved")).to_contain_text("was approved by Ana Velho")
    plain.goto(f"{site.at}/report")
    expect(plain.locator("main")).to_contain_text("The group meets on Thursdays.")


def drafted(page: Page, site) -> None:
    page.context.add_cookies([{"name": "dccg-name", "value": "Ana%20Velho", "url": site.address}])
    page.goto(f"{site.at}/desk")
    page.get_by_role("button", name="Make the draft").click()
    page.wait_for_url("**/desk?done=*")
    page.wait_for_load_state()


def test_axe_finds_nothing_wrong_with_the_desk_in_any_state(page, site, talk, violations):
    page.goto(f"{site.at}/desk")
    assert violations(page) == []
    drafted(page, site)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert violations(page) == []
    page.locator("form:has([name=read])").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Approve the report").click()
    expect(page.locator("#approved")).to_be_visible()
    assert violations(page) == []
    page.goto(f"{site.at}/desk/history")
    assert violations(page) == []


def test_what_two_people_changed_is_shown_side_by_side(page, browser, site, talk, violations):
    drafted(page, site)
    other = browser.new_context(java_script_enabled=False)
    other.add_cookies([{"name": "dccg-name", "value": "Ben%20Okafor", "url": site.address}])
    his = other.new_page()
    his.goto(f"{site.at}/desk")
    for mine, text in ((page, "Hers"), (his, "His")):
        line = mine.locator("li.line[data-matter]").first
        line.get_by_label("Text").fill(text)
        line.get_by_role("button", name="Save").click()
    expect(his.get_by_role("heading", level=1)).to_contain_text("Somebody else changed the same")
    expect(his.locator("main")).to_contain_text("Hers")
    expect(his.locator("textarea")).to_have_value("His")
    his.set_viewport_size({"width": 320, "height": 600})
    assert his.evaluate("document.documentElement.scrollWidth") <= 320
    other.close()


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_of_the_desk_needs_sideways_scrolling_on_a_narrow_screen(page, site, talk, width: int):
    drafted(page, site)
    page.set_viewport_size({"width": width, "height": 600})
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_console_leads_to_the_desk_and_back(page, site):
    page.goto(f"{site.at}/console")
    page.get_by_role("link", name="Put the report right").click()
    expect(page).to_have_title(f"Report desk: {SAMPLE.title}")
    expect(page.get_by_role("navigation").get_by_role("link", name="Console")).to_be_visible()
