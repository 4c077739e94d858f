"""The reader's own look: set, kept, carried by an address, and never in the way of reading."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_viewer import at_end, say_much

READERS = Path(__file__).parents[2] / "docs" / "reader.md"
STYLE = "([place, name]) => getComputedStyle(document.querySelector(place))[name]"
CUT = "html => html.scrollWidth <= html.clientWidth"
CLIPPED = """all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible'
  || e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))"""
WORN = "() => Object.keys(look.table).map(name => [name, look.get(name)])"


def style(page: Page, place: str, name: str) -> str:
    return str(page.evaluate(STYLE, [place, name]))


def holds(page: Page, name: str) -> Any:
    return page.evaluate("name => look.get(name)", name)


def open_panel(page: Page) -> None:
    page.locator("button[aria-controls=sheet-settings]").click()
    expect(page.locator("#sheet-settings")).to_be_visible()


def choose(page: Page, name: str, value: str) -> None:
    control = page.locator(f"#sheet-settings [name={name}]").first
    if control.get_attribute("type") == "radio":
        page.locator(f"#sheet-settings [name={name}][value={value}]").check()
    elif control.get_attribute("type") == "checkbox":
        control.set_checked(value == "on")
    elif control.evaluate("c => c.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)


def read(page: Page, site, live, query: str = "", count: int = 30) -> None:
    """Open the page with so many captions in it."""
    live.start()
    say_much(live, count)
    page.goto(site.at + query)
    expect(page.locator(f"#c{count}")).to_be_attached()
    expect(page.locator("#bar")).to_be_visible()


@pytest.mark.req("DSP-08")
@pytest.mark.parametrize(
    ("name", "value", "place", "property", "shown"),
    [
        ("fs", "200", "#c1", "fontSize", "40px"),
        ("ff", "serif", "#c1", "fontFamily", "Georgia"),
        ("ff", "mono", "#c1", "fontFamily", "ui-monospace"),
        ("theme", "dark", "#captions", "backgroundColor", "rgb(13, 15, 18)"),
        ("theme", "yellow", "#captions", "color", "rgb(255, 255, 0)"),
        ("spacing", "2", "#c1", "lineHeight", "40px"),
        ("ls", "0.12", "#c1", "letterSpacing", "2.4px"),
        ("ws", "0.2", "#c1", "wordSpacing", "4px"),
        ("width", "40", ":root", "--measure", "40ch"),
        ("pos", "bottom", ".column", "flexDirection", "column-reverse"),
        ("lines", "4", "#captions", "height", "124px"),
        ("tail", "off", ".sample em", "display", "none"),
    ],
)
def test_a_setting_acts_at_once_and_is_remembered(page, site, live, name, value, place, property, shown):
    read(page, site, live, count=4)
    css = f"getPropertyValue('{property}')" if property.startswith("--") else property
    seen = f"place => String(getComputedStyle(document.querySelector(place)).{css})"
    assert shown not in page.evaluate(seen, place)
    open_panel(page)
    choose(page, name, value)
    page.keyboard.press("Escape")
    assert shown in page.evaluate(seen, place)
    page.reload()
    expect(page.locator("#bar")).to_be_visible()
    assert shown in page.evaluate(seen, place)
    assert "?" not in page.url


@pytest.mark.req("VIEW-24", "DSP-18")
@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("fs=150", "fs", 150),
        ("fs=24", "fs", 120),
        ("fs=30px", "fs", 150),
        ("fs=900", "fs", 300),
        ("ff=Serif", "ff", "serif"),
        ("ff=legible", "ff", "legible"),
        ("ff=DejaVu+Sans+Mono", "ff", "DejaVu Sans Mono"),
        ("fgc=FF0", "fgc", "#ffff00"),
        ("fgc=%23ffff00", "fgc", "#ffff00"),
        ("bgc=navy", "bgc", "#000080"),
        ("bgc=navy", "theme", "own"),
        ("bgc=navy&theme=dark", "theme", "dark"),
        ("spacing=1.8", "spacing", 1.8),
        ("ls=0.1", "ls", 0.1),
        ("ws=.5", "ws", 0.5),
        ("width=45", "width", 45),
        ("theme=contrast", "theme", "contrast"),
        ("pos=top", "pos", "top"),
        ("lines=3", "lines", 3),
        ("tail=off", "tail", "off"),
        ("scroll=false", "scroll", "off"),
        ("scroll=smooth", "scroll", "smooth"),
        ("announce=on", "announce", "on"),
        ("keys=none", "keys", "none"),
        ("mode=own", "mode", "own"),
    ],
)
def test_every_setting_comes_with_the_address_in_a_clean_profile(page, site, live, query, name, value):
    page.goto(f"{site.at}?{query}")
    assert holds(page, name) == value
    assert page.evaluate("localStorage.length") == 0


def test_wrong_values_are_passed_over_one_by_one(page, site):
    wrong = "fs=huge&ff=%3Cb%3E&fgc=nocolour&bgc=12345&spacing=-&ls=x&ws=&width=1e9&theme=pink&pos=left&lines=many"
    page.goto(f"{site.at}?{wrong}&tail=maybe&scroll=2&announce=loud&keys=5&mode=fast&constructor=1&__proto__=1")
    usual = page.evaluate("() => Object.entries(look.table).map(([name, row]) => [name, row.usual])")
    assert page.evaluate(WORN) == usual
    page.evaluate("localStorage.setItem('dccg.look', '{\"fs\":\"wide\",\"theme\":\"dark\",\"x\":1}')")
    page.goto(f"{site.at}?ls=99")
    assert [holds(page, name) for name in ("fs", "theme", "ls")] == [100, "dark", 0.3]
    page.evaluate("localStorage.setItem('dccg.look', 'spoiled')")
    page.reload()
    assert holds(page, "theme") == "auto"


@pytest.mark.req("VIEW-24")
def test_the_address_wins_for_one_page_until_the_reader_changes_it(page, site, live):
    page.goto(site.at)
    page.evaluate("look.set('theme', 'dark'), look.set('fs', 125)")
    page.goto(f"{site.at}?theme=yellow&view=page")
    assert [holds(page, "theme"), holds(page, "fs")] == ["yellow", 125]
    assert json.loads(page.evaluate("localStorage.getItem('dccg.look')")) == {"theme": "dark", "fs": 125}
    open_panel(page)
    choose(page, "theme", "light")
    page.reload()
    assert holds(page, "theme") == "light"
    assert "theme=light" in page.url
    page.goto(site.at)
    assert holds(page, "theme") == "light"


def test_a_device_that_keeps_nothing_holds_it_in_the_address(page, site, live):
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); }")
    read(page, site, live, count=2)
    page.get_by_role("button", name="Larger text").click()
    assert page.url.endswith("?fs=125")
    page.reload()
    expect(page.locator("#size output")).to_have_text("Size 125 %")


@pytest.mark.req("VIEW-24")
def test_a_link_carries_everything_that_is_not_usual(page, site, live, browser):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    read(page, site, live, "?theme=contrast#c3", count=4)
    page.evaluate("look.set('ff', 'legible'), look.set('fs', 200), look.set('fs', 100), look.set('lines', 3)")
    open_panel(page)
    page.get_by_role("button", name="Copy a link with these settings").click()
    expect(page.locator("#look-said")).to_have_text("The link is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{site.at}?ff=legible&theme=contrast&lines=3"
    other = browser.new_context().new_page()
    other.goto(link)
    assert other.evaluate(WORN) == page.evaluate(WORN)
    other.context.close()


def test_where_copying_is_not_allowed_the_link_is_shown_to_be_copied(page, site, live):
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))")
    read(page, site, live, "?fs=150", count=2)
    open_panel(page)
    page.get_by_role("button", name="Copy a link with these settings").click()
    expect(page.get_by_label("Link with these settings")).to_have_value(f"{site.at}?fs=150")
    expect(page.get_by_label("Link with these settings")).to_be_focused()


def test_back_to_the_usual_look(page, site, live):
    read(page, site, live, "?fs=150&keys=none&bgc=navy", count=2)
    page.evaluate("look.set('ff', 'mono'), look.set('mode', 'live')")
    open_panel(page)
    page.get_by_role("button", name="Back to the usual look").click()
    expect(page.locator("#look-said")).to_have_text("Everything looks as usual again.")
    assert [holds(page, name) for name in ("fs", "ff", "theme", "bgc", "keys")] == [100, "sans", "auto", "", "none"]
    assert page.url == f"{site.at}?keys=none"
    expect(page.get_by_role("slider", name="Size")).to_have_value("100")


def test_nothing_is_painted_before_the_reader_s_look_is_there(page, site, live):
    page.goto(site.at)
    page.evaluate("look.set('theme', 'yellow')")
    page.add_init_script(
        "window.painted = []; (function frame() { if (document.body?.children.length)"
        " painted.push(getComputedStyle(document.body).color); requestAnimationFrame(frame); })()"
    )
    page.route("**/look.js", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.route("**/viewer.js", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.reload()
    page.wait_for_timeout(200)
    painted = page.evaluate("painted")
    assert len(painted) > 5
    assert set(painted) == {"rgb(255, 255, 0)"}


@pytest.mark.req("QLT-12")
def test_own_colours_that_are_hard_to_read_bring_a_warning_and_no_ban(page, site, live, violations):
    read(page, site, live, count=4)
    open_panel(page)
    choose(page, "theme", "own")
    expect(page.locator("#look-warning")).to_have_text("")
    choose(page, "bgc", "#ffffff")
    choose(page, "fgc", "#777777")
    expect(page.locator("#look-warning")).to_contain_text("a contrast of 4.4 to 1")
    assert style(page, "#c1", "color") == "rgb(119, 119, 119)"
    choose(page, "fgc", "#ffff00")
    expect(page.locator("#look-warning")).to_contain_text("a contrast of 1.0 to 1")
    choose(page, "fgc", "#767676")
    expect(page.locator("#look-warning")).to_have_text("")
    # All but the captions themselves stays readable, so that the choice can be undone.
    choose(page, "fgc", "#ffff00")
    page.evaluate("for (const e of document.querySelectorAll('#captions, .sample')) e.replaceChildren('')")
    assert violations(page) == []


@pytest.mark.req("VIEW-01", "VIEW-06", "VIEW-20", "DSP-07", "DSP-15")
@pytest.mark.parametrize("look", ["light", "dark", "contrast", "yellow", "own&bgc=navy&fgc=white", "own&bgc=ffe"])
def test_axe_finds_nothing_wrong_in_any_theme_with_the_panel_open(page, site, live, violations, look):
    read(page, site, live, f"?theme={look}", count=6)
    live.note("correction", cue=3, text="It was put another way.", by="Mara Quill")
    live.give_notice("We break for five minutes.")
    live.tail("an unfinished", "Mara Quill")
    expect(page.locator("#captions .tail")).to_be_visible()
    open_panel(page)
    assert violations(page) == []
    if look == "light":  # colours are the same however narrow it is
        page.set_viewport_size({"width": 320, "height": 640})
        assert violations(page) == []


@pytest.mark.req("VIEW-23")
def test_forced_colours_stay_in_force(page, site, live, violations):
    page.emulate_media(forced_colors="active")
    read(page, site, live, count=4)
    page.evaluate("document.activeElement.blur()")
    painted = page.screenshot()
    for theme in ("yellow", "contrast", "dark"):
        page.evaluate("theme => look.set('theme', theme)", theme)
        assert page.screenshot() == painted, theme
    page.evaluate("look.set('theme', 'auto')")
    open_panel(page)
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert violations(page) == []


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(0, 0, 0)")])
def test_who_asks_the_device_for_more_contrast_gets_it(page, site, live, violations, scheme, paper):
    page.emulate_media(contrast="more", color_scheme=scheme)
    read(page, site, live, count=4)
    assert style(page, "body", "backgroundColor") == paper
    assert style(page, "#hearing", "color") == style(page, "#c1", "color")
    open_panel(page)
    assert violations(page) == []
    choose(page, "theme", "light")
    assert style(page, "#c1", "color") == "rgb(21, 24, 29)"


@pytest.mark.req("DSP-20", "DSP-14", "DSP-11")
def test_usually_captions_are_plain_dark_letters_on_white_or_light_on_black(page, site, live):
    read(page, site, live, count=4)
    assert style(page, "#c1", "fontFamily").endswith("sans-serif")
    assert style(page, "#c1", "fontFamily") == style(page, ".sample", "fontFamily")
    assert style(page, "#c1", "textTransform") == "none"
    assert style(page, "#captions", "backgroundColor") == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    assert style(page, "#captions", "backgroundColor") == "rgb(13, 15, 18)"
    classes = page.eval_on_selector_all("#captions *", "all => [...new Set(all.flatMap(e => [...e.classList]))]")
    assert set(classes) <= {"turn", "cue", "who", "tail", "provisional"}


@pytest.mark.req("DSP-09", "VIEW-02", "DSP-05")
@pytest.mark.parametrize(("width", "height"), [(1000, 700), (320, 640), (320, 256), (640, 320)])
def test_large_text_is_whole_on_every_screen(page, site, live, width, height):
    page.set_viewport_size({"width": width, "height": height})
    read(page, site, live, "?ls=0.12&ws=0.16", count=20)
    parts = "button, a, h1, h2, .turn, .saying p, label, legend, select, input, output, .sample"
    lines = "c => c.clientHeight / parseFloat(getComputedStyle(c).lineHeight)"
    for shown in (False, True):
        if shown:
            open_panel(page)
        for size, face in ((200, "sans"), (200, "dyslexic"), (300, "sans"), (300, "dyslexic")):
            page.evaluate("([size, face]) => { look.set('fs', size); look.set('ff', face); }", [size, face])
            page.evaluate("document.fonts.ready.then(() => 0)")
            assert page.eval_on_selector("html", CUT)
            assert page.eval_on_selector_all(parts, CLIPPED) == []
            if size == 200 and not shown:
                assert page.eval_on_selector("#captions", lines) >= 2
                assert page.eval_on_selector("#captions", "c => c.getBoundingClientRect().height <= innerHeight")


@pytest.mark.req("VIEW-03", "DSP-08")
def test_spaces_between_letters_words_and_lines_lose_nothing(page, site, live):
    page.set_viewport_size({"width": 320, "height": 640})
    read(page, site, live, "?ls=0.3&ws=1&spacing=3&width=80", count=10)
    assert page.eval_on_selector("html", CUT)
    assert page.eval_on_selector_all(".turn", CLIPPED) == []


@pytest.mark.req("DSP-10")
@pytest.mark.parametrize(("asked", "most"), [("", 60), ("?width=80", 80), ("?width=400", 80), ("?width=5", 30)])
def test_a_line_is_never_wider_than_eighty_figures(page, site, live, asked, most):
    page.set_viewport_size({"width": 1900, "height": 900})
    read(page, site, live, asked, count=2)
    ratio = """t => { const s = document.createElement('span'); s.textContent = '0'; t.append(s);
      const one = s.getBoundingClientRect().width; s.remove(); return t.getBoundingClientRect().width / one; }"""
    assert page.eval_on_selector(".turn:last-child", ratio) <= most + 0.5


@pytest.mark.req("DSP-21")
def test_gliding_is_there_when_wanted_and_gone_under_reduced_motion(page, site, live):
    read(page, site, live, "?scroll=smooth", count=30)
    assert at_end(page)
    assert style(page, "#captions", "scrollBehavior") == "smooth"
    say_much(live, 5)
    expect(page.locator("#c35")).to_be_in_viewport()
    expect(page.locator("#jump")).to_have_attribute("aria-disabled", "true")
    page.emulate_media(reduced_motion="reduce")
    assert style(page, "#captions", "scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.req("VIEW-25")
def test_the_settings_are_two_keystrokes_away_and_escape_leads_back(page, site, live):
    read(page, site, live, count=4)
    page.get_by_role("button", name="Look", exact=True).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("slider", name="Size")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#size output")).to_have_text("Size 125 %")
    expect(page.get_by_role("slider", name="Size")).to_have_attribute("aria-valuetext", "125 %")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Look", exact=True)).to_be_focused()
    expect(page.locator("#sheet-settings")).to_be_hidden()


@pytest.mark.req("VIEW-20")
def test_the_panel_offers_every_value_by_a_native_control_with_a_name(page, site, live):
    read(page, site, live, count=2)
    open_panel(page)
    offered = page.eval_on_selector_all(
        "#sheet-settings [name]",
        """all => { const found = {}; for (const e of all) {
          const values = e.tagName === 'SELECT' ? [...e.options].map(o => o.value) : [e.value];
          (found[e.name] ??= []).push(...values); } return found; }""",
    )
    table = page.evaluate("look.table")
    assert {"fs", "ff", "fgc", "bgc", "spacing", "ls", "ws", "width", "theme", "pos", "lines", "scroll", "tail"} == set(
        offered
    )
    for name in ("theme", "pos", "scroll"):
        assert sorted(offered[name]) == sorted(table[name]["values"])
    assert sorted(offered["ff"]) == sorted([*table["ff"]["values"], "other"])
    assert offered["lines"] == ["0", *(str(n) for n in range(2, 13))]
    assert page.eval_on_selector_all(
        "#sheet-settings [name], #look-other", "all => all.filter(e => !e.labels.length).map(e => e.outerHTML)"
    ) == []


def test_the_page_for_readers_lists_every_name_of_the_address(page, site):
    page.goto(site.at)
    rows = re.findall(r"^\| `(\w+)` \|.*\|$", READERS.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == page.evaluate("Object.keys(look.table)")


def test_a_typeface_of_the_device_can_be_named(page, site, live):
    read(page, site, live, count=2)
    open_panel(page)
    choose(page, "ff", "other")
    page.get_by_label("Name of the typeface").fill("DejaVu Serif")
    assert style(page, "#c1", "fontFamily").startswith('"DejaVu Serif"')
    page.reload()
    open_panel(page)
    expect(page.get_by_label("Name of the typeface")).to_have_value("DejaVu Serif")


@pytest.mark.req("DSP-19")
@pytest.mark.parametrize("lines", [0, 3, 12])
@pytest.mark.parametrize("pos", ["fill", "top", "bottom"])
def test_the_captions_never_lie_over_anything_that_can_be_used(page, site, live, pos, lines):
    read(page, site, live, f"?pos={pos}&lines={lines}", count=20)
    over = """() => { const c = document.getElementById('captions').getBoundingClientRect();
      return [...document.querySelectorAll('a, button, h1, .saying p, input, select, h2')].filter(e => {
        const r = e.getBoundingClientRect();
        return r.width && !e.closest('#captions, .skip, .opened:not(.wide) .sheet') && r.right > c.left + 1
          && r.left < c.right - 1 && r.bottom > c.top + 1 && r.top < c.bottom - 1; }).map(e => e.outerHTML); }"""
    for width, height in ((1000, 700), (320, 640), (640, 320)):
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "contrast", "own"):
            page.evaluate("theme => look.set('theme', theme)", theme)
            assert page.evaluate(over) == []
    page.set_viewport_size({"width": 1000, "height": 700})
    box = page.locator("#captions").bounding_box()
    assert box is not None
    if pos == "top":
        assert box["y"] < 20
    if pos == "bottom":
        assert box["y"] + box["height"] > 680
    assert box["height"] >= 350 if lines != 3 else box["height"] == 94
    page.set_viewport_size({"width": 1300, "height": 800})
    open_panel(page)
    page.evaluate("document.body.classList.add('wide')")
    assert page.evaluate(over) == []


@pytest.mark.req("DSP-19", "VIEW-05")
@pytest.mark.parametrize("pos", ["fill", "top", "bottom"])
@pytest.mark.parametrize(("width", "height"), [(1000, 700), (320, 640), (320, 256)])
def test_what_has_the_focus_in_the_panel_is_never_covered(page, site, live, pos, width, height):
    page.set_viewport_size({"width": width, "height": height})
    read(page, site, live, f"?pos={pos}", count=20)
    open_panel(page)
    seen = """() => { const e = document.activeElement, r = e.getBoundingClientRect();
      const hit = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
      return [e.id || e.value, r.top >= -1 && r.bottom <= innerHeight + 1, hit !== null && e.contains(hit)]; }"""
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            page.keyboard.press(key)
            who, inside, free = page.evaluate(seen)
            if page.evaluate("document.activeElement.closest('#sheet-settings') !== null"):
                assert inside, (key, who)
                assert free, (key, who)


@pytest.mark.req("DSP-06", "DSP-08")
def test_while_following_every_change_of_the_look_keeps_the_newest_words_in_view(page, site, live):
    read(page, site, live, count=40)
    open_panel(page)
    for change in ("fs 300", "ff mono", "spacing 2.5", "lines 3", "pos top", "fs 100", "ff dyslexic", "lines 0"):
        name, value = change.split()
        choose(page, name, value)
        page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        page.wait_for_timeout(50)
        assert at_end(page), name
        expect(page.locator("#jump")).to_have_attribute("aria-disabled", "true")


@pytest.mark.req("VIEW-07", "DSP-12")
def test_who_has_scrolled_back_keeps_the_place_however_the_look_changes(page, site, live):
    read(page, site, live, count=60)
    page.eval_on_selector("#captions", "c => { c.scrollTop = c.scrollHeight / 2; }")
    expect(page.locator("#jump")).to_have_attribute("aria-disabled", "false")
    first = """() => { const c = document.getElementById('captions'), top = c.getBoundingClientRect().top + c.clientTop;
      const cue = [...c.querySelectorAll('.cue')].find(e => e.getBoundingClientRect().bottom > top + 1);
      return [cue.id, Math.round(cue.getBoundingClientRect().top - top)]; }"""
    cue, _ = page.evaluate(first)
    open_panel(page)
    for change in ("fs 225", "width 35", "ff dyslexic", "fs 100", "ff sans", "spacing 3", "pos top", "spacing 1.5"):
        name, value = change.split()
        choose(page, name, value)
        page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
        page.wait_for_timeout(80)
        assert page.evaluate(first)[0] == cue, name
        expect(page.locator("#jump")).to_have_attribute("aria-disabled", "false")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_timeout(150)
    assert page.evaluate(first)[0] == cue
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1300, "height": 500})
    page.wait_for_timeout(150)
    assert page.evaluate(first)[0] == cue


@pytest.mark.req("LOW-01")
def test_a_typeface_is_asked_for_only_when_it_is_chosen(page, site, live):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/fonts/" in request.url else None)
    read(page, site, live, count=4)
    open_panel(page)
    choose(page, "ff", "serif")
    assert asked == []
    choose(page, "ff", "legible")
    page.evaluate("document.fonts.ready.then(() => 0)")
    assert asked
    assert all("atkinson-hyperlegible-latin-" in url for url in asked)
    assert page.evaluate("document.fonts.check('20px \"Atkinson Hyperlegible\"')")
    choose(page, "ff", "dyslexic")
    page.evaluate("document.fonts.ready.then(() => 0)")
    assert page.evaluate("document.fonts.check('bold 20px OpenDyslexic')")


def test_a_typeface_that_comes_late_neither_stops_the_following_nor_moves_the_end_away(page, site, live):
    page.route("**/fonts/**", lambda route: (page.wait_for_timeout(300), route.continue_()))
    read(page, site, live, "?ff=dyslexic&pos=bottom&lines=4", count=40)
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.wait_for_timeout(100)
    assert at_end(page)
    expect(page.locator("#pause")).to_have_attribute("aria-pressed", "false")


def test_without_the_tail_nothing_unsettled_is_shown_and_nothing_settled_moves(page, site, live):
    read(page, site, live, count=4)
    live.tail("that may still change", "Mara Quill")
    live.tail("from another microphone", "Ngozi Adeyemi-Hart", source="s2")
    expect(page.locator("#captions .tail")).to_have_count(2)
    where = "() => [...document.querySelectorAll('.cue')].map(e => { const r = e.getBoundingClientRect(); " \
        "return [r.left, r.top, r.width].map(Math.round); })"  # fmt: skip
    before = page.evaluate(where)
    page.evaluate("look.set('tail', 'off')")
    assert page.locator("#captions :is(.tail, .provisional):visible").count() == 0
    assert page.evaluate(where) == before
    live.say("Settled now.", "Mara Quill")
    expect(page.locator("#c5")).to_be_visible()


def test_who_does_not_want_to_follow_stays_where_the_captions_begin(page, site, live):
    read(page, site, live, "?scroll=off", count=40)
    assert page.eval_on_selector("#captions", "c => c.scrollTop") == 0
    expect(page.locator("#pause")).to_have_attribute("aria-pressed", "true")
    open_panel(page)
    choose(page, "scroll", "on")
    expect(page.locator("#pause")).to_have_attribute("aria-pressed", "false")
    assert at_end(page)
    choose(page, "scroll", "off")
    expect(page.locator("#pause")).to_have_attribute("aria-pressed", "true")


@pytest.mark.req("DSP-18")
def test_captions_work_at_320_pixels_inside_another_page(page, site, live):
    say_much(live, 20)
    page.goto(f"{site.address}/help")
    page.evaluate(
        "at => { const f = document.createElement('iframe'); f.width = 320; f.height = 480; f.title = 'Captions';"
        " f.src = at; document.body.replaceChildren(f); }",
        f"{site.at}?fs=150&pos=top",
    )
    frame = page.frame_locator("iframe")
    expect(frame.locator("#c20")).to_be_attached()
    inside = page.frames[1]
    assert inside.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = inside.evaluate("document.getElementById('captions').getBoundingClientRect().height")
    assert box >= 240 or inside.evaluate("innerHeight") < 480


def test_a_room_s_screen_takes_its_look_from_the_address_alone(page, site, live):
    page.goto(site.at)
    page.evaluate("look.set('theme', 'yellow')")
    page.goto(f"{site.at}?view=room&fs=150")
    assert [holds(page, "theme"), holds(page, "fs")] == ["auto", 150]


def test_without_a_script_there_is_no_panel(site, live, browser):
    say_much(live, 2)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(site.at)
    expect(page.locator("#c2")).to_be_visible()
    expect(page.locator("#sheet-settings")).to_be_hidden()
    page.context.close()
