"""A document made fit for a file that is opened elsewhere: every text writable, no heading's level skipped, every row
of a table as long as its header, and no link that leads nowhere outside of this site."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.plain import clean
from summarizer.document import Document, Heading, Item, Listing, Paragraph, Part, Run, Table, words_of
from summarizer.html_page import LEFTWARD

AUTHOR = "DCCG meeting toolkit"
"""What the files name as their author: the program; people are named in the report."""
DEEPEST = 6
LONGEST_ADDRESS = 2000
_WHOLE = re.compile(r"(?:https?://|mailto:).+", re.IGNORECASE)
_TAG = re.compile(r"([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}))?(?:-.*)?", re.IGNORECASE)


def fitted(document: Document) -> Document:
    """Return the document as a file of its own can hold it.

    A link stays if it leads to a whole address or to a heading of the document; "/m/…" leads nowhere from a file.
    Parts that have no text are left out. The title is never empty.
    """
    anchors = {part.anchor for part in document.parts if isinstance(part, Heading)} - {""}
    parts = _Walk(frozenset(anchors)).parts(document.parts)
    headings = (words_of(part.runs) for part in parts if isinstance(part, Heading))
    title = clean(document.title) or next(headings, "") or "Report"
    return Document(title, clean(document.language), parts, clean(document.about))


def language_of(document: Document) -> tuple[str, str]:
    """Return the language and the region of the document's tag, "" for no region; English if it is no tag.

    >>> language_of(Document("", "pt-BR", ())), language_of(Document("", "zh-Hant", ()))
    (('pt', 'BR'), ('zh', ''))
    """
    found = _TAG.fullmatch(document.language)
    return (found[1].lower(), (found[2] or "").upper()) if found else ("en", "")


def is_leftward(document: Document) -> bool:
    """Whether the document's language is written from right to left."""
    return language_of(document)[0] in LEFTWARD


def runs_leftward(runs: Iterable[Run], otherwise: bool = False) -> bool:
    """Whether the line begins on the right: as the first letter that has a direction does; `otherwise` without one."""
    kinds = (unicodedata.bidirectional(one) for run in runs for one in run.text)
    strong = next((kind for kind in kinds if kind in ("L", "R", "AL")), "")
    return strong != "L" if strong else otherwise


def shown_marker(marker: str) -> str:
    """Return the mark as it is drawn: what a keyboard has for a bullet is a bullet."""
    return "•" if marker in ("", "-", "*", "+") else marker


class _Walk:
    """One walk over the parts in the order in which they are read."""

    def __init__(self, anchors: frozenset[str]) -> None:
        self.anchors = anchors
        self.above = 0

    def parts(self, parts: Iterable[Part]) -> tuple[Part, ...]:
        return tuple(made for part in parts for made in self._part(part))

    def _part(self, part: Part) -> Iterator[Part]:
        if isinstance(part, Heading):
            runs = self._runs(part.runs)
            if words_of(runs).strip():
                self.above = min(max(part.level, 1), self.above + 1, DEEPEST)
                yield Heading(self.above, runs, part.anchor)
        elif isinstance(part, Paragraph):
            runs, number = self._runs(part.runs), clean(part.number)
            if words_of(runs).strip() or number:
                yield Paragraph(runs, number)
        elif isinstance(part, Table):
            yield from self._table(part)
        else:
            items = tuple(Item(clean(item.marker), inner) for item in part.items if (inner := self.parts(item.parts)))
            if items:
                yield Listing(items, part.ordered)

    def _table(self, table: Table) -> Iterator[Table]:
        count = max((len(row) for row in (table.header, *table.rows)), default=0)
        rows = tuple(tuple(map(self._runs, (*row, *((),) * (count - len(row))))) for row in table.rows)
        if count and rows:
            header = (*map(clean, table.header), *("",) * (count - len(table.header)))
            yield Table(clean(table.caption), header, rows, table.header_hidden)

    def _runs(self, runs: Iterable[Run]) -> tuple[Run, ...]:
        made = (replace(run, text=_writable(run.text), href=self._address(run.href)) for run in runs)
        return tuple(run for run in made if run.text)

    def _address(self, href: str) -> str:
        href = clean(href)
        inside = href.startswith("#") and href[1:] in self.anchors
        return href if inside or (_WHOLE.fullmatch(href) and len(href) <= LONGEST_ADDRESS) else ""


def _writable(text: str) -> str:
    """Return the text without what no file can hold; a space at either end stays, as it parts one run from the next."""
    inner = clean(text)
    if not inner:
        return " " if text else ""
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if text[-1:].isspace() else ''}"
