"""The keyboard: single keys as the reader wants them, and a walk through everything by Tab."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from captioner.keymap import KEYS
from tests.browser.test_viewer import at_end, say_much

PATHS = ["/", "/new", "/help", "/nowhere", "", "/transcript", "/console", "/capture", "/type", "/edit"]
SHEETS = ["settings", "back", "ask", "keys"]

# What has the focus, whether one sees that it has it, and whether something else covers it.
FOCUSED = """() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
  const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right);
  const spots = [];
  for (const x of [left + 3, (left + right) / 2, right - 3]) for (const y of [top + 3, (top + bottom) / 2, bottom - 3])
    spots.push(document.elementFromPoint(x, y));
  const label = e.closest('label');
  const mine = spot => spot && (e.contains(spot) || label?.contains(spot));
  e.dataset.walk ??= String(document.querySelectorAll('[data-walk]').length);
  return {
    at: e.dataset.walk, what: e.outerHTML.slice(0, 90),
    seen: bottom > top && right > left && spots.some(mine),
    outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}"""
CONTROLS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility() && !e.disabled && !e.matches('input[type=radio]:not(:checked)')
    && !e.closest('.skip') && e.tabIndex >= 0).filter(e => e.dataset.walk === undefined)
  .map(e => e.outerHTML.slice(0, 90))"""


def walk(page: Page, key: str) -> list[str]:
    """Press `key` once round the page; returns what is wrong with the focus on the way."""
    wrong: list[str] = []
    met: list[str] = []
    page.evaluate("document.querySelectorAll('[data-walk]').forEach(e => delete e.dataset.walk)")
    for _ in range(150):
        page.keyboard.press(key)
        focus = page.evaluate(FOCUSED)
        if focus is None:
            continue  # the browser's own controls, between the last of ours and the first
        if focus["at"] in met and focus["at"] != met[-1]:
            break
        met.append(focus["at"])  # twice or more for the parts of a date
        if not (focus["seen"] and focus["outline"]):
            wrong.append(f"{key}: {focus}")
    else:
        wrong.append("the walk has no end")
    return wrong + [f"not reached: {one}" for one in page.evaluate(CONTROLS)]


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name="Keys", exact=True).click()
    page.get_by_role("radio", name=name).check()
    page.keyboard.press("Escape")


def test_the_question_mark_opens_the_map_of_keys_from_anywhere(page, site, live):
    say_much(live, 4)
    page.goto(site.at)
    for place in ("body", "#captions"):
        if place != "body":
            page.locator(place).focus()
        page.keyboard.press("Shift+?")
        expect(page.locator("#keys-title")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#sheet-keys")).to_be_hidden()
    expect(page.locator("#captions")).to_be_focused()


def test_the_map_names_every_key_that_there_is(page, site, live):
    page.goto(site.at)
    page.keyboard.press("?")
    told = page.locator("#sheet-keys table").first.locator("kbd").all_inner_texts()
    assert told == [key.key for key in KEYS]
    assert page.locator("#sheet-keys").get_by_text("Alt+J").count() == 1


@pytest.mark.req("VIEW-19")
def test_no_single_key_works_for_who_wants_none(page, site, live):
    say_much(live, 40)
    page.goto(site.at)
    choose(page, "None")
    page.locator("#captions").focus()
    page.keyboard.type("?jp/sm+-gca123")
    assert page.locator(".sheet:visible").count() == 0
    assert at_end(page)
    assert page.url == site.at
    page.reload()
    page.keyboard.press("?")
    assert page.locator(".sheet:visible").count() == 0
    page.keyboard.press("Alt+j")
    expect(page.locator("#captions")).to_be_focused()


@pytest.mark.req("VIEW-04")
def test_with_all_of_them_on_every_key_does_what_the_map_says(page, site, live):
    say_much(live, 40)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site.at)
    choose(page, "All of them")
    page.reload()
    press = page.keyboard.press
    press("p")
    expect(page.locator("#pause")).to_have_attribute("aria-pressed", "true")
    press("J")
    expect(page.locator("#captions")).to_be_focused()
    expect(page.locator("#pause")).to_have_attribute("aria-pressed", "false")
    press("+")
    expect(page.locator("#size output")).to_have_text("Size 125 %")
    press("-")
    expect(page.locator("#size output")).to_have_text("Size 100 %")
    press("m")
    expect(page.locator("#did")).to_contain_text("Marked: ")
    press("g")
    expect(page.locator("#did")).to_contain_text("Your mark: ")
    press("c")
    expect(page.locator("#did")).to_contain_text("Copied: ")
    before = page.locator("#announcer").get_attribute("aria-live")
    press("a")
    expect(page.locator("#announcer")).not_to_have_attribute("aria-live", before)
    press("s")
    expect(page.locator("#sheet-settings h2").first).to_be_focused()
    press("/")
    expect(page.locator("#find-words")).to_be_focused()
    press("Escape")
    press("3")
    expect(page.locator(".modes [aria-current]")).to_have_attribute("data-mode", "own")


