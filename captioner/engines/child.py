"""One worker process as the program sees it: started, asked, killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path

import captioner
from captioner.engines import wire
from captioner.recognition import Hypothesis, Window

LOAD_TIMEOUT_S = 300.0
# Two workers of one thread do more than one worker of two threads.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ORT_NUM_THREADS"), "1")


class WorkerLost(Exception):
    """Raised when a worker process ended, took too long, or answered nonsense."""


class PassFailed(Exception):
    """Raised when the worker lives but could not do what it was asked."""


class Child:
    """A running worker process. One request at a time; after `WorkerLost` only `kill` makes sense."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.passes = 0
        self.resident_mb = 0
        self.told: set[str] = set()
        """Glossaries it was given."""
        self.heard: dict[str, int] = {}
        """For engines that keep state: the end of what it heard, by utterance."""

    @classmethod
    async def start(cls, spec: wire.Header) -> Child:
        """Return a worker that has loaded the engine; raises `PassFailed` or `WorkerLost`, and then leaves none."""
        root = str(Path(captioner.__file__).parents[1])
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "captioner.engines.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
        )
        child = cls(process)
        try:
            await child.ask(wire.encode({"do": "load", "spec": spec}), LOAD_TIMEOUT_S)
        except BaseException:
            await child.kill()
            raise
        return child

    @property
    def pid(self) -> int:
        return self._process.pid

    async def tell_bias(self, bias_id: str, terms: tuple[str, ...], prompt: str, timeout_s: float) -> None:
        if bias_id and bias_id not in self.told:
            request = {"do": "bias", "id": bias_id, "terms": list(terms), "prompt": prompt}
            await self.ask(wire.encode(request), timeout_s)
            self.told.add(bias_id)

    async def recognize(self, window: Window, key: str, timeout_s: float) -> Hypothesis:
        """Recognise the window under a key that is unique among all meetings."""
        answer = await self.ask(wire.window_message(window, key), timeout_s)
        self.passes += 1
        try:
            return wire.hypothesis_of(answer)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            # The fault may quote words, and logs never do.
            raise WorkerLost(f"answered nonsense ({type(error).__name__})") from error

    async def ask(self, message: bytes, timeout_s: float) -> wire.Header:
        try:
            async with asyncio.timeout(timeout_s):
                answer = await self._exchange(message)
        except TimeoutError:
            raise WorkerLost(f"took longer than {timeout_s:.1f} s") from None
        except (OSError, EOFError, ValueError) as error:
            raise WorkerLost(f"ended unexpectedly ({type(error).__name__})") from error
        self.resident_mb = int(answer.get("rss_mb", 0))
        if "error" in answer:
            raise PassFailed(str(answer["error"]))
        return answer

    async def _exchange(self, message: bytes) -> wire.Header:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(message)
        await stdin.drain()
        length = await stdout.readexactly(wire.LENGTH_BYTES)
        answer: wire.Header = json.loads(await stdout.readexactly(int.from_bytes(length, "big")))
        return answer

    async def kill(self) -> None:
        """End the process now and wait until it is gone, even when cancelled meanwhile: that takes a moment only."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        gone, cancelled = asyncio.ensure_future(self._gone()), False
        while not gone.done():
            try:
                await asyncio.shield(gone)
            except asyncio.CancelledError:
                cancelled = True
        if cancelled:
            raise asyncio.CancelledError

    async def _gone(self) -> None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.close()
        await self._process.wait()
        with contextlib.suppress(OSError):
            await stdin.wait_closed()
        await stdout.read()
