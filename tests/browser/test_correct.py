"""The page of corrections in a real browser: by keyboard, beside a reader, and without a script."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from models.cue import WRITTEN
from tests.fakes_live import SAMPLE


@pytest.fixture
def desk(page, site, live):
    """The page with three lines, and the name given."""
    live.start()
    live.say("We met in march.", "Mara Quill")
    live.say("Lilly strum was cold.", "Mara Quill", source="s2")
    live.say("Thank you chair.")
    page.goto(f"{site.at}/correct")
    page.locator("#by").fill("Ona Reyes")
    return page


def line(page, cue: int):
    return page.locator(f"#l{cue} > button.line")


def text(page):
    return page.locator("#edit-text")


def until(holds, within_s: float = 10.0) -> None:
    ends = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.req("OPS-08", "DSP-02")
def test_a_word_is_put_right_in_two_actions_and_a_reader_sees_it_marked(desk, site, live, browser):
    reader = browser.new_page()
    reader.goto(site.at)
    settled = reader.locator("#c1").evaluate("e => e.firstChild.data")
    line(desk, 1).click()
    text(desk).fill("We meet in May.")
    text(desk).press("Enter")
    expect(reader.locator("#c1 ins")).to_have_text("[corrected: We meet in May.]")
    assert reader.locator("#c1").evaluate("e => e.firstChild.data") == settled
    expect(line(desk, 1)).to_contain_text("We meet in May. corrected")
    expect(line(desk, 1)).to_be_focused()
    expect(desk.locator("#said")).to_have_text("Saved. Readers see the correction.")
    assert live.transcript.cue(1).corrected_by == "Ona Reyes"
    reader.close()


@pytest.mark.req("VTT-24", "SPK-04")
def test_everything_is_done_by_keyboard_alone(desk, live):
    desk.keyboard.press("Tab")
    expect(line(desk, 3)).to_be_focused()
    desk.keyboard.press("Alt+2")
    expect(line(desk, 3)).to_contain_text("Tomás Ibarrola:")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("Enter")
    expect(text(desk)).to_be_focused()
    text(desk).press("Home")
    for _ in range(2):
        desk.keyboard.press("Control+Shift+ArrowRight")
    desk.keyboard.press("Alt+I")
    expect(text(desk)).to_have_value("[inaudible] was cold.")
    desk.keyboard.press("Alt+ArrowUp")
    expect(text(desk)).to_have_value("We met in march.")
    assert live.transcript.cue(2).text == "[inaudible] was cold."
    desk.keyboard.press("Escape")
    expect(line(desk, 1)).to_be_focused()
    desk.keyboard.press("Control+z")
    expect(line(desk, 2)).to_contain_text("Lilly strum was cold.")
    expect(desk.locator("#said")).to_have_text("Undone.")


def test_a_speaker_is_renamed_everywhere_and_in_what_comes(desk, live):
    line(desk, 1).click()
    desk.locator("#edit-speaker").fill("Ngozi Adeyemi-Hart")
    desk.get_by_label("In every line of this speaker").check()
    desk.locator("#edit-speaker").press("Enter")
    expect(line(desk, 2)).to_contain_text("Ngozi Adeyemi-Hart:")
    live.say("And one thing more.", "Mara Quill")
    expect(line(desk, 4)).to_contain_text("Ngozi Adeyemi-Hart: And one thing more.")


def test_lines_are_split_joined_and_put_in_order_by_keys(desk, live):
    live.say("The next item.")
    expect(line(desk, 4)).to_be_visible()
    line(desk, 2).click()
    text(desk).evaluate("e => e.setSelectionRange(11, 11)")
    text(desk).press("Alt+X")
    expect(desk.locator("#lines > li")).to_have_count(5)
    expect(desk.locator("#lines > li").nth(2)).to_contain_text("was cold.")
    expect(line(desk, 2)).to_be_focused()
    desk.keyboard.press("Enter")
    text(desk).press("Alt+M")
    expect(line(desk, 1)).to_contain_text("We met in march. Lilly strum")
    expect(line(desk, 1)).to_be_focused()
    line(desk, 3).click()
    text(desk).press("Alt+U")
    expect(desk.locator("#lines > li").nth(1)).to_contain_text("Thank you chair.")
    expect(line(desk, 3)).to_be_focused()
    assert [cue.text for cue in live.transcript.cues][:2] == ["We met in march. Lilly strum", "Thank you chair."]


def test_nothing_moves_under_the_hands_while_a_line_is_open(desk, live):
    for n in range(30):
        live.say(f"Line number {n}.")
    expect(desk.locator("#lines > li")).to_have_count(33)
    line(desk, 31).click()
    text(desk).fill("Typed so far")
    before = text(desk).bounding_box()
    for n in range(10):
        live.say(f"Another line {n}.")
    live.note("correction", cue=20, text="A much longer line, " * 12, by="Mara Quill", edit="from-another")
    live.say("The last.")
    expect(desk.locator("#jump")).to_contain_text("11 new")
    assert text(desk).bounding_box() == before
    expect(text(desk)).to_be_focused()
    expect(text(desk)).to_have_value("Typed so far")
    text(desk).press("Escape")
    expect(line(desk, 20)).to_contain_text("A much longer line,")
    line(desk, 31).click()
    expect(text(desk)).to_have_value("Typed so far")


def test_two_who_correct_one_line_each_see_what_the_other_wrote(desk, live):
    line(desk, 2).click()
    live.note("correction", cue=2, text="Lillestrøm was cold.", by="Mara Quill", edit="from-another")
    text(desk).fill("Lillehammer was cold.")
    text(desk).press("Enter")
    expect(desk.locator(".edit .said")).to_contain_text("Theirs: “Lillestrøm was cold.”")
    expect(text(desk)).to_have_value("Lillehammer was cold.")
    text(desk).press("Enter")
    expect(line(desk, 2)).to_contain_text("Lillehammer was cold.")


def test_a_corrected_word_goes_into_the_glossary_by_one_key(desk, live):
    line(desk, 2).click()
    text(desk).fill("Lillestrøm was cold.")
    text(desk).press("Alt+G")
    expect(desk.locator("#said")).to_have_text("In the glossary now: Lillestrøm.")
    assert "Lillestrøm" in live.meeting.terms


def test_what_cannot_be_sent_stays_in_the_field_and_the_name_is_asked_for_once(desk, site, live):
    line(desk, 1).click()
    text(desk).fill("We meet in May.")
    desk.context.set_offline(True)
    text(desk).press("Enter")
    expect(desk.locator(".edit .said")).to_contain_text("Not saved: no connection.")
    desk.context.set_offline(False)
    text(desk).press("Enter")
    expect(line(desk, 1)).to_contain_text("We meet in May.")
    desk.reload()
    expect(desk.locator("#by")).to_have_value("Ona Reyes")
    desk.locator("#by").fill("")
    line(desk, 1).click()
    text(desk).press("Enter")
    expect(desk.locator("#by-said")).to_have_text("Give your name first: corrections carry a name.")
    expect(desk.locator("#by")).to_be_focused()


def test_a_moment_is_marked_by_key_and_single_keys_only_once_they_are_wanted(desk):
    sent = []
    desk.route("**/desk/mark", lambda route: (sent.append(route.request.post_data_json), route.fulfill(json={})))
    line(desk, 2).focus()
    desk.keyboard.press("d")
    desk.keyboard.press("Alt+Shift+D")
    expect(desk.locator("#marked")).to_have_text("Marked: Decision at 0:01.")
    desk.get_by_label("Single keys").check()
    desk.keyboard.press("x")
    expect(desk.locator("#marked")).to_contain_text("Marked: Dissent")
    desk.locator("#by").press("d")
    assert [(one["kind"], one["cue"]) for one in sent] == [("decision", 2), ("dissent", 3)]
    assert {one["by"] for one in sent} == {"Ona Reyes"}
    desk.unroute("**/desk/mark")
    desk.route("**/desk/mark", lambda route: route.fulfill(status=404, json={}))
    desk.keyboard.press("Alt+Shift+N")
    expect(desk.locator("#marked")).to_have_text("Not marked: this program has no desk that keeps marks.")


@pytest.mark.req("VTT-24")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_a_line_open_and_refused(desk, live, violations, scheme):
    desk.emulate_media(color_scheme=scheme)
    line(desk, 2).click()
    text(desk).fill("")
    text(desk).press("Enter")
    expect(desk.locator(".edit .said")).to_contain_text("is empty")
    desk.locator("summary").click()
    assert violations(desk) == []


def test_at_320_pixels_nothing_scrolls_sideways(desk):
    desk.set_viewport_size({"width": 320, "height": 640})
    line(desk, 2).click()
    expect(text(desk)).to_be_in_viewport()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320
    small = desk.evaluate(
        "() => [...document.querySelectorAll('main button, main a.button')].filter(e => e.checkVisibility())"
        ".map(e => [e.textContent, e.getBoundingClientRect().height]).filter(([, height]) => height < 44)"
    )
    assert small == []


@pytest.mark.req("VTT-24")
def test_without_a_script_a_line_is_corrected_by_a_plain_form(site, live, browser):
    live.say("We met in march.")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.at}/correct")
    line(page, 1).click()
    page.locator("#by").fill("Ona Reyes")
    text(page).fill("We meet in May.")
    text(page).press("Tab")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#done")).to_have_text("Saved. Readers see the correction.")
    expect(line(page, 1)).to_contain_text("We meet in May.")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(line(page, 1)).to_contain_text("We met in march.")
    context.close()


def test_a_long_meeting_opens_with_its_last_lines_and_earlier_ones_are_a_page_away(page, site, live):
    for n in range(120):
        live.say(f"Line number {n}.")
    page.goto(f"{site.at}/correct")
    expect(page.locator("#lines > li")).to_have_count(40)
    expect(line(page, 120)).to_be_in_viewport()
    page.locator("#earlier").click()
    expect(line(page, 80)).to_be_visible()
    live.say("The last.")
    live.note("correction", cue=60, text="Put right elsewhere.", by="Mara Quill", edit="from-another")
    expect(line(page, 60)).to_contain_text("Put right elsewhere.")
    expect(page.locator("#lines > li")).to_have_count(40)
    assert SAMPLE.title in page.locator("h1").inner_text()


def test_readers_are_told_from_which_word_on_another_was_speaking_and_what_was_said_earlier(page, site, live):
    live.say("We agree. So do I, says the next.", "Mara Quill")
    live.say("Thank you.", "Mara Quill")
    page.goto(site.at)
    live.note("correction", cue=1, split=2, new=3, by="Ona Reyes", edit="key-split-1")
    live.note("correction", cue=3, speaker="Tomás Ibarrola", by="Ona Reyes", edit="key-speaker-1")
    live.note("correction", cue=2, before=3, start_ms=100, by="Ona Reyes", edit="key-move-1")
    expect(page.locator("#c3 ins")).to_have_text("[from “So do I, says” on, speaker corrected: Tomás Ibarrola]")
    expect(page.locator("#c2 ins")).to_have_text("[said earlier, at 0:00]")
    page.reload()
    expect(page.locator("#captions .turn", has_text="So do I")).to_contain_text("Tomás Ibarrola:")


def test_a_line_is_played_by_a_button_and_by_keys_where_the_host_had_the_sound_kept(desk, live, violations):
    play = desk.locator("#l2 > button.play")
    expect(play).to_be_hidden()
    live.sound.switch(True)
    expect(play).to_be_visible()
    expect(play).to_have_accessible_name("Play the line at 0:01")
    with desk.expect_response("**/sound/2?*") as asked:
        play.click()
    assert asked.value.status in (200, 206)
    expect(play).to_have_attribute("aria-pressed", "true")
    played = "() => document.getElementById('audio').currentTime"
    until(lambda: desk.evaluate(played) > 0)
    expect(play).to_have_attribute("aria-pressed", "false")
    assert violations(desk) == []
    line(desk, 1).focus()
    with desk.expect_response("**/sound/1?*"):
        desk.keyboard.press("Alt+p")
    desk.keyboard.press("Alt+p")
    expect(desk.locator("#play")).to_have_attribute("aria-pressed", "false")
    desk.keyboard.press("Enter")
    expect(text(desk)).to_be_focused()
    with desk.expect_response("**/sound/1?*"):
        desk.keyboard.press("Control+Alt+Space")
    expect(text(desk)).to_have_value("We met in march.")
    live.sound.delete()
    expect(play).to_be_hidden()
    desk.keyboard.press("Alt+p")
    expect(desk.locator("#said")).to_have_text("No sound of this meeting is kept.")


def test_why_a_line_cannot_be_played_is_said(desk, live):
    live.sound.switch(True)
    live.say("Why not?", source=WRITTEN)
    desk.locator("#l4 > button.play").click()
    expect(desk.locator("#said")).to_contain_text("This line can’t be played: line 4 was written, not said")
    expect(desk.locator("#l4 > button.play")).to_have_attribute("aria-pressed", "false")