@pytest.mark.req("VIEW-19")
@pytest.mark.parametrize("sheet", ["back", "ask"])
def test_no_key_does_anything_while_somebody_types(page, site, live, sheet):
    say_much(live, 4)
    page.goto(f"{site.at}?keys=all")
    page.locator(f"[aria-controls=sheet-{sheet}]").click()
    field = page.locator("#find-words" if sheet == "back" else "#ask-text")
    field.focus()
    page.keyboard.type("?jp/sm+-gca123")
    expect(field).to_have_value("?jp/sm+-gca123")
    expect(page.locator(f"#sheet-{sheet}")).to_be_visible()
    expect(page.locator("#size output")).to_have_text("Size 100 %")
    assert page.locator(".modes [aria-current]").get_attribute("data-mode") == "live"


def test_keys_with_ctrl_or_alt_stay_the_browsers(page, site, live):
    say_much(live, 40)
    page.goto(f"{site.at}?keys=all")
    page.keyboard.press("Control+p")
    page.keyboard.press("Alt+m")
    expect(page.locator("#pause")).to_have_attribute("aria-pressed", "false")
    assert page.locator(".marked").count() == 0


def test_the_focused_captions_scroll_by_the_browsers_own_keys(page, site, live):
    say_much(live, 80)
    page.goto(f"{site.at}?keys=all")
    expect(page.locator("#c80")).to_be_in_viewport()
    page.locator("#captions").focus()
    top = "r => r.scrollTop"
    end = page.eval_on_selector("#captions", top)
    for key in ("PageUp", "ArrowUp", "Home"):
        before = page.eval_on_selector("#captions", top)
        page.keyboard.press(key)
        page.wait_for_timeout(400)
        assert page.eval_on_selector("#captions", top) < before
    page.keyboard.press("End")
    expect(page.locator("#captions")).to_have_js_property("scrollTop", end)


@pytest.mark.req("VIEW-04", "VIEW-05")
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("size", [(1000, 700), (320, 400)])
def test_tab_reaches_everything_in_sight_and_out_again(page, site, live, path, size):
    live.start()
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=0)
    say_much(live, 12)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(site.address + path if path in PATHS[:4] else site.at + path)
    assert walk(page, "Tab") == []
    assert walk(page, "Shift+Tab") == []


@pytest.mark.req("VIEW-04", "VIEW-05", "DSP-19")
@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize(("mode", "size"), [("live", (1000, 700)), ("live", (320, 400)), ("own", (1300, 700))])
def test_tab_reaches_everything_in_sight_with_a_panel_open(page, site, live, sheet, mode, size):
    live.start()
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=0)
    say_much(live, 30)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{site.at}?mode={mode}")
    page.locator(f"[aria-controls=sheet-{sheet}]").click()
    assert page.evaluate("document.activeElement.closest('.sheet').id") == f"sheet-{sheet}"
    assert walk(page, "Tab") == []
    assert walk(page, "Shift+Tab") == []
    page.locator(f"#sheet-{sheet} :is(a, button, input, select):visible").last.focus()
    page.keyboard.press("Escape")
    expect(page.locator(f"#sheet-{sheet}")).to_be_hidden()
    expect(page.locator(f"[aria-controls=sheet-{sheet}]")).to_be_focused()


@pytest.mark.req("VIEW-01", "VIEW-06", "VIEW-20")
@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("mode", ["live", "own"])
def test_axe_finds_nothing_wrong_with_a_panel_open(page, site, live, violations, sheet, mode):
    live.start()
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=0)
    say_much(live, 30)
    page.goto(f"{site.at}?mode={mode}")
    page.locator(f"[aria-controls=sheet-{sheet}]").click()
    if sheet == "back":
        page.get_by_label("Search the captions so far").fill("roster")
        page.keyboard.press("Enter")
        page.evaluate("getSelection().selectAllChildren(document.getElementById('c2'))")
        page.get_by_role("button", name="Mark my place").click()
        expect(page.locator(".marked")).to_be_attached()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})
    assert violations(page) == []
    assert page.eval_on_selector("html", "h => h.scrollWidth <= h.clientWidth")


@pytest.mark.req("VIEW-26")
def test_help_stands_at_the_same_place_on_every_page(page, site, live, violations):
    known: list[str] = []
    for path in [*PATHS[4:], *PATHS[:4]]:
        page.goto(site.address + path if path in PATHS[:4] else site.at + path)
        links = page.locator("header nav a").all_inner_texts()
        assert links[0] == "All meetings"
        assert links[-1] == "Help"
        known += [link for link in links[:-1] if link not in known]
        assert links[:-1] == [link for link in known if link in links], path
    page.goto(f"{site.address}/help")
    expect(page.locator("header [aria-current]")).to_have_text("Help")
    assert violations(page) == []


def test_readers_are_not_sent_to_the_console(page, site, live):
    for path, linked in (("", 0), ("/transcript", 0), ("/console", 1), ("/type", 1), ("/capture", 1), ("/edit", 1)):
        page.goto(site.at + path)
        assert page.locator("header").get_by_role("link", name="Console").count() == linked, path
