"""Whole sentences, own pace and announcements in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_viewer import PLACES, SENTENCES, say_much, settled
from tests.fakes_live import words_of

CASES = json.loads((Path(__file__).parent.parent / "data" / "sentences.json").read_text(encoding="utf-8"))
MODES = ["live", "sentences", "own"]
ITEM_1 = {"item": "1", "title": "Welcome and apologies"}

# What came into the region so far, each state of each piece of text that could be read.
RECORD = """() => { window.seen = []; const region = document.getElementById('captions');
  new MutationObserver(() => { for (const cue of region.querySelectorAll('.cue')) seen.push(cue.textContent.trim()); })
    .observe(region, {childList: true, subtree: true, characterData: true}); }"""

# Every change in the captions that is not something added at the end; the count of new ones may change.
STRAY = """() => { window.stray = []; window.added = 0;
  const atEnd = next => next === null || next.localName === 'noscript';
  new MutationObserver(changes => { for (const change of changes) {
    const place = change.target.nodeType === 1 ? change.target : change.target.parentElement;
    if (place?.closest('.new')) continue;
    added += change.addedNodes.length;
    const other = change.type !== 'childList' || change.removedNodes.length > 0 || !atEnd(change.nextSibling);
    if (other) stray.push(change.target.outerHTML);
  } }).observe(document.getElementById('captions'), {childList: true, subtree: true, characterData: true}); }"""


@pytest.fixture
def patient(monkeypatch):
    """A machine under load must not look like a speaker who has stopped."""
    monkeypatch.setattr("captioner.sentences.QUIET_MS", 60_000)


@pytest.fixture
def brisk(monkeypatch):
    monkeypatch.setattr("captioner.sentences.QUIET_MS", 600)


def in_mode(site, mode: str) -> str:
    return f"{site.at}?mode={mode}"


def items(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("ol.said > li").all_text_contents()]


def lines(page: Page) -> list[str]:
    text = "r => [...r.children].filter(line => line.matches('p:not(.new), h2, ol')).map(line => line.textContent"
    return page.eval_on_selector("#captions", text + ".replace(/\\s+/g, ' ').trim())")


def announced(page: Page):
    return page.locator("#announcer p")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_browser_finds_the_same_sentences_as_the_server(page, site, case):
    steps = [
        step | {"words": [[w.start_ms, w.end_ms, w.text, 90] for w in words_of(step["text"], step.get("start_ms", 0))]}
        if "text" in step
        else step
        for step in case["steps"]
    ]
    page.goto(site.address)
    told = page.evaluate(
        """async steps => {
          const { Sentences } = await import('/static/sentences.js');
          const sentences = new Sentences(), out = [];
          for (const step of steps) {
            if (step.close) out.push(...sentences.close());
            else if (step.quiet_ms) out.push(...sentences.quiet(step.quiet_ms - 3000));
            else {
              const usual = step.at ? {} : {speaker: 'Mara Quill', source: 's1', lang: 'en'};
              out.push(...sentences.take({at: 0, ...usual, ...step}, step.now_ms ?? 0));
            }
          }
          const held = [...sentences.lanes.values()].flatMap(lane => lane.parts).flatMap(part => part.words);
          return [out.map(one => [one.turn, one.speaker, one.text, one.parts.map(p => [p.cue, p.at, p.words.length])]),
                  held.map(word => word[2]).join(' ')];
        }""",
        steps,
    )
    assert told == [case["sentences"], case.get("held", "")]


@pytest.mark.req("LOW-08", "DSP-04", "DSP-02")
def test_in_sentences_only_whole_ones_are_ever_shown_all_come_and_nothing_moves(page, site, live, patient):
    page.goto(in_mode(site, "sentences"))
    page.evaluate(RECORD)
    known: dict[str, list[object]] = {}
    for n in range(8):
        text, speaker = SENTENCES[n % len(SENTENCES)]
        first, second, rest = text.split(" ", 2)
        live.say(first, speaker)
        live.tail(f"{second} and {rest}", speaker)
        page.wait_for_timeout(120)
        live.go_on(second)
        page.wait_for_timeout(120)
        live.go_on(rest)
        expect(page.locator(f"#c{live.cue}")).to_contain_text(text.split()[-1])
        now = page.evaluate(PLACES)
        assert {key: now[key] for key in known} == known
        known = now
    assert settled(page) == [SENTENCES[n % len(SENTENCES)][0] for n in range(8)]
    assert page.locator("#captions :is(.tail, .provisional)").count() == 0
    assert {text[-1] for text in page.evaluate("seen")} <= set(".?")


@pytest.mark.req("LOW-08")
@pytest.mark.parametrize("mode", ["sentences", "own"])
def test_unsettled_text_is_not_even_sent_in_these_ways_of_reading(page, site, live, mode):
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(str(frame))))
    page.goto(in_mode(site, mode))
    live.tail("an unfinished", "Mara Quill")
    live.say("Good afternoon everybody.", "Mara Quill")
    live.tail("and another", "Mara Quill")
    live.say("Welcome.", "Mara Quill")
    expect(page.locator("#c2")).to_be_visible()
    assert any('"final"' in frame for frame in sent)
    assert not any("partial" in frame for frame in sent)


@pytest.mark.req("DSP-17")
def test_what_was_said_without_a_full_stop_comes_when_nothing_follows_and_stays(page, site, live, brisk):
    page.goto(in_mode(site, "sentences"))
    live.say("Thank you", "Mara Quill")
    expect(page.locator("#c1")).to_have_text("Thank you ")
    live.go_on("all")
    expect(page.locator("#c1")).to_have_text("Thank you all ")
    page.wait_for_timeout(1500)
    expect(page.locator("#c1")).to_be_visible()


@pytest.mark.parametrize("mode", ["sentences", "own"])
def test_who_comes_in_the_middle_of_a_sentence_reads_what_others_read(page, site, live, browser, patient, mode):
    page.goto(in_mode(site, mode))
    live.note("agenda", from_ms=0, **ITEM_1)
    say_much(live, 5)
    live.note("gap", gap=1, from_ms=60_000, to_ms=75_000, why="The line was cut.")
    cue = live.say("Thank you. We meet in", "Mara Quill", start_ms=75_000)
    live.note("correction", cue=cue, text="Thank you. We met in March.", by="Mara Quill")
    live.note("agenda", item="2", title="Roster of liaisons", from_ms=90_000)
    expect(page.locator(f"#c{cue}")).to_contain_text("Thank you.")
    late = browser.new_page()
    late.goto(in_mode(site, mode))
    expect(late.locator(f"#c{cue}")).to_have_text("Thank you. ")
    live.go_on("March.")
    live.say("The roster.", "Mara Quill", start_ms=91_000)
    for one in (page, late):
        expect(one.locator(f"#c{cue + 1}")).to_contain_text("The roster.")
        expect(one.locator(".correction")).to_have_text("[corrected: Thank you. We met in March.]")
    page.evaluate("document.getElementById('new')?.remove()")
    assert lines(late) == lines(page)
    assert [line for line in lines(page) if line.startswith("Item 2")]
    late.close()


@pytest.mark.req("LOW-04")
@pytest.mark.parametrize("mode", ["sentences", "own"])
def test_an_outage_in_the_middle_of_a_sentence_loses_and_repeats_nothing(page, site, live, patient, mode):
    page.goto(in_mode(site, mode))
    live.say("Before the", "Mara Quill")
    site.stop()
    expect(page.locator("#status")).to_contain_text("Connection lost since", timeout=7_000)
    site.start()
    live = site.live
    live.go_on("outage. After")
    live.go_on("it.")
    expect(page.locator("#captions")).to_contain_text("After it.")
    assert "".join(page.locator("#captions .cue").all_text_contents()).split() == "Before the outage. After it.".split()


@pytest.mark.req("VIEW-13", "SPK-01", "SPK-02")
def test_at_ones_own_pace_every_sentence_is_an_item_with_its_speaker(page, site, live, patient):
    live.say("Good afternoon.", "Mara Quill")
    page.goto(in_mode(site, "own"))
    live.say("Thank you. We would", "Tomás Ibarrola")
    live.go_on("like to speak.")
    live.say("Who is that?")
    expect(page.locator("ol.said > li")).to_have_count(4)
    assert items(page) == [
        "Mara Quill: Good afternoon.",
        "Tomás Ibarrola: Thank you.",
        "Tomás Ibarrola: We would like to speak.",
        "Unknown speaker: Who is that?",
    ]
    assert page.eval_on_selector_all("[id^=c]:is(.cue)", "all => all.map(one => one.id)") == ["c1", "c2", "c3"]


@pytest.mark.req("VIEW-13", "VIEW-12", "VIEW-10")
def test_at_ones_own_pace_the_list_only_grows_at_its_end_over_500_captions(page, site, live):
    say_much(live, 6)
    page.goto(in_mode(site, "own"))
    page.evaluate(STRAY)
    page.evaluate("window.kept = [...document.querySelectorAll('li, .cue')]")
    page.evaluate("scrollTo(0, 120)")
    at = page.evaluate("scrollY")
    for _ in range(5):
        say_much(live, 100)
        page.wait_for_timeout(100)
    expect(page.locator("#c506")).to_be_attached()
    assert page.evaluate("kept.every((node, i) => node === document.querySelectorAll('li, .cue')[i])")
    assert page.evaluate("stray") == []
    assert page.evaluate("added") >= 500
    assert page.evaluate("scrollY") == at


@pytest.mark.req("VIEW-13")
def test_headings_and_gaps_stand_between_lists_that_number_on(page, site, live, patient):
    live.note("agenda", from_ms=0, **ITEM_1)
    say_much(live, 2)
    page.goto(in_mode(site, "own"))
    live.note("agenda", item="2", title="Roster of liaisons", from_ms=live.said_ms)
    live.say("The roster.", "Mara Quill")
    live.note("gap", gap=1, from_ms=60_000, to_ms=75_000, why="The line was cut.")
    cue = live.say("We meet in marsh.", "Mara Quill", start_ms=75_000)
    live.note("correction", cue=cue, text="We meet in March.", by="Mara Quill")
    expect(page.locator("li ins.correction")).to_have_text("[corrected: We meet in March.]")
    names = "all => all.filter(one => one.id !== 'new' && one.localName !== 'noscript').map(one => one.localName)"
    assert page.eval_on_selector_all("#captions > *", names) == ["h2", "ol", "h2", "ol", "p", "ol"]
    assert page.eval_on_selector_all("ol.said", "all => all.map(list => list.start)") == [1, 3, 4]
    page.reload()
    assert page.eval_on_selector_all("#captions > *", names) == ["h2", "ol", "h2", "ol", "p", "ol"]
    assert page.eval_on_selector_all("ol.said", "all => all.map(list => list.start)") == [1, 3, 4]


@pytest.mark.req("VIEW-13")
def test_the_count_of_new_sentences_changes_no_more_often_than_agreed(page, site, live, monkeypatch):
    assert page.request.get(in_mode(site, "own")).text().count('"count_ms": 30000') == 1
    monkeypatch.setattr("captioner.routes.viewer.COUNT_MS", 1_500)
    page.goto(in_mode(site, "own"))
    page.evaluate(
        """() => { window.told = []; new MutationObserver(() => told.push(performance.now()))
        .observe(document.getElementById('new-count'), {childList: true, characterData: true, subtree: true}); }"""
    )
    for _ in range(30):
        say_much(live, 1)
        page.wait_for_timeout(100)
    expect(page.locator("#new-count")).to_have_text("30")
    times = page.evaluate("told")
    assert len(times) >= 2
    assert all(later - earlier >= 1_400 for earlier, later in zip(times, times[1:], strict=False))
    assert page.locator("#new [role=status], #new[role=status]").count() == 0


@pytest.mark.parametrize("how", ["link", "key"])
def test_the_reader_goes_to_the_first_new_sentence_and_the_count_begins_anew(page, site, live, monkeypatch, how):
    monkeypatch.setattr("captioner.routes.viewer.COUNT_MS", 100)
    say_much(live, 40)
    page.goto(in_mode(site, "own"))
    known = page.locator("ol.said > li").count()
    say_much(live, 3)
    expect(page.locator("#new-count")).to_have_text("4")
    if how == "link":
        page.get_by_role("link", name="Go to the first new one").click()
    else:
        page.keyboard.press("Alt+j")
    expect(page.locator(f"#s{known + 1}")).to_be_focused()
    expect(page.locator(f"#s{known + 1}")).to_be_in_viewport()
    expect(page.locator("#new-count")).to_have_text("0")


@pytest.mark.req("VIEW-13", "VIEW-11")
def test_assistive_technology_finds_a_list_of_named_items(page, site, live):
    live.note("agenda", from_ms=0, **ITEM_1)
    say_much(live, 2)
    page.goto(in_mode(site, "own"))
    expect(page.get_by_role("region", name="Captions", exact=True)).to_match_aria_snapshot(
        """
        - region "Captions":
          - 'heading "Item 1: Welcome and apologies" [level=2]'
          - list:
            - listitem: "Mara Quill: Good afternoon everybody and welcome to the seventh virtual meeting."
            - listitem: "Mara Quill: We have apologies from two coalitions, and one new liaison."
        """
    )


@pytest.mark.req("VIEW-16")
@pytest.mark.parametrize("mode", MODES)
def test_sentences_in_another_language_say_so_and_take_its_direction(page, site, live, mode):
    live.meeting = live.meeting.__class__(**{**live.meeting.__dict__, "language": "pt"})
    site.meetings.held[live.id].meeting = live.meeting
    live.say("Good afternoon.", "Mara Quill")
    page.goto(in_mode(site, mode))
    live.say("مرحبا بكم.", "Mara Quill")
    expect(page.locator("#c2")).to_be_visible()
    marked = "li[lang=en]" if mode == "own" else ".cue[lang=en]"
    assert page.locator(marked).count() == 2
    assert page.locator("#captions[lang=pt] [dir=auto]").count() >= 1


@pytest.mark.req("VIEW-08", "VIEW-09", "VIEW-10")
@pytest.mark.parametrize("mode", MODES)
def test_nothing_is_announced_until_the_switch_is_on_and_then_only_finished_sentences(page, site, live, patient, mode):
    page.goto(in_mode(site, mode))
    live.say("Good afternoon everybody.", "Mara Quill")
    expect(page.locator("#c1")).to_be_visible()
    log = page.locator("#announcer[role=log]")
    expect(log).to_have_attribute("aria-live", "off")
    assert log.inner_html() == ""
    switch = page.get_by_role("button", name="Announce new captions to screen readers", pressed=False)
    switch.click()
    expect(log).to_have_attribute("aria-live", "polite")
    live.say("We would", "Tomás Ibarrola")
    live.tail("like to speak", "Tomás Ibarrola")
    live.go_on("like to speak. Now")
    live.go_on("then.")
    expect(announced(page)).to_have_text(["Tomás Ibarrola: We would like to speak.", "Now then."])
    live.say("Thank you.", "Mara Quill")
    live.note("correction", cue=2, text="We would like to think.", by="Mara Quill")
    expect(announced(page).nth(2)).to_have_text("Mara Quill: Thank you.")
    expect(announced(page).nth(3)).to_have_text("Correction: We would like to think.")
    page.get_by_role("button", name="Announce new captions to screen readers", pressed=True).click()
    expect(log).to_have_attribute("aria-live", "off")
    assert log.inner_html() == ""


@pytest.mark.req("VIEW-10", "VIEW-09")
@pytest.mark.parametrize("mode", MODES)
def test_the_live_region_is_polite_whole_and_around_no_unsettled_text(page, site, live, mode):
    page.goto(in_mode(site, mode))
    page.locator("#announce").click()
    live.say("Good afternoon", "Mara Quill")
    live.tail("everybody and", "Mara Quill")
    if mode == "live":
        expect(page.locator("#captions .tail")).to_be_visible()
    never = "[aria-live=assertive], [aria-busy], [aria-relevant], [aria-atomic=true], [role=alert]"
    assert page.locator(never).count() == 0
    assert page.locator(":is([role=log], [role=status], [role=alert], [aria-live]) :is(.tail, .cue)").count() == 0


def test_what_was_announced_is_taken_away_so_that_nobody_meets_it_twice(page, site, live):
    page.goto(site.at)
    left = page.evaluate(
        """async () => { const { Announcer } = await import('/static/announce.js');
        const log = document.createElement('div'), a = new Announcer(log, null, [], 50); a.turn(true);
        a.take({kind: 'sentence', speaker: null, lang: 'en', text: 'Hello.'}); const had = log.textContent;
        await new Promise(done => setTimeout(done, 400)); return [had, log.textContent]; }"""
    )
    assert left == ["Hello.", ""]


@pytest.mark.req("VIEW-08")
def test_the_switch_is_kept_on_this_device(page, site, live):
    page.goto(in_mode(site, "own"))
    page.locator("#announce").click()
    page.reload()
    expect(page.locator("#announce")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#announcer")).to_have_attribute("aria-live", "polite")
    expect(page.locator("#new-count")).to_have_attribute("role", "status")


def test_the_way_of_reading_is_kept_and_used_where_the_address_asks_for_none(page, site, live):
    page.goto(f"{site.at}?fs=150&mode=live")
    page.get_by_role("link", name="Own pace").click()
    page.wait_for_url("**mode=own*")
    assert "fs=150" in page.url
    page.goto(f"{site.at}?fs=125#c1")
    page.wait_for_url("**mode=own*")
    assert "fs=125" in page.url
    assert page.url.endswith("#c1")
    page.goto(in_mode(site, "live"))
    expect(page.get_by_role("link", name="Live", exact=True)).to_have_attribute("aria-current", "true")


@pytest.mark.req("LOW-07")
@pytest.mark.parametrize("mode", ["sentences", "own"])
def test_without_a_script_each_way_shows_what_is_finished_and_loads_more(site, live, browser, patient, mode):
    say_much(live, 3)
    live.say("And now", "Mara Quill")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site.at}?fs=150&mode={mode}")
    expect(page.locator("#c3")).to_be_visible()
    assert page.locator("#c4").count() == 0
    assert "fs=150" in (page.get_by_role("link", name="Live", exact=True).get_attribute("href") or "")
    if mode == "own":
        live.go_on("the roster.")
        page.get_by_role("link", name="Load the page again for more").click()
        expect(page.locator("#c4")).to_be_visible()
        assert page.url.endswith("#s4")
    page.context.close()


@pytest.mark.req("VIEW-27")
def test_captions_are_spoken_on_request_by_a_voice_of_the_device_and_stop_at_once(page, site, live, patient):
    page.add_init_script(
        """window.said = []; const voice = {lang: 'en-GB', localService: true};
        const synthesis = {getVoices: () => [{lang: 'en-US', localService: false}, voice], addEventListener() {},
          speak: one => said.push([one.text, one.voice === voice]), cancel: () => said.push('stopped')};
        Object.defineProperty(window, 'speechSynthesis', {value: synthesis});
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };"""
    )
    page.goto(site.at)
    live.say("Before.", "Mara Quill")
    expect(page.locator("#c1")).to_be_visible()
    page.get_by_role("button", name="Read aloud").click()
    live.say("Good afternoon", "Mara Quill")
    live.tail("everybody", "Mara Quill")
    live.go_on("everybody. And")
    expect(page.locator("#c2")).to_contain_text("And")
    page.get_by_role("button", name="Read aloud").click()
    live.say("After.", "Mara Quill")
    expect(page.locator("#c3")).to_be_visible()
    assert page.evaluate("said") == [["Good afternoon everybody.", True], "stopped"]


def test_there_is_no_switch_for_a_voice_that_would_send_the_words_elsewhere(page, site):
    page.add_init_script(
        """Object.defineProperty(window, 'speechSynthesis',
        {value: {getVoices: () => [{lang: 'en', localService: false}], addEventListener() {}}});"""
    )
    page.goto(site.at)
    expect(page.locator("#announce")).to_be_visible()
    expect(page.locator("#speak")).to_be_hidden()


@pytest.mark.req("VIEW-01", "VIEW-02", "VIEW-06", "VIEW-11")
@pytest.mark.parametrize("mode", ["sentences", "own"])
def test_axe_finds_nothing_wrong_in_these_ways_of_reading(page, site, live, violations, mode):
    live.start()
    live.note("agenda", from_ms=0, **ITEM_1)
    say_much(live)
    live.note("gap", gap=1, from_ms=90_000, to_ms=95_000, why="The line was cut.")
    live.note("correction", cue=3, text="It was put another way.", by="Mara Quill")
    page.goto(in_mode(site, mode))
    page.locator("#announce").click()
    live.say("One more.", "Tomás Ibarrola")
    expect(announced(page)).to_have_count(1)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})
    assert violations(page) == []
    assert page.eval_on_selector("html", "h => h.scrollWidth <= h.clientWidth")
