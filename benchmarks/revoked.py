"""How long it takes until a link that was taken back has ended what it opened: on a real server, over real sockets.

python -m benchmarks.revoked [--times 20]
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.dccg.served import served
from tests.locked import AT, Locked

HELLO = {"kind": "hello", "name": "Room", "rate": 16_000, "key": "k" * 8}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=20)
    times = asked.parse_args().times
    took: dict[str, list[float]] = {"live": [], "source": [], "events": []}
    with tempfile.TemporaryDirectory() as folder:
        locked = Locked(Path(folder))
        locked.by_link_only()
        with served(locked.app) as server:
            for n in range(times):
                for path, role in (("live", "viewer"), ("source", "source"), ("events", "viewer")):
                    took[path].append(once(locked, server.port, path, role, n))
    for path, all_s in took.items():
        print(f"{path}: {times} times, median {sorted(all_s)[times // 2]:.2f} s, longest {max(all_s):.2f} s")


def once(locked: Locked, port: int, path: str, role: str, n: int) -> float:
    locked.make("now", role)
    time.sleep(0.7)
    with ExitStack() as held:
        if path == "events":
            return events(locked, port, held)
        line = held.enter_context(
            connect(f"ws://127.0.0.1:{port}{AT}/{path}", additional_headers=locked.shown("now"), compression=None)
        )
        if path == "source":
            line.send(json.dumps(HELLO | {"key": f"key-{n:08}"}))
        line.recv(timeout=10)
        begun = revoke(locked)
        with suppress(ConnectionClosed):
            while True:
                line.recv(timeout=10)
        assert line.close_code == 4003
    return time.monotonic() - begun


def events(locked: Locked, port: int, held: ExitStack) -> float:
    import socket

    line = held.enter_context(socket.create_connection(("127.0.0.1", port), 10))
    shown = "".join(f"{name}: {value}\r\n" for name, value in locked.shown("now").items())
    line.sendall(f"GET {AT}/events HTTP/1.1\r\nhost: localhost\r\n{shown}\r\n".encode())
    line.recv(65_536)
    begun = revoke(locked)
    while b"event: again" not in line.recv(65_536):
        pass
    return time.monotonic() - begun


def revoke(locked: Locked) -> float:
    """As `dccg links revoke` does it: another program that changes the file."""
    begun = time.monotonic()
    locked.file.change(lambda book: book.without_link(locked.link["now"].id, time.time()))
    return begun


if __name__ == "__main__":
    main()
