"""The reader's page in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.fakes_live import SAMPLE, FakeLive

SENTENCES = [
    ("Good afternoon everybody and welcome to the seventh virtual meeting.", "Mara Quill"),
    ("We have apologies from two coalitions, and one new liaison.", "Mara Quill"),
    ("Thank you. We would like to speak about the roster of liaisons first.", "Tomás Ibarrola"),
    ("Could somebody please move closer to the microphone?", None),
]

# Where each word of each settled cue stands, in the coordinates of what scrolls.
PLACES = """() => {
  const region = document.getElementById('captions'), places = {};
  const origin = region.getBoundingClientRect();
  for (const cue of region.querySelectorAll('.cue')) {
    const node = cue.firstChild;
    for (const found of node.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const box = range.getBoundingClientRect();
      const top = Math.round(box.top - origin.top + region.scrollTop);
      places[`${cue.id}.${found.index}`] = [found[0], Math.round(box.left - origin.left), top];
    }
  }
  return places;
}"""


def settled(page: Page) -> list[str]:
    return page.eval_on_selector_all("#captions .cue", "cues => cues.map(cue => cue.firstChild.data.trim())")


def at_end(page: Page) -> bool:
    return bool(page.eval_on_selector("#captions", "r => r.scrollHeight - r.clientHeight - r.scrollTop < 2"))


def say_much(live, count: int = 12) -> None:
    for n in range(count):
        text, speaker = SENTENCES[n % len(SENTENCES)]
        live.say(text, speaker)


def test_captions_appear_live_word_by_word(page, site, live):
    page.goto(site.at)
    live.start()
    live.say("Good afternoon", "Mara Quill")
    expect(page.locator("#c1")).to_have_text("Good afternoon ")
    live.go_on("everybody.")
    expect(page.locator("#c1")).to_have_text("Good afternoon everybody. ")
    expect(page.locator(".turn .who")).to_have_text(["Mara Quill:"])
    expect(page.locator("#status")).to_have_text("Captions are on.")


@pytest.mark.req("SPK-01", "SPK-02")
def test_every_change_of_speaker_begins_a_paragraph_with_the_name(page, site, live):
    page.goto(site.at)
    for text, speaker in SENTENCES:
        live.say(text, speaker)
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator(".turn .who")).to_have_text(["Mara Quill:", "Tomás Ibarrola:", "Unknown speaker:"])


@pytest.mark.req("DSP-04", "DSP-02")
@pytest.mark.parametrize("width", [320, 1000])
def test_nothing_that_is_settled_ever_moves_or_changes(page, site, live, width):
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(site.at)
    known: dict[str, list[object]] = {}
    for n in range(10):
        text, speaker = SENTENCES[n % len(SENTENCES)]
        first, *rest = text.split(" ", 3)
        live.tail(text, speaker)
        page.wait_for_timeout(100)
        live.say(first, speaker)
        live.tail(" ".join(rest), speaker)
        live.tail("something else entirely from another microphone", "Ngozi Adeyemi-Hart", source="s2")
        page.wait_for_timeout(400)
        live.go_on(" ".join(rest))
        live.tail("", speaker)
        if n == 5:
            live.note("correction", cue=live.cue, text="It was put another way.", by="Mara Quill")
        page.wait_for_timeout(400)
        now = page.evaluate(PLACES)
        assert {key: now[key] for key in known} == known
        known = now
    assert len(known) > 80


@pytest.mark.req("VIEW-12", "VIEW-10")
def test_past_captions_are_never_made_again(page, site, live):
    page.goto(site.at)
    say_much(live, 4)
    expect(page.locator("#c4")).to_be_visible()
    page.evaluate("window.kept = [...document.querySelectorAll('.turn, .cue')]")
    say_much(live, 40)
    expect(page.locator("#c44")).to_be_attached()
    assert page.evaluate("kept.every((node, i) => node === document.querySelectorAll('.turn, .cue')[i])")


@pytest.mark.req("DSP-01")
def test_the_page_changes_at_most_three_times_a_second(page, site, live):
    page.goto(site.at)
    live.say("Ready.", "Mara Quill")
    expect(page.locator("#c1")).to_be_visible()
    page.evaluate(
        """() => { window.changes = []; new MutationObserver(() => changes.push(performance.now()))
        .observe(document.getElementById('captions'), {childList: true, characterData: true, subtree: true}); }"""
    )
    for n in range(40):
        live.go_on(f"word{n}")
        live.tail(f"tail {n}", "Mara Quill")
        page.wait_for_timeout(50)
    times = page.evaluate("changes")
    bursts = [later for earlier, later in zip(times, times[1:], strict=False) if later - earlier > 50]
    assert len(bursts) <= 3 * (times[-1] - times[0]) / 1000 + 1


@pytest.mark.req("VIEW-09", "VIEW-08")
def test_the_changing_tail_is_outside_every_live_region_and_nothing_is_announced(page, site, live):
    page.goto(site.at)
    live.say("Good afternoon", "Mara Quill")
    live.tail("everybody and", "Mara Quill")
    live.tail("hello", "Tomás Ibarrola", source="s2")
    expect(page.locator(".tail")).to_have_count(2)
    assert page.locator("[role=log] .tail, [role=status] .tail, [aria-live] .tail").count() == 0
    assert page.locator("#announcer[role=log][aria-live=off]").inner_text() == ""


def test_a_tail_is_not_shown_beside_the_words_it_became(page, site, live):
    page.goto(site.at)
    live.say("Good", "Mara Quill")
    live.tail("afternoon everybody and", "Mara Quill")
    expect(page.locator(".tail")).to_have_text("afternoon everybody and")
    live.go_on("afternoon, everybody,")
    expect(page.locator("#c1")).to_have_text("Good afternoon, everybody, ")
    expect(page.locator(".tail")).to_have_text("and")


@pytest.mark.req("LOW-04", "LOW-06", "OPS-15")
def test_an_outage_is_announced_and_nothing_is_lost_or_repeated(page, site, live):
    page.goto(site.at)
    live.start()
    live.say("Before the outage.", "Mara Quill")
    expect(page.locator("#c1")).to_be_visible()
    site.stop()
    expect(page.locator("#status")).to_contain_text("Connection lost since", timeout=7_000)
    site.start()
    live = site.live
    live.say("During the outage.", "Mara Quill")
    live.say("After it.", "Tomás Ibarrola")
    expect(page.locator("#c3")).to_be_visible()
    expect(page.locator("#status")).to_have_text("Captions are on.")
    assert settled(page) == ["Before the outage.", "During the outage.", "After it."]


def test_a_meeting_that_was_made_anew_is_loaded_anew(page, site, live):
    page.goto(site.at)
    say_much(live, 5)
    expect(page.locator("#c5")).to_be_visible()
    site.stop()
    site.meetings.held[SAMPLE.id] = FakeLive(SAMPLE)
    site.start()
    site.live.say("A new beginning.", "Mara Quill")
    expect(page.locator("#captions .cue")).to_have_text(["A new beginning. "])


def test_a_heading_does_not_cut_the_words_spoken_before_it(page, site, live):
    page.goto(site.at)
    live.say("We come to", "Mara Quill")
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=2_000)
    live.go_on("the first item.")
    live.say("Welcome everyone.", "Mara Quill", start_ms=2_500)
    expect(page.locator("#captions > *")).to_have_text(
        ["Mara Quill: We come to the first item. ", "Item 1: Welcome and apologies", "Mara Quill: Welcome everyone. "]
    )


def test_a_late_reader_sees_the_same_as_one_who_was_there(page, site, live, browser):
    page.goto(site.at)
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=0)
    say_much(live, 9)
    live.note("gap", gap=1, from_ms=60_000, to_ms=75_000, why="The line was cut.")
    cue = live.say("We meet in marsh.", "Mara Quill", start_ms=75_000)
    live.note("correction", cue=cue, text="We meet in March.", by="Mara Quill")
    expect(page.locator(".correction")).to_have_text("[corrected: We meet in March.]")
    late = browser.new_page()
    late.goto(site.at)
    text = "r => [...r.children].map(line => line.textContent.replace(/\\s+/g, ' ').trim())"
    assert late.eval_on_selector("#captions", text) == page.eval_on_selector("#captions", text)
    live.go_on("At noon.")
    expect(late.locator(f"#c{cue}")).to_contain_text("We meet in marsh. At noon.")
    late.close()


@pytest.mark.req("DSP-06", "VIEW-22")
@pytest.mark.parametrize("size", [(1000, 700), (320, 640), (640, 320), (320, 256)])
def test_the_newest_words_stay_in_view_while_following(page, site, live, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    live.start()
    live.give_notice("We break for five minutes.")
    page.goto(site.at)
    say_much(live, 60)
    expect(page.locator("#c60")).to_be_in_viewport()
    assert at_end(page)
    expect(page.locator("#jump")).to_have_attribute("aria-disabled", "true")


@pytest.mark.req("DSP-12", "VIEW-07")
def test_who_scrolled_back_stays_there_and_jumps_to_live_by_one_key(page, site, live):
    page.goto(site.at)
    say_much(live, 40)
    expect(page.locator("#c40")).to_be_attached()
    page.locator("#captions").focus()
    page.keyboard.press("Home")
    expect(page.locator("#jump")).to_have_attribute("aria-disabled", "false")
    expect(page.locator("#captions")).to_have_js_property("scrollTop", 0)
    live.say("One more.", "Mara Quill")
    live.say("And another.", "Tomás Ibarrola")
    expect(page.locator("#jump")).to_contain_text("2 new captions. Jump to live")
    assert page.eval_on_selector("#captions", "r => r.scrollTop") == 0
    assert page.evaluate("document.activeElement.id") == "captions"
    page.keyboard.press("Alt+j")
    expect(page.locator("#c42")).to_be_in_viewport()
    assert at_end(page)
    live.say("Following again.", "Mara Quill")
    expect(page.locator("#c43")).to_be_in_viewport()


def test_the_size_of_the_text_is_changed_kept_and_followed(page, site, live):
    page.goto(site.at)
    say_much(live, 30)
    expect(page.locator("#c30")).to_be_visible()
    small = page.eval_on_selector("#c30", "c => parseFloat(getComputedStyle(c).fontSize)")
    for _ in range(20):
        page.get_by_role("button", name="Larger text").click(force=True)
    expect(page.locator("#size output")).to_have_text("Size 300 %")
    assert page.eval_on_selector("#c30", "c => parseFloat(getComputedStyle(c).fontSize)") == 3 * small
    assert at_end(page)
    page.reload()
    expect(page.locator("#size output")).to_have_text("Size 300 %")
    assert page.eval_on_selector("html", "h => h.scrollWidth <= h.clientWidth")


@pytest.mark.req("VIEW-02")
@pytest.mark.parametrize("path", ["/", "/new", "", "/transcript", "/console", "/capture", "/type", "/edit"])
def test_every_page_reflows_at_320_pixels(page, site, live, path):
    live.start()
    say_much(live)
    live.say("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "Mara Quill")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site.address + path if path in ("/", "/new") else site.at + path)
    assert page.eval_on_selector("html", "h => h.scrollWidth <= h.clientWidth")


@pytest.mark.req("VIEW-03")
def test_nothing_is_lost_with_more_space_between_letters_words_and_lines(page, site, live):
    say_much(live)
    page.set_viewport_size({"width": 640, "height": 700})
    page.goto(site.at)
    page.eval_on_selector_all(
        "body *",
        "all => { for (const e of all) { e.style.letterSpacing = '0.12em'; e.style.wordSpacing = '0.16em'; "
        "e.style.lineHeight = '1.5'; if (e.tagName === 'P') e.style.marginBottom = '2em'; } }",
    )
    assert page.eval_on_selector("html", "h => h.scrollWidth <= h.clientWidth")
    clipped = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    assert page.eval_on_selector_all("button, .turn, h1, .saying p, nav a", clipped) == []


@pytest.mark.req("DSP-05", "DSP-10", "DSP-11")
def test_lines_are_start_aligned_of_a_readable_length_and_height(page, site, live):
    say_much(live)
    page.goto(site.at)
    style = page.eval_on_selector(
        ".turn", "t => { const s = getComputedStyle(t); return [s.textAlign, s.lineHeight, s.fontSize]; }"
    )
    assert style[0] == "start"
    assert float(style[1][:-2]) >= 1.5 * float(style[2][:-2])
    lines: dict[int, int] = {}
    for word, _, top in page.evaluate(PLACES).values():
        lines[top] = lines.get(top, 0) + len(word) + 1
    assert 45 <= max(lines.values()) <= 80


@pytest.mark.req("VIEW-14", "VIEW-15")
def test_what_is_going_on_is_said_in_words(page, site, live):
    page.goto(site.at)
    expect(page.locator("#status[role=status]")).to_have_text("Captions have not started yet.")
    live.start()
    live.note("health", delay_ms=800, hearing=True, saved=True)
    expect(page.locator("#hearing")).to_contain_text("Hearing speech")
    expect(page.locator("#mode")).to_contain_text("expect many errors")
    live.note("health", delay_ms=11_000, hearing=False, saved=True)
    expect(page.locator("#status")).to_have_text("Captions are on. They are about 10 seconds behind.")
    expect(page.locator("#hearing")).to_contain_text("Silence")
    live.take_over("Ona Reyes")
    expect(page.locator("#mode")).to_have_text("Captions typed by Ona Reyes.")
    live.give_notice("We break for five minutes.")
    expect(page.locator("#notice")).to_have_text("We break for five minutes.")
    live.pause()
    expect(page.locator("#status")).to_have_text("Captions are paused.")
    live.stop()
    expect(page.locator("#status")).to_have_text("Captions have ended.")
    assert page.locator("#hearing").text_content() == ""


@pytest.mark.req("VIEW-19")
def test_letters_do_nothing_by_themselves(page, site, live):
    say_much(live, 40)
    page.goto(site.at)
    page.keyboard.type("jwcxnsf123/+-mga")
    assert at_end(page)
    assert page.url == site.at
    assert page.locator(".sheet:visible").count() == 0


@pytest.mark.req("LOW-07")
def test_without_a_script_the_captions_so_far_are_there(site, live, browser):
    say_much(live)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.at)
    expect(page.locator("#c12")).to_be_attached()
    expect(page.get_by_role("link", name="Read the plain page instead")).to_be_visible()
    context.close()


@pytest.mark.req("LOW-01")
def test_the_first_load_is_small_and_all_ours(page, site, live):
    seen: list[tuple[str, int]] = []
    page.on("requestfinished", lambda request: seen.append((request.url, request.sizes()["responseBodySize"])))
    say_much(live, 200)
    page.goto(site.at, wait_until="load")
    expect(page.locator("#c200")).to_be_attached()
    page.wait_for_timeout(300)
    assert all(url.startswith(site.address) for url, _ in seen)
    assert sum(size for _, size in seen) < 100_000
    assert len(seen) >= 8
