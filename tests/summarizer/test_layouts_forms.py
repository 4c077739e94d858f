"""The forms that are made of one document: Markdown, plain text, a page."""

import pytest

from summarizer.document import Document, Heading, Item, Listing, Paragraph, Run, Table
from summarizer.html_page import html_page
from summarizer.layouts import layouts, print_document
from summarizer.markdown import markdown
from summarizer.markup import read_markup
from summarizer.plain_text import plain_text
from summarizer.text_lines import columns, wrapped
from summarizer.written import Values
from tests import reports

KNOWN = layouts()


def one(*parts) -> Document:
    return Document("A title", "en", parts)


def line(text: str, **style) -> tuple[Run, ...]:
    return (Run(text, **style),)


def entry(marker: str, text: str, *parts) -> Item:
    return Item(marker, (Paragraph(line(text)), *parts))


@pytest.mark.parametrize("layout", sorted(KNOWN))
def test_markdown_reads_back_as_the_same_document(layout: str):
    document = print_document(reports.SAMPLE, KNOWN[layout])
    assert plain_text(one(*read_markup(markdown(document), Values()))) == plain_text(document)


@pytest.mark.parametrize("name", reports.HOSTILE_NAMES)
def test_markdown_holds_no_markup_of_a_name(name: str):
    document = print_document(reports.hostile(name), KNOWN["minutes"])
    again = one(*read_markup(markdown(document), Values()))
    assert "".join(plain_text(again).split()) == "".join(plain_text(document).split())


@pytest.mark.parametrize("layout", sorted(KNOWN))
def test_plain_text_keeps_to_72_columns(layout: str):
    for said in plain_text(print_document(reports.SAMPLE, KNOWN[layout])).splitlines():
        assert columns(said) <= 72
        assert said == said.rstrip()


def test_entries_hang_under_their_markers():
    inner = Listing((entry("-", "below"),))
    said = plain_text(one(Listing((entry("▢", "word " * 16, inner), entry("(a)", "short")))))
    assert said == (
        "▢ word word word word word word word word word word word word word word\n"
        "  word word\n  - below\n\n(a) short\n"
    )


def test_a_table_that_is_too_wide_becomes_a_list():
    wide = Table("Next steps", ("What", "Who", "When"), ((line("x" * 40), line("y" * 30), line("by the end of May")),))
    said = plain_text(one(wide))
    assert said == f"Next steps\n\n- What: {'x' * 40}\n  Who: {'y' * 30}\n  When: by the end of May\n"


def test_a_table_has_columns_and_a_line_under_its_header():
    table = Table("", ("What", "Who"), ((line("Send it"), line("Ana")), (line("議長"), line("Bo"))))
    assert plain_text(one(table)) == "What     Who\n-------  ---\nSend it  Ana\n議長     Bo\n"


def test_wide_characters_break_where_a_line_ends_and_closing_marks_do_not_begin_one():
    lines = wrapped("漢" * 40 + "、" + "字" * 10, 72)
    assert all(columns(said) <= 74 for said in lines)
    assert not lines[1].startswith("、")
    assert "".join(lines) == "漢" * 40 + "、" + "字" * 10


def test_a_word_that_is_longer_than_a_line_stays_whole():
    address = "https://example.org/" + "a" * 80
    assert wrapped(f"See {address} there", 72) == ["See", address, "there"]


def test_links_of_a_page_are_links_and_the_sign_alone_is_text():
    runs = (Run("here", href="https://example.org"), Run("x", href="#"))
    page = html_page(one(Heading(1, line("A")), Paragraph(runs)))
    assert '<p dir=auto><a href="https://example.org">here</a>x</p>' in page


def test_counted_entries_are_an_ordered_list_and_keep_their_numbers():
    page = html_page(one(Listing((entry("3.", "three"), entry("4.", "four")), ordered=True)))
    assert '<ol>\n<li value="3" dir=auto>three</li>' in page


def test_a_list_with_marks_of_its_own_says_that_it_is_a_list():
    page = html_page(one(Listing((entry("▢", "open: x"),))))
    assert '<ul class="marked" role="list">\n<li dir=auto><span class="mark">▢</span> open: x</li>' in page


def test_a_header_that_is_not_shown_is_still_read_out():
    page = html_page(one(Table("People", ("Name",), ((line("Ana"),),), header_hidden=True)))
    assert '<caption>People</caption>\n<thead class="heard"><tr><th scope=col>Name</th></tr></thead>' in page


def test_a_page_of_a_language_that_is_written_leftward_turns():
    assert '<html lang="ar" dir="rtl">' in html_page(Document("t", "ar", ()))
