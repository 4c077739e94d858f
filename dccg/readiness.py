"""Whether the program can do its work now: what a load balancer or a watchdog asks."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from captioner.captioning import Engine
from captioner.meetings import Meetings

LOOK_S = 5.0
"""So long a look at the disk counts."""
RUNNING = ("listening", "paused")

Check = Callable[[], Awaitable[bool]]


class Readiness:
    """Parts of the program by name, each with a question whether it can work."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = checks

    async def lacking(self) -> list[str]:
        """Return the names of the parts that cannot work now."""
        return [name for name, check in self._checks.items() if not await check()]


async def readyz(request: Request) -> Response:
    readiness: Readiness | None = getattr(request.app.state, "readiness", None)
    lacking = await readiness.lacking() if readiness is not None else []
    status, headers = (503, {"retry-after": "5"}) if lacking else (200, {})
    return JSONResponse({"ready": not lacking, "not_ready": lacking}, status, headers | {"cache-control": "no-store"})


def readiness_of(data: Path, meetings: Meetings, engine: Engine, ending: Callable[[], bool]) -> Readiness:
    """Return the readiness of the whole program; `ending` says whether it is being stopped."""
    disk = Disk(data)

    async def record() -> bool:
        return all_saved(meetings) and await disk.takes()

    async def recogniser() -> bool:
        return bool(engine.workers.stats.pids)

    async def going_on() -> bool:
        return not ending()

    return Readiness({"record": record, "recogniser": recogniser, "server": going_on})


def all_saved(meetings: Meetings) -> bool:
    """Say whether every running meeting has been kept so far."""
    return all(bool(live.console()["saved"]) for live in meetings.all() if live.state in RUNNING)


class Disk:
    """The data folder's disk, asked by writing to it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked_s = -LOOK_S
        self._takes = False
        self._lock = asyncio.Lock()

    async def takes(self) -> bool:
        async with self._lock:
            if time.monotonic() - self._asked_s >= LOOK_S:
                self._takes = await asyncio.to_thread(self._try)
                self._asked_s = time.monotonic()
        return self._takes

    def _try(self) -> bool:
        try:
            with tempfile.TemporaryFile(dir=self._folder) as probe:
                probe.write(bytes(4096))
                probe.flush()
                os.fsync(probe.fileno())
        except OSError:
            return False
        return True
