"""Records what a reader of the sample meeting gets, with its times, for tests that play it again.

python tests/record_stream.py > tests/data/stream.jsonl

Starts the program on an empty folder, offline, with the built-in engine, and listens until the sample meeting is over:
about four and a half minutes. Each line is [seconds since the first, frame].
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from pathlib import Path

from websockets.asyncio.client import connect

from dccg.demo.play import SAMPLE_ID
from tests.dccg.program import serving


async def record(address: str) -> None:
    begun = 0.0
    async with connect(f"{address.replace('http', 'ws', 1)}/m/{SAMPLE_ID}/live?after=0") as socket:
        async for message in socket:
            frame = json.loads(message)
            if frame["kind"] == "beat":
                continue
            begun = begun or time.monotonic()
            print(json.dumps([round(time.monotonic() - begun, 3), frame]), flush=True)
            if frame["kind"] == "state" and frame["state"] == "ended":
                return


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data", "--sample") as server:
        asyncio.run(record(server.address))


if __name__ == "__main__":
    main()
