"""The tables of a Word file: a header row that is one, a name for those who do not see it, rows that stay whole."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from summarizer.document import Run, Table
from summarizer.docx_lines import Lines
from summarizer.docx_styles import LINE, TABLE_TEXT
from summarizer.table_columns import column_widths

LETTER, EDGES = 108, 270
"""What a letter takes of a line, and the empty edges of a cell, in twentieths of a point."""


def add_table(word: Word, lines: Lines, table: Table, indent: int = 0) -> None:
    """Write the table of a fitted document at the end of the file, `indent` twentieths of a point from the edge."""
    body = word.element.body
    if table.caption:
        caption = word.add_paragraph(style="Caption")
        caption.paragraph_format.left_indent = indent * 635 or None
        lines.write(caption, (Run(table.caption),))
    elif any(before.tag == qn("w:tbl") for before in body.iterchildren() if before.getnext() is body.sectPr):
        # Two tables that touch are one table in Word.
        word.add_paragraph().paragraph_format.space_after = 0
    widths = column_widths(table, LINE - indent, LETTER, EDGES)
    made = word.add_table(0, len(widths), style="Table Grid")
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width * 635
    _about(made, table, sum(widths), indent, lines.leftward)
    _row(made, lines, tuple((Run(name),) if name else () for name in table.header), widths, header=True)
    for cells in table.rows:
        _row(made, lines, cells, widths)


def _about(made: Any, table: Table, width: int, indent: int, leftward: bool) -> None:
    properties = made._tbl.tblPr
    if leftward:
        properties.find(qn("w:tblStyle")).addnext(OxmlElement("w:bidiVisual"))
    size = properties.find(qn("w:tblW"))
    _set(size, type="dxa", w=str(width))
    if indent:
        size.addnext(_set(OxmlElement("w:tblInd"), w=str(indent), type="dxa"))
    look = properties.find(qn("w:tblLook"))
    look.attrib.clear()
    _set(look, val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0", noHBand="1", noVBand="1")
    name = table.caption or ", ".join(filter(None, table.header))
    properties.append(_set(OxmlElement("w:tblCaption"), val=name))


def _row(made: Any, lines: Lines, cells: tuple[tuple[Run, ...], ...], widths: list[int], header: bool = False) -> None:
    row = made.add_row()
    kept = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if header else ())):
        kept.append(OxmlElement(name))
    for cell, runs, width in zip(row.cells, cells, widths, strict=True):
        cell.width = width * 635
        if header:
            shade = _set(OxmlElement("w:shd"), val="clear", color="auto", fill="EEEEEE")
            cell._tc.get_or_add_tcPr().append(shade)
        line = cell.paragraphs[0]
        line.style = TABLE_TEXT
        lines.write(line, runs, bold=header)


def _set(element: Any, **attributes: str) -> Any:
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
