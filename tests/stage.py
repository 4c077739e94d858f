"""A meeting on a stage: real sound, real workers, a clock that moves with the sound; and viewers who note all."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np

from captioner.captioning import Engine
from captioner.engines.power import running
from captioner.live import LiveMeeting
from captioner.live_source import LiveSource
from captioner.recognition import SAMPLE_RATE, SAMPLES_PER_MS, Samples
from dccg.demo import sample
from models.meeting import AgendaItem, Meeting
from models.roster import Person, Roster
from record import EventLog, MeetingFolder, MemoryEventLog, SecondPlace
from tests.slots import SLOT_MS, SlotEngine, words_in

MEETING = Meeting(
    id="2026-02-03-dccg-8",
    number="8",
    title="Virtual meeting 8 <b>--> & more",
    group="Dynamic Coalition Coordination Group",
    date="2026-02-03",
    start="14:00",
    rule="open",
    agenda=(AgendaItem("1", "Welcome"), AgendaItem("2", "Roster of liaisons")),
    roster=Roster((Person("Mara Quill"), Person("Tomás Ibarrola", aliases=("Tom",)))),
)
CHUNK_MS = 125
"""An eighth of a second: sums of it are exact, so the clock and the sound never differ by a millisecond."""


@cache
def sound() -> Samples:
    """The first 37 seconds of the sample meeting: speech with pauses."""
    resampler = av.AudioResampler("flt", "mono", SAMPLE_RATE)
    with av.open(str(sample.AUDIO)) as file:
        frames = [out for frame in [*file.decode(audio=0), None] for out in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray().ravel() for frame in frames])[: 37_000 * SAMPLES_PER_MS]


def part(from_ms: int, to_ms: int) -> Samples:
    return sound()[from_ms * SAMPLES_PER_MS : to_ms * SAMPLES_PER_MS]


def texts(from_ms: int, to_ms: int, at_ms: int | None = None) -> list[str]:
    """The words that must come out of this part of the sound, when it is played at its own time (or at another)
    and ends there."""
    ended = np.concatenate([part(from_ms, to_ms), np.zeros(SLOT_MS * SAMPLES_PER_MS, np.float32)])
    return [word.text for word in words_in(ended, from_ms if at_ms is None else at_ms)]


def said(live: LiveMeeting) -> list[str]:
    """Every word of the transcript, in the order of cues."""
    return [word.text for cue in live.transcript.cues for word in cue.words]


async def until(condition: Callable[[], object], within_s: float = 20.0) -> None:
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0.005)


class Viewer:
    """Somebody who watches, from an event number on, until the meeting's hub closes or they `leave`."""

    def __init__(self, live: LiveMeeting, after: int = 0) -> None:
        self.frames: list[dict[str, Any]] = []
        self._task = asyncio.create_task(self._watch(live, after))

    async def _watch(self, live: LiveMeeting, after: int) -> None:
        async for text in live.watch(after):
            self.frames.append(json.loads(text))

    async def ended(self) -> None:
        """Return when there is nothing more to watch."""
        await self._task

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["kind"] == kind]

    @property
    def kept(self) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["seq"] is not None]

    @property
    def numbers(self) -> list[int]:
        return [frame["seq"] for frame in self.kept]

    @property
    def words(self) -> list[str]:
        """The words of the finals that are kept, as they came."""
        return [word[2] for frame in self.kept if frame["kind"] == "final" for word in frame["words"]]

    @property
    def seen(self) -> list[str]:
        """Every word seen in a final, kept or not, by cue and place: what the page shows."""
        shown: dict[tuple[int, int], str] = {}
        for frame in self.of("final"):
            shown |= {(frame["cue"], frame["at"] + i): word[2] for i, word in enumerate(frame["words"])}
        return [shown[place] for place in sorted(shown)]


class Stage:
    """One live meeting and its clock. `play` gives a source a part of the sound, at the part's own time."""

    def __init__(self, engine: Engine, folder: Path, log: EventLog | None = None, meeting: Meeting = MEETING) -> None:
        self.now_ms = 0
        self.engine = engine
        self.folder = MeetingFolder(folder, meeting.id, SecondPlace(folder, folder / "second"))
        self.log = log or MemoryEventLog()
        self.live = LiveMeeting(meeting, self.log, self.folder, engine, clock=lambda: self.now_ms / 1000)

    @property
    def file(self) -> Path:
        return self.folder.path / "transcript.vtt"

    async def play(self, sources: Sequence[LiveSource] | LiveSource, to_ms: int, wait: bool = True) -> None:
        """Play the sound from now on to all these sources at once; returns when it is taken in."""
        for from_ms in range(self.now_ms, to_ms, CHUNK_MS):
            self.now_ms = from_ms + CHUNK_MS
            for source in [sources] if isinstance(sources, LiveSource) else sources:
                await source.hear(part(from_ms, from_ms + CHUNK_MS))
            while self.live.unread_ms() > 1_500 and wait:
                await asyncio.sleep(0.001)
            await asyncio.sleep(0)


@asynccontextmanager
async def on_stage(
    folder: Path, log: EventLog | None = None, meeting: Meeting = MEETING, engine: Any = None
) -> AsyncIterator[Stage]:
    """A meeting with one worker; it is closed at the end."""
    async with running(engine or SlotEngine(), 1) as power:
        stage = Stage(power, folder, log, meeting)
        try:
            yield stage
        finally:
            await stage.live.close()
            stage.live.hub.close()
            if log is None:
                with contextlib.suppress(Exception):
                    await stage.log.close()
