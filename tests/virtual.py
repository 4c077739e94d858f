"""Meetings on a clock that jumps: real captioning, sessions and scheduling, workers that only pretend to be busy.

Ten minutes of ten meetings take seconds, and the same seed gives the same figures on every machine.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from captioner.captioning import Captioning, Engine
from captioner.engines.child import Child
from captioner.engines.workers import Workers
from captioner.recognition import FRAME, FRAME_MS, Hypothesis, StreamSettings, Unkept, Window
from captioner.session import Session
from captioner.sources.ingest import AHEAD_MS
from models.events import Final, MeetingEvent, Note
from tests.paced import Paced, words

T = TypeVar("T")
CHUNK_FRAMES = 8  # 256 ms
CHUNK_MS = CHUNK_FRAMES * FRAME_MS
SENTENCE_MS, PAUSE_MS = 9_600, 2_400
"""Somebody speaks for so long, then rests: four fifths of the time is speech."""
SOUND = np.zeros(CHUNK_FRAMES * FRAME, np.float32)


class _Selector(selectors.SelectSelector):
    """Waits for nothing: when nothing else is to be done, time jumps."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        found = super().select(0)
        if not found and timeout:
            self.now += timeout
        return found


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Selector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    def run_in_executor(self, executor: object, func: Callable[..., T], *args: Any) -> asyncio.Future[T]:  # type: ignore[override]
        future: asyncio.Future[T] = self.create_future()
        future.set_result(func(*args))
        return future


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run it to its end on a clock that jumps."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main)


class _Inline(Executor):
    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:  # type: ignore[override]
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class PretendChild:
    """A worker that is busy as long as the engine says, on the loop's clock."""

    pid, resident_mb = 1, 50

    def __init__(self, engine: Paced) -> None:
        self.engine, self.passes, self.told = engine, 0, set[str]()
        self.heard: dict[str, int] = {}
        self.ranks = [0, 0]

    async def tell_bias(self, *told: object) -> None:
        pass

    async def recognize(self, window: Window, key: str, timeout_s: float) -> Hypothesis:
        needed_s = self.engine.pass_s(window, self.heard.get(key, 0))
        await asyncio.sleep(needed_s)
        self.passes += 1
        self.ranks[window.rank] += 1
        return Hypothesis(words(window), took_ms=round(needed_s * 1000))

    async def kill(self) -> None:
        pass


