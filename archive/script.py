"""A transcript as a page of the archive shows it: turns of captions, and marks between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.captions import Caption
from models.cue import Cue
from models.exports import FORMATS
from models.foreign import Said
from models.marks import AgendaMark, say_mark
from models.notices import NOT_AUTHORITATIVE, caveat_lines, making_lines
from models.plain import clean, clean_name
from models.transcript import Transcript


@dataclass(frozen=True)
class Line:
    """A caption: its number, which is its anchor, what it says, and when; no time where nobody knows it."""

    id: int
    text: str
    start_ms: int | None = None
    lang: str = ""
    corrected: bool = False


@dataclass(frozen=True)
class Turn:
    """What one voice says without a break; `speaker` is empty for nobody named."""

    speaker: str
    lines: tuple[Line, ...]
    kind = "turn"


@dataclass(frozen=True)
class Sign:
    """A sentence between the turns; `item` is true for the heading of an agenda item."""

    text: str
    item: bool = False
    kind = "sign"


@dataclass(frozen=True)
class Script:
    """The whole of it, and what is said of how it was made."""

    parts: tuple[Turn | Sign, ...] = ()
    notes: tuple[str, ...] = ()
    language: str = "en"

    @property
    def lines(self) -> Iterator[Line]:
        for part in self.parts:
            if isinstance(part, Turn):
                yield from part.lines


def script_of(transcript: Transcript) -> Script:
    """Return the script of a transcript whose captions have times."""
    notes = (*making_lines(transcript), *caveat_lines(transcript))
    language = transcript.header.language
    return Script(tuple(_parts(transcript, language)), notes, language)


def files_of(transcript: Transcript) -> dict[str, str]:
    """Return the transcript in every format, by suffix (".vtt")."""
    return {one.suffix: one.print(transcript) for one in FORMATS.values()}


def script_without_times(said: Sequence[Said], kind: str, contact: str, language: str) -> Script:
    """Return the script of a text that knows who spoke but not when."""
    notes = (
        f"Text made elsewhere and brought into this archive from a file ({kind}); it tells no times.",
        NOT_AUTHORITATIVE,
        f"For corrections, write to {clean(contact) or 'the organisers of the meeting'}.",
    )
    parts: list[Turn | Sign] = []
    for one in said:
        line = Line(one.id, clean(one.text), None, one.lang)
        speaker = clean_name(one.speaker) or ""
        last = parts[-1] if parts else None
        if isinstance(last, Turn) and speaker and last.speaker == speaker:
            parts[-1] = Turn(speaker, (*last.lines, line))
        else:
            parts.append(Turn(speaker, (line,)))
    return Script(tuple(parts), notes, language)


def text_of(script: Script) -> str:
    """Return a script as text, where no other format can be made."""
    turns = []
    for part in script.parts:
        if isinstance(part, Turn):
            name = f"{part.speaker}:  " if part.speaker else ""
            turns.append(f">> {name}{' '.join(line.text for line in part.lines)}")
    return "\n\n".join(["\n".join(script.notes), *turns]) + "\n"


def _parts(transcript: Transcript, language: str) -> Iterator[Turn | Sign]:
    voice: tuple[str, str] | None = None
    lines: list[Line] = []
    seen: set[int] = set()
    for entry in transcript.timeline.entries:
        if isinstance(entry, Caption):
            if entry.cue.id in seen:
                continue
            seen.add(entry.cue.id)
            now = (clean_name(entry.cue.speaker) or "", entry.cue.source)
            if voice is not None and voice != now:
                yield Turn(voice[0], tuple(lines))
                lines = []
            voice = now
            lines.append(_line(entry.cue, language))
            continue
        if voice is not None:
            yield Turn(voice[0], tuple(lines))
            voice, lines = None, []
        yield Sign(say_mark(entry), isinstance(entry, AgendaMark))
    if voice is not None:
        yield Turn(voice[0], tuple(lines))


def _line(cue: Cue, language: str) -> Line:
    lang = "" if cue.lang.partition("-")[0] == language.partition("-")[0] else cue.lang
    return Line(cue.id, clean(cue.text), cue.start_ms, lang, cue.corrected is not None)
