"""A printed report as a page in a real browser."""

import pytest

from summarizer.layouts import Options, layouts, render
from tests import reports

pytestmark = pytest.mark.browser
KNOWN = layouts()


@pytest.mark.parametrize("layout", ["per-item", "conclusions-first", "minutes", "tracker", "easy-read"])
def test_a_printed_report_has_nothing_that_axe_finds_wrong(page, violations, tmp_path, layout: str):
    made = str(render(reports.SAMPLE, KNOWN[layout], "html", Options(transcript="/m/x/transcript")))
    (tmp_path / "report.html").write_text(made, encoding="utf-8")
    page.goto((tmp_path / "report.html").as_uri())
    # Links in a sentence are as large as its line, which the guidelines allow.
    assert [one for one in violations(page) if not one.startswith("target-size")] == []


@pytest.mark.parametrize("layout", ["per-item", "minutes"])
def test_a_printed_report_needs_no_sideways_scrolling_on_a_narrow_screen(page, tmp_path, layout: str):
    (tmp_path / "report.html").write_text(str(render(reports.SAMPLE, KNOWN[layout], "html")), encoding="utf-8")
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto((tmp_path / "report.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
