"""An application behind the product's own server, in a thread of its own; and clients that behave badly."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import uvicorn

from dccg.crowd import Crowd
from dccg.limits import Limits
from dccg.server import server_config

PATIENCE_S = 20.0


@dataclass
class Served:
    """A running server: its port, and the crowd it counts."""

    port: int
    crowd: Crowd
    loop: asyncio.AbstractEventLoop

    def on_loop(self, what: Callable[..., Any], *given: Any, **more: Any) -> None:
        """Have the server's thread do this."""
        self.loop.call_soon_threadsafe(partial(what, *given, **more))

    def ask(self, head: str, body: bytes = b"", at: str = "127.0.0.1") -> bytes:
        """Send a request as it is written, from an address of this machine; return all that comes back."""
        with self.line(at) as line:
            line.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body)
            return everything(line)

    @contextlib.contextmanager
    def line(self, at: str = "127.0.0.1") -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_S, (at, 0)) as line:
            yield line


@contextlib.contextmanager
def served(app: Any, limits: Limits | None = None) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0), backlog=2_048) as listener:
        config = server_config(app, ending_s=1, limits=limits)
        server = uvicorn.Server(config)
        loop = asyncio.new_event_loop()

        def run() -> None:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(server.serve([listener]))

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield Served(listener.getsockname()[1], config.crowd, loop)
        server.should_exit = True
        thread.join(PATIENCE_S)


def everything(line: socket.socket) -> bytes:
    """Return what comes until the other side ends; whoever is cut off has got what came before."""
    got = b""
    with contextlib.suppress(ConnectionError):
        while more := line.recv(65_536):
            got += more
    return got


def until(condition: Callable[[], object]) -> None:
    """Wait for what is bound to happen."""
    ends = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.01)
