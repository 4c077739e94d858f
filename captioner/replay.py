"""A line of a meeting as it can be heard again: which sound it is, and that sound as a small file."""

from __future__ import annotations

import io
import re
import wave
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from captioner.recognition import SAMPLE_RATE, SAMPLES_PER_MS
from captioner.reel import BYTES_PER_MS, Piece
from models.cue import WRITTEN
from models.errors import MeetingError
from models.transcript import Transcript

PLACE = "sound"
AROUND_MS = 300
TYPED_LATE_MS = 4_000
"""Who types captions writes what was said a little earlier."""
LONGEST_MS = 120_000

_NAME = re.compile(rf"{PLACE}/([a-z0-9-]+)-(\d+)-(\d+)\.ogg")


class NotKept(MeetingError):
    """Raised when a line cannot be heard again."""


@dataclass(frozen=True)
class Span:
    """Sound from one session time to another; of all sources when `source` is None."""

    from_ms: int
    to_ms: int
    source: str | None

    def wants(self, source: str, from_ms: int, to_ms: int) -> bool:
        return from_ms < self.to_ms and to_ms > self.from_ms and self.source in (None, source)


def name_of(piece: Piece) -> str:
    """Return the name of a piece's file: the source's number and its times, and nobody's name."""
    return f"{PLACE}/{piece.source}-{piece.from_ms}-{piece.to_ms}.ogg"


def read_name(name: str) -> tuple[str, int, int] | None:
    """Return source, start and end of the piece that a file holds; None if it is no such file."""
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2]), int(found[3])) if found else None


def span_of(transcript: Transcript, cue_id: int) -> Span:
    """Return the sound of a line: of its own source, or of all where captions came from elsewhere.

    Raises:
        NotKept: If there is no such line, or nobody said it aloud.
    """
    cue = transcript.cue(cue_id)
    if cue is None:
        raise NotKept(f"line {cue_id} is not in the record: it was joined to another line, or said off the record")
    if cue.source == transcript.told_as(WRITTEN):
        raise NotKept(f"line {cue_id} was written, not said; there is no sound of it")
    heard = transcript.edits.heard.get(cue_id)
    # A line that was moved in time was heard when it was heard.
    timed = heard if heard is not None and len(heard.words) == len(cue.words) else cue
    typed = cue.origin == "human"
    from_ms = max(0, timed.start_ms - (TYPED_LATE_MS if typed else AROUND_MS))
    to_ms = min(timed.end_ms + AROUND_MS, from_ms + LONGEST_MS)
    return Span(from_ms, to_ms, None if typed or cue.gap is not None else cue.source)


def wav_of(span: Span, pieces: Iterable[Piece]) -> bytes | None:
    """Return the span as a WAV file, its sources together, without the silence of what is not kept at its ends.

    The same sound may come twice; None if there is none.
    """
    tracks: dict[str, np.ndarray[tuple[int], np.dtype[np.int32]]] = {}
    first, last = span.to_ms, span.from_ms
    for piece in pieces:
        a, b = max(span.from_ms, piece.from_ms), min(span.to_ms, piece.to_ms)
        if a >= b:
            continue
        first, last = min(first, a), max(last, b)
        track = tracks.setdefault(piece.source, np.zeros((span.to_ms - span.from_ms) * SAMPLES_PER_MS, np.int32))
        part = piece.pcm[(a - piece.from_ms) * BYTES_PER_MS : (b - piece.from_ms) * BYTES_PER_MS]
        track[(a - span.from_ms) * SAMPLES_PER_MS : (b - span.from_ms) * SAMPLES_PER_MS] = np.frombuffer(part, "<i2")
    if not tracks:
        return None
    mixed = np.clip(sum(tracks.values()), -32_768, 32_767).astype("<i2")
    cut = slice((first - span.from_ms) * SAMPLES_PER_MS, (last - span.from_ms) * SAMPLES_PER_MS)
    return _wav(mixed[cut].tobytes())


def _wav(pcm: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(pcm)
    return out.getvalue()
