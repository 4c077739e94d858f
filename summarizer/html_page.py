"""A document as one HTML page that stands alone: no script, no address of anything it needs, fit to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

import templates
from summarizer.document import Document, Heading, Item, Listing, Paragraph, Part, Run, Table

FOLDER = Path(templates.__file__).parent / "reports"
BULLETS = "-●•*+–◦○"
LEFTWARD = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True)
class Body:
    """What stands in a page: its heading with the lines above it, and the rest."""

    direction: str
    head: Markup
    content: Markup


def html_page(document: Document) -> str:
    """Return the document as a whole page: language, title, one first heading, real lists, tables with captions."""
    body = html_body(document)
    return _environment().get_template("page.html").render(document=document, **vars(body))


def html_body(document: Document) -> Body:
    """Return the document as a part of a page of ours."""
    head, rest = _parted(document.parts)
    above = Markup("\n").join(
        Markup('<p dir="auto">{}</p>').format(_runs(one.runs)) for one in head[:-1] if isinstance(one, Paragraph)
    )
    named = _runs(head[-1].runs) if head and isinstance(head[-1], Heading) else escape(document.title)
    heading = Markup('<h1 dir="auto">{}</h1>').format(named)
    return Body(
        "rtl" if document.language.partition("-")[0].casefold() in LEFTWARD else "ltr",
        Markup("<hgroup>\n{}\n{}\n</hgroup>").format(above, heading) if above else heading,
        Markup("\n").join(_part(part) for part in rest),
    )


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(FOLDER)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _parted(parts: tuple[Part, ...]) -> tuple[list[Part], list[Part]]:
    """Return the first heading with the lines above it, and the rest; no first heading there, all is the rest."""
    for at, part in enumerate(parts):
        if isinstance(part, Heading):
            return (list(parts[: at + 1]), list(parts[at + 1 :])) if part.level == 1 else ([], list(parts))
        if not isinstance(part, Paragraph):
            break
    return [], list(parts)


def _part(part: Part) -> Markup:
    if isinstance(part, Heading):
        level = min(part.level, 6)
        anchor = Markup(' id="{}"').format(part.anchor) if part.anchor else ""
        return Markup("<h{}{} dir=auto>{}</h{}>").format(level, anchor, _runs(part.runs), level)
    if isinstance(part, Paragraph):
        number = Markup('<span class="number">{}</span> ').format(part.number) if part.number else ""
        return Markup("<p dir=auto>{}{}</p>").format(number, _runs(part.runs))
    return _table(part) if isinstance(part, Table) else _list(part)


def _runs(runs: Iterable[Run]) -> Markup:
    return Markup("").join(_run(one) for one in runs)


def _run(run: Run) -> Markup:
    made = escape(run.text)
    if run.italic:
        made = Markup("<em>{}</em>").format(made)
    if run.bold:
        made = Markup("<strong>{}</strong>").format(made)
    # "#" alone leads nowhere: whoever wrote it had no address.
    return Markup('<a href="{}">{}</a>').format(run.href, made) if run.href not in ("", "#") else made


def _list(listing: Listing) -> Markup:
    tag = "ol" if listing.ordered else "ul"
    plain = listing.ordered or all(item.marker in BULLETS for item in listing.items)
    items = Markup("\n").join(_item(item, listing.ordered, plain) for item in listing.items)
    # A list without bullets of its own is no list to some screen readers unless it says so.
    kind = "" if plain else Markup(' class="marked" role="list"')
    return Markup("<{}{}>\n{}\n</{}>").format(tag, kind, items, tag)


def _item(item: Item, ordered: bool, plain: bool) -> Markup:
    count = item.marker.strip("().")
    value = Markup(' value="{}"').format(count) if ordered and count.isascii() and count.isdigit() else ""
    if item.marker in BULLETS:
        mark = Markup('<span class="mark" aria-hidden="true">•</span> ')
    else:
        mark = Markup('<span class="mark">{}</span> ').format(item.marker)
    shown = "" if plain else mark
    return Markup("<li{} dir=auto>{}{}</li>").format(value, shown, Markup("\n").join(_inside(item.parts)))


def _inside(parts: tuple[Part, ...]) -> Iterator[Markup]:
    """The parts of an entry; a paragraph that stands first needs no tag of its own."""
    for at, part in enumerate(parts):
        yield _runs(part.runs) if at == 0 and isinstance(part, Paragraph) and not part.number else _part(part)


def _table(table: Table) -> Markup:
    caption = Markup("<caption>{}</caption>").format(table.caption) if table.caption else ""
    cells = Markup("").join(Markup("<th scope=col>{}</th>").format(one) for one in table.header)
    unseen = Markup(' class="heard"') if table.header_hidden else ""
    rows = Markup("\n").join(map(_row, table.rows))
    head = Markup("<thead{}><tr>{}</tr></thead>").format(unseen, cells)
    return Markup("<table>\n{}\n{}\n<tbody>\n{}\n</tbody>\n</table>").format(caption, head, rows)


def _row(cells: tuple[tuple[Run, ...], ...]) -> Markup:
    inner = Markup("").join(Markup("<td dir=auto>{}</td>").format(_runs(cell)) for cell in cells)
    return Markup("<tr>{}</tr>").format(inner)
