"""A running recogniser: its workers started, ready for meetings; and how it is named to people."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from captioner.captioning import Engine
from captioner.engines.workers import Workers
from captioner.recognition import StreamRecognizer


@asynccontextmanager
async def running(recognizer: StreamRecognizer, workers: int = 0) -> AsyncIterator[Engine]:
    """Start worker processes (0: one for each core) and stop them at the end.

    Raises:
        EngineNotLoaded: If the recogniser cannot be loaded.
    """
    pool = Workers(recognizer, workers or _cores())
    with ThreadPoolExecutor(1, thread_name_prefix="ears") as ears:
        try:
            await pool.start()
            yield Engine(recognizer, pool, ears)
        finally:
            await pool.close()


def _cores() -> int:
    # Containers may allow fewer cores than the machine has.
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
