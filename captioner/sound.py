"""The kept sound of a meeting, if its host wants it: compressed in the meeting's folder, until somebody deletes it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from captioner.off_record import Stretches
from captioner.opus import Unreadable, decoded, encoded
from captioner.recognition import Samples
from captioner.reel import Piece, Reel
from captioner.replay import PLACE, NotKept, Span, name_of, read_name, span_of, wav_of
from models.events import MeetingEvent, Note
from record import MeetingFolder, NoSuchFile, NotDurable

if TYPE_CHECKING:
    from captioner.live import LiveMeeting

MOST_WAITING = 40
"""Pieces that may wait for a slow disk; what comes then is not kept."""
LEAST_FREE = 1 << 30
"""Room on the disk that sound leaves to the captions."""


class Sound:
    """Keeps what the sources of one meeting send while its host wants it; `keep` keeps events and tells readers.

    Captions never wait for any of this: what the disk refuses is lost, and `fault` says so.
    """

    def __init__(
        self,
        meeting: LiveMeeting,
        folder: MeetingFolder,
        keep: Callable[[Sequence[MeetingEvent]], Awaitable[None]],
    ) -> None:
        self._meeting = meeting
        self._folder = folder
        self._keep = keep
        self._reels: dict[str, Reel] = {}
        self._waiting: dict[str, Piece] = {}
        self._writes: set[asyncio.Task[None]] = set()
        self._writing, self._turning = asyncio.Lock(), asyncio.Lock()
        self._stopped = False
        self.fault = ""

    @property
    def on(self) -> bool:
        """Whether sound is kept now: only once readers are told, and no longer than the host wants."""
        return self._meeting.transcript.sound_on and not self._stopped

    def console(self) -> dict[str, object]:
        """What the host sees of it."""
        kept = self._meeting.transcript.sound_kept
        over = not self.on or self._meeting.state == "ended"
        fault = self.fault if self.on else ""
        return {"on": self.on, "kept": kept, "deletable": kept and over, "fault": fault}

    # --- what the sources send -------------------------------------------------------------------

    def hear(self, source: str, at_ms: int, off: Stretches, samples: Samples) -> None:
        """Take sound of a source from a session time on; `off` tells when it is off the record. Returns at once."""
        if not self.on:
            return
        reel = self._reels.get(source) or self._reels.setdefault(source, Reel(source, off))
        reel.take(at_ms, samples)
        self._put(reel.due())

    def heed(self) -> None:
        """Drop what has just gone off the record, before anything else is done with it."""
        for reel in self._reels.values():
            reel.heed()

    def end(self, source: str) -> None:
        """Take it that the source sends no more."""
        reel = self._reels.pop(source, None)
        if reel is not None:
            self._put(reel.rest())

    async def written(self) -> None:
        """Wait until all that can be on disk is."""
        await asyncio.gather(*self._writes)

    # --- what people want ------------------------------------------------------------------------

    async def switch(self, on: bool) -> None:
        """Keep the sound from now on, or no longer; what is kept stays."""
        async with self._turning:
            if on and self._meeting.state == "ended":
                raise NotKept(f"{self._meeting.id} has ended; there is no more sound of it that could be kept")
            if on == self.on:
                return
            self._stopped = not on
            if not on:
                for source in list(self._reels):
                    self.end(source)
            await self._keep([Note("sound", {"on": on, "at_ms": self._at_ms()})])

    async def delete(self) -> None:
        """Delete all of the sound for good, and keep no more; nothing happens where none was kept.

        Raises:
            NotDurable: If the disk refuses.
        """
        async with self._turning:
            held = self._meeting.transcript
            told = held.sound_on or held.sound_kept
            self._stopped = True
            self._reels.clear()
            await self.written()
            await asyncio.to_thread(self._folder.remove_all, PLACE)
            self.fault = ""
            if told:
                await self._keep([Note("sound", {"on": False, "at_ms": self._at_ms(), "deleted": True})])

    async def clip(self, cue: int) -> bytes:
        """Return a line as it was said, as a WAV file.

        Raises:
            NotKept: If there is no such line or no sound of it.
        """
        span = span_of(self._meeting.transcript, cue)
        if not self._meeting.transcript.sound_kept:
            raise NotKept(f"no sound of {self._meeting.id} is kept, or it was deleted; line {cue} can't be heard again")
        # First what is held: it may be on disk a moment later, and is then taken from there too.
        held = [piece for piece in self._held() if self._wants(span, piece.source, piece.from_ms, piece.to_ms)]
        wav = await asyncio.to_thread(self._cut, span, held)
        if wav is None:
            raise NotKept(f"no sound of line {cue} is kept: it was said while none was kept, or the disk refused it")
        return wav

    # --- inside ----------------------------------------------------------------------------------

    def _at_ms(self) -> int:
        held = self._meeting.transcript
        if self._meeting.state in ("listening", "paused"):
            return self._meeting.now_ms()
        return held.cues[-1].end_ms if held.cues else 0

    def _held(self) -> list[Piece]:
        return [*self._waiting.values(), *(piece for reel in self._reels.values() for piece in reel.held())]

    def _wants(self, span: Span, source: str, from_ms: int, to_ms: int) -> bool:
        return span.wants(self._meeting.transcript.told_as(source), from_ms, to_ms)

    def _cut(self, span: Span, held: Sequence[Piece]) -> bytes | None:
        pieces = list(held)
        for name in self._folder.names(PLACE):
            told = read_name(name)
            if told is not None and self._wants(span, *told):
                with suppress(NoSuchFile, Unreadable, OSError):
                    pieces.append(Piece(told[0], told[1], decoded(self._folder.read(name))))
        return wav_of(span, pieces)

    def _put(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            if len(self._waiting) >= MOST_WAITING:
                self.fault = f"{PLACE}: not saved (the disk is too slow)"
                return
            name = name_of(piece)
            self._waiting[name] = piece
            task = asyncio.create_task(self._write(name, piece))
            self._writes.add(task)
            task.add_done_callback(self._writes.discard)

    async def _write(self, name: str, piece: Piece) -> None:
        async with self._writing:
            try:
                await asyncio.to_thread(self._store, name, piece)
            except NotDurable as fault:
                self.fault = str(fault)
            else:
                self.fault = ""
            finally:
                del self._waiting[name]

    def _store(self, name: str, piece: Piece) -> None:
        place = next(path for path in (self._folder.path, *self._folder.path.parents) if path.exists())
        if shutil.disk_usage(place).free < LEAST_FREE:
            raise NotDurable(f"{name}: not saved (less than 1 GiB is free, which is left to the captions); make room")
        self._folder.write(name, encoded(piece.pcm))


async def delete_sound(meeting: LiveMeeting) -> None:
    """Delete the kept sound of a meeting for good, as when its report is approved."""
    await meeting.sound.delete()
