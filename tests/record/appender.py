"""A program that the fault tests start, limit and kill: appends, and prints each number it was promised.

Its answers are one line each: "ok <seq> <key>" or "no <sentence>".
"""

import asyncio
import sys
from pathlib import Path

from record import NewEvent, NotDurable, SqliteEventLog

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


def main() -> None:
    task, path, *rest = sys.argv[1:]
    log = SqliteEventLog(Path(path))
    asyncio.run(storm(log, *rest) if task == "storm" else fill(log))


if __name__ == "__main__":
    main()
