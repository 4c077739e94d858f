"""One source of sound of a live meeting: measured, searched for voice, handed to the session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from captioner.audio import clipped_share, level_dbfs
from captioner.engines.voice import VoiceDetector
from captioner.recognition import SAMPLE_RATE, SAMPLES_PER_MS, Samples
from captioner.spill_block import Head, Left, Place, known_as

if TYPE_CHECKING:
    from captioner.live_sources import LiveSources

SILENT_S = 10
SILENT_DBFS = -60
CLIPPING = 0.001
"""Share of samples at the end of the scale from which speech is distorted."""


class LiveSource:
    """Where a route or a file brings its sound. `hear` takes 16 kHz samples in order; sound that is known to be
    missing is declared with `lost`, so that times stay true."""

    def __init__(
        self,
        id: str,
        name: str,
        key: str,
        sources: LiveSources,
        executor: Executor,
        clock: Callable[[], float],
        live: bool = True,
    ):
        self.id = id
        self.name = name
        self.key = key
        self.live = live
        self.note = ""
        self.level_dbfs: float | None = None
        self.clipping = False
        self._sources = sources
        self._executor = executor
        self._clock = clock
        self._heard_at = clock()
        self._loud_at = clock()
        self._detector = VoiceDetector()
        self._lock = asyncio.Lock()
        self.session_id = ""
        self.run = 0
        self.samples = 0
        self.began_ms = 0
        """The session time of its first sample, if it had sent all the time."""
        self.who = known_as(key)
        self.place: Place | None = None
        """Where it stands in its own counting; None for one that does not count, which is not kept through a crash."""
        self.over = False
        """Whether it was done already when the program was stopped."""

    @classmethod
    def left_by(cls, left: Left, sources: LiveSources, executor: Executor, clock: Callable[[], float]) -> LiveSource:
        """Return a source as an earlier program left it."""
        head = left.head
        source = cls(head.source, head.name, "", sources, executor, clock, head.live)
        source.who, source.place, source.over = head.who, left.place, left.ended
        source.run, source.samples, source.began_ms = head.run, left.samples, head.began_ms
        return source

    @property
    def age_ms(self) -> int:
        """How long ago its first sample was heard, or would have been."""
        return self._sources.now_ms - self.began_ms

    @property
    def silent_s(self) -> int:
        """Seconds since sound louder than a silent line arrived."""
        return int(self._clock() - self._loud_at)

    @property
    def stalled_s(self) -> int:
        """Seconds since anything arrived."""
        return int(self._clock() - self._heard_at)

    async def hear(self, samples: Samples) -> None:
        """Take samples: float32, shape (n,), mono, 16 kHz. Returns when the session has them."""
        async with self._lock:
            self.samples += len(samples)
            self._heard_at = self._clock()
            self.level_dbfs = level_dbfs(samples)
            self.clipping = clipped_share(samples) > CLIPPING
            if self.level_dbfs > SILENT_DBFS:
                self._loud_at = self._heard_at
            session_id = self.session_id
            if session_id:
                voice = await self._voice(self._detector, samples)
            if session_id and session_id == self.session_id:
                self._sources.hear(self, samples, voice)
            else:
                self._sources.pass_by(self, samples)

    async def hear_again(self, session_id: str, samples: Samples) -> None:
        """Hear what an earlier program had heard and not finished; whoever calls holds `busy`."""
        detector = self._detector if session_id == self.session_id else VoiceDetector()
        for first in range(0, len(samples), SAMPLE_RATE):
            part = samples[first : first + SAMPLE_RATE]
            self._sources.hear_again(session_id, part, await self._voice(detector, part))

    @property
    def busy(self) -> asyncio.Lock:
        """Held while something is heard: sound joins the meeting in order."""
        return self._lock

    def stands(self, place: Place) -> None:
        """Take it that the source counts its sound, and stands here."""
        if self.place is None:
            self.place = place
            self._sources.stands(self)

    def arrived(self, place: Place) -> None:
        """Take it that what was heard until now is all of the source's sound up to a place in its own counting."""
        if place != self.place:
            self.place = place
            self._sources.arrived(self, place)

    async def safe(self) -> None:
        """Wait until what has arrived outlasts the program."""
        await self._sources.safe()

    async def lost(self, from_ms: int, to_ms: int, why: str) -> None:
        """Declare that sound of this source is missing; times count from its first sample."""
        await self._sources.lose(self, from_ms, to_ms, why)

    async def handed_over(self) -> None:
        """Wait until the meeting has what this source has heard."""
        async with self._lock:
            pass

    async def end(self) -> None:
        """Recognise what is open and leave the meeting."""
        async with self._lock:
            await self._sources.close(self)

    def attach(self, at_ms: int) -> str:
        """Begin a stretch of captioning at a session time; returns the id that the session knows it by."""
        self.run += 1
        self._detector = VoiceDetector()
        self.began_ms = at_ms - self.samples // SAMPLES_PER_MS
        self.session_id = self.id if self.run == 1 else f"{self.id}-{self.run}"
        return self.session_id

    @property
    def head(self) -> Head:
        """What is kept of it beside its sound."""
        return Head(self.id, self.session_id, self.run, self.who, self.name, self.live, self.began_ms)

    def detach(self) -> str:
        session_id, self.session_id = self.session_id, ""
        return session_id

    def state(self, delay_ms: int) -> dict[str, object]:
        """What the console shows of it."""
        return {
            "id": self.id,
            "name": self.name,
            "level_dbfs": None if self.level_dbfs is None else round(self.level_dbfs),
            "clipping": self.clipping,
            "silent_s": self.silent_s if self.silent_s >= SILENT_S else 0,
            "stalled_s": self.stalled_s if self.stalled_s >= SILENT_S else 0,
            "delay_ms": delay_ms,
            "note": self.note,
        }

    async def _voice(self, detector: VoiceDetector, samples: Samples) -> list[float]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, detector.probabilities, samples)
