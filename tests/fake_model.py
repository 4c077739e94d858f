"""A chat completions server on a real socket that answers as it is told to, well or as badly as can be."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

JSON = "application/json"


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: dict

    @property
    def format(self) -> str:
        return self.body.get("response_format", {}).get("type", "text")

    @property
    def shown(self) -> dict:
        """What the model is shown: the document of the user message."""
        return json.loads(self.body["messages"][1]["content"])


@dataclass
class FakeModel:
    """`reply` writes to the line whatever it likes; `asked` keeps what came."""

    reply: Callable[[Line, Asked], None]
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    faults: list[Exception] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


class Line:
    """The server's end of one connection."""

    def __init__(self, sock: socket.socket, over: threading.Event) -> None:
        self.sock, self.over = sock, over

    def send(self, status: int, body: bytes | str = b"", kind: str = JSON, **headers: str) -> None:
        """Send a whole reply; header names with "_" for "-"."""
        data = body if isinstance(body, bytes) else body.encode()
        lines = [f"HTTP/1.1 {status} Told", f"Content-Type: {kind}", f"Content-Length: {len(data)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.raw("\r\n".join([*lines, "", ""]).encode() + data)

    def answer(self, content: object, **choice: object) -> None:
        """Send a completion whose text is this; what is no text becomes JSON."""
        text = content if isinstance(content, str | None) else json.dumps(content)
        whole = {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop", **choice}]}
        self.send(200, json.dumps(whole))

    def raw(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: bytes, each_s: float = 0.02) -> None:
        """Send bytes one by one, without end, until the other side has had enough."""
        while not self.over.is_set():
            for byte in data:
                self.raw(bytes([byte]))
                time.sleep(each_s)


@contextlib.contextmanager
def serving(reply: Callable[[Line, Asked], None], tls: ssl.SSLContext | None = None) -> Iterator[FakeModel]:
    """Serve on this machine while the block runs."""
    model, over = FakeModel(reply), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        model.port = listener.getsockname()[1]
        listener.settimeout(0.05)
        threads = [threading.Thread(target=_listen, args=(listener, model, over, tls))]
        threads[0].start()
        try:
            yield model
        finally:
            over.set()
            threads[0].join(10)


def _listen(listener: socket.socket, model: FakeModel, over: threading.Event, tls: ssl.SSLContext | None) -> None:
    workers = []
    while not over.is_set():
        with contextlib.suppress(TimeoutError):
            sock, _ = listener.accept()
            worker = threading.Thread(target=_serve, args=(sock, model, over, tls))
            worker.start()
            workers.append(worker)
    for worker in workers:
        worker.join(10)


def _serve(sock: socket.socket, model: FakeModel, over: threading.Event, tls: ssl.SSLContext | None) -> None:
    with contextlib.suppress(OSError), contextlib.closing(sock):
        sock.settimeout(5)
        if tls is not None:
            sock = tls.wrap_socket(sock, server_side=True)
        asked = _read(sock)
        if asked is not None:
            model.asked.append(asked)
            model.reply(Line(sock, over), asked)


def _read(sock: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        part = sock.recv(65_536)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers["content-length"]):
        body += sock.recv(65_536)
    return Asked(first.split(" ")[1], headers, json.loads(body))
