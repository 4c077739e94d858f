"""A document as a Word file: real styles, lists, headers of tables and links, for people who go on writing in it."""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document as Word
from docx.oxml.table import CT_Tbl
from docx.shared import Pt, Twips
from docx.text.paragraph import Paragraph as Line

from summarizer.document import Document, Heading, Item, Listing, Paragraph, Part, Run, Table
from summarizer.docx_lines import Lines
from summarizer.docx_numbering import LEVELS, STEP, Numbering
from summarizer.docx_styles import list_styles, new_file, saved
from summarizer.docx_table import add_table
from summarizer.fitted import fitted, is_leftward

DEEPEST = 6


def docx_file(document: Document) -> bytes:
    """Return the document as a Word file, the same bytes for the same document."""
    fit = fitted(document)
    word = new_file(fit)
    _Writer(word, fit).write(fit)
    return saved(word)


class _Writer:
    """What writes the parts of one document, in their order, at the end of one file."""

    def __init__(self, word: Word, document: Document) -> None:
        self.word = word
        self.numbering = Numbering(word)
        list_styles(word, self.numbering.usual)
        headings = [part for part in document.parts if isinstance(part, Heading)]
        names = {part.anchor: f"part_{at}" for at, part in enumerate(headings, 1) if part.anchor}
        self.lines = Lines(is_leftward(document), names)
        self.titled = False

    def write(self, document: Document) -> None:
        above = any(isinstance(part, Heading) for part in document.parts)
        for part in document.parts:
            above = above and isinstance(part, Paragraph) and not part.number
            if above and isinstance(part, Paragraph):
                self.lines.write(self.word.add_paragraph(style="Subtitle"), part.runs)
            else:
                self._part(part)

    def _part(self, part: Part, depth: int = 0) -> None:
        """Write a part; `depth` counts the lists that it stands in."""
        if isinstance(part, Heading):
            self._heading(part)
        elif isinstance(part, Paragraph):
            self._paragraph(part, depth)
        elif isinstance(part, Table):
            add_table(self.word, self.lines, part, depth * STEP)
        else:
            self._list(part, depth)

    def _heading(self, heading: Heading) -> None:
        # Word's title is no heading; those below it begin with the first level.
        style = f"Heading {min(max(heading.level - 1, 1), DEEPEST)}" if self.titled else "Title"
        self.titled = True
        line = self.word.add_paragraph(style=style)
        self.lines.bookmark(line, heading.anchor)
        self.lines.write(line, heading.runs)

    def _paragraph(self, paragraph: Paragraph, depth: int) -> None:
        if depth:
            line = self._line("List Continue")
            self.lines.write(line, _with_number(paragraph))
            line.paragraph_format.left_indent = Twips(min(depth, LEVELS) * STEP)
            return
        line = self._line("Normal")
        if paragraph.number:
            _count(line, self.numbering.of_paragraph(paragraph.number), 0)
        self.lines.write(line, paragraph.runs)

    def _list(self, listing: Listing, depth: int) -> None:
        level = min(depth, LEVELS - 1)
        counted, numbers = self.numbering.of_list([item.marker for item in listing.items], level)
        for item, number in zip(listing.items, numbers, strict=True):
            line = self._line("List Number" if counted else "List Bullet")
            _count(line, number, level)
            for part in self._begun(line, item):
                self._part(part, depth + 1)

    def _line(self, style: str) -> Line:
        """Add a line; behind a table it keeps its distance."""
        after_table = isinstance(self.word.element.body[-2:][0], CT_Tbl)
        line = self.word.add_paragraph(style=style)
        if after_table:
            line.paragraph_format.space_before = Pt(10)
        return line

    def _begun(self, line: Line, item: Item) -> Iterator[Part]:
        """Write what stands beside the mark of an entry, and yield what follows it."""
        first, *others = item.parts
        if isinstance(first, Paragraph):
            self.lines.write(line, _with_number(first))
            yield from others
        else:
            yield from item.parts


def _with_number(paragraph: Paragraph) -> tuple[Run, ...]:
    return (Run(f"{paragraph.number} "), *paragraph.runs) if paragraph.number else paragraph.runs


def _count(line: Line, number: int, level: int) -> None:
    made = line._p.get_or_add_pPr().get_or_add_numPr()
    made.get_or_add_ilvl().val = level
    made.get_or_add_numId().val = number
