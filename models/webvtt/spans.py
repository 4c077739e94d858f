"""The tokens of WebVTT cue text, as the standard's parser sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

SPANS = ("c", "i", "b", "u", "ruby", "rt", "v", "lang")

_TOKEN = re.compile(r"<(?P<tag>[^>]*)(?P<closed>>?)|[^<]+")
_START = re.compile(
    r"(?P<name>[^\t\n\f .]*)(?P<classes>(?:\.[^\t\n\f .]*)*)(?:[\t\n\f ](?P<annotation>.*))?", re.DOTALL
)


@dataclass(frozen=True)
class Token:
    """A piece of cue text: text with its references decoded, a tag, or a time inside the cue.

    `raw` is what stood in the file; `annotation` is decoded and on one line.
    """

    kind: Literal["text", "start", "end", "time"]
    raw: str
    text: str = ""
    annotation: str = ""
    classes: tuple[str, ...] = ()
    closed: bool = True


def tokens(text: str) -> Iterator[Token]:
    """Return the tokens of the cue text in order; together their `raw` is the whole of it."""
    for found in _TOKEN.finditer(text):
        raw, tag = found[0], found["tag"]
        closed = found["closed"] == ">"
        if tag is None:
            yield Token("text", raw, unescape(raw))
        elif tag.startswith("/"):
            yield Token("end", raw, tag[1:], closed=closed)
        elif tag[:1] in set("0123456789"):
            yield Token("time", raw, tag, closed=closed)
        else:
            yield _start(tag, raw, closed)


def _start(tag: str, raw: str, closed: bool) -> Token:
    found = _START.fullmatch(tag)
    assert found is not None
    annotation = " ".join(unescape(found["annotation"] or "").split())
    classes = tuple(found["classes"].split(".")[1:])
    return Token("start", raw, found["name"], annotation, classes, closed)
