"""The live lines as the product's server writes them: bytes over real sockets."""

from __future__ import annotations

import asyncio
import json
import random
import re
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import ClassVar

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.browser.conftest import Site, free_port
from tests.captioner.test_fanout import events, messages
from tests.fakes_live import SAMPLE, FakeMeetings

AT = f"/m/{SAMPLE.id}"
AGAIN = (b"begin again", b"event:again\ndata:{}\n\n\r\n0\r\n\r\n")
UPGRADE = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


@pytest.fixture(scope="module")
def stage() -> Iterator[Site]:
    from dccg.app import create_app

    meetings = FakeMeetings(SAMPLE)
    site = Site(create_app(meetings), free_port(), meetings)
    site.start()
    yield site
    site.stop()


@pytest.fixture
def site(stage: Site) -> Iterator[Site]:
    """A server that goes on, with a meeting that is new."""
    stage.meetings.held = FakeMeetings(SAMPLE).held
    yield stage
    stage.call(stage.meetings.held[SAMPLE.id].hub.close)
    while Follower.lines:
        Follower.lines.pop().close()


class Follower:
    """A bare socket that follows a meeting and holds the numbers that it was told."""

    lines: ClassVar[list[socket.socket]] = []

    def __init__(self, site: Site, end: str = "live", query: str = "more=1", small: bool = False) -> None:
        self.site, self.end, self.query, self.small = site, end, query, small
        self.numbers: list[int] = []
        self.come()

    def come(self) -> None:
        self.line = socket.socket()
        self.lines.append(self.line)
        if self.small:
            self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self.line.settimeout(20)
        self.line.connect(("127.0.0.1", self.site.port))
        after = self.numbers[-1] if self.numbers else 0
        more = UPGRADE if self.end == "live" else ""
        head = (
            f"GET {AT}/{self.end}?after={after}&{self.query} HTTP/1.1\r\nHost: 127.0.0.1:{self.site.port}\r\n{more}\r\n"
        )
        self.line.sendall(head.encode())
        self.told = b""
        self.read(lambda: b"\r\n\r\n" in self.told)
        self.head, _, self.told = self.told.partition(b"\r\n\r\n")

    def read(self, condition: Callable[[], bool]) -> None:
        while not condition():
            piece = self.line.recv(1 << 18)
            assert piece, "the line has ended"
            self.told += piece

    def take(self, upto: int) -> None:
        """Read until an event of this number is there; a frame of which only a part came does not count."""
        self.read(lambda: b"}" in self.told[-16:] and b'{"seq":%d,' % upto in self.told)
        self.count()

    def count(self) -> None:
        self.numbers += [int(one) for one in re.findall(rb'\{"seq":(\d+),"kind":"notice"[^}]*\}', self.told)]
        self.told = b""

    def break_off(self, chance: random.Random) -> None:
        """Break the line after some bytes more, wherever that is."""
        self.told += self.line.recv(chance.choice((1, 7, 100)))
        self.count()
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.line.close()


def until(condition: Callable[[], object], within_s: float = 20.0) -> None:
    ends = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def say(site: Site, size: int = 20) -> int:
    site.live.note("notice", text="x" * size)
    return int(site.live.hub.last)


@pytest.mark.req("FAN-04", "LOW-04")
@pytest.mark.parametrize("end", ["live", "events"])
def test_fifty_who_are_cut_off_at_random_hold_every_event_once_and_in_order(site, end):
    chance = random.Random(end)
    followers = [Follower(site, end) for _ in range(50)]
    for _ in range(6):
        say(site, chance.randint(10, 3_000))
        for follower in chance.sample(followers, 20):
            follower.break_off(chance)
            if chance.random() < 0.5:
                say(site)
            follower.come()
    last = say(site)
    for follower in followers:
        follower.take(last)
        assert follower.numbers == list(range(1, last + 1))


