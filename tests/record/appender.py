"""A program that the fault tests start, limit and kill: appends, and prints each number it was promised.

Its answers are one line each: "ok <seq> <key>" or "no <sentence>".
"""

import asyncio
import ctypes
import os
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from inspect import isawaitable
from pathlib import Path
from typing import Any

from record import CannotOpen, NewEvent, NotDurable, SqliteEventLog
from record.store import open_writer

MEETING = "storm"


def event(key: str) -> NewEvent:
    return NewEvent(key, "final", f"the words of {key} ".encode() * 20)


async def append(log: SqliteEventLog, key: str, fence: int) -> str:
    try:
        (seq,) = await log.append(MEETING, [event(key)], fence=fence)
    except NotDurable as refused:
        return f"no {refused}"
    return f"ok {seq} {key}"


async def storm(log: SqliteEventLog, run: str) -> None:
    """Append from four writers until killed."""
    fence = await log.open_fence(MEETING)

    async def write(writer: int) -> None:
        for i in range(1_000_000):
            print(await append(log, f"{run}.{writer}.{i}", fence), flush=True)

    await asyncio.gather(*(write(writer) for writer in range(4)))


async def fill(log: SqliteEventLog) -> None:
    """Meet a full disk: files may not grow over 256 KiB for a while, then they may again."""
    import resource

    fence = await log.open_fence(MEETING)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 10, most))
    refused = 0  # in a row: sometimes a failure itself makes room, as the log is moved into the database
    for i in range(1000):
        while (answer := await append(log, str(i), fence)).startswith("no"):
            print(answer)
            refused += 1
            if refused == 3:
                print("read", len(await log.read(MEETING, 0, limit=2000)))  # while nothing can be saved
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        print(answer)
        if refused >= 3:
            break
        refused = 0
    await log.close()


def careless(path: Path) -> sqlite3.Connection:
    """Open the record as many guides say, which is not enough."""
    base = open_writer(path)
    base.execute("PRAGMA synchronous = NORMAL")
    return base


async def pen(path: Path, events: int, how: str) -> None:
    """Append so many events from three writers, on a record that is opened three times; note each promise in "acks".

    What is refused is appended again until it is kept.
    """
    path.parent.mkdir(exist_ok=True)
    acks = os.open(path.with_name("acks"), os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    for run in range(3):
        log = await again(lambda: SqliteEventLog(path, careless if how == "NORMAL" else open_writer), CannotOpen)
        fence = await again(partial(log.open_fence, MEETING), NotDurable)
        await asyncio.gather(*(write(log, f"{run}.{one}", fence, events // 9, acks) for one in range(3)))
        await log.close()
    os.close(acks)


async def write(log: SqliteEventLog, name: str, fence: int, events: int, acks: int) -> None:
    for i in range(events):
        while (answer := await append(log, f"{name}.{i}", fence)).startswith("no"):
            os.write(acks, f"{answer}\n".encode())
        os.write(acks, f"{answer}\n".encode())


async def again(ask: Callable[[], Any], fault: type[Exception]) -> Any:
    """Ask twice: each sync fails once."""
    try:
        found = ask()
        return await found if isawaitable(found) else found
    except fault:
        found = ask()
        return await found if isawaitable(found) else found


def each_sync(folder: Path, first: int, last: int, events: int) -> None:
    """Do what `pen` does, each time in a folder of its own and with another sync that fails."""
    disk = ctypes.CDLL(None)
    for number in range(first, last + 1):
        disk.fail_sync_in(number, 0)
        asyncio.run(pen(folder / str(number) / "dccg.sqlite", events, "FULL"))
    disk.fail_sync_in(0, 0)


def main() -> None:
    task, path, *rest = sys.argv[1:]
    if task == "pen":
        if rest[2:]:
            ctypes.CDLL(None).fail_sync_in(int(rest[2]), 1)
        asyncio.run(pen(Path(path), int(rest[0]), rest[1]))
    elif task == "each_sync":
        each_sync(Path(path), *map(int, rest))
    else:
        log = SqliteEventLog(Path(path))
        asyncio.run(storm(log, *rest) if task == "storm" else fill(log))


if __name__ == "__main__":
    main()
