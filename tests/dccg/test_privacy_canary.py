"""A phrase that nobody would say by chance is said off the record in the whole program, and looked for everywhere."""

from __future__ import annotations

import json
import re
import resource
import signal
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from models.exports import FORMATS
from tests.dccg.program import FORM, MEETING, Server, serving
from tests.stage import part

CANARY = "heronsong plovercall"
KEPT = "curlewnote"
AT = f"/m/{MEETING}"
PAGES = [AT, f"{AT}?text", f"{AT}?mode=own", f"{AT}/live.txt", f"{AT}/transcript", f"{AT}/correct", f"{AT}/type", "/"]
PAGES += [f"{AT}/transcript.{kind.suffix.lstrip('.')}" for kind in FORMATS.values()]


def on_disk(*folders: Path) -> bytes:
    """Everything in every file there: pages of the database, its log, what is half written."""
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return b"\n".join(path.name.encode() + b"\n" + path.read_bytes() for path in files)


@contextmanager
def watching(server: Server, query: str = "after=0") -> Iterator[ClientConnection]:
    with connect(f"ws://127.0.0.1:{server.port}{AT}/live?{query}") as socket:
        yield socket


def frames_until(socket: ClientConnection, condition: Callable[[str], bool]) -> str:
    told, ends = "", time.monotonic() + 20
    while not condition(told):
        told += socket.recv(timeout=max(0.01, ends - time.monotonic()))
    return told


def late_lines(server: Server) -> str:
    """What somebody who comes now is sent over each of the three lines."""
    with watching(server) as socket:
        told = frames_until(socket, lambda told: '"beat"' in told)
    line = HTTPConnection("127.0.0.1", server.port, timeout=20)
    line.request("GET", f"{AT}/events?after=0")
    events = line.getresponse()
    while '"beat"' not in told.rpartition("=== events")[2] or "=== events" not in told:
        told += ("" if "=== events" in told else "=== events") + events.readline().decode()
    line.close()
    return told + server.text(f"{AT}/poll?after=0")


def speak(server: Server) -> bytes:
    """Two seconds of sound, which nobody is to keep; returns its bytes."""
    sound: bytes = (part(1_000, 3_000) * 32_767).astype("<i2").tobytes()
    link = {"Authorization": server.shown["authorization"]}
    with connect(f"ws://127.0.0.1:{server.port}{AT}/source", additional_headers=link) as socket:
        socket.send(json.dumps({"kind": "hello", "name": "Room", "rate": 16_000, "key": "key-00000001"}))
        assert json.loads(socket.recv(timeout=10))["kind"] == "ready"
        for first in range(0, len(sound), 3_200):
            socket.send(struct.pack("<Q", first // 2) + sound[first : first + 3_200])
        time.sleep(1.5)
    return sound


def type_line(server: Server, text: str) -> None:
    assert server.ask(f"{AT}/typed", {"by": "Kim", "text": text}).status == 200


def everything_told(server: Server) -> dict[str, str]:
    told: dict[str, Any] = {address: server.text(address) for address in PAGES}
    return told | {"the lines": late_lines(server), "the log": "\n".join(server.told)}


def say_it_off_the_record(server: Server) -> bytes:
    """Type, ask, tell and send sound off the record, watched by one reader; returns the sound."""
    with watching(server) as there:
        type_line(server, f"The {KEPT} proposal.")
        server.act(MEETING, "record", on="no")
        type_line(server, f"The {CANARY} proposal.")
        server.act(MEETING, "notice", text=f"We speak of {CANARY}.")
        assert server.ask(f"{AT}/ask", {"kind": "question", "text": f"Why {CANARY}?", "name": "Lio"}).status == 200
        sound = speak(server)
        typed = f"The {CANARY} proposal."
        frames_until(there, lambda told: f"We speak of {CANARY}" in told and typed in " ".join(words_in(told)))
    return sound


def words_in(told: str) -> list[str]:
    return re.findall(r'\[\d+,\d+,"([^"]*)"', told)


@pytest.mark.req("PRV-04", "PRV-05", "PRV-06", "PRV-07", "PRV-10", "THR-08")
def test_a_phrase_off_the_record_is_seen_by_those_there_and_is_nowhere_else(tmp_path: Path, no_network: Any):
    """Nor after the program was killed meanwhile, started again, and the meeting ended. No other machine is asked for
    anything, from the start of the program to the draft of the report."""
    data = tmp_path / "data"
    more = {"TMPDIR": str(tmp_path), "DCCG_LOG_LEVEL": "info", "PYTHONPATH": str(no_network.folder)}
    with serving(data, "--engine", "sphinx", **more) as server:
        assert server.ask("/new", FORM, accept="text/html").status == 303
        server.act(MEETING, "sound", on="yes")
        server.act(MEETING, "start")
        sound = say_it_off_the_record(server)
        is_nowhere(everything_told(server))
        assert resource.prlimit(server.process.pid, resource.RLIMIT_CORE) == (0, 0), "a dump would hold it"
        server.end(signal.SIGKILL)
        assert b"plovercall" not in on_disk(tmp_path)
    with serving(data, "--engine", "sphinx", **more) as server:
        is_nowhere(everything_told(server))
        server.act(MEETING, "record", on="yes")
        type_line(server, "Back again.")
        server.act(MEETING, "stop")
        told = everything_told(server) | {"the draft of the report": server.text(f"{AT}/report")}
        is_nowhere(told)
        assert KEPT in told[f"{AT}/transcript.vtt"]
        assert "off the record" in told[f"{AT}/transcript.vtt"].lower()
        server.end()
    assert no_network.tries() == []
    left = on_disk(tmp_path)
    assert KEPT.encode() in left
    assert b"plovercall" not in left
    assert all(sound[at : at + 3_200] not in left for at in range(0, len(sound), 3_200))


def is_nowhere(told: dict[str, str]) -> None:
    for where, text in told.items():
        assert "plovercall" not in text, where
