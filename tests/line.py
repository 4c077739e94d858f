"""A line between a browser and the program that does what bad lines do: cut, freeze, refuse, hold back, be slow."""

from __future__ import annotations

import asyncio
import random
import re
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Any

PIECE = 16_384


@dataclass
class Manners:
    """How the line behaves now; changes count from the next piece on, `refuse` and `hold` from the next request."""

    frozen: bool = False
    refuse: re.Pattern[bytes] | None = None
    """Requests whose head matches are answered 403."""
    hold: re.Pattern[bytes] | None = None
    """The answers to requests whose head matches are held back until they have ended."""
    delay_s: float = 0.0
    """One way."""
    bytes_per_s: float = float("inf")
    """Each way, all connections together."""
    loss: float = 0.0
    """The part of the packets that come only when they are sent again, and hold up all behind them."""


UPGRADE = re.compile(rb"\r\nupgrade: *websocket", re.I)
EVENTS = re.compile(rb"^GET [^ ]*/events\b")
PACKET = 1_460


class Line:
    """A TCP proxy in front of a port, in a thread of its own. `bytes_up` and `bytes_down` count what passed."""

    def __init__(self, to_port: int, manners: Manners | None = None, seed: int = 0) -> None:
        self.manners = manners or Manners()
        self.bytes_up = self.bytes_down = self.connections = 0
        self.requests: list[str] = []
        self._to_port = to_port
        self._chance = random.Random(seed)
        self._open: set[asyncio.StreamWriter] = set()
        self._free_at = [0.0, 0.0]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    @property
    def port(self) -> int:
        return self._port

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Line:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def cut(self) -> None:
        """Break every connection there is, in the middle of whatever was on its way."""
        self._loop.call_soon_threadsafe(self._cut)

    def _cut(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        self._cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(writer)
        self.connections += 1
        try:
            await self._pass(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            self._open.discard(writer)
            writer.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2 * self.manners.delay_s)  # the handshake
        head = await reader.readuntil(b"\r\n\r\n")
        self.requests.append(head.partition(b"\r\n")[0].decode())
        if self.manners.refuse and self.manners.refuse.search(head):
            writer.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            return await writer.drain()
        if not UPGRADE.search(head):
            # One request a connection: each is looked at.
            head = re.sub(rb"\r\nconnection: [^\r]*", b"", head, flags=re.I)[:-2] + b"connection: close\r\n\r\n"
        # The program as it is served compresses no sockets; a server in a test would.
        head = re.sub(rb"\r\nsec-websocket-extensions: [^\r]*", b"", head, flags=re.I)
        back, on = await asyncio.open_connection("127.0.0.1", self._to_port)
        self._open.add(on)
        hold = bool(self.manners.hold and self.manners.hold.search(head))
        ways = [
            asyncio.create_task(self._carry(reader, on, 0, head)),
            asyncio.create_task(self._carry(back, writer, 1, b"", hold)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(*ways)
            self._open.discard(on)
            on.transport.abort()

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: int, first: bytes, hold: bool = False
    ) -> None:
        """Carry one way until it ends; a delay holds up nothing but what comes over this way."""
        on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = asyncio.create_task(self._deliver(on_the_way, sink))
        held = b""
        piece = first
        try:
            while piece or (piece := await source.read(PIECE)):
                if hold:
                    held, piece = held + piece, b""
                    continue
                on_the_way.put_nowait((self._due(way, piece), piece))
                piece = b""
            on_the_way.put_nowait((self._due(way, held), held))
            await delivering
        finally:
            await _end(delivering)

    def _due(self, way: int, piece: bytes) -> float:
        """When a piece is at the other end: behind all that is on the line, after the delay, later when lost."""
        if way == 0:
            self.bytes_up += len(piece)
        else:
            self.bytes_down += len(piece)
        now = self._loop.time()
        self._free_at[way] = max(now, self._free_at[way]) + len(piece) / self.manners.bytes_per_s
        lost = any(self._chance.random() < self.manners.loss for _ in range(0, max(1, len(piece)), PACKET))
        return self._free_at[way] + self.manners.delay_s + (lost and 2 * self.manners.delay_s + 0.2)

    async def _deliver(self, pieces: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
        while True:
            due, piece = await pieces.get()
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            while self.manners.frozen:
                await asyncio.sleep(0.02)
            if not piece:
                return
            sink.write(piece)
            await sink.drain()


async def _end(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
