"""The worker processes that all meetings share: who is heard next, and what happens when a worker fails.

A window is stateless, so a worker that crashes or hangs costs one retry and never a word: the window stays here,
the worker is killed and replaced, and the same window is sent again, once.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from captioner.capacity import Power
from captioner.engines import wire
from captioner.engines.child import Child, PassFailed, WorkerLost
from captioner.engines.homes import Homes, Slot
from captioner.engines.pass_times import PassTimes
from captioner.engines.turns import Asked, Client, Job, NotRecognized, Turns
from captioner.recognition import Hypothesis, StreamRecognizer, Window
from models.errors import MeetingError

MOST_PASSES = 20_000
"""After so many passes a worker is replaced: native libraries leak a little."""
MOST_RESIDENT_MB = 3_000
MOST_GLOSSARIES = 64
LEAST_WAIT_S, MOST_WAIT_S = 0.5, 30.0

__all__ = ["Client", "EngineNotLoaded", "NotRecognized", "Stats", "Workers"]

_log = logging.getLogger(__name__)


class EngineNotLoaded(MeetingError):
    """Raised when a worker process could not load the engine."""


@dataclass
class Stats:
    """What happened since the start.

    `respawns` counts workers that were lost, `recycled` those replaced in time. `real_time_factor`: worker
    seconds for a second of new audio.
    """

    passes: int = 0
    failures: int = 0
    respawns: int = 0
    recycled: int = 0
    last_error: str = ""
    real_time_factor: float = 0.0
    pids: tuple[int, ...] = ()


class Workers:
    """`count` worker processes of one engine. For the event loop's thread."""

    def __init__(
        self,
        engine: StreamRecognizer,
        count: int,
        *,
        least_timeout_s: float = 5.0,
        most_passes: int = MOST_PASSES,
        most_resident_mb: int = MOST_RESIDENT_MB,
        start: Callable[[wire.Header], Awaitable[Child]] = Child.start,
    ) -> None:
        self._engine = engine
        self._start = start
        self._times = PassTimes(least_timeout_s, engine.traits.keeps_state)
        self._most_passes, self._most_resident_mb = most_passes, most_resident_mb
        self._slots = [Slot() for _ in range(count)]
        self._turns = Turns()
        self._homes = Homes(engine.traits.keeps_state)
        self._biases: dict[str, tuple[tuple[str, ...], str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stats = Stats()
        self._woken = False
        self._closed = False

    @property
    def stats(self) -> Stats:
        self._stats.real_time_factor = round(self._times.real_time_factor, 3)
        self._stats.pids = tuple(slot.child.pid for slot in self._slots if slot.child is not None)
        return self._stats

    @property
    def power(self) -> Power:
        return Power(len(self._slots), self._times.cost)

    async def start(self) -> None:
        """Start the processes and have them load the engine.

        Raises:
            EngineNotLoaded: If one cannot; then none is left running.
        """
        spec = self._engine.spec()
        found = await asyncio.gather(*(self._start(spec) for _ in self._slots), return_exceptions=True)
        for slot, child in zip(self._slots, found, strict=True):
            slot.child = child if isinstance(child, Child) else None
        fault = next((one for one in found if isinstance(one, BaseException)), None)
        if fault is not None:
            await self.close()
            raise EngineNotLoaded(
                f"{self._engine.name}: a worker process could not load the engine: {fault}; "
                "run dccg doctor, or choose another engine"
            ) from fault
        self.wake()

    def bias(self, terms: Sequence[str], prompt: str) -> str:
        """Keep a glossary, most important terms first, and return its id for `Window.bias`; empty for an empty one."""
        if not terms and not prompt:
            return ""
        bias_id = hashlib.sha256("\n".join([*terms, "", prompt]).encode("utf-8", "replace")).hexdigest()[:16]
        self._biases.pop(bias_id, None)
        self._biases[bias_id] = (tuple(terms), prompt)
        while len(self._biases) > MOST_GLOSSARIES:
            del self._biases[next(iter(self._biases))]
        return bias_id

    def add(self, client: Client) -> None:
        self._turns.add(client)
        self.wake()

    def remove(self, client: Client) -> None:
        """Ask this client no more; an answer still on its way is dropped."""
        self._homes.leave(self._turns.remove(client))
        for slot in self._slots:
            slot.ready = deque(job for job in slot.ready if job.client is not client)

    def wake(self) -> None:
        """Say that something may be due. Cheap: however often it is called, clients are asked once a turn."""
        if not self._woken and not self._closed:
            self._woken = True
            asyncio.get_running_loop().call_soon(self._dispatch)

    async def recognize(self, window: Window) -> Hypothesis:
        """Recognise one window outside of any meeting.

        Raises:
            NotRecognized: If that failed.
        """
        if self._closed:
            raise NotRecognized(f"{window.key}: not recognised: the program is closing")
        client = Asked(window)
        self.add(client)
        try:
            return await client.answer
        finally:
            self.remove(client)

    async def close(self) -> None:
        """End every worker process at once; windows under way get no answer."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        children = [slot.child for slot in self._slots if slot.child is not None]
        for slot in self._slots:
            slot.child = None
        await asyncio.gather(*(child.kill() for child in children))
        for client in self._turns:
            if isinstance(client, Asked):
                client.recognition_failed(client.window, "the program is closing")

    # --- who is next ---------------------------------------------------------------------------

    def _dispatch(self) -> None:
        self._woken = False
        for slot in self._slots:
            if self._free(slot) and slot.ready:
                self._begin(slot, slot.ready.popleft())
        due = self._turns.next()
        while any(self._free(slot) for slot in self._slots) and (job := next(due, None)) is not None:
            slot = self._homes.of(job, [slot for slot in self._slots if self._free(slot)])
            if self._free(slot):
                self._begin(slot, job)
            else:
                slot.ready.append(job)

    def _free(self, slot: Slot) -> bool:
        return not (slot.busy or self._closed)

    def _begin(self, slot: Slot, job: Job) -> None:
        slot.busy = True
        task = asyncio.get_running_loop().create_task(self._serve(slot, job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- one window ----------------------------------------------------------------------------

    async def _serve(self, slot: Slot, job: Job) -> None:
        started = _now()
        try:
            hypothesis = await self._try_twice(slot, job.window, job.key)
        except (PassFailed, WorkerLost) as error:
            self._stats.failures += 1
            self._stats.last_error = str(error)
            _log.warning("window %s was not recognised: %s", job.key, error)
            self._answer(job, None, str(error))
        else:
            self._stats.passes += 1
            self._answer(job, hypothesis, "")
        finally:
            self._turns.took(job.client, round((_now() - started) * 1000))
            await self._recycle(slot)
            slot.busy = False
            self.wake()

    def _answer(self, job: Job, hypothesis: Hypothesis | None, why: str) -> None:
        if job.client not in self._turns:
            return
        try:
            if hypothesis is not None:
                job.client.receive_hypothesis(job.window, hypothesis)
            else:
                job.client.recognition_failed(job.window, why)
        except Exception:
            # A fault of one meeting must not stop the others.
            _log.exception("the client of window %s failed to take its answer", job.key)

    async def _try_twice(self, slot: Slot, window: Window, key: str) -> Hypothesis:
        try:
            return await self._try(slot, window, key)
        except WorkerLost as error:
            _log.warning("worker lost on window %s: %s; it is replaced and the window sent again", key, error)
            self._stats.last_error = str(error)
            return await self._try(slot, window, key)

    async def _try(self, slot: Slot, window: Window, key: str) -> Hypothesis:
        child = slot.child or await self._respawn(slot)
        timeout_s, started = self._times.timeout_s(child, window, key), _now()
        try:
            terms, prompt = self._biases.get(window.bias, ((), ""))
            await child.tell_bias(window.bias, terms, prompt, timeout_s)
            hypothesis = await child.recognize(window, key, timeout_s)
        except WorkerLost:
            self._stats.respawns += 1
            await self._drop(slot)
            raise
        self._times.took(child, window, key, _now() - started)
        return hypothesis

    async def _respawn(self, slot: Slot) -> Child:
        # A worker that cannot be started is not started again and again as fast as the machine can.
        await asyncio.sleep(slot.wait_s)
        try:
            slot.child = await self._start(self._engine.spec())
        except (PassFailed, WorkerLost, OSError) as error:
            slot.wait_s = min(MOST_WAIT_S, max(LEAST_WAIT_S, 2 * slot.wait_s))
            raise PassFailed(f"{self._engine.name}: no new worker process could be started: {error}") from error
        slot.wait_s = 0.0
        return slot.child

    async def _recycle(self, slot: Slot) -> None:
        """Replace a worker that has worked long, grown big or been lost, before the next window needs it."""
        child = slot.child
        if self._closed:
            return
        if child is not None and (child.passes >= self._most_passes or child.resident_mb >= self._most_resident_mb):
            self._stats.recycled += 1
            await self._drop(slot)
        if slot.child is None:
            with contextlib.suppress(PassFailed):
                await self._respawn(slot)

    async def _drop(self, slot: Slot) -> None:
        child, slot.child = slot.child, None
        if child is not None:
            await child.kill()


def _now() -> float:
    return asyncio.get_running_loop().time()
