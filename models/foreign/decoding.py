"""Bytes as text, whoever wrote them: UTF-8, UTF-16, Windows-1252; what is no text at all is refused."""

from __future__ import annotations

import codecs
import re

from models.foreign.said import BadTranscript, count

_SEEMS = (
    (b"PK\x03\x04", "a Word, OpenDocument or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "a rich text file"),
    (b"%PDF", "a PDF file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video or sound file"),
)
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BINARY = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_SAMPLE = 20_000
EXPECTED = "expected text such as WebVTT, SubRip, JSON of Jigasi or of this program, or NAME: text"


def decode(data: bytes, name: str, largest: int) -> tuple[str, list[str]]:
    """Return the text without its byte order mark, and what is to be told of its encoding.

    Raises:
        BadTranscript: If there is nothing in it, too much, or no text.
    """
    if len(data) > largest:
        raise BadTranscript(
            f"{name} has {count(len(data), 'byte', 'bytes')}; a transcript of at most {largest:,} is read; "
            "cut it into its meetings"
        )
    seems = next((what for magic, what in _SEEMS if data.startswith(magic)), None)
    if data.startswith(b"RIFF") or data[4:8] == b"ftyp":
        seems = "a video or sound file"
    if seems:
        raise BadTranscript(f"{name} is {seems}; {EXPECTED}; save its text in one of these forms")
    text, told = _text(data)
    if not text.strip("\ufeff\0 \t\r\n\f\v"):
        raise BadTranscript(f"{name} is empty; {EXPECTED}")
    sample = text[:_SAMPLE]
    # A stray control character is text from a captioner's machine; one in fifty is a program or a picture.
    if not text.startswith("WEBVTT") and len(_BINARY.findall(sample)) * 50 > len(sample) + 100:
        raise BadTranscript(f"{name} is not text; {EXPECTED}")
    return text, told


def _text(data: bytes) -> tuple[str, list[str]]:
    wide = next((encoding for mark, encoding in _WIDE if data.startswith(mark)), None) or _unmarked(data)
    if wide:
        text = data.decode(wide, errors="replace").removeprefix("\ufeff")
        return text, _replaced(text.count("\ufffd"), wide.upper().removesuffix("-LE").removesuffix("-BE"))
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), []
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    whole = sum(not character.isascii() for character in text) - text.count("\ufffd")
    if whole >= broken:
        return text, _replaced(broken, "UTF-8")
    return data.decode("cp1252", errors="replace"), ["It is not UTF-8 and was read as Windows-1252."]


def _unmarked(data: bytes) -> str | None:
    """Return the encoding of text whose every other byte is zero, as it is for most of UTF-16."""
    sample = data[:2_000]
    if len(sample) < 8 or sample.count(0) * 5 < len(sample) * 2:
        return None
    low, high = sample[::2].count(0), sample[1::2].count(0)
    return "utf-16-le" if high > 10 * low else "utf-16-be" if low > 10 * high else None


def _replaced(broken: int, encoding: str) -> list[str]:
    if not broken:
        return []
    are = "is not" if broken == 1 else "are not"
    stand = "a sign of replacement stands" if broken == 1 else "signs of replacement stand"
    return [f"{count(broken, 'place', 'places')} {are} {encoding}; {stand} there."]
