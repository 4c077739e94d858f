"""Recordings that people uploaded: decoded and fed to the meeting as fast as it takes them.

One that is being read when the program stops is read on from there when it starts again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from captioner.live import LiveMeeting
from captioner.live_source import LiveSource
from captioner.recognition import SAMPLES_PER_MS, Samples
from captioner.sources.file import BadMedia, MediaInfo, decode_file
from captioner.spill_block import Place
from models.errors import MeetingError

log = logging.getLogger(__name__)

KEPT = 5
UNREAD_MS = 4_000
"""A file waits while so much of it is not recognised; it is more than a step, so there is always a pass to wait for."""
WHY_LOST = "the rest of the recording could not be read"
WAIT_S = 0.05
PAUSED_S = 0.5


class CutShort(MeetingError):
    """Raised when captions end while a recording is still being fed."""


@dataclass
class Upload:
    """One recording on its way through. `long_ms` is None where the file does not say."""

    name: str
    done_ms: int = 0
    long_ms: int | None = None
    left_s: int | None = None
    state: str = "running"
    error: str = ""
    note: str = ""


def left_s(done_ms: int, long_ms: int | None, taken_s: float) -> int | None:
    """Return the seconds left at the pace so far; None while nobody can tell.

    >>> left_s(60_000, 240_000, 10.0)
    30
    """
    if long_ms is None or done_ms < 1_000 or taken_s < 1:
        return None
    return max(0, round((long_ms - done_ms) * taken_s / done_ms))


class Uploads:
    """The uploads of all meetings since the program started; each runs by itself."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._of: dict[str, list[Upload]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def told(self, meeting_id: str) -> list[dict[str, Any]]:
        return [vars(upload) for upload in self._of.get(meeting_id, [])[-KEPT:]]

    async def take_up(self, meetings: Iterable[LiveMeeting]) -> None:
        """Go on with what a program that was stopped had not read to the end."""
        for live in meetings:
            if live.state in ("listening", "paused"):
                for path, name in await asyncio.to_thread(live.spill.recordings):
                    self.begin(live, path, name)

    def begin(self, live: LiveMeeting, path: Path, name: str) -> Upload:
        """Start feeding the file at `path`, which is removed when it is through."""
        upload = Upload(name)
        self._of.setdefault(live.id, []).append(upload)
        task = asyncio.create_task(self._run(live, path, upload))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return upload

    async def close(self) -> None:
        for task in tuple(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, live: LiveMeeting, path: Path, upload: Upload) -> None:
        try:
            await asyncio.to_thread(live.spill.note, path, upload.name)
            await self._feed(live, path, upload)
            upload.state = "done"
        except asyncio.CancelledError:
            return  # the program stops; the file is needed when it starts again
        except MeetingError as fault:
            # The file's name here is one of ours: say the one the person knows.
            upload.state, upload.error = "failed", str(fault).replace(path.name, upload.name)
        except Exception as fault:
            log.exception("upload failed in meeting %s", live.id)
            upload.state, upload.error = "failed", f"the program failed on it ({type(fault).__name__})"
        await asyncio.to_thread(live.spill.forget, path)
        await asyncio.to_thread(path.unlink, missing_ok=True)

    async def _feed(self, live: LiveMeeting, path: Path, upload: Upload) -> None:
        started = self._clock()

        def informed(info: MediaInfo) -> None:
            upload.long_ms = info.duration_ms

        def noted(note: str) -> None:
            upload.note = note.replace(path.name, upload.name)

        if not await asyncio.to_thread(path.exists):
            raise CutShort("the program stopped before this recording was through, and the file is gone; send it again")
        source, skip = None, 0
        try:
            async with aclosing(decode_file(path, noted, informed)) as chunks:
                async for samples in chunks:
                    if source is None:
                        source = live.open_source("", f"upload-{path.stem}", live=False)
                        skip = source.place.received if source.place is not None else 0
                        source.stands(Place())
                    upload.done_ms += len(samples) // SAMPLES_PER_MS
                    if len(samples) > skip:
                        await self._hear(live, source, samples[skip:])
                        upload.left_s = left_s(upload.done_ms, upload.long_ms, self._clock() - started)
                    skip = max(0, skip - len(samples))
        except BadMedia:
            # The rest of the recording is not there: the transcript says so, and goes on behind it.
            if source is not None and (upload.long_ms or 0) > upload.done_ms:
                await source.lost(upload.done_ms, upload.long_ms or 0, WHY_LOST)
            raise
        except asyncio.CancelledError:
            source = None  # it is not done: it goes on when the program starts again
            raise
        finally:
            if source is not None:
                await source.end()

    async def _hear(self, live: LiveMeeting, source: LiveSource, samples: Samples) -> None:
        heard = source.place.received if source.place is not None else 0
        await source.hear(samples)
        source.arrived(Place(0, heard + len(samples)))
        await self._let_it_read(live)

    async def _let_it_read(self, live: LiveMeeting) -> None:
        while live.transcript.state == "paused":
            await asyncio.sleep(PAUSED_S)
        if live.transcript.state == "ended":
            raise CutShort("captions were ended before the recording was through; make a new meeting for the rest")
        while live.unread_ms() > UNREAD_MS:
            await asyncio.sleep(WAIT_S)
