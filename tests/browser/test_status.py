"""What the page says about itself when something is wrong, and how soon."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect


def health(live, **changed) -> None:
    usual = {"delay_ms": 800, "hearing": True, "saved": True, "sources": 1, "silent": False}
    live.note("health", **(usual | changed))


@pytest.fixture
def reading(page, site, live):
    live.start()
    live.say("Good afternoon everybody.", "Mara Quill")
    page.goto(site.at)
    health(live)
    expect(page.locator("#hearing")).to_contain_text("Hearing speech")
    return page


@pytest.mark.req("LOW-06")
def test_speech_without_new_captions_is_told_with_the_age_of_the_newest(reading, live):
    stale = "Captions are on. Somebody speaks, but no new captions come."
    expect(reading.locator("#status")).to_have_text(stale, timeout=8_000)
    expect(reading.locator("#age")).to_contain_text("The newest words are 5 seconds old.")
    live.say("Here we are again.", "Mara Quill")
    expect(reading.locator("#status")).to_have_text("Captions are on.")
    expect(reading.locator("#age")).to_be_hidden()


@pytest.mark.req("LOW-11", "QLT-14")
def test_captions_half_a_minute_late_have_stopped_and_another_channel_is_offered(reading, live):
    expect(reading.locator("#offer")).to_be_hidden()
    health(live, delay_ms=31_000)
    expect(reading.locator("#status")).to_have_text(
        "Captions are on. They have stopped: they are more than 30 seconds behind."
    )
    expect(reading.locator("#offer a")).to_be_visible()
    health(live, delay_ms=900, hearing=False)
    expect(reading.locator("#offer")).to_be_hidden()


@pytest.mark.req("LOW-10")
def test_readers_are_told_while_a_smaller_recogniser_has_taken_over(reading, live):
    told = "a smaller recogniser has taken over for now: expect more mistakes."
    expect(reading.locator("#mode")).not_to_contain_text(told)
    health(live, lighter=True)
    expect(reading.locator("#mode")).to_contain_text(told)
    assert reading.locator("#mode").get_attribute("role") == "status"
    health(live, lighter=False)
    expect(reading.locator("#mode")).not_to_contain_text(told)


def test_a_meeting_without_any_sound_says_so(reading, live):
    health(live, sources=0, hearing=False)
    expect(reading.locator("#status")).to_have_text("Captions are on. No sound is coming in.")


@pytest.mark.req("VIEW-15")
def test_speech_and_silence_are_told_within_half_a_second_and_not_by_a_live_region(reading, live):
    begun = time.monotonic()
    health(live, hearing=False)
    expect(reading.locator("#hearing")).to_contain_text("Silence", timeout=5_000)
    assert time.monotonic() - begun < 2  # the page itself takes a draw of a third of a second at most
    assert reading.locator("[role=status] #hearing, [aria-live] #hearing, [role=log] #hearing").count() == 0


@pytest.mark.req("PRV-07")
def test_off_the_record_is_told_and_its_words_are_marked(reading, live):
    live.set_record(False)
    expect(reading.locator("#status")).to_contain_text("Off the record: captions go on, nothing is kept.")
    live.say("Between ourselves, no.", "Mara Quill")
    live.say("Nor I.", "Tomás Ibarrola")
    expect(reading.locator(".turn.off")).to_have_count(2)
    expect(reading.locator(".turn.off").last).to_have_text("[Off the record: not kept] Tomás Ibarrola: Nor I. ")
    live.set_record(True)
    live.say("We are back.", "Mara Quill")
    expect(reading.locator("#status")).to_have_text("Captions are on.")
    expect(reading.locator(".turn").last).to_have_text("Mara Quill: We are back. ")
    for mode in ("live", "sentences", "own"):
        reading.goto(f"{reading.url.partition('?')[0]}?mode={mode}")
        expect(reading.locator("#captions")).to_contain_text("Nothing of it was kept.")
        expect(reading.locator("#captions")).to_contain_text("We are back.")
        assert "ourselves" not in reading.content()


def test_the_status_region_does_not_speak_when_nothing_has_changed(reading, live):
    health(live, hearing=False)
    expect(reading.locator("#hearing")).to_contain_text("Silence")
    spoken = """() => { window.spoken = 0; new MutationObserver(() => spoken++).observe(
        document.getElementById('status'), {childList: true, characterData: true, subtree: true}); }"""
    reading.evaluate(spoken)
    reading.wait_for_timeout(3_000)
    assert reading.evaluate("spoken") == 0


@pytest.mark.req("VIEW-14", "VIEW-07")
def test_messages_never_take_the_focus(reading, live):
    reading.locator("#jump").focus()
    live.give_notice("We break for five minutes.")
    health(live, delay_ms=40_000)
    live.pause()
    expect(reading.locator("#status")).to_have_text("Captions are paused.")
    assert reading.evaluate("document.activeElement.id") == "jump"


@pytest.mark.req("LOW-11", "VIEW-25")
def test_when_captions_fail_the_host_is_written_to_without_leaving_the_page(reading, site, live):
    health(live, delay_ms=31_000)
    reading.locator("#offer a").click()
    expect(reading.locator("#sheet-ask h2")).to_be_focused()
    reading.get_by_label("Your message", exact=True).fill("We read nothing here.")
    reading.locator("#ask-send").click()
    expect(reading.locator("#ask-said")).to_contain_text("Sent to the host")
    assert reading.url == site.at
    told = site.call(lambda: site.meetings.held[live.id].letterbox.told())
    assert "We read nothing here." in str(told)
