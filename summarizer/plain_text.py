"""A document as plain text: 72 columns, hanging indents, for a mailing list that keeps nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.document import Document, Heading, Item, Listing, Paragraph, Part, Run, Table, words_of
from summarizer.text_lines import columns, padded, wrapped

WIDTH = 72
LAST_COLUMN = 24
"""The least that the last column of a table needs; narrower, the table becomes a list."""


def plain_text(document: Document) -> str:
    """Return the whole document; a heading stands between empty lines, a link as [label](address)."""
    lines: list[str] = []
    for part in document.parts:
        gap = 2 if isinstance(part, Heading) and part.level <= 2 and lines else 1 if lines else 0
        lines += [""] * gap + _part(part, "")
    return "\n".join(lines).rstrip() + "\n"


def shown(runs: Iterable[Run]) -> str:
    """Return the runs as they are printed, links with their addresses; an address alone stands alone."""
    return "".join(run.text if run.href in ("", run.text) else f"[{run.text}]({run.href})" for run in runs)


def _part(part: Part, indent: str) -> list[str]:
    if isinstance(part, Heading):
        return wrapped(words_of(part.runs), WIDTH, indent, indent)
    if isinstance(part, Paragraph):
        ahead = f"{indent}{part.number} " if part.number else indent
        return wrapped(shown(part.runs), WIDTH, ahead, indent)
    if isinstance(part, Table):
        return _table(part, indent)
    return _list(part, indent)


def _list(listing: Listing, indent: str) -> list[str]:
    loose = any(len(item.parts) > 1 or columns(_words(item)) > WIDTH - 6 for item in listing.items)
    lines: list[str] = []
    for item in listing.items:
        lines += [""] if loose and lines else []
        lines += _item(item, indent)
    return lines


def _words(item: Item) -> str:
    first = item.parts[0]
    return shown(first.runs) if isinstance(first, Paragraph) else ""


def _item(item: Item, indent: str) -> list[str]:
    ahead = f"{indent}{item.marker} "
    inner = " " * columns(ahead)
    first, *others = item.parts
    if isinstance(first, Paragraph):
        number = f"{first.number} " if first.number else ""
        lines = wrapped(shown(first.runs), WIDTH, ahead + number, inner)
    else:
        lines, others = [ahead.rstrip()], list(item.parts)
    for part in others:
        lines += _part(part, inner) if isinstance(part, Listing) and not _is_loose(part) else ["", *_part(part, inner)]
    return lines


def _is_loose(listing: Listing) -> bool:
    return any(len(item.parts) > 1 or columns(_words(item)) > WIDTH - 8 for item in listing.items)


def _table(table: Table, indent: str) -> list[str]:
    caption = [*wrapped(table.caption, WIDTH, indent, indent), ""] if table.caption else []
    head = [] if table.header_hidden else [table.header]
    rows = [tuple(shown(cell) for cell in row) for row in table.rows]
    count = max((len(row) for row in [*head, *rows]), default=0)
    full = [(*row, *("",) * (count - len(row))) for row in [*head, *rows]]
    widths = [max(columns(row[at]) for row in full) for at in range(count)]
    left = WIDTH - len(indent) - sum(widths[:-1]) - 2 * (count - 1)
    if count > 1 and left < min(LAST_COLUMN, widths[-1]):
        return [*caption, *_as_list(table, rows, indent)]
    lines: list[str] = []
    for at, row in enumerate(full):
        ahead = indent + "".join(padded(cell, width) + "  " for cell, width in zip(row[:-1], widths, strict=False))
        lines += wrapped(row[-1], WIDTH, ahead, " " * columns(ahead))
        if head and at == 0:
            lines.append(indent + "  ".join("-" * min(width, WIDTH) for width in [*widths[:-1], min(widths[-1], left)]))
    return [*caption, *lines]


def _as_list(table: Table, rows: Sequence[tuple[str, ...]], indent: str) -> list[str]:
    """A table that is too wide: an entry for each row, each cell with the name of its column."""
    lines: list[str] = []
    for row in rows:
        lines += [""] if lines else []
        ahead = f"{indent}- "
        for at, cell in enumerate(row):
            name = table.header[at] if at < len(table.header) and not table.header_hidden else ""
            if cell:
                lines += wrapped(f"{name}: {cell}" if name else cell, WIDTH, ahead, f"{indent}    ")
                ahead = f"{indent}  "
    return lines
