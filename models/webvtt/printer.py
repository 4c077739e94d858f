"""A transcript as a WebVTT file, valid whatever was said and however far the meeting has come."""

from __future__ import annotations

from models.captions import Caption
from models.marks import say_mark
from models.notices import caveat_lines, making_lines, meeting_lines
from models.plain import clean
from models.timeline import Entry
from models.timing import format_timestamp
from models.transcript import Transcript


def print_webvtt(transcript: Transcript) -> str:
    """Return the whole file; the captions that can no longer change are printed once and kept.

    Notes at the top tell the meeting, how the text was made and what it is not; notes between the cues tell
    gaps, pauses, agenda items and changes between machine and person. A cue's id is that of the transcript,
    with `.1`, `.2` ... when it fills several captions.
    """
    title = outside_cues(" ".join(part for part in (transcript.header.group, transcript.header.title) if part))
    blocks = [
        f"WEBVTT {title}" if title else "WEBVTT",
        _note(meeting_lines(transcript)),
        _note([*making_lines(transcript), *caveat_lines(transcript)]),
    ]
    return "\n\n".join(blocks + transcript.timeline.printed(_print_entry)) + "\n"


def print_some(transcript: Transcript, most: int) -> bool:
    """Print at most so many captions ahead, to be kept; return whether `print_webvtt` has none left to print.

    A long meeting can so be printed in pieces, with other work between them.
    """
    return transcript.timeline.print_some(_print_entry, most)


def _print_entry(entry: Entry) -> str:
    if not isinstance(entry, Caption):
        return f"NOTE {outside_cues(say_mark(entry))}"
    text = escape("\n".join(entry.lines))
    if entry.lang:
        text = f"<lang {entry.lang}>{text}</lang>"
    if entry.cue.speaker:
        text = f"<v {_annotation(entry.cue.speaker)}>{text}</v>"
    times = f"{format_timestamp(entry.start_ms)} --> {format_timestamp(entry.end_ms)}"
    return f"{entry.id}\n{times}\n{text}"


def _annotation(name: str) -> str:
    text = escape(clean(name))
    # Two hyphens and the end of the tag would be an arrow.
    return f"{text[:-1]}&#45;" if text.endswith("--") else text


def _note(lines: list[str]) -> str:
    return "\n".join(["NOTE", *(outside_cues(line) for line in lines)])


def escape(text: str) -> str:
    """Return the text as cue text or as the annotation of a span."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def outside_cues(text: str) -> str:
    """Return the text for the header or a note, where nothing can be escaped and no arrow may stand."""
    return clean(text).replace("-->", "-- >")
