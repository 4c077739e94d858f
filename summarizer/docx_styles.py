"""How a Word file looks and what it says of itself: styles, page, language, title; the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from docx import Document as new_word
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.part import Part as FilePart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from summarizer.document import Document
from summarizer.fitted import AUTHOR, is_leftward, language_of

FONT = "Arial"
TABLE_TEXT = "Table Text"
MARGIN = Mm(24)
LINE = int((210 - 2 * 24) / 25.4 * 1440)
"""The width of a line in twentieths of a point."""
LOOKS: Mapping[str, tuple[float, bool, float, float]] = {
    "Normal": (11, False, 0, 6), "Title": (20, True, 12, 12), "Subtitle": (11, False, 0, 2),
    "Heading 1": (15, True, 18, 6), "Heading 2": (12.5, True, 12, 4), "Heading 3": (11, True, 10, 4),
    "Heading 4": (11, True, 8, 4), "Heading 5": (11, True, 8, 4), "Heading 6": (11, True, 8, 4),
    "List Bullet": (11, False, 0, 4), "List Number": (11, False, 0, 4), "List Continue": (11, False, 0, 4),
    "Caption": (11, True, 10, 4), "Footer": (9.5, False, 0, 0), TABLE_TEXT: (10, False, 2, 2),
}  # fmt: skip
"""Size in points, whether bold, and the points above and below."""
REGIONS = {"en": "GB", "zh": "CN", "ar": "SA", "fa": "IR", "he": "IL", "ja": "JP", "ko": "KR", "hi": "IN", "uk": "UA"}
EASTERN = ("zh", "ja", "ko")
TABLES = ("Normal Table", "Table Grid")
NEEDLESS = ("/thumbnail", "/stylesWithEffects", "/customXml")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
APP = "/docProps/app.xml"
ABOUT_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
    f'officeDocument/2006/extended-properties"><Application>{AUTHOR}</Application></Properties>'
)


def new_file(document: Document) -> Word:
    """Return an empty file in the report's language, with its title, on A4, with the number of each page."""
    word = new_word()
    _page(word)
    _prune(word)
    word.styles.add_style(TABLE_TEXT, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    for name, (size, bold, above, below) in LOOKS.items():
        _look(word.styles[name], size, bold, above, below)
    _links(word)
    _language(word, document)
    _says_of_itself(word, document)
    return word


def list_styles(word: Word, numbers: Mapping[str, int]) -> None:
    """Let the styles of lists use these number definitions."""
    for name, number in numbers.items():
        properties = word.styles[name].element.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_numId().val = number


def saved(word: Word) -> bytes:
    """Return the file; what was put in at the same time has the same bytes whenever it is saved."""
    made, out = io.BytesIO(), io.BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for part in parts.infolist():
            member = zipfile.ZipInfo(part.filename, LONG_AGO)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 3
            file.writestr(member, parts.read(part))
    return out.getvalue()


def language_tags(document: Document) -> dict[str, str]:
    """Return the attributes of w:lang: the language of the text, and of its eastern and leftward letters.

    >>> language_tags(Document("", "fr", ()))
    {'w:val': 'fr-FR', 'w:bidi': 'ar-SA'}
    """
    language, region = language_of(document)
    # Word finds a dictionary by language and region.
    tag = f"{language}-{region or REGIONS.get(language, language.upper() if len(language) == 2 else '')}".rstrip("-")
    tags = {"w:val": tag, "w:bidi": tag if is_leftward(document) else "ar-SA"}
    return {**tags, "w:eastAsia": tag} if language in EASTERN else tags


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field in ("PAGE", "NUMPAGES"):
        made = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        line._p.append(parse_xml(made))
        if field == "PAGE":
            line.add_run(" / ")


def _prune(word: Word) -> None:
    """Drop what the empty file of python-docx brings and no report needs."""
    for relations in (word.part.rels, word.part.package.rels):
        for name in [name for name, one in relations.items() if one.reltype.endswith(NEEDLESS)]:
            relations.pop(name)
    for style in list(word.styles):
        surplus = style.type == WD_STYLE_TYPE.TABLE and style.name not in TABLES
        if surplus or (str(style.name).startswith("List ") and style.name not in LOOKS):
            style.delete()
    for needless in word.settings.element.findall(qn("w:savePreviewPicture")):
        word.settings.element.remove(needless)
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _look(style: Any, size: float, bold: bool, above: float, below: float) -> None:
    font, spacing = style.font, style.paragraph_format
    looks = style.element.get_or_add_rPr()
    for old in [*looks.findall(qn("w:rFonts")), *looks.findall(qn("w:color")), *looks.findall(qn("w:spacing"))]:
        looks.remove(old)
    for old in style.element.iter(qn("w:pBdr"), qn("w:numPr")):
        old.getparent().remove(old)
    font.size, font.bold, font.italic = Pt(size), bold, False
    for name in ("w:szCs", "w:bCs", "w:iCs"):
        for old in looks.findall(qn(name)):
            looks.remove(old)
    looks.find(qn("w:sz")).addnext(_with(OxmlElement("w:szCs"), {"w:val": str(round(size * 2))}))
    looks.find(qn("w:b")).addnext(_with(OxmlElement("w:bCs"), {"w:val": "1" if bold else "0"}))
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(above), Pt(below), 1.15
    if style.name.startswith(("Title", "Heading", "Caption", "Subtitle")):
        spacing.keep_with_next = True
    for old in style.element.iter(qn("w:contextualSpacing"), qn("w:tabs"), qn("w:semiHidden")):
        old.getparent().remove(old)


def _links(word: Word) -> None:
    made = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
    made.font.color.rgb, made.font.underline = RGBColor(0x00, 0x43, 0x9C), True


def _language(word: Word, document: Document) -> None:
    tags = language_tags(document)
    usual = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for name in ("w:rFonts", "w:lang"):
        usual.remove(usual.find(qn(name)))
    fonts = {"w:ascii": FONT, "w:hAnsi": FONT, "w:cs": FONT, "w:eastAsiaTheme": "minorEastAsia"}
    usual.insert(0, _with(OxmlElement("w:rFonts"), fonts))
    usual.append(_with(OxmlElement("w:lang"), tags))
    theme = word.settings.element.find(qn("w:themeFontLang"))
    theme.attrib.clear()
    _with(theme, tags)


def _says_of_itself(word: Word, document: Document) -> None:
    said = word.core_properties
    said.title, said.subject, said.language = document.title[:255], document.about[:255], document.language[:255]
    said.author = said.last_modified_by = AUTHOR
    said.comments = ""
    # When it was made is no part of a report, and would make every copy another file.
    for name in ("dcterms:created", "dcterms:modified"):
        for old in said._element.findall(qn(name)):
            said._element.remove(old)
    for part in word.part.package.iter_parts():
        if part.partname == APP:
            assert type(part) is FilePart
            part._blob = ABOUT_APP.encode()


def _with(element: Any, attributes: Mapping[str, str]) -> Any:
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
