"""Header lines that no text can break and that every mail program reads back as it was written.

Python 3.11 loses or moves spaces where it folds a subject with other letters than ASCII, so the encoded words of
RFC 2047 are made here. Raw UTF-8 in headers (RFC 6532) was ruled out: every server on the way would have to take it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

from archive.address import Address
from models.plain import clean

LINE = 76
"""Octets of a header line with encoded words, by RFC 2047; a plain one may have 78."""

_LONGEST_WORD = 75
_AROUND = len("=?utf-8?q??=")
_PLAIN_Q = re.compile(rb"[A-Za-z0-9!*+/-]")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")


def text_header(name: str, text: str) -> str:
    """Return the header, folded; control characters and hidden turns of direction are dropped.

    >>> text_header("Subject", "Réunion 60 of the group")
    'Subject: =?utf-8?q?R=C3=A9union_60_of_the_group?='
    """
    text = clean(text)
    words = text.split(" ")
    if text.isascii() and "=?" not in text and max(map(len, words)) < LINE - len(name) - 2:
        return _folded(f"{name}:", words)
    return "\r\n ".join(encoded_words(text, len(name) + 2)).join((f"{name}: ", ""))


def address_header(name: str, address: Address) -> str:
    """Return the header of one address with its name."""
    spec = f"<{address.spec}>" if address.name else address.spec
    if not address.name:
        return _folded(f"{name}:", [spec])
    if address.name.isascii() and "=?" not in address.name and len(address.name) < 60:
        plain = _ATOM.fullmatch(address.name) is not None
        quoted = address.name.replace("\\", "\\\\").replace('"', '\\"')
        return _folded(f"{name}:", [address.name if plain else f'"{quoted}"', spec])
    return _folded(f"{name}:", [*encoded_words(address.name, len(name) + 2), spec])


def ids_header(name: str, ids: Iterable[str]) -> str:
    """Return the header of message ids, each on a line where one does not hold them all."""
    return _folded(f"{name}:", list(ids))


def encoded_words(text: str, used: int = 0) -> list[str]:
    """Return the text as encoded words of at most 75 octets, none of which ends within a character.

    Args:
        used: Octets that stand ahead of the first word on its line.
    """
    made: list[str] = []
    start = 0
    characters = [character.encode() for character in text]
    quoted = sum(len(_q(one)) for one in characters) <= sum(map(len, characters)) * 4 / 3
    while start < len(characters):
        room = min(_LONGEST_WORD, LINE - (used if not made else 1)) - _AROUND
        end = start + 1
        while end < len(characters) and _length(characters[start : end + 1], quoted) <= room:
            end += 1
        octets = b"".join(characters[start:end])
        body = "".join(map(_q, characters[start:end])) if quoted else base64.b64encode(octets).decode("ascii")
        made.append(f"=?utf-8?{'q' if quoted else 'b'}?{body}?=")
        start = end
    return made


def _length(characters: list[bytes], quoted: bool) -> int:
    return sum(len(_q(one)) for one in characters) if quoted else -(-sum(map(len, characters)) // 3) * 4


def _q(character: bytes) -> str:
    if character == b" ":
        return "_"
    return character.decode("ascii") if _PLAIN_Q.fullmatch(character) else "".join(f"={one:02X}" for one in character)


def _folded(start: str, words: list[str]) -> str:
    return "\r\n".join(_lines(start, words))


def _lines(start: str, words: list[str]) -> Iterator[str]:
    line = start
    for word in words:
        if len(line) + 1 + len(word) > LINE and line.strip() and line != start:
            yield line
            line = ""
        line = f"{line} {word}"
    yield line