@pytest.mark.req("FAN-03", "LOW-09")
def test_five_of_a_hundred_who_do_not_read_delay_nobody_and_hold_little_of_the_servers_memory(site):
    stalled = [Follower(site, small=True) for _ in range(5)]
    healthy = [Follower(site) for _ in range(95)]
    for _ in range(30):
        last = say(site, 131_000)
        for follower in healthy:
            follower.take(last)
    hub = site.meetings.held[SAMPLE.id].hub
    banks = hub.fanout._all()
    assert sum(len(bank._behind) for bank in banks) == 5
    held = [wire.transport.get_write_buffer_size() for bank in banks for wire in bank._behind]
    assert max(held) < 256 * 1024
    for follower in healthy:
        assert follower.numbers == list(range(1, last + 1))
    stalled[0].take(last)
    assert stalled[0].numbers == list(range(1, last + 1))


def test_the_bytes_are_those_that_a_browser_expects_of_either_line(site):
    socketed, evented = Follower(site, "live", "epoch="), Follower(site, "events", "epoch=&more=1")
    assert socketed.head.startswith(b"HTTP/1.1 101")
    assert b"sec-websocket-extensions" not in socketed.head.lower()
    assert b"content-type: text/event-stream; charset=utf-8" in evented.head
    assert b"content-security-policy: default-src 'none'" in evented.head
    site.live.say("One.")
    site.live.tail("not settled")
    for follower, parts in ((socketed, messages), (evented, events)):
        follower.read(lambda follower=follower: b'"not settled"}' in follower.told)
        frames = [json.loads(part) for part in parts(follower.told)]
        assert [frame["kind"] for frame in frames] == ["stream", "final", "partial"]


@pytest.mark.parametrize("line", ["live", "events"])
def test_who_knows_another_stream_is_told_to_begin_again_even_if_that_was_shorter(site, line):
    site.call(lambda: setattr(site.meetings.held[SAMPLE.id].hub, "epoch", "new"))
    last = say(site)
    for query in (f"after={last}&epoch=old", f"after={last + 1}&epoch=new", f"after={last + 1}"):
        follower = Follower(site, line, query.replace("after", "more=1&after"))
        follower.read(lambda held=follower: held.told.endswith(AGAIN))
    follower = Follower(site, line, f"after={last}&epoch=new")
    follower.read(lambda: b'{"seq":null,"kind":"stream","epoch":"new","last":%d}' % last in follower.told)


def test_viewers_are_told_to_resume_when_the_meeting_is_closed_here(site):
    with connect(f"ws://127.0.0.1:{site.port}{AT}/live?more=1") as line:
        evented = Follower(site, "events")
        until(lambda: site.live.hub.viewers == 2)
        last = say(site)
        site.call(site.meetings.held[SAMPLE.id].hub.close)
        assert json.loads(line.recv(timeout=10))["seq"] == last
        with pytest.raises(ConnectionClosed) as closed:
            line.recv(timeout=10)
        assert closed.value.rcvd is not None
        assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4001, "resume")
        evented.read(lambda: evented.told.endswith(b"event:resume\ndata:{}\n\n\r\n0\r\n\r\n"))
    until(lambda: site.live.hub.viewers == 0)


def test_a_viewer_costs_one_task_and_is_let_go_when_it_leaves(site):
    def tasks() -> int:
        return int(site.call(lambda: len(asyncio.all_tasks())))

    before = tasks()
    with ExitStack() as lines:
        open_ = [lines.enter_context(connect(f"ws://127.0.0.1:{site.port}{AT}/live?more=1")) for _ in range(10)]
        assert all(isinstance(line, ClientConnection) for line in open_)
        until(lambda: site.live.hub.viewers == 10)
        assert tasks() == before + 10
    until(lambda: site.live.hub.viewers == 0)
    until(lambda: tasks() == before)


def test_what_is_asked_in_an_odd_way_is_refused_as_everywhere(site):
    for query, status in (("after=-1", b"422"), ("after=x", b"422"), ("only=everything", b"422")):
        follower = Follower(site, "events", query.replace("after", "&after"))
        assert follower.head.startswith(b"HTTP/1.1 " + status)


def test_who_asks_with_a_browsers_own_number_resumes_behind_it(site):
    for _ in range(3):
        last = say(site)
    line = socket.create_connection(("127.0.0.1", site.port), 20)
    line.sendall(f"GET {AT}/events?after=0 HTTP/1.1\r\nHost: x\r\nLast-Event-ID: {last - 1}\r\n\r\n".encode())
    told = b""
    while b'"seq"' not in told:
        told += line.recv(65_536)
    assert f'data:{{"seq":{last},'.encode() in told
    line.close()
