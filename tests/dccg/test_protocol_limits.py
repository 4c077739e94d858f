"""Clients that are slow, silent, endless or too big, against the product's own server over real sockets."""

from __future__ import annotations

import contextlib
import os
import struct
import time
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from dccg.app import create_app
from dccg.limits import Limits
from tests.dccg.served import Served, everything, served, until
from tests.fakes_live import SAMPLE, FakeMeetings

AT = f"/m/{SAMPLE.id}"
SILENT = int(os.environ.get("DCCG_SILENT", "300"))
"""Silent clients at a time; the goal is 2,000."""
FORM = "POST /new HTTP/1.1\r\nhost: here\r\ncontent-type: application/x-www-form-urlencoded\r\n"
GOOD = "GET /healthz HTTP/1.1\nhost: here\nconnection: close"
SHORT = Limits(
    header_s=0.4, body_s=0.6, body_rate=50_000, handshake_s=0.6, first_message_s=0.4, idle_s=0.4, linger_s=0.3
)


@pytest.fixture(scope="module")
def hurried() -> Iterator[Served]:
    with served(create_app(FakeMeetings(SAMPLE)), SHORT) as server:
        yield server


@pytest.fixture(scope="module")
def usual() -> Iterator[Served]:
    with served(create_app(FakeMeetings(SAMPLE)), Limits(form_bytes=100_000)) as server:
        yield server


def opening(path: str, more: str = "") -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nhost: here\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
        f"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
    ).encode()


def frame(head: int, body: bytes) -> bytes:
    size = bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + struct.pack(">H", len(body))
    return bytes([head]) + size + b"\0\0\0\0" + body


def code_of(answer: bytes) -> int:
    """The code of the close frame at the end of what came."""
    at = answer.index(b"\r\n\r\n") + 4
    while answer[at] != 0x88:
        size = answer[at + 1]
        at += 2 + size if size < 126 else 4 + int(struct.unpack(">H", answer[at + 2 : at + 4])[0])
    return int(struct.unpack(">H", answer[at + 2 : at + 4])[0])


def memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


@pytest.mark.req("THR-01")
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"", b"408"),
        (b"GET / HTTP/1.1\r\nhost: he", b"408"),
        (b"\r\n\r\n", b"408"),
        (FORM.encode() + b"content-length: 50\r\n\r\nhalf", b"408"),
        (FORM.encode() + b"transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n", b"408"),
    ],
)
def test_a_client_that_falls_silent_is_told_so_and_let_go(hurried, sent, status):
    before = hurried.crowd.refused["slow"]
    with hurried.line() as line:
        line.sendall(sent)
        assert everything(line).startswith(b"HTTP/1.1 " + status)
    assert hurried.crowd.refused["slow"] == before + 1


@pytest.mark.req("THR-01")
@pytest.mark.parametrize("head", ["GET / HTTP/1.1\r\n", FORM + "content-length: 90000\r\n\r\n"])
def test_a_client_that_sends_a_byte_now_and_then_gains_no_time(hurried, head):
    began = time.monotonic()
    with hurried.line() as line:
        line.sendall(head.encode())
        line.settimeout(0.05)
        got = b""
        while b"408" not in got:
            assert time.monotonic() - began < 20
            with contextlib.suppress(TimeoutError):
                got += line.recv(100)
            with contextlib.suppress(ConnectionError):
                line.sendall(b"a")


@pytest.mark.req("THR-01")
def test_a_body_that_takes_long_but_comes_at_a_fair_rate_is_taken():
    fair = replace(SHORT, body_s=0.2, body_rate=1_000)
    with served(create_app(FakeMeetings(SAMPLE)), fair) as server, server.line() as line:
        line.sendall(f"{FORM}connection: close\r\ncontent-length: 30000\r\n\r\n".encode())
        for _ in range(10):
            line.sendall(b"a" * 3_000)
            time.sleep(0.05)
        assert everything(line).startswith(b"HTTP/1.1 422 ")
        assert not server.crowd.refused


@pytest.mark.req("THR-01")
def test_an_idle_connection_is_ended_after_its_time(hurried):
    with hurried.line() as line:
        line.sendall(GOOD.replace("connection: close", "x: y").replace("\n", "\r\n").encode() + b"\r\n\r\n")
        assert everything(line).endswith(b'{"alive":true}')


@pytest.mark.req("THR-01")
def test_a_source_that_never_says_who_it_is_is_let_go_and_a_reader_may_be_silent(hurried):
    with hurried.line() as silent, hurried.line() as reader:
        silent.sendall(opening(f"{AT}/source"))
        reader.sendall(opening(f"{AT}/live"))
        assert code_of(everything(silent)) == 1008
        reader.settimeout(0.3)
        with contextlib.suppress(TimeoutError):
            while (more := reader.recv(4096)) and b"\x88" not in more:
                pass
        assert hurried.crowd.connections >= 1


@pytest.mark.req("THR-01")
def test_hundreds_of_silent_clients_do_not_hinder_a_good_one(hurried):
    with contextlib.ExitStack() as held:
        for _ in range(SILENT):
            held.enter_context(hurried.line())
        assert hurried.ask(GOOD).endswith(b'{"alive":true}')
        until(lambda: hurried.crowd.connections == 0)


