"""Signs in cue text that begin no tag: "3 < 5" is words, though the standard's parser would lose what follows."""

from __future__ import annotations

import re

from models.webvtt.spans import SPANS

_TAG = re.compile(r"/?[A-Za-z][A-Za-z0-9-]*/?(?:\.[^\s<>]*)?(?:[ \t\n\f][^<>]*)?|/?", re.DOTALL)
_TIME = re.compile(r"[0-9]+[0-9:.,]*")
_SPAN = re.compile(rf"(?:{'|'.join(SPANS)})(?=[.\s>])")


def mend_signs(text: str) -> tuple[str, int]:
    """Return the cue text with each `<` escaped that begins no tag, and how many there were.

    >>> mend_signs("<i>3 < 5</i>")
    ('<i>3 &lt; 5</i>', 1)
    """
    parts: list[str] = []
    done, mended, end = 0, 0, -1
    at = text.find("<")
    while at >= 0:
        if end <= at:
            end = text.find(">", at)
            end = len(text) if end < 0 else end
        following = text.find("<", at + 1)
        if end < len(text) and _SPAN.match(text, at + 1):
            # By the standard a span's annotation may hold the sign.
            following = text.find("<", end)
        elif not _is_tag(text, at, end if following < 0 else min(end, following)):
            # A sign before another is not a word: escaped, it would stick to one.
            parts += [text[done:at], "" if following == at + 1 else "&lt;"]
            done, mended = at + 1, mended + 1
        at = following
    return "".join((*parts, text[done:])), mended


def _is_tag(text: str, at: int, end: int) -> bool:
    inside, closed = text[at + 1 : end], text[end : end + 1] == ">"
    if not inside.strip() or _TIME.fullmatch(inside):
        return text[end : end + 1] != "<"
    if closed:
        return "\n" not in inside and _TAG.fullmatch(inside) is not None
    return inside.removeprefix("/") in SPANS and end == len(text)
