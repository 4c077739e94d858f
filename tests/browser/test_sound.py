"""The sound that a host has kept, in a real browser: the switch, the deletion, and what readers are told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

TOLD = "The sound is kept until the report is approved or the host deletes it."


@pytest.mark.req("PRV-07", "PRV-09")
def test_the_host_switches_it_on_and_off_and_deletes_it_and_readers_are_told_each_time(
    page, site, live, browser, violations
):
    live.start()
    reader = browser.new_page()
    reader.goto(site.at)
    page.goto(f"{site.at}/console")
    switch = page.get_by_role("button", name="Keep the sound for putting captions right")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#sound-said")).to_have_text(TOLD)
    mode = reader.get_by_role("status").filter(has_text=TOLD)
    expect(mode).to_contain_text("expect many errors. The sound is kept")
    sure = page.locator("#sound-delete summary")
    expect(sure).to_be_hidden()
    switch.press("Enter")
    sure.press("Enter")
    assert violations(page) == []
    page.get_by_role("button", name="Delete all of the sound for good").press("Enter")
    expect(page.locator("#sound-said")).to_have_text("No sound is kept.")
    expect(switch).to_be_focused()
    expect(mode).to_have_count(0)
    reader.close()


def test_the_host_is_warned_when_the_disk_refuses_sound(page, site, live):
    live.start()
    live.sound.switch(True)
    site.meetings.held[live.id].sound.fault = "sound/s1-0-30000.ogg: not saved (no space left)"
    page.goto(f"{site.at}/console")
    expect(page.locator("#warnings")).to_contain_text("Sound can’t be kept at the moment, captions go on: sound/s1-0")
