"""The program under test of `benchmarks/fanout.py`, or the bare loop that it is compared with, in a process of its own.

Says its port in the first line, then does what it is told on its input, a line each, and answers with a line of JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import uvicorn
import uvloop

from captioner.captioning import Engine
from captioner.framing import events, messages
from captioner.live import LiveMeeting
from captioner.meetings import Meetings
from dccg.app import create_app
from dccg.demo.play import sample_meeting
from dccg.server import server_config
from models.cue import Word
from models.events import Final, MeetingEvent, Note, Opening, Partial, decode, encode
from record import SqliteEventLog

NAME = "2026-01-14-dccg-7"
LINE = "we would like to speak about the roster of liaisons and the terms of reference before the break".split()


def lines_of(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines()


def rss_kb() -> int:
    rows = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("Rss:"))


class Told:
    """When each durable event was given out, in nanoseconds, by its number."""

    def __init__(self) -> None:
        self.at: dict[int, int] = {}


class Speaker:
    """Speaks so many times a second, and counts what that cost."""

    def __init__(self, told: Told, say: Callable[[int], Awaitable[None]]) -> None:
        self._told, self._say = told, say

    async def speak(self, seconds: float, each_s: float) -> dict[str, Any]:
        self._told.at.clear()
        begun, used = time.monotonic(), time.process_time()
        times = int(seconds * each_s)
        for n in range(times):
            await asyncio.sleep(max(0.0, begun + n / each_s - time.monotonic()))
            await self._say(n)
        await asyncio.sleep(1.0)
        return {"times": times, "cpu_s": time.process_time() - used, "told": self._told.at}


def final(cue: int, at: int, count: int) -> Final:
    start = cue * 4_000 + at * 300
    words = tuple(Word(start + n * 300, start + n * 300 + 280, LINE[(at + n) % len(LINE)], 0.9) for n in range(count))
    return Final(cue, at, words, Opening("Mara Quill", "s1", "machine", "benchmark", "en") if at == 0 else None)


class Program:
    """The application as the product serves it, with a record on the disk."""

    def __init__(self, folder: Path, port: int) -> None:
        self.told = Told()
        self._folder, self._port = folder, port
        self._cue, self._at = 0, 0

    async def start(self) -> int:
        self._log = SqliteEventLog(self._folder / "dccg.sqlite")
        nobody = SimpleNamespace(recognizer=SimpleNamespace(name="benchmark", notice=""), ears=None)
        meetings = Meetings(self._folder, self._log, cast(Engine, nobody))
        await meetings.open()
        known = [one.id for one in meetings.all()]
        self._live = await (
            meetings.get(NAME) if NAME in known else meetings.create(replace(sample_meeting(), id=NAME, rule="open"))
        )
        await self._live._keeper.open()
        self._watch(self._live)
        self.server = uvicorn.Server(server_config(create_app(meetings), port=self._port))
        self.serving = asyncio.create_task(self.server.serve())
        while not self.server.started:
            await asyncio.sleep(0.01)
        gc.collect()
        gc.freeze()
        self._cue = len(self._live.transcript.cues)
        return int(self.server.servers[0].sockets[0].getsockname()[1])

    def _watch(self, live: LiveMeeting) -> None:
        settle, at = live.hub.settle, self.told.at

        def noted(seq: int, kind: str, body: bytes) -> None:
            at[seq] = time.monotonic_ns()
            settle(seq, kind, body)

        live.hub.settle = noted  # type: ignore[method-assign]

    async def say(self, n: int) -> None:
        """Two settled words, and a tail behind them."""
        if self._cue == 0 or self._at >= 8:
            self._cue, self._at = self._cue + 1, 0
        tail = Partial("s1", "Mara Quill", " ".join(LINE[self._at : self._at + 5]))
        await self._live._keeper.keep([final(self._cue, self._at, 2), tail])
        self._at += 2

    async def shout(self, n: int) -> None:
        await self._live._keeper.keep([Note("notice", {"text": "x" * 131_000})])

    async def play(self, lines: list[str]) -> float:
        """Give out a recorded stream as it came; return its length in seconds."""
        begun, at_s = time.monotonic(), 0.0
        group: list[MeetingEvent] = []
        for line in lines:
            due_s, frame = json.loads(line)
            if due_s > at_s and group:
                await asyncio.sleep(max(0.0, begun + at_s - time.monotonic()))
                await self._live._keeper.keep(group)
                group = []
            at_s = due_s
            body = {name: value for name, value in frame.items() if name not in ("seq", "kind")}
            group.append(decode(frame["kind"], json.dumps(body).encode()))
        await self._live._keeper.keep(group)
        return time.monotonic() - begun

    @property
    def viewers(self) -> int:
        return self._live.hub.viewers


class Bare(asyncio.Protocol):
    """A connection of the bare loop: any request is answered, and then written to."""

    head: ClassVar = {
        "ws": b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
        "sse": b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n",
    }

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"\r\n\r\n"):
            self._transport.write(self.head[self._floor.way])
            self._floor.transports.add(self._transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._floor.transports.discard(self._transport)


class Floor:
    """A bare protocol that writes one ready frame to every connection: what no program here can be cheaper than."""

    def __init__(self, way: str, port: int) -> None:
        self.told = Told()
        self.way, self._port = way, port
        self.transports: set[asyncio.Transport] = set()
        self._seq = 0

    async def start(self) -> int:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Bare(self), "127.0.0.1", self._port, backlog=2_048)
        return int(self._server.sockets[0].getsockname()[1])

    async def say(self, n: int) -> None:
        self._seq += 1
        self.told.at[self._seq] = time.monotonic_ns()
        body = b'{"seq":%d,"kind":"final",' % self._seq + encode(final(1 + n // 4, n % 4 * 2, 2))[1:]
        data = (messages if self.way == "ws" else events)([body])
        for transport in self.transports:
            transport.write(data)

    @property
    def viewers(self) -> int:
        return len(self.transports)


async def serve(kind: str, way: str, folder: Path, port: int) -> None:
    stage = Program(folder, port) if kind == "program" else Floor(way, port)
    print(await stage.start(), flush=True)
    loop = asyncio.get_running_loop()
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while line := await orders.readline():
        order, *values = line.decode().split()
        answer: Any = None
        if order == "speak":
            answer = await Speaker(stage.told, stage.say).speak(float(values[0]), float(values[1]))
        elif order == "shout" and isinstance(stage, Program):
            answer = await Speaker(stage.told, stage.shout).speak(float(values[0]), float(values[1]))
        elif order == "play" and isinstance(stage, Program):
            answer = await stage.play(lines_of(values[0]))
        elif order == "rss":
            gc.collect()
            answer = [rss_kb(), stage.viewers]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])))
