"""Paragraphs of a text file: lines that were wrapped are joined, lines that are whole paragraphs are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

WRAPPED_AT = 160
"""A line longer than this was not wrapped to fit a page: the next begins a paragraph of its own."""


def paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Return the paragraphs in order, each on one line; none is empty."""
    held: list[str] = []
    for line in lines:
        bare = line.strip()
        if not bare or (held and len(held[-1]) > WRAPPED_AT):
            if held:
                yield " ".join(held)
            held = []
        if bare:
            held.append(bare)
    if held:
        yield " ".join(held)
