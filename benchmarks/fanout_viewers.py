"""Many viewers in one process, for `benchmarks/fanout.py`: sockets and epoll, nothing in between.

Each durable event has to come to each viewer once and in order. Does what it is told on its input, a line of JSON each.
"""

from __future__ import annotations

import heapq
import json
import random
import re
import resource
import select
import socket
import struct
import sys
import time
from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

SEQ = re.compile(rb'"seq":(\d+)[,}]')
SPREAD = re.compile(rb'"spread_ms":(\d+)')
EPOCH = re.compile(rb'"epoch":"([0-9A-Za-z-]*)"')
FIRST_MS, LONGEST_MS = 400, 8_000
"""As in captioner/static/stream.js."""
RESET = struct.pack("ii", 1, 0)


def whole_messages(data: bytes, pongs: list[bytes]) -> int:
    """How many bytes of it are whole WebSocket frames; puts answers to pings among them into `pongs`."""
    at = 0
    while len(data) >= at + 2:
        size, head = data[at + 1] & 0x7F, 2
        if size == 126:
            head, size = 4, int.from_bytes(data[at + 2 : at + 4], "big") if len(data) >= at + 4 else 1 << 30
        elif size == 127:
            head, size = 10, int.from_bytes(data[at + 2 : at + 10], "big") if len(data) >= at + 10 else 1 << 30
        if len(data) < at + head + size:
            break
        if data[at] == 0x89:
            pongs.append(b"\x8a" + bytes((0x80 | size, 0, 0, 0, 0)) + data[at + head : at + head + size])
        at += head + size
    return at


def whole_events(data: bytes, pongs: list[bytes]) -> int:
    """How many bytes of it are whole server-sent events, with the chunk's end behind them if it is there."""
    end = data.rfind(b"\n\n") + 2 if b"\n\n" in data else 0
    return end + 2 if data.startswith(b"\r\n", end) else end


@dataclass(slots=True)
class Viewer:
    number: int
    sock: socket.socket | None = None
    open: bool = False
    stalled: bool = False
    rest: bytes = b""
    last: int = 0
    tries: int = 0
    lost_at: float = 0.0
    cut_after: int = -1


