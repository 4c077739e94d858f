"""The Markdown that a layout's template writes, read into the tree of a document: a small, fixed part of Markdown.

Headings, paragraphs, lists in lists, tables, strong and emphasis, links. Beyond plain Markdown: a paragraph
"Table: …" ahead of a table is its caption; a header in brackets is for those who hear the table; a mark ahead of an
entry ("● ", "▢ ", "(a) ") is printed instead of its bullet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, count

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from models.names import slug
from summarizer.document import Heading, Item, Listing, Paragraph, Part, Run, Table, words_of
from summarizer.markdown import MARKER
from summarizer.runs import joined, runs_of_inline
from summarizer.written import Values

CAPTION = "Table:"
_BRACKETED = re.compile(r"\((.*)\)\s*", re.DOTALL)


def _reader() -> MarkdownIt:
    made = MarkdownIt("zero", {"maxNesting": 60})
    made.enable(["heading", "lheading", "list", "table", "emphasis", "link", "newline", "escape", "entity"])
    made.enable(["balance_pairs", "fragments_join"])
    # An address is judged when its values are in; until then it may be the mark of one.
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return made


_READER = _reader()


def read_markup(text: str, values: Values) -> tuple[Part, ...]:
    """Return what the text says, its values in place; what turned out empty is left out."""
    return tuple(_stepwise(_parts(SyntaxTreeNode(_READER.parse(text)), values)))


def _parts(parent: SyntaxTreeNode, values: Values) -> Iterator[Part]:
    caption = ""
    for node in parent.children:
        if node.type == "table":
            yield from _table(node, caption, values)
            caption = ""
        elif node.type in ("bullet_list", "ordered_list"):
            items = [item for one in node.children for item in _item(one, values)]
            if items:
                yield Listing(tuple(items), node.type == "ordered_list")
        elif node.type == "heading":
            number, runs = runs_of_inline(node.children[0], values)
            runs = joined((Run(f"{number} " if number else ""), *runs))
            if runs:
                yield Heading(int(node.tag[1]), runs)
        elif node.type == "paragraph":
            number, runs = runs_of_inline(node.children[0], values)
            if _is_caption(node):
                caption = words_of(runs).removeprefix(CAPTION).strip()
            elif number or runs:
                yield Paragraph(runs, number)


def _is_caption(node: SyntaxTreeNode) -> bool:
    """Whether the template itself wrote "Table:", ahead of a table."""
    after = node.next_sibling
    return after is not None and after.type == "table" and node.children[0].content.startswith(CAPTION)


def _item(node: SyntaxTreeNode, values: Values) -> Iterator[Item]:
    marker = f"{node.info}{node.markup}" if node.info else "-"
    parts = list(_parts(node, values))
    first = parts[0] if parts else None
    if isinstance(first, Paragraph) and node.children[0].type == "paragraph":
        # Only a mark that the template wrote is a marker; one in a value is part of its text.
        found = MARKER.match(node.children[0].children[0].content)
        runs = first.runs
        if first.number:
            marker = first.number
        elif found:
            marker = found[1].replace("\\", "")
            runs = joined((replace(runs[0], text=runs[0].text[len(marker) :]), *runs[1:]))
        parts[0:1] = [Paragraph(runs)] if runs else []
    if parts:
        yield Item(marker, tuple(parts))


def _table(node: SyntaxTreeNode, caption: str, values: Values) -> Iterator[Table]:
    head, *body = (row for part in node.children for row in part.children)
    shown = [_cell(cell, values) for cell in head.children]
    inner = [_BRACKETED.fullmatch(cell.children[0].content) for cell in head.children]
    hidden = bool(shown) and all(inner)
    header = tuple(words_of(runs)[1:-1] if hidden else words_of(runs) for runs in shown)
    rows = tuple(tuple(_cell(cell, values) for cell in row.children) for row in body)
    if rows:
        yield Table(caption, header, rows, hidden)


def _cell(node: SyntaxTreeNode, values: Values) -> tuple[Run, ...]:
    mark, runs = runs_of_inline(node.children[0], values)
    return joined((Run(f"{mark} " if mark else ""), *runs))


def _stepwise(parts: Iterator[Part]) -> Iterator[Part]:
    """One heading of the first level; none skips a level; each has an anchor of its own."""
    above, seen, anchors = 0, False, set[str]()
    for part in parts:
        if isinstance(part, Heading):
            level = min(max(part.level, 2) if seen else 1, above + 1)
            above, seen = level, True
            stem = slug(words_of(part.runs))[:60].strip("-") or "part"
            names = chain((stem,), (f"{stem}-{n}" for n in count(2)))
            anchor = next(one for one in names if one not in anchors)
            anchors.add(anchor)
            part = replace(part, level=level, anchor=anchor)
        yield part
