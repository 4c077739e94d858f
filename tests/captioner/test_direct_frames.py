"""Every malformed WebSocket frame that RFC 6455 forbids, and what it allows, on a line that is written to directly."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.browser.conftest import Site, free_port
from tests.captioner.test_direct import AT, UPGRADE
from tests.fakes_live import SAMPLE, FakeMeetings

MASK = b"\x11\x22\x33\x44"
TEXT, BINARY, CONT, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10
PROTOCOL, DATA, TOO_BIG = 1002, 1007, 1009


def frame(opcode: int, body: bytes = b"", *, fin: bool = True, rsv: int = 0, mask: bool = True, long: int = 0) -> bytes:
    """A frame as it should be, but for what is asked; `long` is how many bytes its length takes at least."""
    size = len(body)
    if size < 126 and not long:
        head = bytes(((fin << 7) | (rsv << 4) | opcode, (mask << 7) | size))
    elif size < 1 << 16 and long < 8:
        head = bytes(((fin << 7) | (rsv << 4) | opcode, (mask << 7) | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes(((fin << 7) | (rsv << 4) | opcode, (mask << 7) | 127)) + size.to_bytes(8, "big")
    if not mask:
        return head + body
    return head + MASK + bytes(one ^ MASK[n % 4] for n, one in enumerate(body))


def close(code: int, reason: bytes = b"") -> bytes:
    return frame(CLOSE, code.to_bytes(2, "big") + reason)


@dataclass(frozen=True)
class Case:
    name: str
    sent: bytes
    closes: int | None
    """The code of the close frame that answers; None: the line goes on."""


def bad_utf8() -> Iterator[bytes]:
    yield from (
        b"\xff",
        b"\xc0\xaf",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xe2\x82",
        b"ok \x80",
        b"\xf8\x88\x80\x80",
    )


def cases() -> Iterator[Case]:
    for rsv in range(1, 8):
        yield Case(f"reserved bits {rsv}", frame(TEXT, b"x", rsv=rsv), PROTOCOL)
        yield Case(f"reserved bits {rsv} of a ping", frame(PING, rsv=rsv), PROTOCOL)
        yield Case(f"reserved bits {rsv} of a close", frame(CLOSE, b"\x03\xe8", rsv=rsv), PROTOCOL)
    for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
        yield Case(f"opcode {opcode}", frame(opcode, b"x"), PROTOCOL)
        yield Case(f"opcode {opcode} in mid message", frame(TEXT, b"x", fin=False) + frame(opcode), PROTOCOL)
    for opcode in (TEXT, BINARY, CONT, CLOSE, PING, PONG):
        yield Case(f"unmasked {opcode}", frame(opcode, b"\x03\xe8" if opcode == CLOSE else b"x", mask=False), PROTOCOL)
    for opcode in (PING, PONG, CLOSE):
        yield Case(f"control {opcode} too long", frame(opcode, b"\x03\xe8" + b"x" * 124), PROTOCOL)
        yield Case(f"control {opcode} in pieces", frame(opcode, b"\x03\xe8", fin=False), PROTOCOL)
        yield Case(f"control {opcode} of no length but in 2 bytes", frame(opcode, b"x" * 200, long=2), PROTOCOL)
    yield Case("a message begins while another goes on", frame(TEXT, b"x", fin=False) + frame(TEXT, b"y"), PROTOCOL)
    yield Case("binary begins while text goes on", frame(TEXT, b"x", fin=False) + frame(BINARY, b"y"), PROTOCOL)
    yield Case("more of nothing", frame(CONT, b"x"), PROTOCOL)
    yield Case("more after the end", frame(TEXT, b"x") + frame(CONT, b"x"), PROTOCOL)
    yield Case("more that is not the end of nothing", frame(CONT, b"x", fin=False), PROTOCOL)
    for n, body in enumerate(bad_utf8()):
        yield Case(f"text that is not UTF-8, {n}", frame(TEXT, body), DATA)
        yield Case(f"text in pieces that is not UTF-8, {n}", frame(TEXT, b"a", fin=False) + frame(CONT, body), DATA)
        yield Case(f"a reason that is not UTF-8, {n}", close(1000, body), DATA)
    yield Case("a close of one byte", frame(CLOSE, b"\x03"), PROTOCOL)
    for code in (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535):
        yield Case(f"close code {code}", close(code), PROTOCOL)
    for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999):
        yield Case(f"close code {code} is allowed", close(code, "sch\u00f6n".encode()), code)
    yield Case("a close without a code", frame(CLOSE), 0)
    yield Case("a message too big", frame(BINARY, b"x" * 70_000), TOO_BIG)
    yield Case("a length with its first bit set", b"\x82\xff" + b"\xff" * 8, TOO_BIG)
    yield Case("allowed: text, binary, empty", frame(TEXT, b"x") + frame(BINARY, b"\xff") + frame(TEXT), None)
    yield Case("allowed: a message in pieces", frame(TEXT, b"a", fin=False) + frame(CONT, b"b"), None)
    yield Case("allowed: a ping in mid message", frame(TEXT, b"a", fin=False) + frame(PING) + frame(CONT, b"b"), None)
    yield Case("allowed: a pong nobody asked for", frame(PONG, b"x" * 125), None)
    yield Case("allowed: a character in two pieces", frame(TEXT, b"\xc3", fin=False) + frame(CONT, b"\xb6"), None)
    yield Case("allowed: text right after a ping", frame(PING, b"x" * 125) + frame(TEXT, b"y"), None)


CASES = {case.name: case for case in cases()}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    from dccg.app import create_app

    meetings = FakeMeetings(SAMPLE)
    site = Site(create_app(meetings), free_port(), meetings)
    site.start()
    yield site
    site.stop()


def answers(told: bytes) -> list[tuple[int, bytes]]:
    """The frames that came, opcode and body each; none may be masked, reserved, in pieces or broken off."""
    found = []
    while told:
        assert told[0] & 0xF0 == 0x80
        size, head = told[1], 2
        assert size < 127
        if size == 126:
            size, head = int.from_bytes(told[2:4], "big"), 4
        assert len(told) >= head + size
        found.append((told[0] & 0x0F, told[head : head + size]))
        told = told[head + size :]
    return found


def converse(site: Site, case: Case, pieces: int) -> list[tuple[int, bytes]]:
    """What comes from the program after this, sent so many bytes at a time, and after a ping behind it."""
    sent = case.sent
    with socket.create_connection(("127.0.0.1", site.port), 20) as line:
        line.sendall(f"GET {AT}/live?more=1 HTTP/1.1\r\nHost: x\r\n{UPGRADE}\r\n".encode())
        told = b""
        while b"\r\n\r\n" not in told:
            told += line.recv(4_096)
        told = told.partition(b"\r\n\r\n")[2]
        try:
            for first in range(0, len(sent), pieces):
                line.sendall(sent[first : first + pieces])
            line.sendall(frame(PING, b"still there?"))
        except ConnectionError:
            pass  # it was closed before everything was sent
        while True:
            try:
                more = line.recv(4_096)
            except ConnectionError:
                break
            told += more
            if not more or (case.closes is None and b"still there?" in told):
                break
    return answers(told)


@pytest.mark.req("THR-05")
@pytest.mark.parametrize("pieces", [1 << 20, 3], ids=["at-once", "in-pieces"])
@pytest.mark.parametrize("name", CASES)
def test_a_viewers_frame_is_taken_or_refused_as_the_standard_says(site, name, pieces):
    case = CASES[name]
    if pieces < 100 < len(case.sent) // 10:
        pieces = 10_000
    site.live.note("notice", text="written past the server")
    told = converse(site, case, pieces)
    closed = [body for opcode, body in told if opcode == CLOSE]
    if case.closes is None:
        assert closed == []
        assert (PONG, b"still there?") in told
        return
    assert told[-1][0] == CLOSE, "nothing comes behind a close"
    assert len(closed) == 1
    assert int.from_bytes(closed[0][:2], "big") == case.closes


def test_there_are_about_a_hundred_cases():
    assert len(CASES) > 100
