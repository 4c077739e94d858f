"""Text as the IGF publishes it and as captioners send it: `>>` begins each turn."""

from __future__ import annotations

import re

from models.foreign.gathering import Gathering
from models.foreign.notices import agenda_start, is_aside, is_notice
from models.foreign.paragraphs import paragraphs
from models.foreign.said import Foreign
from models.foreign.turn_signs import tell_speakers

_TURN = re.compile(r"^[ \t]*>>", re.MULTILINE)
_TURN_IN_LINE = re.compile(r"(?<=\S)[ \t]+(?=>>)")
_DATE = re.compile(r"\b(\d{4}-\d\d-\d\d)\b", re.ASCII)


def is_igf(text: str) -> bool:
    return _TURN.search(text) is not None


def read_igf(text: str) -> Foreign:
    """Return the turns of the text: `>> FULL NAME:  text`, or `>> text` for nobody named."""
    # A turn begins a paragraph of its own, though captioners put several on one line.
    parts = list(paragraphs(_TURN_IN_LINE.sub("\n\n", _TURN.sub("\n>>", text)).split("\n")))
    opening = next(at for at, part in enumerate(parts) if part.startswith(">>"))
    gathering = Gathering()
    heading = [part for part in parts[:opening] if not is_notice(part, head=True)]
    for part in heading:
        start = agenda_start(part)
        if start:
            gathering.mark(*start)
        elif _is_speech(part):
            # Above the first sign stand title, place and date; a whole sentence is said by somebody.
            gathering.add(part)
    body = [part for part in parts[opening:] if part.startswith(">>") or not is_notice(part)]
    telling = tell_speakers(body)
    gathering.told += telling.notes
    for one in telling.told:
        start = agenda_start(one.text)
        if start:
            gathering.mark(*start)
        else:
            # A paragraph in brackets is the captioner's, unless it begins a turn.
            aside = is_aside(one.text) and not body[one.unit].startswith(">>")
            gathering.add(one.text, None if aside else one.speaker)
    title = _title(text) if heading and not _is_speech(heading[0]) else ""
    date = _DATE.search(title)
    return gathering.done("IGF text", title, date[1] if date else "")


def _is_speech(part: str) -> bool:
    return len(part.split()) > 7 and part.rstrip("\"'”’)").endswith((".", "?", "!", "…"))


def _title(text: str) -> str:
    """Return the first line, unless it says something else."""
    first = next(line.strip() for line in text.split("\n") if line.strip())
    return "" if first.startswith(">>") or is_notice(first, head=True) or agenda_start(first) else first
