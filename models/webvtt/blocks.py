"""The blocks of a WebVTT file as the standard's parser cuts them, with those that it throws away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.errors import MeetingError

_TIME = r"(?:([0-9]+):)?([0-9]{2}):([0-9]{2})\.([0-9]{3})"
_TIMINGS = re.compile(rf"[ \t\f]*{_TIME}[ \t\f]*-->[ \t\f]*{_TIME}(.*)")
_HOUR_DIGITS = 6
"""A century of hours; Python itself refuses to read a number of 4,300 digits."""


class NotWebVtt(MeetingError):
    """Raised when a text does not begin as every WebVTT file does."""


@dataclass(frozen=True)
class Block:
    """The lines between two breaks. It is a cue if it has times; `text` is then its cue text, else the whole of it.

    `line` counts from 1. `timing` is the line with the arrow, empty where the block has none. The header is the
    block of line 1.
    """

    line: int
    text: str
    id: str = ""
    start_ms: int | None = None
    end_ms: int | None = None
    timing: str = ""
    settings: str = ""


def split_lines(text: str) -> list[str]:
    """Return the lines of a WebVTT file, by its own three line ends and no others."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd").split("\n")


def read_blocks(text: str) -> Iterator[Block]:
    """Return the header, then the other blocks in the order of the file.

    Raises:
        NotWebVtt: If the text does not begin with the word WEBVTT.
    """
    lines = split_lines(text)
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        raise NotWebVtt(f"line 1: found {lines[0][:40]!r}; a WebVTT file begins with the word WEBVTT")
    at = 1
    while at < len(lines) and lines[at] and "-->" not in lines[at]:
        at += 1
    yield Block(1, "\n".join(lines[:at]))
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        block, at = _block(lines, at)
        yield block


def _block(lines: Sequence[str], at: int) -> tuple[Block, int]:
    """Return the block that begins at line `at`, counted from 0, and where the next begins."""
    first, arrow = at, -1
    while at < len(lines) and lines[at]:
        if "-->" in lines[at]:
            # An arrow after the timings, or past the second line, begins a new block without an empty line.
            if arrow >= 0 or at - first > 1:
                break
            arrow = at
        at += 1
    timing = lines[arrow] if arrow >= 0 else ""
    times = _times(timing)
    if times is None:
        return Block(first + 1, "\n".join(lines[first:at]), timing=timing), at
    start, end, settings = times
    id, text = "\n".join(lines[first:arrow]), "\n".join(lines[arrow + 1 : at])
    return Block(first + 1, text, id, start, end, timing, settings), at


def _times(line: str) -> tuple[int, int, str] | None:
    found = _TIMINGS.fullmatch(line) if line else None
    if found is None:
        return None
    start, end = _milliseconds(*found.groups()[:4]), _milliseconds(*found.groups()[4:8])
    return None if start is None or end is None else (start, end, found[9].strip(" \t\f"))


def _milliseconds(hours: str | None, minutes: str, seconds: str, ms: str) -> int | None:
    if len(hours or "") > _HOUR_DIGITS or int(minutes) > 59 or int(seconds) > 59:
        return None
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(ms)
