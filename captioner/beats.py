"""What happens by the clock while a meeting is captioned: its health is told, its folder brought up to date."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from captioner.captioning import Captioning
from captioner.keeper import Keeper
from models.apart import apart
from models.events import Note
from models.transcript import Transcript
from models.webvtt import print_some, print_webvtt
from record import MeetingFolder, NotDurable

if TYPE_CHECKING:
    from captioner.live import LiveMeeting

BEAT_S = 0.25
"""Readers see within half a second whether speech is heard."""
BEATS_A_WRITE = 4
PIECE = 100
"""So many captions are printed before anything else gets its turn: some two milliseconds."""
ROUND_MS = 500
"""Delays are told in half seconds: finer steps are noise on a line that a reader sees."""


class Beats:
    """The second hand of a meeting."""

    def __init__(self, meeting: LiveMeeting, keeper: Keeper, folder: MeetingFolder) -> None:
        self._meeting = meeting
        self._keeper = keeper
        self._folder = folder
        self._written = 0
        self._told: dict[str, object] = {}
        self._task: asyncio.Task[None] | None = None
        self._over, self._writing = asyncio.Event(), asyncio.Lock()
        self.fault = ""

    def start(self, run: Captioning) -> None:
        self._over = asyncio.Event()
        self._task = asyncio.create_task(self._beat(run))

    async def stop(self) -> None:
        # Not by cancelling: a write that is under way would end behind the next one, with older text.
        self._over.set()
        if self._task is not None:
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def write_folder(self) -> None:
        """Write transcript.vtt anew if something was kept since; whole or not at all, and not on this thread."""
        async with self._writing:
            if self._meeting.hub.last == self._written:
                return
            # What was printed is kept for the next time, so it is done here; a long meeting in pieces, for others wait.
            while not print_some(self._meeting.transcript, PIECE):
                await asyncio.sleep(0)
            upto, held = self._meeting.hub.last, apart(self._meeting.transcript)
            try:
                await asyncio.to_thread(self._write, held)
            except NotDurable as fault:
                # The record holds every word; the file is made again as soon as there is room.
                self.fault = str(fault)
                return
            self._written, self.fault = upto, ""

    def _write(self, held: Transcript) -> None:
        self._folder.write("transcript.vtt", print_webvtt(held))

    async def _beat(self, run: Captioning) -> None:
        beats = 0
        while not (self._meeting.state == "ended" and self._keeper.saved):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), BEAT_S)
            if self._over.is_set():
                break
            await self._tell_health(run)
            beats += 1
            if beats % BEATS_A_WRITE == 0:
                await self.write_folder()
        await self.write_folder()
        # What was told last stays on screens: it must not be that something is not saved.
        await self._tell_health(run)

    async def _tell_health(self, run: Captioning) -> None:
        sources = self._meeting.sources
        health: dict[str, object] = {
            "delay_ms": round(run.delay_ms / ROUND_MS) * ROUND_MS,
            "hearing": run.session.hearing,
            "saved": self._keeper.saved,
            "sources": len(sources),
            "lighter": run.lighter,
            "silent": all(source.silent_s > 0 for source in sources),
        }
        if health != self._told:
            self._told = health
            await self._keeper.keep([Note("health", health)])
