"""Reports as PDF: tagged as PDF/UA wants it, and nothing of a name is markup."""

import io

import pikepdf
import pypdfium2
import pytest

from summarizer import pdf_file as pdf
from summarizer.document import Document, Heading, Item, Listing, Paragraph, Part, Run, Table
from summarizer.docx_file import docx_file
from summarizer.layouts import layouts, print_document
from summarizer.pdf_file import NoPdf, pdf_file
from tests import paper, reports

KNOWN = layouts()
MARKUP = (
    "#eval(\"1\")", "#panic()", "$x^2$", "@ref", "*bold*", "<label>", "`raw`", "//comment", "/* no */", "\\u{41}",
    "= Not a heading", "+ not an entry", "/ not: a term", "a -- b...", "\"quoted\"", "https://example.org/plain", "~",
)  # fmt: skip


def line(text: str, **style) -> tuple[Run, ...]:
    return (Run(text, **style),)


def entry(marker: str, text: str, *parts: Part) -> Item:
    return Item(marker, (Paragraph(line(text)), *parts))


def file(*parts: Part, language: str = "en", title: str = "A title") -> bytes:
    return pdf_file(Document(title, language, parts, "about it"))


@pytest.mark.parametrize("layout", sorted(KNOWN))
def test_a_pdf_says_what_the_document_says_in_order(layout: str):
    for report in (reports.SAMPLE, reports.chatham_house()):
        document = print_document(report, KNOWN[layout])
        assert paper.squeezed(paper.pdf_words(pdf_file(document))) == paper.expected(document)


@pytest.mark.parametrize("name", [one for one in (*reports.HOSTILE_NAMES, *MARKUP) if one.isascii() and one[0] != "["])
def test_no_name_is_markup_in_a_pdf(name: str):
    document = print_document(reports.hostile(name), KNOWN["minutes"])
    made = pdf_file(document)
    assert paper.squeezed(paper.pdf_words(made)) == paper.expected(document)
    tame = pdf_file(print_document(reports.hostile("Tame"), KNOWN["minutes"]))
    kinds = ("H1", "H2", "H3", "H4", "L", "LI", "Table", "TR", "TH", "TD", "Link")
    assert [one for one in paper.names(made) if one in kinds] == [one for one in paper.names(tame) if one in kinds]


def test_the_same_report_is_the_same_file_twice():
    document = print_document(reports.SAMPLE, KNOWN["per-item"])
    assert pdf_file(document) == pdf_file(document)


def test_a_pdf_says_that_it_is_accessible_and_has_a_title_and_a_language():
    made = file(Heading(1, line("A")), language="pt-BR")
    with pikepdf.open(io.BytesIO(made)) as opened:
        root, about = opened.Root, opened.Root.Metadata.read_bytes().decode()
        assert (bool(root.MarkInfo.Marked), str(root.Lang)) == (True, "pt-BR")
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        told = {key: str(value) for key, value in opened.docinfo.items()}
        assert [float(side) for side in opened.pages[0].MediaBox[2:]] == pytest.approx([595.28, 841.89], abs=0.01)
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert (told["/Title"], told["/Subject"], told["/Author"]) == ("A title", "about it", "DCCG meeting toolkit")
    assert not {"/CreationDate", "/ModDate"} & set(told)


@pytest.mark.parametrize("layout", sorted(KNOWN))
def test_headings_of_a_pdf_begin_with_the_first_level_and_skip_none(layout: str):
    found = [int(one[1:]) for one in paper.names(pdf_file(print_document(reports.SAMPLE, KNOWN[layout])))
             if one[0] == "H" and one[1:].isdigit()]  # fmt: skip
    assert found[0] == 1
    assert all(after - before <= 1 for before, after in zip(found, found[1:], strict=False))


def test_levels_that_a_document_skips_are_mended():
    found = paper.names(file(Heading(2, line("A")), Heading(6, line("B")), Heading(1, line("C"))))
    assert [one for one in found if one[0] == "H"] == ["H1", "H2", "H1"]


def test_lists_are_lists_with_the_marks_of_the_report():
    inner = Listing((entry("(c)", "third"), entry("(d)", "fourth")))
    boxes = Listing((entry("▢", "open: x", inner), entry("☑", "done: y"), entry("-", "z")))
    made = file(Heading(1, line("A")), boxes, Listing((entry("4.", "four"),), ordered=True))
    assert paper.pdf_words(made).split() == "A ▢ open: x (c) third (d) fourth ☑ done: y • z 4. four".split()
    lists = [one for one in paper.tags(made) if one.kind == "L"]
    assert [one.told["/ListNumbering"] for one in lists] == ["/Circle", "/Decimal", "/Decimal"]
    assert lists[1].depth > lists[0].depth
    assert [paper.names(made).count(one) for one in ("LI", "Lbl", "LBody")] == [6, 6, 6]


