"""A human captioner at the keyboard, in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect


def said(live) -> list[str]:
    return [cue.text for cue in live.transcript.cues]


def begin(page, site) -> None:
    page.goto(f"{site.at}/type")
    page.get_by_label("Your name").fill("Ona Reyes")


def test_a_line_is_sent_on_enter_and_stands_among_the_last_lines(page, site, live):
    live.start()
    begin(page, site)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#writer")).to_have_text("You are writing the captions. The machine's captions are hidden.")
    expect(page.get_by_label("Your text")).to_be_focused()
    page.keyboard.type("Welcome everyone.")
    page.keyboard.press("Enter")
    expect(page.locator("#captions .cue")).to_have_text(["Welcome everyone. "])
    expect(page.get_by_label("Your text")).to_have_value("")
    assert live.transcript.cues[0].origin == "human"
    page.get_by_role("button", name="Give the captions back").click()
    expect(page.locator("#writer")).to_have_text("The machine is writing the captions.")


def test_words_are_sent_at_each_space(page, site, live):
    live.start()
    begin(page, site)
    page.get_by_label("Word by word").check()
    page.get_by_label("Your text").focus()
    page.keyboard.type("Good afternoon every")
    expect(page.locator("#captions .cue")).to_have_count(2)
    expect(page.get_by_label("Your text")).to_have_value("every")
    page.keyboard.type("body.")
    page.keyboard.press("Enter")
    expect(page.locator("#captions .cue")).to_have_count(3)
    assert said(live) == ["Good", "afternoon", "everybody."]


def test_what_is_typed_during_an_outage_is_sent_once_and_in_order_afterwards(page, site, live):
    live.start()
    begin(page, site)
    page.get_by_label("Your text").fill("One.")
    page.keyboard.press("Enter")
    expect(page.locator("#captions .cue")).to_have_count(1)
    site.stop()
    for line in ("Two.", "Three."):
        page.get_by_label("Your text").fill(line)
        page.keyboard.press("Enter")
    expect(page.locator("#waiting")).to_contain_text("No connection: 2 not sent yet")
    site.start()
    expect(page.locator("#captions .cue")).to_have_count(3)
    expect(page.locator("#waiting")).to_have_text("")
    assert said(site.live) == ["One.", "Two.", "Three."]


def test_a_captioner_without_a_name_is_asked_for_it(page, site, live):
    page.goto(f"{site.at}/type")
    page.get_by_label("Your text").fill("Hello.")
    page.keyboard.press("Enter")
    expect(page.locator("#waiting")).to_contain_text("Give your name first")
    expect(page.get_by_label("Your name")).to_be_focused()
    expect(page.get_by_label("Your text")).to_have_value("Hello.")
    assert said(live) == []
