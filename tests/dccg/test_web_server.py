"""The whole program as a service: its figures, and its end."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import socket
import struct
from collections import deque
from http.client import HTTPConnection
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.dccg.program import FORM, MEETING, Server, serving
from tests.dccg.served import until

TYPED = {"by": "Ngozi Adeyemi-Hart", "key": "a-page", "do": "text"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def begin(server: Server) -> None:
    server.ask("/new", FORM)
    server.act(MEETING, "start")


def typed(server: Server, number: int) -> None:
    assert server.ask(f"/m/{MEETING}/typed", TYPED | {"n": str(number), "text": f"Line {number}."}).status == 200


@pytest.mark.req("OVL-07")
def test_told_to_end_the_program_tells_readers_and_sources_and_goes_on_where_it_was(tmp_path: Path):
    data, port = tmp_path / "data", free_port()
    with (
        contextlib.ExitStack() as held,
        serving(data, "--engine", "sphinx", DCCG_METRICS_PORT=str(port)) as server,
    ):
        begin(server)
        for number in range(1, 6):
            typed(server, number)
        until(lambda: "Line 5." in server.text(f"/m/{MEETING}/transcript.txt"))
        shown = {"additional_headers": server.shown}
        at = f"ws://127.0.0.1:{server.port}/m/{MEETING}"
        reader = held.enter_context(connect(f"{at}/live?after=0", **shown))
        source = held.enter_context(connect(f"{at}/source", **shown))
        source.send(json.dumps({"kind": "hello", "name": "Room", "rate": 16_000, "key": "key-of-a-source"}))
        assert json.loads(source.recv(timeout=20))["kind"] == "ready"
        source.send(struct.pack("<Q", 0) + bytes(32_000))
        figures = read_figures(port)
        assert figures["dccg_viewers"] == figures["dccg_meetings"] == figures["dccg_sources"] == 1
        assert figures["dccg_append_seconds_count"] > 0
        assert figures["dccg_unsaved_meetings"] == figures["dccg_gap_seconds"] == 0
        idle = held.enter_context(contextlib.closing(HTTPConnection("127.0.0.1", server.port, timeout=20)))
        idle.request("GET", "/healthz")
        idle.getresponse().read()
        assert server.end(signal.SIGTERM) < 10
        assert server.process.returncode == 0, server.told
        assert code_of(reader) in (1012, 4001)
        assert code_of(source) in (1000, 1012)
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.1", server.port), 1)
    with serving(data, "--engine", "sphinx") as server:
        assert server.console(MEETING)["state"] == "listening"
        text = server.text(f"/m/{MEETING}/transcript.txt")
        assert [text.count(f"Line {number}.") for number in range(1, 6)] == [1] * 5
        typed(server, 6)


def code_of(line: ClientConnection) -> int:
    """Read to the end; return the code that the other side ended with."""
    with contextlib.suppress(ConnectionClosed):
        deque(line, 0)
    return line.close_code or 0


def read_figures(port: int) -> dict[str, float]:
    line = HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", "/metrics")
    text = line.getresponse().read().decode()
    line.close()
    assert not any(word in text for word in ("Virtual meeting", "Adeyemi", "Lindgren", MEETING))
    return {name: float(value) for name, value in re.findall(r"^(\w+) (\S+)$", text, re.MULTILINE)}
