"""Text in lines of a given width, as a reader's screen measures them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WIDE = ("W", "F")
NO_START = "、。，．！？：；）」』】〉》”’々ー％"
"""Marks that no line begins with."""


def columns(text: str) -> int:
    """Return how many columns the text takes: two for a wide character, none for a mark on another.

    >>> columns("Zoe\\u0308"), columns("議長")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return sum(_columns(one) for one in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in WIDE else 1


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return the text in lines of at most `width` columns; `first` and `rest` stand ahead of them.

    Lines break at spaces and between wide characters. A longer word, such as an address, stays whole.
    """
    lines: list[str] = []
    line, used, ahead = "", 0, first
    for piece, space in _pieces(text):
        need = columns(piece)
        if line and columns(ahead) + used + len(space) + need > width:
            lines.append((ahead + line).rstrip())
            line, used, ahead, space = "", 0, rest, ""
        if not line:
            space = ""
        line += space + piece
        used += len(space) + need
    if line or not lines:
        lines.append((ahead + line).rstrip())
    return lines


def padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a line may end behind, with the space ahead of it."""
    for word in re.findall(r"[^ ]+", text):
        space = " "
        for piece in _unbroken(word):
            yield piece, space
            space = ""


def _unbroken(word: str) -> Iterator[str]:
    if word.isascii():
        yield word
        return
    piece = ""
    for character in word:
        wide = unicodedata.east_asian_width(character) in WIDE
        before = bool(piece) and unicodedata.east_asian_width(piece[-1]) in WIDE
        if piece and (wide or before) and character not in NO_START and _columns(character):
            yield piece
            piece = ""
        piece += character
    yield piece
