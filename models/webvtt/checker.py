"""Whether a text is a WebVTT file by the standard's grammar for those who write such files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from models.webvtt.blocks import split_lines
from models.webvtt.cue_text import check_cue_text
from models.webvtt.settings import check_region, check_settings

_TIME = r"(?:[0-9]{2,6}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"
_TIMINGS = re.compile(rf"({_TIME})[ \t]+-->[ \t]+({_TIME})(?:[ \t]+(.*?))?[ \t]*")

Fault = tuple[int, str]


def check_webvtt(content: str | bytes) -> list[str]:
    """Return the faults, each as `line 42: what is wrong`, in the order of lines; empty for a valid file."""
    if isinstance(content, bytes):
        try:
            content = content.decode("utf-8")
        except UnicodeDecodeError as fault:
            line = fault.object.count(b"\n", 0, fault.start) + 1
            return [f"line {line}: byte {fault.object[fault.start]:#04x} is not UTF-8"]
    return [f"line {line}: {what}" for line, what in sorted(_Checker(content).faults())]


class _Checker:
    """One pass over the blocks of a file, remembering what later blocks must agree with."""

    def __init__(self, content: str) -> None:
        self.nul = content.find("\0")
        self.nul_line = content.count("\n", 0, max(self.nul, 0)) + 1
        self.lines = split_lines(content)
        self.ids: dict[str, int] = {}
        self.regions: set[str] = set()
        self.last_start = 0
        self.seen_cue = False

    def faults(self) -> Iterator[Fault]:
        if self.nul >= 0:
            yield self.nul_line, "a NUL character"
        if not re.match(r"WEBVTT(?:[ \t]|$)", self.lines[0]):
            yield (
                1,
                f"found {self.lines[0][:40]!r}; the file must begin with WEBVTT, alone or before a space or tab",
            )
            return
        if "-->" in self.lines[0]:
            yield 1, "an arrow --> outside a timing line"
        if len(self.lines) < 3:
            yield 1, "an empty line must follow WEBVTT"
        elif self.lines[1]:
            yield 2, "text in the header; an empty line must follow WEBVTT"
        at = 1
        while at < len(self.lines):
            end = at
            while end < len(self.lines) and self.lines[end]:
                end += 1
            if end > at:
                yield from self._block(at + 1, self.lines[at:end])
            at = end + 1

    def _block(self, line: int, block: Sequence[str]) -> Iterator[Fault]:
        first = block[0]
        is_note = re.match(r"NOTE(?:[ \t]|$)", first) is not None
        arrows = [at for at, text in enumerate(block) if "-->" in text]
        if not is_note and arrows and arrows[0] < 2:
            yield from self._cue(line, block, arrows)
            return
        for at in arrows:
            yield line + at, "an arrow --> outside a timing line"
        if is_note or arrows:
            return
        if re.fullmatch(r"(STYLE|REGION)[ \t]*", first):
            if self.seen_cue:
                yield line, f"a {first.strip()} block after the first cue"
            if first.startswith("REGION"):
                for at, what in check_region(block[1:], self.regions):
                    yield line + 1 + at, what
        else:
            yield line, "text that is in no cue, note, style or region; does an empty line cut a cue?"

    def _cue(self, line: int, block: Sequence[str], arrows: Sequence[int]) -> Iterator[Fault]:
        self.seen_cue = True
        for at in arrows[1:]:
            yield line + at, "an arrow --> outside a timing line"
        if arrows[0] == 1:
            if block[0] in self.ids:
                yield line, f"cue identifier {block[0][:40]!r} was used on line {self.ids[block[0]]}"
            self.ids.setdefault(block[0], line)
        timing_line = line + arrows[0]
        found = _TIMINGS.fullmatch(block[arrows[0]])
        if found is None:
            yield timing_line, f"{block[arrows[0]][:60]!r} is not like 00:01:02.000 --> 00:01:04.500"
            return
        start, end = _milliseconds(found[1]), _milliseconds(found[2])
        if end <= start:
            yield (
                timing_line,
                f"cue ends at {found[2]}, {'as' if end == start else 'before'} it starts at {found[1]}",
            )
        if start < self.last_start:
            yield timing_line, f"cue starts at {found[1]}, before the cue ahead of it"
        self.last_start = max(start, self.last_start)
        for what in check_settings(found[3] or "", self.regions):
            yield timing_line, what
        payload = "\n".join(block[arrows[0] + 1 :])
        for at, what in check_cue_text(payload, start, end):
            yield timing_line + 1 + at, what


def _milliseconds(time: str) -> int:
    *hours, minutes, seconds = time.split(":")
    return (int(hours[0] if hours else 0) * 60 + int(minutes)) * 60_000 + int(seconds.replace(".", ""))
