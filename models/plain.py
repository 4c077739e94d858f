"""Text without what could harm a file or a page: no control characters, no line breaks, no hidden turns."""

from __future__ import annotations

import re
import unicodedata

UNKNOWN_SPEAKER = "Unknown speaker"

# Embeddings, overrides and isolates of the bidirectional algorithm can make the rest of a line read
# backwards; the marks U+200E and U+200F cannot, and right-to-left writers need them.
_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\ufff9-\ufffb\ufffe\uffff"
_HIDDEN = re.compile(f"[{_CONTROLS}\u202a-\u202e\u2066-\u2069]")
# Two names that look alike would differ by these; in running text they do no harm.
_UNSEEN = re.compile("[\u00ad\u200b\u2060]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text on one line: white space of any kind as single spaces, hidden controls dropped.

    >>> clean("a\\x00 \\u2028 b\\n")
    'a b'
    """
    if text.isascii() and text.isalnum():
        return text
    # A lone surrogate cannot be written as UTF-8.
    return " ".join(_HIDDEN.sub("", _SURROGATE.sub("\ufffd", text)).split())


def unhidden(text: str) -> str:
    """Return the text without hidden controls, its white space and line ends as they are.

    >>> unhidden("a\\x00\\u202e  b")
    'a  b'
    """
    return _HIDDEN.sub("", _SURROGATE.sub("\ufffd", text))


def clean_name(name: str | None) -> str | None:
    """Return the name on one line, or None for nobody in particular.

    >>> clean_name("Cha\\u200bir\\r\\n")
    'Chair'
    """
    cleaned = clean(_UNSEEN.sub("", name or ""))
    return None if not cleaned or cleaned.casefold() == UNKNOWN_SPEAKER.casefold() else cleaned


def width(text: str) -> int:
    """Return how many characters a reader sees: marks that sit on another character do not count.

    >>> width("Zoe\\u0308"), width("Zo\\u00eb")
    (3, 3)
    """
    if text.isascii():
        return len(text)
    seen, joined = 0, False
    for character in text:
        tints = "\U0001f3fb" <= character <= "\U0001f3ff"
        extends = tints or unicodedata.category(character) in ("Mn", "Me", "Mc", "Cf")
        if not extends and not joined:
            seen += 1
        joined = character == "\u200d"
    return seen
