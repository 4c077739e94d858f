"""The tokens of WebVTT cue text, as the standard's parser sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal, NamedTuple

SPANS = ("c", "i", "b", "u", "ruby", "rt", "v", "lang")

_TOKEN = re.compile(r"<(?P<tag>[^>]*)(?P<closed>>?)|[^<]+")
_START = re.compile(
    r"(?P<name>[^\t\n\f .]*)(?P<classes>(?:\.[^\t\n\f .]*)*)(?:[\t\n\f ](?P<annotation>.*))?", re.DOTALL
)
_LONG_NUMBER = re.compile(r"&#0*([0-9]{8,})|&#0{8,}")


class Run(NamedTuple):
    """Text of a cue with the voice and the language that it stands in."""

    voice: str | None
    text: str
    lang: str


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
            yield Token("text", raw, decode(raw))
        elif tag.startswith("/"):
            yield Token("end", raw, tag[1:], closed=closed)
        elif tag[:1] in set("0123456789"):
            yield Token("time", raw, tag, closed=closed)
        else:
            yield _start(tag, raw, closed)


def _start(tag: str, raw: str, closed: bool) -> Token:
    found = _START.fullmatch(tag)
    assert found is not None
    annotation = " ".join(decode(found["annotation"] or "").split())
    classes = tuple(found["classes"].split(".")[1:])
    return Token("start", raw, found["name"], annotation, classes, closed)


def runs(parts: Iterable[Token]) -> Iterator[Run]:
    """Return the texts among the tokens, in order, with the spans that the standard has them stand in."""
    # Each span with the voice and the language inside it.
    opened: list[tuple[str, str | None, str]] = []
    for token in parts:
        inmost, voice, lang = opened[-1] if opened else ("", None, "")
        if token.kind == "text":
            yield Run(voice, token.text, lang)
        elif token.kind == "start" and token.text in SPANS:
            if token.text == "v":
                voice = token.annotation or voice
            elif token.text == "lang":
                lang = token.annotation or lang
            if token.text != "rt" or inmost == "ruby":
                opened.append((token.text, voice, lang))
        elif token.kind == "end" and opened:
            if inmost == token.text:
                opened.pop()
            elif token.text == "ruby" and inmost == "rt":
                del opened[-2:]


def decode(text: str) -> str:
    """Return the text with its character references decoded, as HTML has them.

    >>> decode("R&amp;D &copy 2022 &#x41; &#99999999999;")
    'R&D © 2022 A \ufffd'
    """
    if "&#" in text:
        # Python refuses to read a number of 4,300 digits.
        text = _LONG_NUMBER.sub(lambda found: "&#1114112" if found[1] else "&#0", text)
    return unescape(text)