@dataclass
class Crowd:
    port: int
    way: str
    count: int
    path: str
    stalled: int = 0
    comes_back: bool = True
    sent: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.epoll = select.epoll()
        self.viewers = [Viewer(n, stalled=n < self.stalled) for n in range(self.count)]
        self.of: dict[int, Viewer] = {}
        self.due: list[tuple[float, int]] = []
        self.arrived: dict[int, array[int]] = {}
        self.connects: Counter[int] = Counter()
        self.back_s: list[float] = []
        self.spread_ms, self.epoch = 0, ""
        self._whole = whole_messages if self.way == "ws" else whole_events
        self._known: dict[bytes, list[int]] = {}
        self.newest = 0

    # --- connections -----------------------------------------------------------------------------

    def connect(self, viewer: Viewer) -> None:
        sock = socket.socket()
        sock.setblocking(False)
        if viewer.stalled:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        sock.bind((f"127.0.{1 + viewer.number // 250}.{1 + viewer.number % 250}", 0))
        sock.connect_ex(("127.0.0.1", self.port))
        viewer.sock, viewer.open, viewer.rest = sock, False, b""
        self.of[sock.fileno()] = viewer
        self.epoll.register(sock, select.EPOLLOUT | select.EPOLLIN)

    def ask(self, viewer: Viewer) -> None:
        end = "live" if self.way == "ws" else "events"
        more = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        more += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        query = f"after={viewer.last}&more=2&epoch={self.epoch}"
        head = f"GET {self.path}/{end}?{query} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        assert viewer.sock is not None
        self.sent["up"] += viewer.sock.send((head + (more if self.way == "ws" else "") + "\r\n").encode())
        self.epoll.modify(viewer.sock, 0 if viewer.stalled else select.EPOLLIN)

    def lose(self, viewer: Viewer) -> None:
        """Come back as the page does: soon, then ever later, spread by chance."""
        if viewer.sock is not None:
            self.of.pop(viewer.sock.fileno(), None)
            viewer.sock.close()
            viewer.sock = None
        if viewer.open:
            viewer.lost_at, viewer.open, viewer.tries = time.monotonic(), False, 0
        if self.comes_back:
            wait_ms = min(LONGEST_MS, FIRST_MS * 2**viewer.tries) * random.uniform(0.5, 1)
            wait_ms += self.spread_ms * random.random()
            viewer.tries += 1
            heapq.heappush(self.due, (time.monotonic() + wait_ms / 1000, viewer.number))

    def cut(self, viewer: Viewer) -> None:
        """Break the connection off after some more bytes, wherever that is."""
        if viewer.open:
            viewer.cut_after = random.choice((0, 1, 50, 300))

    # --- what comes ------------------------------------------------------------------------------

    def step(self, wait_s: float) -> bool:
        """Take what there is; return whether there is an order to be read."""
        now = time.monotonic()
        while self.due and self.due[0][0] <= now:
            self.connect(self.viewers[heapq.heappop(self.due)[1]])
        ordered = False
        for number, event in self.epoll.poll(wait_s if not self.due else min(wait_s, 0.01)):
            if number == sys.stdin.fileno():
                ordered = True
                continue
            viewer = self.of.get(number)
            if viewer is None or viewer.sock is None:
                continue
            if event & (select.EPOLLHUP | select.EPOLLERR) and not (viewer.open and event & select.EPOLLIN):
                self.lose(viewer)
            elif event & select.EPOLLOUT:
                self.ask(viewer)
            else:
                self.read(viewer)
        return ordered

    def read(self, viewer: Viewer) -> None:
        assert viewer.sock is not None
        try:
            data = viewer.sock.recv(viewer.cut_after or 1 if viewer.cut_after >= 0 else 65_536)
        except BlockingIOError:
            return
        except OSError:
            return self.lose(viewer)
        now = time.monotonic_ns()
        if not data:
            return self.lose(viewer)
        self.sent["down"] += len(data)
        if not viewer.open and (data := self.head(viewer, viewer.rest + data)) is None:  # type: ignore[assignment]
            return
        self.take(viewer, data, now)
        if viewer.cut_after >= 0 and viewer.sock is not None:
            viewer.cut_after = -1
            viewer.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.lose(viewer)

    def head(self, viewer: Viewer, data: bytes) -> bytes | None:
        """Return what comes behind the headers, None until they are there."""
        head, found, data = data.partition(b"\r\n\r\n")
        if not found:
            viewer.rest = head
            return None
        if not head.startswith((b"HTTP/1.1 101", b"HTTP/1.1 200")):
            self.sent["refused"] += 1
            self.lose(viewer)
            return None
        viewer.open, viewer.rest = True, b""
        self.connects[int(time.monotonic())] += 1
        return data

    def take(self, viewer: Viewer, data: bytes, now: int) -> None:
        if viewer.rest:
            data = viewer.rest + data
        if (seqs := self._known.get(data)) is not None:
            viewer.rest = b""
        else:
            whole = self._whole(data, pongs := [])
            for pong in pongs:
                assert viewer.sock is not None
                viewer.sock.send(pong)
            viewer.rest, told = data[whole:], data[:whole]
            seqs = [int(one) for one in SEQ.findall(told)]
            if found := SPREAD.search(told):
                self.spread_ms = int(found[1])
            if found := EPOCH.search(told):
                self.epoch = found[1].decode()
            if not viewer.rest and not pongs and len(told) < 2_000:
                if len(self._known) > 50:
                    self._known.clear()
                self._known[data] = seqs
        for seq in seqs:
            if seq <= viewer.last:
                self.sent["repeats"] += 1
                continue
            self.sent["holes"] += seq != viewer.last + 1
            viewer.last = seq
            self.sent["events"] += 1
            if seq > self.newest:
                self.newest = seq
            self.arrived.setdefault(seq, array("q")).append(now)
        if viewer.lost_at and viewer.last >= self.newest:
            self.back_s.append(time.monotonic() - viewer.lost_at)
            viewer.lost_at = 0.0

    # --- what is asked ---------------------------------------------------------------------------

    def report(self, told: dict[str, int]) -> dict[str, Any]:
        """Return what came of the events that were told at these times."""
        of = {int(seq): at for seq, at in told.items()}
        late = sorted((at - of[seq]) / 1e6 for seq, all_ in self.arrived.items() if seq in of for at in all_)
        part = lambda share: round(late[min(len(late) - 1, int(share * len(late)))], 1) if late else None  # noqa: E731
        healthy = [one for one in self.viewers if not one.stalled]
        return {
            "open": sum(one.open for one in self.viewers), "p50": part(0.5), "p99": part(0.99), "most": part(1),
            "complete": sum(one.last >= self.newest for one in healthy), "newest": self.newest, **self.sent,
            "spread_ms": self.spread_ms, "waiting": sum(bool(one.lost_at) for one in self.viewers),
        }  # fmt: skip


def run(crowd: Crowd) -> None:
    crowd.epoll.register(sys.stdin, select.EPOLLIN)
    at_random: list[tuple[float, int]] = []
    rest = b""
    while True:
        now = time.monotonic()
        while at_random and at_random[0][0] <= now:
            crowd.cut(crowd.viewers[heapq.heappop(at_random)[1]])
        if not crowd.step(0.02 if at_random else 0.2):
            continue
        piece = sys.stdin.buffer.raw.read(1 << 20)  # type: ignore[attr-defined]
        if not piece:
            return
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            order = json.loads(line)
            answer: Any = None
            if order["do"] == "connect":
                begun = time.monotonic()
                for viewer in crowd.viewers[order.get("first", 0) : order.get("last")]:
                    crowd.connect(viewer)
                    # No more at once than a server takes off its queue in time: beyond that the kernel drops them.
                    while viewer.number % 100 == 99 and len(crowd.of) - sum(one.open for one in crowd.viewers) > 500:
                        crowd.step(0.01)
                while sum(one.open or one.stalled for one in crowd.viewers) < order.get("last", crowd.count):
                    crowd.step(0.05)
                    if time.monotonic() - begun > 150:
                        break
                answer = {"seconds": time.monotonic() - begun, "open": sum(one.open for one in crowd.viewers)}
            elif order["do"] == "cut":
                for viewer in random.sample(crowd.viewers, order.get("count", crowd.count)):
                    for _ in range(order["times"]):
                        heapq.heappush(at_random, (now + random.random() * order["within_s"], viewer.number))
            elif order["do"] == "report":
                answer = crowd.report(order["told"])
                answer["back_s"] = sorted(crowd.back_s)
                answer["connects"] = dict(crowd.connects)
                crowd.arrived.clear()
                crowd.back_s.clear()
                crowd.connects.clear()
            elif order["do"] == "stop":
                return
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    run(Crowd(**json.loads(sys.argv[1])))
