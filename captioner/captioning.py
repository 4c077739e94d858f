"""One captioning run: a session, the workers that recognise for it, and the pump that empties it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from captioner.asides import Asides
from captioner.engines.voice import VoiceDetector
from captioner.engines.workers import Workers
from captioner.recognition import SAMPLE_RATE, Hypothesis, Samples, StreamRecognizer, Window
from captioner.session import Session
from models.events import MeetingEvent
from record import MeetingFolder

CALM_MS = 1_000
"""Gaps are filled only while live recognition is no further behind than this."""
DRAIN_STEP_S = 0.05
PATIENCE_S = 0.5


@dataclass(frozen=True)
class Engine:
    """What all meetings of a program share: the recogniser, its workers, a thread that searches for voice."""

    recognizer: StreamRecognizer
    workers: Workers
    ears: Executor


class Captioning:
    """Carries sound into a session, windows to the workers and back, and events to `keep`, in order."""

    def __init__(
        self,
        engine: Engine,
        session: Session,
        keep: Callable[[Sequence[MeetingEvent]], Awaitable[None]],
        folder: MeetingFolder,
        settled: Callable[[dict[str, int]], Awaitable[None]],
        unfilled: Collection[int] = (),
    ) -> None:
        """`settled` is told up to when the words of each source are kept; `unfilled` are the gaps whose sound may
        wait in the folder."""
        self.session = session
        self.last_error = ""
        self._engine = engine
        self._keep = keep
        self._settled, self._unfilled = settled, unfilled
        self._failing: tuple[float, int] | None = None  # since when, and the delay there was then
        self._windows: dict[int, tuple[str, float]] = {}
        self._happened = asyncio.Event()
        self._passing = asyncio.Lock()
        self._asides = Asides(folder)
        self._tasks: list[asyncio.Task[None]] = []
        self._closing = False

    def start(self) -> None:
        self._engine.workers.add(self)
        self._tasks = [asyncio.create_task(self._pump()), asyncio.create_task(self._fill_gaps())]

    async def close(self) -> None:
        self._engine.workers.remove(self)
        # The pump is not cancelled: what it has taken out of the session would be lost.
        self._closing = True
        self._happened.set()
        for task in self._tasks[1:]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._keep(self.session.events_received())

    def changed(self) -> None:
        """Say that the session may have something to give."""
        self._happened.set()
        self._engine.workers.wake()

    def hear(self, source: str, samples: Samples, voice: Sequence[float]) -> None:
        self.session.receive_audio(source, samples, voice)
        self._asides.put(self.session.asides())
        self.changed()

    def end_source(self, source: str) -> None:
        self.session.receive_eof(source)
        self.changed()

    async def drain(self, timeout_s: float | None = None) -> None:
        """Wait until every word that was heard is kept, gaps included."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while not self.session.idle or self._asides:
                    self.changed()
                    await asyncio.sleep(DRAIN_STEP_S)
        # Behind what the pump has under way: what happened in the last moment comes ahead of the meeting's end.
        await self._pass_on()

    @property
    def delay_ms(self) -> int:
        """How far captions are behind speech; also while the recogniser fails and nothing is told of words."""
        if self._failing is None or self.session.idle:
            return self.session.delay_ms
        since, delay_ms = self._failing
        return max(self.session.delay_ms, delay_ms + int((_now() - since) * 1000))

    @property
    def lighter(self) -> bool:
        """Whether a smaller model has taken over while recognition is late."""
        return self.session.level >= 2 and self._engine.recognizer.traits.lighter

    # --- as a client of the workers --------------------------------------------------------------

    def unread_ms(self) -> int:
        return self.session.lag_ms  # a recording waits for whoever speaks now, in every meeting

    def take_due(self, spare: bool) -> Window | None:
        due = self.session.recognition_due(spare)
        self._asides.put(self.session.asides())
        if due is None:
            return None
        source, window = due
        self._windows[id(window)] = source, _now()
        return window

    def receive_hypothesis(self, window: Window, hypothesis: Hypothesis) -> None:
        self._failing = None
        source, _ = self._windows.pop(id(window), ("", 0.0))
        self.session.receive_hypothesis(source, window, hypothesis)
        self.changed()

    def recognition_failed(self, window: Window, why: str) -> None:
        self.last_error = why
        source, since = self._windows.pop(id(window), ("", _now()))
        if self._failing is None:
            self._failing = since, self.session.delay_ms
        self.session.recognition_failed(source, window)
        self.changed()

    # --- inside --------------------------------------------------------------------------------

    async def _pump(self) -> None:
        while not self._closing:
            await self._happened.wait()
            self._happened.clear()
            await self._pass_on()

    async def _pass_on(self) -> None:
        async with self._passing:
            events = self.session.events_received()
            settled = {source: self.session.speaking(source).settled_ms for source in self.session.sources}
            if any(event.kind == "gap" for event in events):
                # It can be filled: its sound is on disk before readers are told. But words don't wait for a slow disk.
                await self._asides.written(PATIENCE_S)
            if events:
                await self._keep(events)
            await self._settled(settled)

    async def _fill_gaps(self) -> None:
        """Recognise what was set aside, a second at a time, whenever live captions leave the time."""
        loop = asyncio.get_running_loop()
        await self._asides.find(self._unfilled)
        while True:
            aside = await self._asides.oldest()
            if aside is None:
                await asyncio.sleep(10 * DRAIN_STEP_S)
                continue
            source = self.session.open_gap(aside)
            ears = VoiceDetector()
            for first in range(0, len(aside.samples), SAMPLE_RATE):
                while self.session.lag_ms > CALM_MS:
                    await asyncio.sleep(DRAIN_STEP_S)
                part = aside.samples[first : first + SAMPLE_RATE]
                voice = await loop.run_in_executor(self._engine.ears, ears.probabilities, part)
                self.session.receive_audio(source, part, voice)
                self.changed()
            self.end_source(source)
            while source in self.session.sources:
                await asyncio.sleep(DRAIN_STEP_S)
                self.changed()
            await self._keep(())  # behind the words of the gap: the sound goes when they are kept
            await self._asides.done()


def _now() -> float:
    return asyncio.get_running_loop().time()
