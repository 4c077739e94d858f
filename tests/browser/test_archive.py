"""The public site in a browser, as the program serves it: every kind of page, and the search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from archive.redaction import Redaction
from dccg.app import create_app
from dccg.sample_archive import NOTICE
from dccg.sample_archive import sample as sample_meeting
from models.report import Correction
from tests.archive.sites import approved, built, meeting, on, published
from tests.browser.conftest import Site, free_port
from tests.fakes_live import SAMPLE, FakeMeetings

# One process runs these tests, so that their site is built once.
pytestmark = pytest.mark.xdist_group("archive")

MEETING = "meetings/2026-02-11-dccg-91"
PAGES = [
    "index.html", "dates/2026.html", "coalitions.html", "topics.html", "actions.html", "attendance.html",
    "attendance/2026.html", "accessibility.html", "search.html?q=survey", f"{MEETING}/index.html",
    f"{MEETING}/transcript.html", "meetings/sample/index.html", "meetings/sample/transcript.html",
    "meetings/2026-03-04-dccg-92/index.html",
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("data")
    mended = Correction(target="item 1", before="May.", after="June.", on="2026-02-15", accepted=True)
    report = published(corrections=(mended,))
    taken = (Redaction("2026-02-20", "A private number was read out.", cues=(5,)),)
    first = approved(report=on(report, "2026-02-11"), redactions=taken)
    withdrawn = approved(meeting("2026-03-04-dccg-92"), on(published(state="withdrawn"), "2026-03-04"))
    many = [
        approved(
            meeting(f"2025-{month:02}-05-dccg-{month}", title=f"Virtual meeting {month}", number=str(month)),
            replace(on(published(), f"2025-{month:02}-05"), actions=(), blocks=(), views=(), decisions=()),
            (("Bettina Aalto", f"Réunion about lighthouses number {month}."),),
        )
        for month in range(1, 13)
    ]
    built(data / "site", first, withdrawn, sample_meeting(), *many, contact="archive@example.org", notice=NOTICE)
    meetings = FakeMeetings(SAMPLE)
    site = Site(create_app(meetings, data=data), free_port(), meetings)
    site.start()
    yield f"{site.address}/archive"
    site.stop()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_wrong_with_any_kind_of_page(page, archive, violations, path):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{archive}/{path}")
    if "search" in path:
        expect(page.locator("#results li")).not_to_have_count(0)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 640})
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.context.cookies() == []
    assert [one for one in asked if not one.startswith(archive)] == []


def test_a_search_finds_words_of_reports_and_captions_and_leads_to_the_caption(page, archive):
    page.goto(f"{archive}/search.html")
    page.get_by_label("Words to look for").fill("figures last year")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found")).to_have_text("1 meeting was found.")
    page.get_by_role("link", name="In the transcript").first.click()
    assert page.url.endswith(f"{MEETING}/transcript.html#c2")
    expect(page.locator("#c2")).to_contain_text("figures of last year")


def test_a_search_takes_accents_beginnings_of_words_and_hostile_words_and_goes_on_by_pages(page, archive):
    page.goto(f"{archive}/search.html?q=reunion+lightho")
    expect(page.locator("#found")).to_have_text("12 meetings were found.")
    expect(page.locator("#results ol > li")).to_have_count(10)
    page.get_by_role("button", name="Show more meetings").click()
    expect(page.locator("#results ol > li")).to_have_count(12)
    expect(page.locator("#results ol > li").nth(10).get_by_role("link").first).to_be_focused()
    page.goto(f"{archive}/search.html?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    expect(page.locator("#found")).to_have_text("No meeting was found.")


def test_the_archive_says_what_it_lacks(page, archive):
    answer = page.goto(f"{archive}/meetings/nothing/index.html")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("body")).to_contain_text("dccg publish")
    vtt = page.request.get(f"{archive}/{MEETING}/transcript.vtt")
    assert vtt.headers["content-type"] == "text/vtt; charset=utf-8"


def test_the_recording_plays_with_its_captions(page, archive):
    page.goto(f"{archive}/meetings/sample/transcript.html")
    track = page.locator("video track")
    expect(track).to_have_attribute("srclang", "en")
    page.evaluate("document.querySelector('video').textTracks[0].mode = 'showing'")
    loaded = "() => document.querySelector('track').readyState"
    for _ in range(100):
        if page.evaluate(loaded) == 2:
            break
        page.wait_for_timeout(50)
    assert page.evaluate("document.querySelector('video').textTracks[0].cues.length") > 20


def test_lists_lead_to_every_meeting_without_javascript(browser, archive, tmp_path: Path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{archive}/index.html")
    page.get_by_role("link", name="2025: 12").click()
    expect(page.locator(".meetings li")).to_have_count(12)
    page.get_by_role("link", name="Virtual meeting 7").click()
    page.get_by_role("link", name="Transcript", exact=True).click()
    expect(page.locator("#c1")).to_contain_text("lighthouses number 7")
    context.close()
