"""A document as Markdown that reads back as the same document: CommonMark, with the tables of GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizer.document import Document, Heading, Listing, Paragraph, Part, Run, Table

SPECIAL = re.compile(r"([\\`*_\[\]<>|~])|(&)(?=#?\w+;)")
LEADING = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|-{2,}\s*$|:?-+:?\s*$)|^(\d{1,9})([.)])(?=\s|$)")
PLAIN_BULLETS = "-*+"
MARKER = re.compile(r"([●○•◦▪–▢☐☑☒□■✓✔✗]|\([a-z0-9]{1,3}\)|\d{1,9}\\[.)])(?:\s+|$)")
"""What stands ahead of an entry instead of a bullet; text that only looks so begins with an entity."""
NUMBER = re.compile(r"^(\d{1,9})([.)])$")


def markdown(document: Document) -> str:
    """Return the document; nothing in its text is markup, links and style are."""
    return "\n\n".join(_part(part) for part in document.parts) + "\n"


def escaped(text: str, at_start: bool = False) -> str:
    """Return the text so that Markdown shows it as it is.

    >>> escaped("a *b* <c> & [d](e)"), escaped("1. x", at_start=True)
    ('a \\\\*b\\\\* \\\\<c\\\\> & \\\\[d\\\\](e)', '1\\\\. x')
    """
    made = SPECIAL.sub(lambda found: f"\\{found[0]}", text)
    if at_start:
        made = LEADING.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", made)
    return made


def _runs(runs: Iterable[Run], at_start: bool = True) -> str:
    out = ""
    for run in runs:
        text = escaped(run.text, at_start and not out)
        lead, inner, tail = _edges(text)
        for mark, on in (("*", run.italic), ("**", run.bold)):
            inner = f"{mark}{inner}{mark}" if on and inner else inner
        if run.href and inner:
            inner = f"[{inner}](<{run.href}>)" if re.search(r"[\s()]", run.href) else f"[{inner}]({run.href})"
        out += lead + inner + tail
    return out


def _edges(text: str) -> tuple[str, str, str]:
    inner = text.strip()
    start = len(text) - len(text.lstrip())
    return text[:start], inner, text[start + len(inner) :]


def _part(part: Part) -> str:
    if isinstance(part, Heading):
        return f"{'#' * part.level} {_runs(part.runs, at_start=False)}"
    if isinstance(part, Paragraph):
        # A full stop behind a number would make a list of the paragraph, and lists count for themselves.
        counted = NUMBER.search(part.number)
        number = NUMBER.sub(r"\1\\\2", part.number) if counted else escaped(part.number, at_start=True)
        return f"{number} {_runs(part.runs, at_start=not number)}".strip()
    return _table(part) if isinstance(part, Table) else _list(part)


def _list(listing: Listing) -> str:
    lines: list[str] = []
    for item in listing.items:
        counted = re.fullmatch(r"\d{1,9}[.)]", item.marker) if listing.ordered else None
        bullet = item.marker if counted else "-"
        shown = "" if counted or item.marker in PLAIN_BULLETS else NUMBER.sub(r"\1\\\2", item.marker) + " "
        inner = "\n\n".join(_part(part) for part in item.parts)
        if not shown and MARKER.match(inner):
            inner = f"&#{ord(inner[0])};{inner[1:]}"
        first, *rest = (shown + inner).split("\n")
        indent = " " * (len(bullet) + 1)
        lines.append("\n".join([f"{bullet} {first}", *(f"{indent}{line}" if line else "" for line in rest)]))
    return "\n".join(lines)


def _table(table: Table) -> str:
    def row(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    header = [f"({escaped(one)})" if table.header_hidden else escaped(one) for one in table.header]
    rows = [row(_runs(cell, at_start=False) for cell in cells) for cells in table.rows]
    caption = [f"Table: {escaped(table.caption)}", ""] if table.caption else []
    return "\n".join([*caption, row(header), "|" + " --- |" * len(header), *rows])


