from pathlib import Path

import pytest

from models.report import Report
from summarizer.layouts import choose, layouts, print_document
from summarizer.plain_text import plain_text
from summarizer.records import load_record


def record(shared: Path, name: str) -> Report:
    return load_record((shared / "reports" / f"{name}.yaml").read_text(encoding="utf-8"))


def printed(report: Report) -> str:
    return plain_text(print_document(report, choose(report, layouts())))


def seed_words(shared: Path, name: str) -> list[str]:
    return (shared / "reports" / name).read_text(encoding="utf-8").split()


def test_the_report_of_meeting_60_is_printed_again_word_for_word(shared: Path):
    # The line of hyphens under the seed's last table came of its conversion from a Word file.
    seed = [word for word in seed_words(shared, "seed-report-60.txt") if word.strip("-") or len(word) == 1]
    assert printed(record(shared, "dccg-060")).split() == seed


def test_the_report_of_meeting_52_is_printed_again_word_for_word(shared: Path):
    # The seed is the text of a PDF: addresses stand where its pages end, and pages are no part of a report.
    seed = seed_words(shared, "seed-report-52.txt")
    made = printed(record(shared, "dccg-052")).split()
    assert [word for word in made if not word.startswith("https:")] == [w for w in seed if not w.startswith("https:")]
    assert [word for word in made if word.startswith("https:")] == [w for w in seed if w.startswith("https:")]


@pytest.mark.parametrize("name", ["dccg-060", "dccg-052"])
def test_no_line_of_plain_text_is_longer_than_72_columns_but_an_address(shared: Path, name: str):
    for line in printed(record(shared, name)).splitlines():
        assert len(line) <= 72 or len(line.split()) == 1, line
