"""SubRip captions, which have no standard: a line with times begins a caption, all else is its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.foreign.gathering import Gathering
from models.foreign.loose_times import loose_timings
from models.foreign.notices import is_notice
from models.foreign.said import Foreign, count
from models.foreign.turn_signs import tell_speakers
from models.webvtt.spans import decode

_TAG = re.compile(r"</?(?:i|b|u|s|font|c|v|span)(?:[ .][^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)
_Entry = tuple[tuple[int, int] | None, str]


def has_timings(text: str) -> bool:
    """Say whether any line of the text has the times of a caption."""
    return any("->" in line and loose_timings(line) for line in text.splitlines())


def read_subrip(text: str) -> Foreign:
    """Return what a file of captions says, each begun by a line such as 00:00:01,000 --> 00:00:02,500."""
    gathering = Gathering()
    entries = [(times, said) for times, said in _entries(text) if not _is_notice(said)]
    untimed = sum(times is None for times, _ in entries)
    if untimed:
        gathering.told.append(f"{count(untimed, 'cue has', 'cues have')} no valid time and was read as text.")
    telling = tell_speakers([said for _, said in entries])
    gathering.told += telling.notes
    for one in telling.told:
        start, end = entries[one.unit][0] or (None, None)
        gathering.add(one.text, one.speaker, start, end)
    return gathering.done("SubRip")


def _entries(text: str) -> Iterator[_Entry]:
    """Return the captions with their times; an empty line inside one does not end it."""
    times: tuple[int, int] | None = None
    held: list[str] = []
    for line in text.split("\n"):
        found = loose_timings(line) if "->" in line else None
        if found is None:
            held.append(line)
            continue
        # The caption's number stands before its times.
        if held and held[-1].strip().isdigit():
            held.pop()
        yield from _entry(times, held)
        times, held = found, []
    yield from _entry(times, held)


def _entry(times: tuple[int, int] | None, lines: list[str]) -> Iterator[_Entry]:
    said = _plain("\n".join(line.strip() for line in lines if line.strip()))
    if said.strip():
        yield times, said


def _plain(text: str) -> str:
    # Our own files break arrows and tags of the text by a space without width.
    return decode(_TAG.sub("", text)).replace("--\u200b>", "-->").replace("<\u200b", "<").replace("{\u200b\\", "{\\")


def _is_notice(said: str) -> bool:
    flat = " ".join(said.split())
    return flat.startswith("[") and flat.endswith("]") and is_notice(flat)
