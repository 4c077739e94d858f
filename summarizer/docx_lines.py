"""The lines of a Word file: text in its style, links, and the direction that it is written in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Line

from summarizer.document import Run
from summarizer.fitted import runs_leftward

LEFTWARD = ("R", "AL", "AN")


class Lines:
    """What writes runs into the lines of one file.

    `bookmarks` are the names of the headings that the report links to, by their anchors.
    """

    def __init__(self, leftward: bool, bookmarks: Mapping[str, str]) -> None:
        self.leftward = leftward
        self.bookmarks = bookmarks
        self.marked = 0

    def write(self, line: Line, runs: Iterable[Run], bold: bool = False) -> None:
        """Add the runs to the line; its direction is that of its first letter."""
        given = tuple(runs)
        if runs_leftward(given, self.leftward):
            _turn(line)
        for run in given:
            place = self._link(line, run.href) if run.href else line._p
            for text, leftward in pieces(run.text):
                place.append(_run(text, run, leftward, bold))

    def bookmark(self, line: Line, anchor: str) -> None:
        """Let links to the anchor lead to this line."""
        if anchor in self.bookmarks:
            self.marked += 1
            begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
            for element in (begin, end):
                element.set(qn("w:id"), str(self.marked))
            begin.set(qn("w:name"), self.bookmarks[anchor])
            line._p.append(begin)
            line._p.append(end)

    def _link(self, line: Line, href: str) -> Any:
        link = OxmlElement("w:hyperlink")
        if href.startswith("#"):
            link.set(qn("w:anchor"), self.bookmarks[href[1:]])
        else:
            link.set(qn("r:id"), line.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        line._p.append(link)
        return link


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the text in pieces of one direction each, with whether it runs leftward.

    >>> list(pieces("by לאה כהן, chair"))
    [('by ', False), ('לאה כהן', True), (', chair', False)]
    """
    at = begin = end = 0
    for place, sign in enumerate(text if not text.isascii() else ""):
        kind = unicodedata.bidirectional(sign)
        if kind in LEFTWARD:
            begin, end = (begin if end > at else place), place + 1
        elif kind == "NSM" and end == place > at:
            end = place + 1
        elif kind == "L" and end > at:
            yield from ((text[at:begin], False),) if begin > at else ()
            yield text[begin:end], True
            at = end
    if end > at:
        yield from ((text[at:begin], False),) if begin > at else ()
        yield text[begin:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def _turn(line: Line) -> None:
    # Word reads the properties of a line in a fixed order.
    line._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc")


def _run(text: str, run: Run, leftward: bool, bold: bool) -> Any:
    made, looks, said = OxmlElement("w:r"), OxmlElement("w:rPr"), OxmlElement("w:t")
    if run.href:
        style = OxmlElement("w:rStyle")
        style.set(qn("w:val"), "Hyperlink")
        looks.append(style)
    names = (("w:b", "w:bCs") if run.bold or bold else ()) + (("w:i", "w:iCs") if run.italic else ())
    for name in (*names, *(("w:rtl",) if leftward else ())):
        looks.append(OxmlElement(name))
    if len(looks):
        made.append(looks)
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(said)
    return made