@pytest.mark.req("THR-02")
@pytest.mark.parametrize("piece", [b"x-more: " + b"a" * 1000 + b"\r\n", b"a" * 1000], ids=["many", "one"])
@pytest.mark.parametrize("start", [b"GET / HTTP/1.1\r\nhost: here\r\nx: ", b"GET /"], ids=["header", "address"])
def test_a_header_without_end_is_refused_and_costs_no_memory(usual, start, piece):
    before = memory_mb()
    with usual.line() as line:
        line.sendall(start)
        with contextlib.suppress(ConnectionError):
            for _ in range(16_000):
                line.sendall(piece)
        answer = everything(line)
    assert answer.startswith((b"HTTP/1.1 431", b"HTTP/1.1 400")) or not answer
    assert usual.crowd.refused["header"] + usual.crowd.refused["malformed"] > 0
    assert memory_mb() - before < 8


@pytest.mark.req("THR-02")
def test_a_header_of_over_16_kb_is_refused_in_words_and_one_below_is_taken(usual):
    head = f"GET /healthz HTTP/1.1\nhost: here\nconnection: close\nx-long: {'a' * 15_000}"
    assert usual.ask(head).endswith(b'{"alive":true}')
    answer = usual.ask(head + "a" * 2_000)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"nosniff" in answer
    assert answer.endswith(b"The header of the request is too long.\n")


@pytest.mark.req("THR-02")
@pytest.mark.parametrize("tail", [b"0\r\nx: " + b"a" * 900_000, b"1;" + b"a" * 900_000, b"0\r\n" + b"x: a\r\n" * 9_000])
def test_what_follows_a_body_in_pieces_has_the_same_limit(usual, tail):
    with usual.line() as line:
        with contextlib.suppress(ConnectionError):
            line.sendall(b"POST /new HTTP/1.1\r\nhost: here\r\ntransfer-encoding: chunked\r\n\r\n1\r\na\r\n" + tail)
        assert everything(line)[:12] in (b"HTTP/1.1 431", b"HTTP/1.1 400", b"")


@pytest.mark.req("THR-04")
def test_a_form_that_is_too_big_is_refused_announced_or_not_and_a_recording_has_room(usual):
    announced = "POST /new HTTP/1.1\nhost: here\ncontent-length: 100001"
    assert usual.ask(announced).startswith(b"HTTP/1.1 413 ")
    pieces = (b"8000\r\n" + b"a" * 0x8000 + b"\r\n") * 4 + b"0\r\n\r\n"
    head = "POST /new HTTP/1.1\nhost: here\ntransfer-encoding: chunked"
    assert usual.ask(head, pieces).startswith(b"HTTP/1.1 413 ")
    upload = f"POST {AT}/upload HTTP/1.1\nhost: here\nconnection: close\ncontent-length: 100001"
    assert not usual.ask(upload, b"a" * 100_001).startswith(b"HTTP/1.1 413 ")


def test_a_thousand_requests_in_one_piece_are_not_all_taken(usual):
    with usual.line() as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nhost: here\r\n\r\n" * 1_000)
        everything(line)
    assert usual.crowd.refused["pipelined"] == 1


@pytest.mark.req("THR-04")
@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(0x81, b"a" * 16_385), 1009),
        (b"\x82\xff" + struct.pack(">Q", 70_000) + b"\0\0\0\0" + b"a" * 70_000, 1009),
        (frame(0x01, b"a") + frame(0x00, b"a") * 64, 1009),
        (frame(0x01, b"") + frame(0x00, b"") * 20_000, 1009),
        (frame(0x01, b"a" * 9_000) + frame(0x80, b"a" * 9_000), 1009),
        (frame(0xC1, zlib.compress(b"a" * 16_000_000)[:16_000]), 1002),
        (frame(0x82, b"") * 40_000, 1008),
        (frame(0x8A, b"") * 40_000, 1008),
    ],
    ids=["text", "sound", "pieces", "empty pieces", "big in pieces", "deflate bomb", "storm", "pongs"],
)
def test_messages_that_are_too_big_too_many_or_packed_end_the_socket(usual, sent, code):
    before = memory_mb()
    with usual.line() as line:
        line.sendall(opening(f"{AT}/live", "sec-websocket-extensions: permessage-deflate\r\n"))
        line.recv(1)
        with contextlib.suppress(ConnectionError):
            line.sendall(sent)
        answer = b"H" + everything(line)
    assert b"permessage-deflate" not in answer
    assert code_of(answer) == code
    assert memory_mb() - before < 20


def test_pings_whose_answers_are_not_taken_end_the_socket(usual):
    with usual.line() as line:
        line.sendall(opening(f"{AT}/live"))
        with contextlib.suppress(ConnectionError):
            for _ in range(1_000):
                line.sendall(frame(0x89, b"a" * 100) * 100)
    until(lambda: usual.crowd.refused["pings"] + usual.crowd.refused["messages"])


def test_messages_as_big_as_is_allowed_are_taken(usual):
    with connect(f"ws://127.0.0.1:{usual.port}{AT}/live", compression=None) as line:
        line.send(bytes(64 * 1024 + 8))
        line.send("a" * 16_384)
        line.send("a" * 16_385)
        with pytest.raises(ConnectionClosed, match="at most 16384 bytes"):
            deque(line, 0)
