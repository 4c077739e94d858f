"""`dccg caption`: the captions of a file, at once or in real time, into a folder."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from captioner.captioning import Engine
from captioner.engines.power import running
from captioner.live import LiveMeeting
from captioner.live_source import LiveSource
from captioner.recognition import SAMPLE_RATE, Samples, StreamRecognizer
from captioner.sources.file import MediaInfo, decode_file, probe
from dccg.progress import Meter, in_words
from models.errors import MeetingError
from models.exports import FORMATS
from models.meeting import Meeting
from models.meeting_toml import parse_meeting, print_meeting
from record import MeetingFolder, MemoryEventLog

CHUNK = SAMPLE_RATE // 10
AHEAD_MS = 6_000
"""How much sound may wait for recognition while a file is read: enough to keep every worker busy."""


class BadPath(MeetingError):
    """Raised when a file that was named cannot be read or written."""


@dataclass(frozen=True)
class Progress:
    """How far captioning of a file is; `length_ms` is None where the file does not say."""

    heard_ms: int
    length_ms: int | None
    elapsed_s: float

    @property
    def left_s(self) -> float | None:
        if not self.length_ms or not self.heard_ms:
            return None
        return max(0.0, self.elapsed_s * (self.length_ms / self.heard_ms - 1))


@dataclass(frozen=True)
class Captions:
    """What somebody wants captioned, and where to; `events` logs what a viewer would see."""

    file: Path
    out: Path
    meeting: Path | None = None
    speaker: str = ""
    realtime: bool = False
    events: Path | None = None

    def about(self) -> Meeting:
        if self.meeting is None:
            return blank_meeting(self.file)
        try:
            return parse_meeting(self.meeting.read_text(encoding="utf-8"), str(self.meeting))
        except (OSError, UnicodeDecodeError) as fault:
            raise BadPath(f"{self.meeting}: cannot be read as UTF-8 text: {fault}") from None

    def log(self) -> contextlib.AbstractContextManager[TextIO | None]:
        if self.events is None:
            return contextlib.nullcontext()
        try:
            return self.events.open("w", encoding="utf-8")
        except OSError as fault:
            raise BadPath(f"{self.events}: cannot be written: {fault.strerror}") from None


async def caption_into(
    wanted: Captions, recognizer: StreamRecognizer, workers: int, say: Callable[[str], None]
) -> None:
    """Caption a file with progress on stderr; raises a `MeetingError` with a sentence where that is not possible."""
    about = wanted.about()
    await probe(wanted.file)
    with wanted.log() as log, Meter("Captioning") as meter:

        def tell(progress: Progress) -> None:
            meter.show(progress.heard_ms, progress.length_ms, in_words(progress.left_s))

        async with running(recognizer, workers) as engine:
            await caption(
                wanted.file, wanted.out, about, engine,
                realtime=wanted.realtime, events=log, speaker=wanted.speaker, tell=tell, on_note=say,
            )  # fmt: skip


def blank_meeting(file: Path) -> Meeting:
    """A meeting for a file that nobody described: named after it, dated today."""
    now = datetime.now(UTC)
    return Meeting(
        id="captions", number="", title=file.stem[:80] or "Captions", group="Captions", date=now.date().isoformat(),
        start=now.strftime("%H:%M"), rule="open",
    )  # fmt: skip


async def caption(
    file: Path,
    out: Path,
    meeting: Meeting,
    engine: Engine,
    *,
    realtime: bool = False,
    events: TextIO | None = None,
    speaker: str = "",
    tell: Callable[[Progress], None] = lambda progress: None,
    on_note: Callable[[str], None] = lambda note: None,
) -> LiveMeeting:
    """Caption a media file and write the transcript in every format into `out`, safely and again and again.

    With `events`, what a viewer sees is logged as JSON lines `[t, "partial" | "final", text]`, t in seconds since
    the first sample was fed.
    """
    folder = _OutFolder(out)
    folder.write("meeting.toml", print_meeting(meeting))
    live = LiveMeeting(meeting, MemoryEventLog(), folder, engine, live=realtime)
    await live.start()
    source = live.open_source(speaker, "file")
    feeder = _Feeder(live, source, realtime, tell)
    seen = asyncio.create_task(_log(live, events, feeder)) if events is not None else None
    try:
        async with contextlib.aclosing(decode_file(file, on_note, feeder.know)) as chunks:
            async for samples in chunks:
                await feeder.feed(samples)
    finally:
        await live.stop()
        live.hub.close()
        if seen is not None:
            await seen
        for _, suffix, show in FORMATS.values():
            folder.write(f"transcript{suffix}", show(live.transcript))
    return live


class _OutFolder(MeetingFolder):
    """A folder that the user named, written like a meeting's."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "captions")
        self.path = path


class _Feeder:
    """Gives a file's sound to a meeting: in real time, or as fast as it is recognised."""

    def __init__(self, live: LiveMeeting, source: LiveSource, realtime: bool, tell: Callable[[Progress], None]) -> None:
        self._live = live
        self._source = source
        self._realtime = realtime
        self._tell = tell
        self._info: MediaInfo | None = None
        self._heard = 0
        self.begun: float | None = None

    def know(self, info: MediaInfo) -> None:
        self._info = info

    async def feed(self, samples: Samples) -> None:
        if self.begun is None:
            self.begun = time.monotonic()
        for first in range(0, len(samples), CHUNK):
            chunk = samples[first : first + CHUNK]
            if self._realtime:
                # A chunk is there when its last sample has been spoken.
                due = self.begun + (self._heard + len(chunk)) / SAMPLE_RATE
                await asyncio.sleep(max(0.0, due - time.monotonic()))
            else:
                while self._live.unread_ms() > AHEAD_MS:
                    await asyncio.sleep(0.005)
            await self._source.hear(chunk)
            self._heard += len(chunk)
        length_ms = self._info.duration_ms if self._info else None
        self._tell(Progress(self._heard * 1000 // SAMPLE_RATE, length_ms, time.monotonic() - self.begun))


async def _log(live: LiveMeeting, log: TextIO, feeder: _Feeder) -> None:
    """Write what a viewer of the meeting gets, when it gets there."""
    async for text in live.watch(0):
        now = time.monotonic()
        frame = json.loads(text)
        if frame["kind"] == "final":
            said = " ".join(word[2] for word in frame["words"])
        elif frame["kind"] == "partial":
            said = frame["text"]
        else:
            continue
        at = now - feeder.begun if feeder.begun is not None else 0.0
        log.write(json.dumps([round(at, 3), frame["kind"], said]) + "\n")
        log.flush()
