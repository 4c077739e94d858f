"""A program that the crash test starts and kills: two people type, and each acknowledgement is printed.

Its answers are one line each: "ok <number> <key>".
"""

import asyncio
import sys
from pathlib import Path

from record import SqliteEventLog
from summarizer.desk_store import DeskStore
from summarizer.edit import Set
from tests.reports import SAMPLE
from tests.summarizer.desking import ADA, BEN, edit_of

MEETING = "2026-02-11-dccg-91"
LINES = {ADA: "b1.1.s1", BEN: "b2.2.s1"}


async def type_on(store: DeskStore, run: str, by: str) -> None:
    for at in range(100_000):
        key = f"{run}.{by[:3]}.{at}"
        do = Set(target=LINES[by], field="text", value=f"the words of {key}")
        saved = await store.edit(MEETING, edit_of(do, by, key=key))
        print(f"ok {saved.number} {key}", flush=True)


async def main() -> None:
    data, run = Path(sys.argv[1]), sys.argv[2]
    store = DeskStore(SqliteEventLog(data / "dccg.sqlite"), data)
    if (await store.load(MEETING)).report is None:
        await store.draft(MEETING, SAMPLE, ADA, "draft")
    await asyncio.gather(*(type_on(store, run, by) for by in LINES))


if __name__ == "__main__":
    asyncio.run(main())
