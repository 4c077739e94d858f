"""Pieces of text in one style: made from the inline markup of a template and from the values of a report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from markdown_it.tree import SyntaxTreeNode

from models.plain import clean
from summarizer.document import Run
from summarizer.written import Mark, Prose, Values, Written

LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\]\(([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)")
SAFE = re.compile(r"(?:https?://|mailto:|/(?!/)|#)[^\s<>\"\\^`{|}]*", re.IGNORECASE)
LEFTWARD = ("R", "AL", "AN")
LRM = "\u200e"


def safe_address(address: str) -> str:
    """Return the address if a reader may follow it: of the web, of mail or of this site; else "".

    >>> safe_address("https://example.org/a"), safe_address("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    address = clean(address)
    return address if SAFE.fullmatch(address) else ""


def runs_of_value(value: str, bold: bool = False, italic: bool = False, href: str = "") -> Iterator[Run]:
    """Yield the runs of a value: links where it is the prose of a report, else plain text."""
    at = 0
    for found in LINK.finditer(value) if isinstance(value, Prose) and not href else ():
        address = safe_address(found[2])
        if address:
            yield Run(_tidy(value[at : found.start()]), bold, italic)
            yield Run(_tidy(found[1]), bold, italic, address)
            at = found.end()
    yield Run(_tidy(value[at:]), bold, italic, href)


def runs_of_inline(node: SyntaxTreeNode, values: Values) -> tuple[str, tuple[Run, ...]]:
    """Return the mark that the line begins with, "" for none, and the rest of the line."""
    mark = ""
    made: list[Run] = []
    for run in _walk(node, values, False, False, ""):
        if isinstance(run, Run):
            made.append(run)
        elif not mark and not any(one.text.strip() for one in made):
            mark = clean(run)
        else:
            made.append(Run(_tidy(run)))
    return mark, joined(made)


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return the runs without empty ones, neighbours of one style as one, white space single and none at the ends."""
    out: list[Run] = []
    for run in runs:
        text = run.text.lstrip() if not out or out[-1].text.endswith(" ") else run.text
        if not text:
            continue
        if out and (out[-1].bold, out[-1].italic, out[-1].href) == (run.bold, run.italic, run.href):
            text = out.pop().text + text
        out.append(Run(text, run.bold, run.italic, run.href))
    if out:
        last = out.pop()
        out.append(Run(last.text.rstrip(), last.bold, last.italic, last.href))
    return tuple(out) if not out or out[-1].text else joined(out[:-1])


def turns(text: str) -> bool:
    """Whether some of the text is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(one) in LEFTWARD for one in text)


def _walk(node: SyntaxTreeNode, values: Values, bold: bool, italic: bool, href: str) -> Iterator[Run | Mark]:
    for inner in node.children:
        if inner.type in ("softbreak", "hardbreak"):
            yield Run(" ", bold, italic, href)
        elif inner.type == "link":
            address = safe_address(values.plain(str(inner.attrs["href"])))
            yield from _walk(inner, values, bold, italic, address)
        elif inner.children:
            yield from _walk(inner, values, bold or inner.type == "strong", italic or inner.type == "em", href)
        else:
            for piece in values.pieces(inner.content):
                if isinstance(piece, Mark):
                    yield piece
                elif isinstance(piece, Written):
                    yield Run(piece, bold, italic, href)
                else:
                    yield from runs_of_value(piece, bold, italic, href)


def _tidy(text: str) -> str:
    """Return the text with white space single; where it turns leftward, with a mark that it ends there."""
    if not text:
        return ""
    inner = clean(text)
    if turns(inner):
        inner += LRM
    return f"{' ' if text[:1].isspace() else ''}{inner}{' ' if text[-1:].isspace() and inner else ''}"
