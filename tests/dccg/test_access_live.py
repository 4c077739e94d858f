"""A right that ends takes its live connections along: over real sockets, on the product's own server."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from captioner.sources.feed import feed
from captioner.sources.hello import NOT_LET_IN
from captioner.sources.uplink import FeedFailed
from dccg import access
from tests.dccg.served import Served, served
from tests.fakes_live import SAMPLE
from tests.locked import AT, Locked
from tests.media import tone, wav

PATIENCE_S = 10.0
"""Two seconds are promised; how long it took is told by benchmarks/revoked.py. Here a busy machine may take longer."""
HELLO = {"kind": "hello", "name": "Room", "rate": 16_000, "key": "k" * 8}


@dataclass
class House:
    locked: Locked
    server: Served

    def open(self, path: str, name: str) -> ClientConnection:
        headers = self.locked.shown(name)
        return connect(f"ws://127.0.0.1:{self.server.port}{AT}/{path}", additional_headers=headers, compression=None)

    @contextlib.contextmanager
    def reading(self, path: str, name: str, method: str = "GET", body: str = "") -> Iterator[socket.socket]:
        shown = "".join(f"{key}: {value}\r\n" for key, value in self.locked.shown(name).items())
        with self.server.line() as line:
            line.sendall(f"{method} {AT}/{path} HTTP/1.1\r\nhost: localhost\r\n{shown}{body}\r\n".encode())
            line.settimeout(PATIENCE_S)
            yield line

    def revoke(self, name: str) -> None:
        """As the command does it: another program that changes the file."""
        self.locked.file.change(lambda book: book.without_link(self.locked.link[name].id, time.time()))


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    locked = Locked(tmp_path)
    locked.by_link_only()
    with served(locked.app) as server:
        yield House(locked, server)


def until(line: socket.socket, wanted: bytes) -> bytes:
    """Read until something comes, or the end."""
    got, ends = b"", time.monotonic() + PATIENCE_S
    while wanted not in got:
        assert time.monotonic() < ends
        more = line.recv(65_536)
        if not more:
            break
        got += more
    return got


def code_of(line: ClientConnection) -> int:
    """Take what comes until the line is closed; return the code."""
    ends = time.monotonic() + PATIENCE_S
    with contextlib.suppress(ConnectionClosed):
        while time.monotonic() < ends:
            line.recv(timeout=PATIENCE_S)
    return line.close_code or 0


@pytest.mark.req("THR-29")
def test_a_readers_socket_is_closed_with_a_code_that_its_page_understands_and_does_not_come_back(house):
    with house.open("live", "viewer") as line, house.open("live", "host") as other:
        line.recv(timeout=PATIENCE_S)
        house.revoke("viewer")
        assert code_of(line) == NOT_LET_IN
        other.recv(timeout=PATIENCE_S)
    with pytest.raises(InvalidStatus) as refused, house.open("live", "viewer"):
        pass
    assert refused.value.response.status_code in (401, 403)


@pytest.mark.req("THR-29")
@pytest.mark.parametrize(("path", "name"), [("events", "viewer"), ("desk/stream", "note-taker")])
def test_a_stream_of_events_tells_its_page_to_load_itself_anew_and_ends(house, path, name):
    with house.reading(path, name) as line:
        assert b"200 OK" in until(line, b"retry")
        house.revoke(name)
        rest = until(line, b"0\r\n\r\n")
        assert b"event: again" in rest


@pytest.mark.req("THR-29")
def test_plain_text_that_is_followed_ends(house):
    with house.reading("live.txt?follow", "viewer") as line:
        assert SAMPLE.title.encode() in until(line, SAMPLE.title.encode())
        house.revoke("viewer")
        assert until(line, b"0\r\n\r\n").endswith(b"0\r\n\r\n")


@pytest.mark.req("THR-29", "THR-25")
def test_a_source_is_cut_off_with_or_without_sound_and_what_it_sends_then_is_not_heard(house):
    with house.open("source", "source") as line:
        line.send(json.dumps(HELLO))
        assert json.loads(line.recv(timeout=PATIENCE_S))["kind"] == "ready"
        house.revoke("source")
        assert code_of(line) == NOT_LET_IN
    heard = house.locked.meetings.held[SAMPLE.id].sources["k" * 8]
    assert len(heard.samples) == 0


@pytest.mark.req("THR-29")
def test_each_message_that_changes_something_is_looked_at_again(house, monkeypatch):
    monkeypatch.setattr(access, "LOOK_S", 3_600)
    with house.open("source", "source") as line:
        line.send(json.dumps(HELLO))
        line.recv(timeout=PATIENCE_S)
        time.sleep(0.6)  # the watch of before is over
        house.revoke("source")
        house.locked.access.look()
        line.send(struct.pack("<Q", 0) + b"\x10\x10" * 1_600)
        assert code_of(line) == NOT_LET_IN
    assert len(house.locked.meetings.held[SAMPLE.id].sources["k" * 8].samples) == 0


@pytest.mark.req("THR-29")
def test_a_recording_that_is_being_sent_is_not_taken_to_its_end(house):
    with house.reading("console/start", "host", "POST", "content-length: 0\r\n") as line:
        assert b" 200 " in until(line, b"listening")
    head = "content-type: multipart/form-data; boundary=x\r\ncontent-length: 1000000\r\n"
    with house.reading("upload", "source", "POST", head) as line:
        line.sendall(b'--x\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n' + bytes(10_000))
        time.sleep(0.3)
        house.revoke("source")
        assert b" 401 " in until(line, b"link")
    assert house.locked.app.state.uploads.told(SAMPLE.id) == []


@pytest.mark.req("THR-29")
def test_who_reads_without_a_link_is_out_when_the_host_makes_the_meeting_one_by_link(tmp_path):
    locked = Locked(tmp_path)
    with served(locked.app) as server:
        house = House(locked, server)
        with house.open("live", "") as line, house.open("live", "viewer") as other:
            line.recv(timeout=PATIENCE_S)
            locked.by_link_only()
            assert code_of(line) == NOT_LET_IN
            other.recv(timeout=PATIENCE_S)


@pytest.mark.req("THR-29")
def test_a_link_that_ends_by_itself_takes_its_lines_along(house):
    house.locked.make("short", "viewer", for_s=2)
    time.sleep(0.7)
    with house.open("live", "short") as line:
        assert code_of(line) == NOT_LET_IN


@pytest.mark.req("THR-25")
async def test_the_feed_command_says_what_to_do_when_its_link_is_missing_wrong_or_revoked(house, tmp_path):
    path = tmp_path / "tone.wav"
    path.write_bytes(wav(tone(6)))
    base = f"http://127.0.0.1:{house.server.port}{AT}"
    with pytest.raises(FeedFailed, match="link"):
        await feed(path, base, "Room")
    with pytest.raises(FeedFailed, match="without a link that works; ask the host"):
        await feed(path, f"{base}/enter#wrong", "Room")
    done = await feed(path, f"{base}/enter#{house.locked.token['source']}", "Room", realtime=False)
    assert done.received_ms == 6_000

    def told(progress: Any) -> None:
        if progress.received_ms:
            house.revoke("source")

    with pytest.raises(FeedFailed, match="taken back or has ended; ask the host"):
        await feed(path, f"{base}/enter#{house.locked.token['source']}", "Room", on_progress=told)
