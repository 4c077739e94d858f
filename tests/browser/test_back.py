"""Looking back: search, passages with their address, the reader's mark, agenda, documents and files."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from models.meeting import AgendaItem, Document
from tests.browser.test_viewer import PLACES, at_end, say_much
from tests.fakes_live import SAMPLE

ALL_MODES = pytest.mark.parametrize("mode", ["live", "sentences", "own"])
SCROLL = "() => [document.getElementById('captions').scrollTop, scrollY]"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
SELECT = """([from, start, to, end]) => {
  const node = id => document.getElementById(id).firstChild;
  getSelection().setBaseAndExtent(node(from), start, node(to), end);
}"""


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Search and save").click()
    expect(page.locator("#back-title")).to_be_focused()


def find(page: Page, words: str) -> None:
    page.get_by_label("Search the captions so far").fill(words)
    page.keyboard.press("Enter")


def found(page: Page) -> str:
    """The words that are marked as the present find."""
    return str(page.evaluate("[...CSS.highlights.get('found-now')].map(range => range.startContainer.data"
                             ".slice(range.startOffset, range.endOffset)).join()"))  # fmt: skip


def copied(page: Page) -> str:
    expect(page.locator("#copy-said")).to_contain_text("Copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.fixture
def clipboard(page: Page) -> Page:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


@pytest.mark.req("DSP-12")
@ALL_MODES
def test_search_goes_through_everything_and_tells_where_it_is(page, site, live, mode):
    live.say("Naïve café owners met in São Paulo.", "Mara Quill")
    say_much(live, 40)
    live.say("The CAFE closes.", "Mara Quill")
    page.emulate_media(reduced_motion="reduce")
    opened(page, f"{site.at}?mode={mode}")
    find(page, "Cafe")
    expect(page.locator("#find-said")).to_contain_text(" of 2")
    assert page.locator("#find-words").evaluate("field => field === document.activeElement")
    seen = set()
    for _ in range(2):
        page.keyboard.press("Enter")
        page.wait_for_timeout(150)
        seen.add((found(page), page.locator("#find-said").inner_text().partition(" of ")[0]))
    assert {words for words, _ in seen} == {"café", "CAFE"}
    assert {number for _, number in seen} <= {"1", "2"}
    assert len(seen) == 2
    find(page, "giraffe")
    expect(page.locator("#find-said")).to_have_text("Nothing found for “giraffe”.")


@ALL_MODES
def test_what_was_found_is_in_view_and_marked(page, site, live, mode):
    live.say("Only here is the word lighthouse.", "Mara Quill")
    say_much(live, 60)
    page.set_viewport_size({"width": 1300, "height": 700})
    opened(page, f"{site.at}?mode={mode}")
    find(page, "LIGHTHOUSE")
    expect(page.locator("#find-said")).to_contain_text("1 of 1: Mara Quill: “Only here is the word lighthouse.")
    expect(page.locator("#c1")).to_be_in_viewport()
    assert found(page) == "lighthouse"
    page.get_by_role("button", name="Go to this passage").click()
    assert page.evaluate("document.activeElement.contains(document.getElementById('c1'))")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.contains(document.getElementById('c1'))")


def test_words_are_found_across_the_cues_of_a_turn_in_both_directions(page, site, live):
    for text in ("The roster", "of liaisons", "is long.", "A second roster", "of names."):
        live.say(text, "Mara Quill")
    opened(page, site.at)
    find(page, "roster of")
    expect(page.locator("#find-said")).to_contain_text("1 of 2: ")
    page.keyboard.press("Enter")
    expect(page.locator("#find-said")).to_contain_text("2 of 2: ")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#find-said")).to_contain_text("1 of 2: ")
    page.get_by_role("button", name="Previous").click()
    expect(page.locator("#find-said")).to_contain_text("2 of 2, round from the other end: ")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#find-said")).to_contain_text("1 of 2, round from the other end: ")


@pytest.mark.req("DSP-12", "VIEW-07")
@ALL_MODES
def test_new_captions_move_neither_the_reader_who_searches_nor_the_focus(page, site, live, mode):
    say_much(live, 40)
    live.say("Here is the lighthouse.", "Mara Quill")
    opened(page, f"{site.at}?mode={mode}")
    find(page, "lighthouse")
    expect(page.locator("#find-said")).to_contain_text("1 of 1")
    page.wait_for_timeout(200)
    before = page.evaluate(SCROLL)
    say_much(live, 8)
    live.say("There is a second lighthouse.", "Mara Quill")
    live.say("And that is all.", "Mara Quill")
    expect(page.locator("#c51")).to_be_attached()
    assert page.evaluate(SCROLL) == before
    expect(page.locator("#find-words")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#find-said")).to_contain_text("2 of 2: ")
    expect(page.locator("#c50")).to_be_in_viewport()
    if mode != "own":
        page.keyboard.press("Alt+j")
        assert at_end(page)


def test_searching_changes_nothing_that_is_settled(page, site, live):
    say_much(live, 20)
    opened(page, site.at)
    page.evaluate("window.kept = document.getElementById('captions').innerHTML")
    find(page, "roster")
    expect(page.locator("#find-said")).to_contain_text("of 5")
    assert page.evaluate("kept === document.getElementById('captions').innerHTML")


def test_without_highlights_the_cue_itself_is_marked(page, site, live):
    page.add_init_script("delete window.Highlight")
    say_much(live, 8)
    opened(page, site.at)
    find(page, "apologies")
    expect(page.locator(".found")).to_have_id("c6")
    page.keyboard.press("Enter")
    expect(page.locator(".found")).to_have_id("c2")


def test_a_selected_passage_is_copied_with_who_when_and_where(clipboard, site, live):
    page = clipboard
    live.say("Good afternoon everybody.", "Mara Quill", start_ms=754_000)
    live.say("We begin.", "Mara Quill")
    opened(page, site.at)
    expect(page.get_by_role("button", name="Copy the newest caption")).to_be_visible()
    page.evaluate(SELECT, ["c1", 5, "c2", 2])
    page.get_by_role("button", name="Copy the selected passage").click()
    assert copied(page) == (
        '"afternoon everybody. We" - Mara Quill, Virtual meeting 7, 14 January 2026, at 12:34 '
        f"<{site.at}/transcript#c1>"
    )


@ALL_MODES
def test_a_passage_of_several_turns_names_each_speaker(clipboard, site, live, mode):
    page = clipboard
    live.say("Shall we begin?", "Mara Quill", start_ms=60_000)
    live.say("Yes.", "Tomás Ibarrola")
    live.say("I can't hear.", None)
    live.say("Now?", "Mara Quill")
    opened(page, f"{site.at}?mode={mode}")
    page.evaluate(SELECT, ["c1", 6, "c3", 7])
    page.get_by_role("button", name="Copy the selected passage").click()
    assert copied(page) == (
        'Mara Quill: "we begin?"\nTomás Ibarrola: "Yes."\nUnknown speaker: "I can\'t"\n'
        f"- Virtual meeting 7, 14 January 2026, at 1:00 <{site.at}/transcript#c1>"
    )


def test_with_nothing_selected_the_newest_finished_caption_is_copied(clipboard, site, live):
    page = clipboard
    live.say("This is finished.")
    live.say("This is not")
    opened(page, site.at)
    page.get_by_role("button", name="Copy the newest caption").click()
    assert copied(page) == (
        f'"This is finished."\n- Virtual meeting 7, 14 January 2026, at 0:00 <{site.at}/transcript#c1>'
    )


def test_what_was_found_can_be_copied_by_keyboard_alone(clipboard, site, live):
    page = clipboard
    say_much(live, 8)
    opened(page, site.at)
    find(page, "apologies")
    expect(page.locator("#find-said")).to_contain_text("of 2")
    page.get_by_role("button", name="Copy this passage").focus()
    page.keyboard.press("Enter")
    assert '"We have apologies from two coalitions, and one new liaison." - Mara Quill' in copied(page)


def test_without_a_clipboard_the_passage_is_selected_to_be_copied_by_hand(page, site, live):
    page.add_init_script(NO_CLIPBOARD)
    live.say("Good afternoon everybody.", "Mara Quill")
    opened(page, site.at)
    page.get_by_role("button", name="Copy the newest caption").click()
    expect(page.locator("#copy-said")).to_contain_text("does not let this page copy")
    expect(page.get_by_label("Passage")).to_be_focused()
    assert page.evaluate("getSelection().toString()").startswith('"Good afternoon everybody." - Mara Quill')


def test_what_is_off_the_record_is_not_copied(clipboard, site, live):
    page = clipboard
    live.say("This is kept.", "Mara Quill")
    opened(page, site.at)
    page.evaluate("document.querySelector('.turn').dataset.off = ''")
    page.evaluate(SELECT, ["c1", 0, "c1", 12])
    page.locator("#copy").click()
    expect(page.locator("#copy-said")).to_contain_text("There is no caption to copy yet.")


@pytest.mark.req("DSP-19")
@pytest.mark.parametrize("width", [320, 1000])
def test_the_address_of_a_passage_leads_to_it_uncovered(page, site, live, width):
    say_much(live, 60)
    page.set_viewport_size({"width": width, "height": 500})
    page.goto(f"{site.at}/transcript#c37")
    cue = page.locator("#c37:target")
    expect(cue).to_be_in_viewport(ratio=0.9)
    spot = "c => { const b = c.getClientRects()[0]; return document.elementFromPoint(b.x + 5, b.y + 9)?.id; }"
    assert cue.evaluate(spot) == "c37"


@pytest.mark.req("DSP-13", "DSP-15")
@ALL_MODES
def test_the_mark_survives_later_captions_and_a_reload(page, site, live, mode):
    say_much(live, 12)
    opened(page, f"{site.at}?mode={mode}")
    assert page.locator("#place-go").get_attribute("aria-disabled") == "true"
    page.evaluate(SELECT, ["c2", 0, "c2", 3])
    before = page.evaluate(PLACES)
    page.get_by_role("button", name="Mark my place").click()
    expect(page.locator("#place-said")).to_contain_text("Marked: “We have apologies")
    assert {key: page.evaluate(PLACES)[key] for key in before} == before
    expect(page.locator("#c2 + .flag")).to_have_text("[my mark]")
    assert page.locator("#c2").evaluate("c => getComputedStyle(c).outlineStyle") == "dashed"
    say_much(live, 40)
    expect(page.locator("#c52")).to_be_attached()
    page.reload()
    page.get_by_role("button", name="Search and save").click()
    page.get_by_role("button", name="Go to my mark").click()
    expect(page.locator("#c2.marked")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.contains(document.getElementById('c2'))")
    page.wait_for_timeout(200)
    held = page.evaluate(SCROLL)
    say_much(live, 8)
    expect(page.locator("#c60")).to_be_attached()
    assert page.evaluate(SCROLL) == held


def test_with_nothing_selected_the_last_caption_in_view_is_marked(page, site, live):
    say_much(live, 60)
    page.goto(site.at)
    expect(page.locator("#c60")).to_be_in_viewport()
    page.locator("#captions").focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Search and save").click()
    page.get_by_role("button", name="Mark my place").click()
    expect(page.locator(".marked")).to_be_in_viewport()
    assert int(page.locator(".marked").get_attribute("id")[1:]) < 20


def test_the_sentence_that_has_the_focus_is_marked_at_ones_own_pace(page, site, live):
    say_much(live, 40)
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, f"{site.at}?mode=own")
    page.get_by_role("button", name="Mark my place").click()
    expect(page.locator("#place-said")).to_contain_text("No caption is in view")
    find(page, "apologies")
    expect(page.locator("#find-said")).to_contain_text("1 of 10")
    page.get_by_role("button", name="Go to this passage").click()
    page.get_by_role("button", name="Mark my place").click()
    expect(page.locator("#place-said")).to_contain_text("Marked: “We have apologies")
    expect(page.locator("#c2.marked")).to_be_attached()


@pytest.mark.req("OPS-13")
@pytest.mark.parametrize("script", [True, False])
def test_agenda_papers_and_files_are_linked_also_without_a_script(site, live, browser, script):
    papers = (Document("Draft terms of reference", "https://example.org/tor.odt"),)
    agenda = (*SAMPLE.agenda, AgendaItem("3", "Reports", "https://example.org/reports.pdf"))
    site.meetings.held[SAMPLE.id].meeting = replace(SAMPLE, agenda=agenda, documents=papers)
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=0)
    say_much(live, 4)
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(site.at)
    if script:
        page.get_by_role("button", name="Search and save").click()
    sheet = page.locator("#sheet-back")
    for name, target in (
        ("1. Welcome and apologies", "#i1-0"),
        ("Paper for item 3", "https://example.org/reports.pdf"),
        ("Draft terms of reference", "https://example.org/tor.odt"),
        ("Transcript page", f"/m/{SAMPLE.id}/transcript"),
        ("WebVTT captions", f"/m/{SAMPLE.id}/transcript.vtt"),
        ("Plain text", f"/m/{SAMPLE.id}/transcript.txt"),
    ):
        link = sheet.get_by_role("link", name=name)
        expect(link).to_be_visible()
        assert link.get_attribute("href") == target
    expect(sheet.locator("[aria-current]")).to_contain_text("now")
    assert context.request.get(f"{site.at}/transcript.txt").text().count("roster of liaisons") == 1
    context.close()


def test_every_file_can_be_saved_at_any_moment(page, site, live):
    say_much(live, 4)
    opened(page, site.at)
    links = page.locator("#saves a[download]")
    assert links.count() >= 5
    for link in links.all():
        assert page.request.get(site.address + link.get_attribute("href")).ok
    with page.expect_download() as held:
        page.get_by_role("link", name="Plain text").click()
    assert held.value.suggested_filename == f"{SAMPLE.id}.txt"


@ALL_MODES
def test_the_agenda_goes_on_by_itself_and_leads_to_its_headings(page, site, live, mode):
    opened(page, f"{site.at}?mode={mode}")
    steps = page.locator("#steps li")
    expect(steps).to_have_count(2)
    assert page.locator("#steps a").count() == 0
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=0)
    expect(steps.nth(0)).to_have_attribute("aria-current", "true")
    expect(steps.nth(0)).to_contain_text("now")
    say_much(live, 20)
    live.note("agenda", item="2", title="Roster of liaisons", from_ms=live.said_ms)
    say_much(live, 20)
    expect(steps.nth(1)).to_contain_text("now")
    expect(steps.nth(0)).not_to_contain_text("now")
    expect(page.locator("#i1-0")).to_be_attached()
    page.get_by_role("link", name="1. Welcome and apologies").click()
    expect(page.locator("#i1-0")).to_be_focused()
    expect(page.locator("#i1-0")).to_be_in_viewport()
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=live.said_ms)
    expect(steps.nth(0).get_by_role("link")).to_have_count(2)


@pytest.mark.req("VIEW-18")
def test_reading_needs_no_account_and_leaves_no_cookie(site, live, browser):
    say_much(live, 4)
    context = browser.new_context()
    page = context.new_page()
    answer = page.goto(site.at)
    expect(page.locator("#c4")).to_be_visible()
    assert answer is not None
    assert "set-cookie" not in answer.headers
    page.get_by_role("button", name="Search and save").click()
    assert context.cookies() == []
    assert page.locator("input[type=password]").count() == 0
    context.close()
