"""The transcript in every format people ask for; all from the same captions, so that all say the same words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any, NamedTuple

from models.captions import Caption
from models.cue import Cue
from models.lines import break_lines, share_out
from models.marks import Gap, Mark, OffRecord, Pause, say_mark
from models.notices import SHORT_CAVEAT, STANDING, caveat_lines, how_made, making_lines, meeting_lines
from models.plain import UNKNOWN_SPEAKER, clean, clean_name
from models.timing import format_offset, format_timestamp, format_utc
from models.transcript import Transcript
from models.turns import turns
from models.webvtt import print_webvtt

JSON_VERSION = 1
SPARSE_MS = 60_000
"""In running text a time stands at most this often."""
NOTICE_MS = 3_000
"""How long SRT, which knows no notes, shows what others tell in a note."""


class Format(NamedTuple):
    """How a format is served, what its files are called, and how it is printed."""

    media_type: str
    suffix: str
    print: Callable[[Transcript], str]


def print_srt(transcript: Transcript) -> str:
    """Return SubRip text: a name where the speaker changes, and notices as captions in brackets."""
    entries = transcript.timeline.entries
    first_ms = next((entry.start_ms for entry in entries if isinstance(entry, Caption)), NOTICE_MS)
    opening = " ".join([how_made(transcript), SHORT_CAVEAT, *caveat_lines(transcript)[1:]])
    shown = [(0, max(1_000, min(NOTICE_MS, first_ms)), _bracketed(opening))]
    voice: tuple[str | None, str] | None = None
    for entry in entries:
        if isinstance(entry, Caption):
            name = clean_name(entry.cue.speaker)
            changed, voice = voice != (name, entry.cue.source), (name, entry.cue.source)
            shown.append((entry.start_ms, entry.end_ms, _srt_lines(entry, name if changed else None)))
        elif isinstance(entry, Gap | Pause | OffRecord):
            shown.append((entry.from_ms, entry.from_ms + NOTICE_MS, _bracketed(say_mark(entry))))
    blocks = []
    for number, (start, end, lines) in enumerate(shown, 1):
        times = f"{format_timestamp(start, comma=True)} --> {format_timestamp(end, comma=True)}"
        blocks.append("\n".join([str(number), times, *map(_srt_safe, lines)]))
    return "\n\n".join(blocks) + "\n"


def _srt_lines(caption: Caption, name: str | None) -> tuple[str, ...]:
    if name is None:
        return caption.lines
    words = [*f"{name}:".split(" "), *caption.words]
    return break_lines(words) or (f"{name}:", *caption.lines)


def _bracketed(sentence: str) -> tuple[str, ...]:
    runs = share_out(f"[{clean(sentence)}]".split())
    return tuple(line for run in runs for line in break_lines(run) or (" ".join(run),))


def _srt_safe(line: str) -> str:
    # SRT knows no escapes: a zero-width space keeps a player from taking text for a tag or a timing line.
    return line.replace("-->", "--\u200b>").replace("<", "<\u200b").replace("{\\", "{\u200b\\")


def print_txt(transcript: Transcript) -> str:
    """Return plain text for reading: notices, then a paragraph a turn with its name, and a time now and then."""
    parts = ["\n".join(meeting_lines(transcript)), "\n".join([*making_lines(transcript), *caveat_lines(transcript)])]
    named = any(cue.speaker for cue in transcript.cues)
    last_ms: int | None = None
    for turn in turns(transcript):
        if isinstance(turn, Mark):
            parts.append(f"[{say_mark(turn)}]")
            continue
        label = f"{turn.speaker or UNKNOWN_SPEAKER}: " if named else ""
        if last_ms is None or turn.start_ms - last_ms >= SPARSE_MS:
            last_ms = turn.start_ms
            label = f"[{format_offset(last_ms)}] {label}"
        parts.extend(f"{label if at == 0 else ''}{text}" for at, text in enumerate(turn.paragraphs))
    return "\n\n".join(parts) + "\n"


def print_igf(transcript: Transcript) -> str:
    """Return the text as the IGF publishes its transcripts: `>> FULL NAME:  text`, or `>> text` when unnamed."""
    header = transcript.header
    title = ", ".join(clean(part) for part in (header.group, header.title, header.date) if clean(part))
    standing = clean(header.standing_notice) or STANDING
    parts = [title, standing, "\n".join([*making_lines(transcript), *caveat_lines(transcript)[1:]])]
    for turn in turns(transcript):
        if isinstance(turn, Mark):
            parts.append(f"[{say_mark(turn)}]")
            continue
        label = f"{turn.speaker.upper()}:  " if turn.speaker else ""
        parts.extend(f"{'>> ' + label if at == 0 else ''}{text}" for at, text in enumerate(turn.paragraphs))
    return "\n\n".join(part for part in parts if part) + "\n"


def print_json(transcript: Transcript) -> str:
    """Return everything as JSON: words with times and confidence, corrections beside what they correct, gaps.

    `format` and `version` name the schema; times are milliseconds since `meeting.start_utc`.
    """
    header, start = transcript.header, transcript.start_utc
    cues = sorted(transcript.cues, key=lambda cue: (cue.start_ms, cue.id))
    document = {
        "format": "dccg-transcript",
        "version": JSON_VERSION,
        "meeting": {
            "title": clean(header.title),
            "group": clean(header.group),
            "number": header.number,
            "date": header.date,
            "start_utc": None if start is None else format_utc(start),
            "rule": header.rule,
            "language": header.language,
        },
        "state": transcript.state,
        "engines": [clean(name) for name in transcript.engines],
        "notices": [*making_lines(transcript), *caveat_lines(transcript)],
        "agenda": [asdict(mark) for mark in transcript.agenda],
        "origins": [asdict(mark) for mark in transcript.origins],
        "gaps": [asdict(gap) for gap in transcript.gaps],
        "pauses": [asdict(pause) for pause in transcript.pauses],
        "off_record": [asdict(stretch) for stretch in transcript.off_stretches],
        "corrections": [
            {"cue": c.cue, "seq": c.seq, **c.fields, **({"undone": True} if c.undone else {})}
            for c in transcript.corrections
        ],
        "cues": [_json_cue(cue, transcript.nameless) for cue in cues],
    }
    # A lone surrogate in a person's text has no UTF-8; escaped it passes.
    return json.dumps(document, ensure_ascii=True, indent=1) + "\n"


def _json_cue(cue: Cue, nameless: bool) -> dict[str, Any]:
    return {
        "id": cue.id,
        "start_ms": cue.start_ms,
        "end_ms": cue.end_ms,
        "speaker": cue.speaker,
        "source": None if nameless else cue.source,
        "origin": cue.origin,
        "engine": cue.engine,
        "lang": cue.lang,
        "gap": cue.gap,
        "text": clean(cue.text),
        "words": [
            {"start_ms": w.start_ms, "end_ms": w.end_ms, "text": clean(w.text), "probability": w.probability}
            for w in cue.words
        ],
        "corrected": None if cue.corrected is None else {"text": clean(cue.corrected), "by": cue.corrected_by},
    }


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "vtt": Format("text/vtt; charset=utf-8", ".vtt", print_webvtt),
        "srt": Format("application/x-subrip; charset=utf-8", ".srt", print_srt),
        "txt": Format("text/plain; charset=utf-8", ".txt", print_txt),
        "igf-txt": Format("text/plain; charset=utf-8", ".igf.txt", print_igf),
        "json": Format("application/json", ".json", print_json),
    }
)
