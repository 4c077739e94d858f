"""What good readers notice while the server is flooded.

    PYTHONPATH=. python benchmarks/flood.py --viewers 100 --seconds 20

A hundred readers of one meeting get three lines a second; the time of each from the server to the reader is measured,
first in peace, then while another process connects, falls silent, sends headers without end, asks, and sends messages
as fast as it can, from two addresses. The flood runs at a low priority: its processor time is somebody else's.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import uvicorn
from machine import told

from dccg.app import create_app
from dccg.limits import Limits
from dccg.server import server_config
from tests.fakes_live import SAMPLE, FakeMeetings

AT = f"/m/{SAMPLE.id}"
EACH_S = 3
BAD = ("127.0.0.9", "127.0.0.10")
LEARNED_S = 1.0
"""So long after the start of a measurement readers are still arriving."""


# --- the server, in a process of its own -----------------------------------------------------------


async def serve() -> None:
    meetings = FakeMeetings(SAMPLE)
    live = meetings.held[SAMPLE.id]
    config = server_config(create_app(meetings), limits=Limits(unlimited=()))
    with socket.create_server(("127.0.0.1", 0), backlog=2_048) as listener:
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listener]))
        print(listener.getsockname()[1], flush=True)
        asyncio.get_running_loop().add_reader(0, lambda: setattr(server, "should_exit", True))
        while not server.should_exit:
            live.note("notice", text=f"said at {time.monotonic_ns()}")
            await asyncio.sleep(1 / EACH_S)
        found = {"refused": dict(config.crowd.refused), "received_mb": config.crowd.received / 1e6}
        for one in meetings.all():
            one.hub.close()
        await serving
    print(json.dumps(found | {"rss_mb": rss_mb(), "cpu_s": time.process_time()}), flush=True)


def rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


# --- readers ---------------------------------------------------------------------------------------


class Reader:
    """One reader: when each line came, and how long it had been on its way."""

    def __init__(self) -> None:
        self.took_ms: list[float] = []
        self.seen: list[int] = []

    async def read(self, port: int, number: int, until_s: float) -> None:
        begun_ns = time.monotonic_ns()
        at = (f"127.0.1.{number % 250 + 1}", 0)
        come, go = await asyncio.open_connection("127.0.0.1", port, local_addr=at, limit=1 << 22)
        go.write(f"GET {AT}/events HTTP/1.1\r\nhost: here\r\n\r\n".encode())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(until_s):
                async for line in come:
                    self._take(line, begun_ns)
        go.close()

    def _take(self, line: bytes, begun_ns: int) -> None:
        if line.startswith(b"id:"):
            self.seen.append(int(line[3:]))
        mark = line.find(b"said at ")
        if mark > 0:
            said_ns = int(line[mark + 8 :].split(b'"')[0])
            if said_ns > begun_ns + LEARNED_S * 1e9:
                self.took_ms.append((time.monotonic_ns() - said_ns) / 1e6)


async def read_all(port: int, count: int, seconds: float) -> list[Reader]:
    readers = [Reader() for _ in range(count)]
    ends_s = asyncio.get_running_loop().time() + seconds
    await asyncio.gather(*(one.read(port, number, ends_s) for number, one in enumerate(readers)))
    return readers


# --- the flood, in a process of its own ------------------------------------------------------------


def opening(path: str) -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nhost: here\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
        "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()


def frame(head: int, body: bytes) -> bytes:
    return bytes([head, 0xFE]) + struct.pack(">H", len(body)) + b"\0\0\0\0" + body


ASK = f"GET {AT}/transcript HTTP/1.1\r\nhost: here\r\n\r\n".encode()
KINDS = {
    "connects": b"",
    "header": b"GET / HTTP/1.1\r\nhost: here\r\n" + b"x: " + b"a" * 200_000,
    "many headers": b"GET / HTTP/1.1\r\nhost: here\r\n" + b"x: y\r\n" * 20_000,
    "requests": ASK * 16,
    "nonsense": os.urandom(4_000),
    "body": b"POST /new HTTP/1.1\r\nhost: here\r\ncontent-length: 999999999\r\n\r\n" + b"a" * 100_000,
    "messages": opening(f"{AT}/live") + frame(0x82, b"a" * 126) * 5_000,
    "pings": opening(f"{AT}/live") + frame(0x89, b"") * 20_000,
    "pieces": opening(f"{AT}/live") + frame(0x01, b"") + frame(0x00, b"") * 20_000,
}


async def flood(port: int, seconds: float) -> None:
    """Do all that is bad, each kind over and over on its own lines, and hold silent ones besides."""
    os.nice(15)
    ends_s, count = time.monotonic() + seconds, Counter[str]()
    workers = [hit(port, name, sent, BAD[n % 2], ends_s, count) for n, (name, sent) in enumerate(KINDS.items())]
    silent = [hold(port, BAD[n % 2], ends_s, count) for n in range(400)]
    await asyncio.gather(*workers, *workers_again(port, ends_s, count), *silent)
    print(json.dumps(count), flush=True)


def workers_again(port: int, ends_s: float, count: Counter[str]) -> list[object]:
    return [hit(port, "connects", b"", BAD[n % 2], ends_s, count) for n in range(20)]


async def hit(port: int, name: str, sent: bytes, at: str, ends_s: float, count: Counter[str]) -> None:
    while time.monotonic() < ends_s:
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(3):
                come, go = await asyncio.open_connection("127.0.0.1", port, local_addr=(at, 0))
                count[name] += 1
                try:
                    go.write(sent)
                    if sent:
                        await go.drain()
                        await come.read(4_096)
                finally:
                    go.close()


async def hold(port: int, at: str, ends_s: float, count: Counter[str]) -> None:
    while time.monotonic() < ends_s:
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(max(0.1, ends_s - time.monotonic())):
                come, go = await asyncio.open_connection("127.0.0.1", port, local_addr=(at, 0))
                count["silent"] += 1
                try:
                    await come.read()
                finally:
                    go.close()
        await asyncio.sleep(0.2)


# --- the measurement -------------------------------------------------------------------------------


def child(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, *map(str, words)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def share(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


def row(name: str, readers: list[Reader]) -> str:
    took = [one for reader in readers for one in reader.took_ms]
    whole = all(one.seen and one.seen == list(range(1, len(one.seen) + 1)) for one in readers)
    figures = f"{share(took, 0.5):.0f} | {share(took, 0.99):.0f} | {max(took, default=0):.0f}"
    return f"| {name} | {len(readers)} | {len(took)} | {'yes' if whole else 'NO'} | {figures} |"


def measure(args: argparse.Namespace) -> None:
    server = child("--serve")
    assert server.stdout is not None
    assert server.stdin is not None
    port = int(server.stdout.readline())
    time.sleep(1)
    print("| | readers | lines | each once, in order | p50 ms | p99 ms | longest ms |\n|---|--:|--:|---|--:|--:|--:|")
    print(row("in peace", asyncio.run(read_all(port, args.viewers, args.seconds))), flush=True)
    bad = child("--flood", port, "--seconds", args.seconds)
    time.sleep(0.5)
    print(row("flooded", asyncio.run(read_all(port, args.viewers, args.seconds))), flush=True)
    done = json.loads(bad.communicate()[0])
    server.stdin.close()
    found = json.loads(server.stdout.read())
    print(f"\nThe flood: {', '.join(f'{count} {name}' for name, count in done.items())}.")
    print(f"Refused: {', '.join(f'{count} {why}' for why, count in found['refused'].items())}.")
    print(f"The server took {found['received_mb']:.0f} MB, and had {found['rss_mb']:.0f} MB at its end.")
    print(told())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--viewers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--flood", type=int, default=0, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        uvicorn_loop(serve())
    elif args.flood:
        asyncio.run(flood(args.flood, args.seconds))
    else:
        measure(args)


def uvicorn_loop(work: object) -> None:
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
