"""What a measurement ran on, and what it cost: processor time and memory of this process's children."""

from __future__ import annotations

import os
import platform
import resource
import shlex
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

LOOK_EVERY_S = 0.5


def told() -> str:
    """Return the lines that every table ends with: the command, and the machine it ran on."""
    command = shlex.join(["python", *sys.argv])
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.machine()}, {_processor()}, {cores} cores"
    day = datetime.now(UTC).date().isoformat()
    return f"\nCommand: `{command}`\n\nMachine: {system}, Python {platform.python_version()}, {day}"


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "processor not told"


def children_cpu_s() -> float:
    """Processor seconds of all children, and theirs, that have ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def own_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Memory:
    """`with Memory(pid) as memory: ...` then `memory.peak_mb`: the most that a process and its children held together.

    Resident memory, added up, so that shared pages count more than once. 0 where there is no /proc.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self.peak_mb = 0
        self.first_mb = 0
        """After the first tenth of the looks: what it held once everything was loaded."""
        self.last_mb = 0
        self._seen: list[int] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._stop.set()
        self._thread.join()
        if self._seen:
            tenth = len(self._seen) // 10
            self.first_mb, self.last_mb = self._seen[tenth], self._seen[-1 - tenth]

    def _look(self) -> None:
        while not self._stop.wait(LOOK_EVERY_S):
            held = sum(_resident_mb(pid) for pid in _family(self._pid))
            if held:
                self._seen.append(held)
                self.peak_mb = max(self.peak_mb, held)


def _family(pid: int) -> list[int]:
    """The process and everything that descends from it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(OSError):
                found.extend(int(child) for child in task.read_text(encoding="ascii").split())
    return found


def _resident_mb(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * resource.getpagesize() // 1_000_000