class NoFolder:
    """A folder in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def names(self, under: str = "") -> list[str]:
        return [name for name in self.files if name.startswith(under)]

    def write(self, name: str, content: bytes) -> None:
        self.files[name] = content

    def read(self, name: str) -> bytes:
        return self.files[name]

    def remove(self, name: str) -> None:
        self.files.pop(name, None)


@dataclass
class Talk:
    """One meeting with one source: when it speaks, and what came of it."""

    name: str
    run: Captioning
    begins_ms: int
    events: list[MeetingEvent] = field(default_factory=list)
    delays: list[tuple[int, int]] = field(default_factory=list)  # when, how late
    levels: list[tuple[int, int]] = field(default_factory=list)
    lags: list[tuple[int, int]] = field(default_factory=list)
    speaks: Callable[[int], bool] = lambda at_ms: at_ms % (SENTENCE_MS + PAUSE_MS) < SENTENCE_MS
    speed: float = 1.0
    phase_ms: int = 0
    quits_ms: int = 1 << 60

    _late_cues: set[int] = field(default_factory=set)

    @property
    def session(self) -> Session:
        return self.run.session

    def take(self, final: Final, now_ms: int) -> None:
        """Note how late words are; those of a gap that is filled are late on purpose."""
        if final.opening is not None and final.opening.gap is not None:
            self._late_cues.add(final.cue)
        if final.cue not in self._late_cues:
            self.delays += [(now_ms, now_ms - word.end_ms) for word in final.words]

    def p95_s(self, from_ms: int = 0, to_ms: int = 1 << 60) -> float:
        """How late words were that came between two times."""
        late = sorted(late for at, late in self.delays if from_ms <= at < to_ms)
        return late[len(late) * 95 // 100] / 1000 if late else 0.0

    def level(self, from_ms: int = 0, to_ms: int = 1 << 60) -> int:
        return max((level for at, level in self.levels if from_ms <= at < to_ms), default=0)


def p95_s(talks: Sequence[Talk], from_ms: int = 0, to_ms: int = 1 << 60) -> float:
    """How late the words of all these meetings were that came between two times."""
    late = sorted(late for talk in talks for at, late in talk.delays if from_ms <= at < to_ms)
    return late[len(late) * 95 // 100] / 1000 if late else 0.0


class House:
    """The program: one engine, its workers, the meetings."""

    def __init__(self, engine: Paced, workers: int = 2) -> None:
        self.engine = engine
        self.workers = Workers(engine, workers, least_timeout_s=60.0, start=self._child)
        self.power = Engine(engine, self.workers, _Inline())
        self.talks: list[Talk] = []
        self.children: list[PretendChild] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def _child(self, spec: object) -> Child:
        self.children.append(PretendChild(self.engine))
        return self.children[-1]  # type: ignore[return-value]

    def set_cost(self, cost: float) -> None:
        """Make recognition dearer or cheaper from now on."""
        for child in self.children:
            child.engine = Paced(cost, self.engine.shape, self.engine.lighter)

    def meet(self, name: str, **how: Any) -> Talk:
        """Start a meeting in which somebody talks."""

        def open_stream(key: str, start_ms: int, live: bool, unkept: Unkept) -> Any:
            return self.engine.open(f"{name}:{key}", start_ms, StreamSettings(live=live, unkept=unkept))

        async def keep(events: Sequence[MeetingEvent]) -> None:
            talk.events += [event for event in events if isinstance(event, Final | Note)]
            now_ms = round(asyncio.get_running_loop().time() * 1000) - talk.begins_ms
            for event in events:
                if isinstance(event, Final):
                    talk.take(event, now_ms)

        async def settled(upto_ms: dict[str, int]) -> None:
            pass

        folder: Any = NoFolder()
        talk = Talk(
            name,
            Captioning(self.power, Session(open_stream, "paced"), keep, folder, settled),
            round(asyncio.get_running_loop().time() * 1000),
            **how,
        )
        self.talks.append(talk)
        talk.phase_ms = round(len(self.talks) * 0.618 * (SENTENCE_MS + PAUSE_MS))
        talk.run.start()
        talk.session.open_source("s1", None, 0)
        self._tasks.append(asyncio.create_task(self._speak(talk)))
        return talk

    async def _speak(self, talk: Talk) -> None:
        loop, given_ms = asyncio.get_running_loop(), 0
        begun = loop.time()
        while given_ms < talk.quits_ms:
            voice = [
                0.95 if talk.speaks(talk.phase_ms + given_ms + n * FRAME_MS) else 0.02 for n in range(CHUNK_FRAMES)
            ]
            given_ms += CHUNK_MS
            # Who sends too fast is held back by `Ingest` when it is five seconds ahead of the clock.
            ready_s = max(given_ms / 1000 / talk.speed, (given_ms - AHEAD_MS) / 1000)
            await asyncio.sleep(max(0.0, begun + ready_s - loop.time()))
            talk.run.hear("s1", SOUND, voice)
            talk.run.changed()
            talk.levels.append((given_ms, talk.session.level))
            talk.lags.append((given_ms, talk.session.lag_ms))
        talk.run.end_source("s1")

    async def until(self, at_s: float) -> None:
        await asyncio.sleep(at_s - asyncio.get_running_loop().time())

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        faults = await asyncio.gather(*self._tasks, return_exceptions=True)
        for fault in faults:
            if isinstance(fault, Exception):
                raise fault
        for talk in self.talks:
            await talk.run.close()
        await self.workers.close()
