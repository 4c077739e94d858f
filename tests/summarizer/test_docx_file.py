"""Reports as Word files: what Word, and whoever hears the file, is told of it."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from summarizer.document import Document, Heading, Item, Listing, Paragraph, Part, Run, Table
from summarizer.docx_file import docx_file
from summarizer.fitted import fitted
from summarizer.layouts import layouts, print_document
from tests import paper, reports

KNOWN = layouts()


def line(text: str, **style) -> tuple[Run, ...]:
    return (Run(text, **style),)


def entry(marker: str, text: str, *parts: Part) -> Item:
    return Item(marker, (Paragraph(line(text)), *parts))


def file(*parts: Part, language: str = "en", title: str = "A title") -> bytes:
    return docx_file(Document(title, language, parts, "about it"))


def opened(made: bytes):
    return docx.Document(io.BytesIO(made))


def member(made: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        return parts.read(name).decode()


@pytest.mark.parametrize("layout", sorted(KNOWN))
def test_a_word_file_says_what_the_document_says_in_order(layout: str):
    for report in (reports.SAMPLE, reports.chatham_house()):
        document = print_document(report, KNOWN[layout])
        assert paper.squeezed(paper.docx_words(docx_file(document))) == paper.expected(document)


@pytest.mark.parametrize("name", reports.HOSTILE_NAMES)
def test_no_name_is_lost_or_markup_in_a_word_file(name: str):
    document = print_document(reports.hostile(name), KNOWN["minutes"])
    assert paper.squeezed(paper.docx_words(docx_file(document))) == paper.expected(document)


def test_the_same_report_is_the_same_file_twice():
    document = print_document(reports.SAMPLE, KNOWN["per-item"])
    made = docx_file(document)
    assert docx_file(document) == made
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_word_file_has_a_title_a_subject_a_language_and_no_author_but_the_program():
    made = file(Heading(1, line("A")), language="fr")
    said = opened(made).core_properties
    assert (said.title, said.subject, said.language) == ("A title", "about it", "fr")
    assert (said.author, said.last_modified_by, said.comments) == ("DCCG meeting toolkit", "DCCG meeting toolkit", "")
    assert '<w:lang w:val="fr-FR"' in member(made, "word/styles.xml")
    assert "Word" not in member(made, "docProps/app.xml")


def test_the_page_is_a4_and_numbered():
    section = opened(file(Heading(1, line("A")))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_lines_above_the_title_the_title_and_headings_have_their_styles():
    below = (Heading(1, line("Minutes")), Heading(2, line("Opening")), Heading(4, line("Deep")))
    parts = (Paragraph(line("IGF 2026")), *below)
    styles = [(one.style.name, one.text) for one in opened(file(*parts)).paragraphs]
    assert styles == [("Subtitle", "IGF 2026"), ("Title", "Minutes"), ("Heading 1", "Opening"), ("Heading 2", "Deep")]


def test_lists_are_lists_and_have_the_marks_of_the_report():
    inner = Listing((entry("(c)", "third"), entry("(d)", "fourth")))
    boxes = Listing((entry("▢", "open: x", inner), entry("☑", "done: y")))
    counted = Listing((entry("3.", "three"), entry("4.", "four")), ordered=True)
    made = file(Heading(1, line("A")), boxes, counted, Paragraph(line("said"), "7."), Paragraph(line("more"), "8."))
    said = [one.strip() for one in paper.docx_words(made).splitlines()][1:]
    assert said == ["▢ open: x", "(c) third", "(d) fourth", "☑ done: y", "3. three", "4. four", "7. said", "8. more"]
    styles = [one.style.name for one in opened(made).paragraphs][1:]
    assert styles == ["List Bullet", "List Number", "List Number", "List Bullet", "List Number", "List Number",
                      "Normal", "Normal"]  # fmt: skip


def test_numbered_paragraphs_that_follow_are_counted_together():
    numbered = [Paragraph(line("x"), number) for number in ("1.", "2.", "5.", "[1]")]
    body = opened(file(Heading(1, line("A")), *numbered)).element.body
    first, second, fifth, note = (one.get(qn("w:val")) for one in body.iter(qn("w:numId")))
    assert first == second
    assert len({first, fifth, note}) == 3


def test_a_table_has_a_header_row_a_name_and_columns_within_the_page():
    wide = tuple((line("word " * at), line("x"), line("a" * 200)) for at in (3, 30))
    made = opened(file(Heading(1, line("A")), Table("People", ("Name", "For", "Remark"), wide)))
    table = made.tables[0]
    assert [len(list(row._tr.iter(qn("w:tblHeader")))) for row in table.rows] == [1, 0, 0]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "People"
    assert sum(column.width.mm for column in table.columns) <= 162
    assert [one.text for one in made.paragraphs if one.style.name == "Caption"] == ["People"]


def test_a_header_that_html_hides_is_shown_on_paper():
    made = opened(file(Heading(1, line("A")), Table("", ("Name",), ((line("Ana"),),), header_hidden=True)))
    assert [cell.text for row in made.tables[0].rows for cell in row.cells] == ["Name", "Ana"]


def test_tables_do_not_run_into_each_other():
    table = Table("", ("Name",), ((line("Ana"),),))
    assert len(opened(file(Heading(1, line("A")), table, table)).tables) == 2


def test_what_follows_a_table_keeps_its_distance_and_word_reads_its_properties_in_order():
    table = Table("", ("Name",), ((line("Ana"),),))
    body = opened(file(Heading(1, line("A")), table, Listing((entry("-", "בית"),)))).element.body
    last = [one.tag.partition("}")[2] for one in list(body.iter(qn("w:pPr")))[-1]]
    assert last == ["pStyle", "numPr", "bidi", "spacing"]


def test_links_are_links_and_lead_out_or_to_a_heading():
    runs = (Run("out", href="https://example.org/a"), Run("down", href="#b"), Run("site", href="/m/x"))
    made = opened(file(Heading(1, line("A")), Paragraph(runs), Heading(2, line("B"), "b")))
    out, down = made.paragraphs[1].hyperlinks
    assert (out.text, out.url, down.text) == ("out", "https://example.org/a", "down")
    mark = next(made.element.body.iter(qn("w:bookmarkStart"))).get(qn("w:name"))
    assert down.fragment == mark
    assert made.paragraphs[1].text.endswith("site")


def test_a_line_that_begins_leftward_runs_leftward():
    mixed = file(Heading(1, line("A")), Paragraph(line("ليلى الحداد (chair)")), Paragraph(line("by ليلى")))
    first, second = list(opened(mixed).element.body.iter(qn("w:p")))[1:]
    assert [bool(list(one.iter(qn("w:bidi")))) for one in (first, second)] == [True, False]
    turned = [run.find(qn("w:t")).text for run in second.iter(qn("w:r")) if list(run.iter(qn("w:rtl")))]
    assert turned == ["ليلى"]


def test_a_file_in_a_leftward_language_turns_with_its_tables():
    body = opened(file(Heading(1, line("7")), Table("", ("א",), ((line("1"),),)), language="he")).element.body
    assert next(body.iter(qn("w:bidiVisual"))) is not None
    assert next(body.iter(qn("w:p"))).find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None


def test_characters_that_no_file_can_hold_do_not_stop_the_print():
    made = file(Heading(1, line("a\x00b\ud800")), Table("c\x07", ("\x01h",), ((line("x\x0by"),),)), title="t\x02")
    assert paper.docx_words(made).split() == ["ab\ufffd", "c", "h", "x", "y"]
    assert opened(made).core_properties.title == "t"


def test_headings_skip_no_level_and_rows_are_as_long_as_the_header():
    short = Table("", ("a", "b"), ((line("x"),), (line("x"), line("y"), line("z"))))
    inside = Listing((Item("-", (Heading(6, line("in a list")),)),))
    parts = fitted(Document("", "en", (Heading(3, line("One")), inside, Heading(5, line("Two")), short))).parts
    assert [part.level for part in (parts[0], parts[1].items[0].parts[0], parts[2])] == [1, 2, 3]
    assert (len(parts[3].header), {len(row) for row in parts[3].rows}) == (3, {3})


def test_a_document_without_anything_is_a_file_all_the_same():
    assert opened(docx_file(Document("", "", ()))).core_properties.title == "Report"