def test_a_table_has_a_caption_and_headers_of_its_columns():
    people = Table("People", ("Name", "For"), ((line("Ana"), line("DC on Lighthouses")),), header_hidden=True)
    made = file(Heading(1, line("A")), people)
    found = paper.names(made)
    assert [found.count(one) for one in ("Table", "Caption", "THead", "TR", "TH", "TD")] == [1, 1, 1, 2, 2, 2]
    assert [one.told["/Scope"] for one in paper.tags(made) if one.kind == "TH"] == ["/Column", "/Column"]


def test_a_long_table_repeats_its_header_on_every_page_for_the_eye_only():
    made = file(Heading(1, line("A")), Table("", ("Name",), tuple((line(f"Ana {at}"),) for at in range(60))))
    assert paper.pdf_words(made).count("Name") == 2
    assert paper.names(made).count("TH") == 1


def test_links_lead_out_or_to_a_heading_and_say_where():
    runs = (Run("out", href="https://example.org/a"), Run("down", href="#b c"), Run("site", href="/m/x"))
    made = file(Heading(1, line("A")), Paragraph(runs), Heading(2, line("B"), "b c"))
    assert paper.names(made).count("Link") == 2
    with pikepdf.open(io.BytesIO(made)) as opened:
        links = [one for page in opened.pages for one in page.Annots]
        assert [str(one.A.URI) for one in links if "/A" in one and "/URI" in one.A] == ["https://example.org/a"]
        assert all(str(one.Contents) for one in links)


@pytest.mark.parametrize("name", ["ليلى الحداد", "לאה כהן", "Лидия", "Ελένη", "Nguyễn Ánh", "Mehmet Sarı"])
def test_names_that_the_programs_fonts_have_are_printed(name: str):
    found = paper.squeezed(paper.pdf_words(file(Heading(1, line("A")), Paragraph(line(name)))))
    assert sorted(found) == sorted(f"A{paper.squeezed(name)}")


def test_letters_that_no_font_has_are_told_by_number(monkeypatch):
    own = pdf._compiled
    monkeypatch.setattr(pdf, "_compiled", lambda document, spelled, own_fonts: own(document, spelled, True))
    said = " ".join(paper.pdf_words(file(Heading(1, line("A")), Paragraph(line("渡辺 美咲 spoke")))).split())
    assert said.startswith("A No font of this machine has some letters of this report: each stands here as its number")
    assert said.endswith("[U+6E21 U+8FBA] [U+7F8E U+54B2] spoke")


@pytest.mark.parametrize("name", ["渡辺 美咲", "😀", "ก", "\uffff", "\ufdd0", "e\u20e3", "\U000e0001"])
def test_letters_that_are_in_few_fonts_stop_no_print(name: str):
    assert file(Heading(1, line(name)), Paragraph(line(name)), Table(name, (name,), ((line(name),),)))


def test_characters_that_no_file_can_hold_do_not_stop_the_print():
    made = file(Heading(1, line("a\x00b\ud800")), Paragraph(line("x\x0by")), title="t\x02")
    assert "ab" in paper.pdf_words(made)


def test_a_document_in_a_leftward_language_stands_on_the_right():
    made = file(Heading(1, line("דוח")), Paragraph(line("7")), language="he")
    page = pypdfium2.PdfDocument(made)
    assert page[0].get_textpage().get_charbox(0)[0] > page[0].get_width() / 2
    page.close()


def test_a_document_without_anything_is_a_file_all_the_same():
    assert pdf_file(Document("", "no language", ()))[:4] == b"%PDF"


def test_what_cannot_be_made_accessible_is_refused_in_one_sentence(monkeypatch, tmp_path):
    template = tmp_path / "page.typ"
    template.write_text("#set document(title: \"T\")\n= One\n=== Three", encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATE", template)
    with pytest.raises(NoPdf, match=r"no accessible PDF can be made of this report: .* level 1 to 3; use HTML or DOCX"):
        file(Heading(1, line("A")))


@pytest.mark.parametrize("layout", sorted(KNOWN))
def test_every_layout_makes_both_files_of_a_hostile_report(layout: str):
    for name in ("<script>{{ 7 * 7 }} #eval(\"1\") $x$ @ref", "ليلى 渡辺 😀 =cmd|' /C calc'!A0"):
        document = print_document(reports.hostile(name), KNOWN[layout])
        assert pdf_file(document)[:4] == b"%PDF"
        assert docx_file(document)[:2] == b"PK"
