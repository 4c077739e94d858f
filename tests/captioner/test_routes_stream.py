"""The three lines on which the live stream goes out, over real sockets."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.sync.client import connect

from tests.browser.conftest import Site, free_port
from tests.fakes_live import SAMPLE, FakeMeetings

AT = f"/m/{SAMPLE.id}"


@pytest.fixture
def site() -> Iterator[Site]:
    from dccg.app import create_app

    meetings = FakeMeetings(SAMPLE)
    site = Site(create_app(meetings), free_port(), meetings)
    site.start()
    yield site
    site.stop()


@pytest.fixture
def live(site: Site) -> Any:
    return site.live


class Open:
    """An answer that is still coming."""

    def __init__(self, site: Site, path: str, **headers: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        self._line.request("GET", AT + path, headers={"accept-encoding": "gzip"} | asked)
        self.answer = self._line.getresponse()

    def event(self) -> dict[str, str]:
        """The next server-sent event, its fields by name."""
        fields = {}
        while line := self.answer.readline().decode().rstrip("\n"):
            name, _, value = line.partition(":")
            fields[name] = value.strip()
        return fields

    def frame(self) -> dict[str, Any]:
        return dict(json.loads(self.event()["data"]))

    def __enter__(self) -> Open:
        return self

    def __exit__(self, *fault: object) -> None:
        self.answer.close()
        self._line.close()


def poll(site: Site, query: str) -> dict[str, Any]:
    with Open(site, f"/poll?{query}") as line:
        return dict(json.loads(line.answer.read()))


def until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.mark.req("LOW-05")
def test_events_come_at_once_uncompressed_and_numbered(site, live):
    live.say("One.")
    with Open(site, "/events?after=0") as line:
        assert line.answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert line.answer.headers["content-encoding"] is None
        assert line.answer.headers["cache-control"] == "no-store, no-transform"
        assert line.answer.headers["x-accel-buffering"] == "no"
        opening = line.event()
        assert opening[""] == "the events of a meeting"
        assert 2_000 <= int(opening["retry"]) < 3_000
        first = line.event()
        assert (first["id"], json.loads(first["data"])["kind"]) == ("1", "final")
        live.tail("not settled")
        tail = line.event()
        assert "id" not in tail
        assert json.loads(tail["data"])["text"] == "not settled"
        assert line.frame() == {"seq": None, "kind": "beat"}
        live.say("Two.")
        assert line.event()["id"] == "2"


@pytest.mark.req("LOW-04")
@pytest.mark.parametrize(("header", "first"), [("3", 4), ("", 2), ("\u00b2", 2), ("9" * 400, 2)])
def test_events_go_on_behind_the_number_that_a_browser_tells_when_it_comes_back(site, live, header, first):
    for n in range(5):
        live.say(f"Sentence {n}.")
    with Open(site, "/events?after=1", last_event_id=header) as line:
        line.event()
        assert line.frame()["seq"] == first


def test_who_holds_more_than_there_is_is_told_to_begin_again_on_every_line(site, live):
    with Open(site, "/events?after=7") as line:
        line.event()
        assert line.event() == {"event": "again", "data": "{}"}
        assert line.answer.read() == b""
    assert poll(site, "after=7") == {"again": True, "cursor": "", "frames": []}


@pytest.mark.req("LOW-05")
def test_a_poll_is_answered_at_once_with_what_is_settled_and_after_two_seconds_with_nothing(site, live):
    live.say("One.")
    first = poll(site, "after=0")
    assert [frame["seq"] for frame in first["frames"]] == [1]
    begun = time.monotonic()
    second = poll(site, f"after=1&cursor={first['cursor']}")
    assert second["frames"] == []
    assert 1.9 < time.monotonic() - begun < 4
    live.tail("not settled")
    begun = time.monotonic()
    third = poll(site, f"after=1&cursor={second['cursor']}")
    assert [frame["kind"] for frame in third["frames"]] == ["partial"]
    assert time.monotonic() - begun > 0.9
    live.tail("still not")
    live.go_on("Two.")
    fourth = poll(site, f"after=1&cursor={third['cursor']}")
    assert [frame["kind"] for frame in fourth["frames"]] == ["final", "partial"]


def test_what_passes_by_reaches_who_polls_and_nobody_who_comes_later(site, live):
    live.say("One.")
    first = poll(site, "after=0")
    site.call(lambda: site.meetings.held[SAMPLE.id].hub.pass_by("final", b'{"cue":2}'))
    second = poll(site, f"after=1&cursor={first['cursor']}")
    assert [frame["cue"] for frame in second["frames"]] == [2]
    assert poll(site, f"after=1&cursor={second['cursor']}")["frames"] == []
    assert poll(site, "after=1")["frames"] == []


@pytest.mark.req("LOW-08")
def test_no_tail_goes_to_a_reader_who_wants_finals_only_on_any_line(site, live):
    at = f"ws://127.0.0.1:{site.port}{AT}/live?only=finals"
    with Open(site, "/events?only=finals") as line, connect(at) as socket:
        line.event()
        until(lambda: live.hub.viewers == 2)
        live.tail("not settled")
        live.say("Settled.")
        live.tail("not settled either")
        live.note("health", delay_ms=0, hearing=True, saved=True)
        told = json.loads(socket.recv(timeout=10)), json.loads(socket.recv(timeout=10))
        assert [frame["kind"] for frame in told] == ["final", "health"]
        assert [line.frame()["kind"] for _ in range(2)] == ["final", "health"]
    assert [frame["kind"] for frame in poll(site, "only=finals")["frames"]] == ["final", "health"]


def test_a_reader_who_leaves_is_let_go(site, live):
    with Open(site, "/events") as line, Open(site, "/events"):
        line.event()
        until(lambda: live.hub.viewers == 2)
    until(lambda: live.hub.viewers == 0)


@pytest.mark.parametrize("query", ["after=-1", "after=x", "only=everything"])
@pytest.mark.parametrize("line", ["events", "poll"])
def test_a_mistake_in_the_address_is_refused(site, live, line, query):
    with Open(site, f"/{line}?{query}") as asked:
        assert asked.answer.status == 422
