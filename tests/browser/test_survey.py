"""The questions that follow a meeting, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.req("OPS-14")
def test_a_reader_answers_after_the_meeting_and_the_host_reads_it(page, site, live, violations):
    live.start()
    live.stop()
    page.goto(site.at)
    page.get_by_role("link", name="How were the captions? Five questions").click()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Send the answers").press("Enter")
    expect(page.locator("#errors")).to_contain_text("Answer at least one question")
    page.get_by_label("Well").check()
    page.get_by_label("What should be better?").fill("<b>Names</b>")
    page.get_by_role("button", name="Send the answers").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Thank you.")
    page.goto(f"{site.at}/survey/answers")
    expect(page.get_by_text("Answers: 1.")).to_be_visible()
    expect(page.get_by_role("row", name="Well")).to_contain_text("1")
    expect(page.locator("main li")).to_have_text("<b>Names</b>")
    assert violations(page) == []
