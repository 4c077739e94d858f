from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from models.report import Report
from summarizer.docx_file import docx_file
from summarizer.formats import FORMATS
from summarizer.layouts import choose, layouts, print_document, render
from summarizer.pdf_file import pdf_file
from summarizer.plain_text import plain_text
from summarizer.records import load_record
from tests import paper


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


@pytest.mark.parametrize("name", ["dccg-060", "dccg-052"])
def test_a_seed_report_says_the_same_in_word_and_pdf(shared: Path, name: str):
    report = record(shared, name)
    document = print_document(report, choose(report, layouts()))
    assert paper.squeezed(paper.docx_words(docx_file(document))) == paper.expected(document)
    assert unheaded(paper.squeezed(paper.pdf_words(pdf_file(document)))) == unheaded(paper.expected(document))


def unheaded(said: str) -> str:
    """Without the headers of tables: a table that goes over a page shows its own again."""
    return said.replace("GivennameFamilynameFor", "")


RECORDS = ("dccg-060", "dccg-052", "nri-2018-03-28", "bpf-gender-2018-07-16")
READ = ("text", "gist", "title", "heading", "intro", "bullets", "items", "stance")
"""Keys of a record under which stands what its readers read."""


def prose(value: object, key: str = "") -> Iterator[str]:
    if isinstance(value, str) and (key in READ or len(value.split()) > 5):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from prose(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            # A stance sorts the views; what the print says stands in their texts.
            yield from prose(one, name) if name not in ("stance", "due", "note") else ()


@pytest.mark.parametrize("name", RECORDS)
def test_every_sentence_of_a_record_is_in_its_print(shared: Path, name: str):
    data = yaml.safe_load((shared / "reports" / f"{name}.yaml").read_text(encoding="utf-8"))
    made = " ".join(printed(record(shared, name)).split())
    told = {key: data.get(key) for key in ("front", "sections", "annexes", "attendance")}
    missing = [one for one in prose(told) if " ".join(one.split()).rstrip(".") not in made]
    assert not missing


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("layout", sorted(layouts()))
def test_every_record_prints_in_every_layout(shared: Path, name: str, layout: str):
    report = record(shared, name)
    for form in FORMATS:
        assert render(report, layouts()[layout], form)
