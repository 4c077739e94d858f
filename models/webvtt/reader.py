"""WebVTT read as the standard tells browsers to: lenient, never at a loss, no word dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.errors import MeetingError
from models.webvtt.spans import SPANS, tokens

_TIME = r"(?:([0-9]+):)?([0-9]{2}):([0-9]{2})\.([0-9]{3})"
_TIMINGS = re.compile(rf"[ \t\f]*{_TIME}[ \t\f]*-->[ \t\f]*{_TIME}(.*)")


class NotWebVtt(MeetingError):
    """Raised when a text does not begin as every WebVTT file does."""


@dataclass(frozen=True)
class ReadCue:
    """A cue as it stood in the file; `spans` holds its text in order, each with the voice it was put in."""

    id: str
    start_ms: int
    end_ms: int
    spans: tuple[tuple[str | None, str], ...]
    settings: str = ""

    @property
    def text(self) -> str:
        """Return the text without tags, lines apart as in the file."""
        return "".join(text for _, text in self.spans)

    @property
    def words(self) -> list[str]:
        return self.text.split()

    @property
    def speaker(self) -> str | None:
        """Return the first voice named in the cue."""
        return next((voice for voice, text in self.spans if voice and text.strip()), None)


def split_lines(text: str) -> list[str]:
    """Return the lines of a WebVTT file, by its own three line ends and no others."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd").split("\n")


def read_webvtt(text: str) -> list[ReadCue]:
    """Return the cues in the order of the file; what the standard has browsers skip is skipped.

    Raises:
        NotWebVtt: If the text does not begin with the word WEBVTT.
    """
    lines = split_lines(text)
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        raise NotWebVtt(f"line 1: found {lines[0][:40]!r}; a WebVTT file begins with the word WEBVTT")
    cues: list[ReadCue] = []
    at = 1
    if len(lines) > 1 and lines[1]:
        _, at = _block(lines, 1, in_header=True)
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        cue, at = _block(lines, at)
        if cue is not None:
            cues.append(cue)
    return cues


def _block(lines: Sequence[str], at: int, in_header: bool = False) -> tuple[ReadCue | None, int]:
    """Return the cue of the block that begins at line `at`, if it is one, and where the next begins."""
    first, seen_arrow = at, False
    timings: re.Match[str] | None = None
    id, held = "", list[str]()
    while at < len(lines) and lines[at]:
        if "-->" in lines[at]:
            # An arrow after the timings, or past the second line, begins a new block without an empty line.
            if in_header or seen_arrow or at - first > 1:
                break
            seen_arrow = True
            timings = _TIMINGS.fullmatch(lines[at])
            if timings is not None:
                id, held = "\n".join(held), []
        else:
            held.append(lines[at])
        at += 1
    start, end = _times(timings) if timings else (None, None)
    if timings is None or start is None or end is None:
        return None, max(at, first + 1) if not in_header else at
    return ReadCue(id, start, end, tuple(_spans("\n".join(held))), timings[9].strip(" \t\f")), at


def _times(found: re.Match[str]) -> tuple[int | None, int | None]:
    parts = [int(part or 0) for part in found.groups()[:8]]
    times: list[int | None] = []
    for hours, minutes, seconds, ms in (parts[:4], parts[4:]):
        fits = minutes < 60 and seconds < 60
        times.append(((hours * 60 + minutes) * 60 + seconds) * 1000 + ms if fits else None)
    return times[0], times[1]


def _spans(text: str) -> Iterator[tuple[str | None, str]]:
    opened: list[tuple[str, str]] = []
    for token in tokens(text):
        if token.kind == "text":
            yield next((voice for name, voice in reversed(opened) if name == "v" and voice), None), token.text
        elif token.kind == "start" and token.text in SPANS:
            if token.text != "rt" or (opened and opened[-1][0] == "ruby"):
                opened.append((token.text, token.annotation))
        elif token.kind == "end" and opened:
            if opened[-1][0] == token.text:
                opened.pop()
            elif token.text == "ruby" and opened[-1][0] == "rt":
                del opened[-2:]
