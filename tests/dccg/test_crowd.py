"""Who may still come in, when many are there or come quickly; against the server too, over real sockets."""

from __future__ import annotations

import contextlib
import os

import pytest

from dccg.app import create_app
from dccg.crowd import ENDING, FULL, TOO_MANY, TOO_OFTEN, Bucket, Crowd, Visit
from dccg.limits import Limits, networks
from tests.dccg.served import everything, served
from tests.fakes_live import SAMPLE, FakeMeetings

AT = f"/m/{SAMPLE.id}"
GOOD = "GET /healthz HTTP/1.1\nhost: here\nconnection: close"
ALIVE = b'{"alive":true}'
CONNECTS = int(os.environ.get("DCCG_CONNECTS", "300"))
"""Connections from one address, each held; the goal is 5,000."""
BY_PROXY = networks("127.0.0.9", "trusted_proxies")


def test_a_rate_has_a_reserve_that_fills_again():
    bucket = Bucket(2, 4, 0.0)
    assert [bucket.take(0.0) for _ in range(5)] == [True] * 4 + [False]
    assert [bucket.take(1.0) for _ in range(3)] == [True, True, False]
    assert [bucket.take(100.0) for _ in range(5)] == [True] * 4 + [False]


def test_one_address_gets_no_more_than_its_share_and_others_theirs():
    crowd = Crowd(Limits(most=100, each=2, connects_s=1))
    first, second, third = (Visit(crowd, "192.0.2.7") for _ in range(3))
    assert [one.enter(0.0) for one in (first, second, third)] == [None, None, TOO_MANY]
    assert Visit(crowd, "192.0.2.8").enter(0.0) is None
    first.leave()
    first.leave()
    third.leave()
    assert Visit(crowd, "192.0.2.7").enter(0.0) is None
    assert crowd.connections == 3


def test_connections_and_requests_in_a_rush_are_too_often():
    crowd = Crowd(Limits(most=10_000, each=1_000, connects_s=2, requests_s=1))
    told = [Visit(crowd, "192.0.2.7").enter(0.0) for _ in range(30)]
    assert told == [None] * 20 + [TOO_OFTEN] * 10
    visit = Visit(crowd, "192.0.2.8")
    assert visit.enter(0.0) is None
    assert [visit.ask("/", "192.0.2.8", 0.0) for _ in range(11)] == [None] * 10 + [TOO_OFTEN]


def test_the_files_of_a_page_count_a_fifth_of_a_request():
    crowd = Crowd(Limits(most=10, requests_s=0.1))
    visit = Visit(crowd, "192.0.2.8")
    assert [visit.ask("/static/viewer.js", "192.0.2.8", 0.0) for _ in range(6)] == [None] * 5 + [TOO_OFTEN]


def test_places_run_out_for_readers_first_and_for_all_at_the_end():
    crowd = Crowd(Limits(most=10))
    visits = [Visit(crowd, "127.0.0.1") for _ in range(10)]
    assert visits[-1].enter(0.0) is None
    assert visits[-1].ask(f"{AT}/live", "127.0.0.1", 0.0) == FULL
    assert visits[-1].ask(f"{AT}/source", "127.0.0.1", 0.0) is None
    assert Visit(crowd, "127.0.0.1").enter(0.0) == FULL


def test_once_it_ends_nobody_comes_in():
    crowd = Crowd(Limits(most=10))
    crowd.ending = True
    assert Visit(crowd, "127.0.0.1").enter(0.0) == ENDING


def test_what_is_known_of_addresses_has_an_end():
    crowd = Crowd(Limits(most=10))
    for n in range(30_000):
        assert crowd.connect_in_rate(str(n), 0.0)
    assert len(crowd._connects) == 20_000


@pytest.mark.req("THR-03")
def test_a_flood_from_one_address_is_refused_in_words_and_others_are_served():
    limits = Limits(unlimited=(), each=20, connects_s=10, linger_s=0.1, most=8_000)
    with served(create_app(FakeMeetings(SAMPLE)), limits) as server, contextlib.ExitStack() as held:
        for _ in range(20):
            held.enter_context(server.line("127.0.0.2"))
        refused = server.ask(GOOD, at="127.0.0.2")
        assert refused.startswith(b"HTTP/1.1 429 ")
        assert b"\r\nretry-after: 30\r\n" in refused
        for n in range(CONNECTS):
            held.enter_context(server.line("127.0.0.2"))
            if n % 100 == 0:
                assert server.ask(GOOD, at="127.0.0.3").endswith(ALIVE)
        assert server.crowd.refused["rate"] > CONNECTS / 3
        assert server.crowd.refused["connections"] >= 1


@pytest.mark.req("THR-03")
def test_without_a_place_a_client_is_asked_to_come_again():
    with served(create_app(FakeMeetings(SAMPLE)), Limits(most=10)) as server, contextlib.ExitStack() as held:
        for _ in range(9):
            held.enter_context(server.line())
        reader = server.ask(f"GET {AT}/transcript HTTP/1.1\nhost: here\nconnection: close")
        assert reader.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nretry-after: 60\r\n" in reader
        host = server.ask(f"GET {AT}/console/state HTTP/1.1\nhost: here\nconnection: close")
        assert host.startswith(b"HTTP/1.1 200 ")


@pytest.mark.req("THR-23")
def test_a_client_that_pretends_to_be_a_proxy_is_counted_as_what_it_is():
    limits = Limits(unlimited=(), requests_s=0.5, connects_s=100, trusted=BY_PROXY)
    with served(create_app(FakeMeetings(SAMPLE)), limits) as server:
        forged = [f"{GOOD}\nx-forwarded-for: 198.51.100.{n}\nforwarded: for=198.51.100.{n}" for n in range(9)]
        told = [server.ask(one, at="127.0.0.2")[9:12] for one in forged]
        assert told == [b"200"] * 5 + [b"429"] * 4
        by_proxy = [server.ask(one, at="127.0.0.9")[9:12] for one in forged]
        assert by_proxy == [b"200"] * 9
        same = [server.ask(f"{GOOD}\nx-forwarded-for: 203.0.113.{n}, 192.0.2.7", at="127.0.0.9") for n in range(9)]
        assert [one[9:12] for one in same] == [b"200"] * 5 + [b"429"] * 4


@pytest.mark.req("THR-23")
@pytest.mark.parametrize(("at", "secure"), [("127.0.0.2", False), ("127.0.0.9", True)])
def test_only_a_trusted_proxy_may_say_that_it_was_asked_by_https(at, secure):
    with served(create_app(FakeMeetings(SAMPLE)), Limits(trusted=BY_PROXY)) as server:
        answer = server.ask(f"{GOOD}\nx-forwarded-proto: https", at=at)
        assert (b"strict-transport-security" in answer) == secure


@pytest.mark.req("THR-03")
def test_clients_behind_a_proxy_each_have_their_own_connections():
    limits = Limits(unlimited=(), each=2, trusted=BY_PROXY, linger_s=0.1)
    ask = f"GET {AT}/events HTTP/1.1\r\nhost: here\r\nx-forwarded-for: {{}}\r\n\r\n"
    with served(create_app(FakeMeetings(SAMPLE)), limits) as server, contextlib.ExitStack() as held:
        for client in ("192.0.2.7", "192.0.2.7", "192.0.2.8"):
            line = held.enter_context(server.line("127.0.0.9"))
            line.sendall(ask.format(client).encode())
            assert line.recv(12) == b"HTTP/1.1 200"
        line = held.enter_context(server.line("127.0.0.9"))
        line.sendall(ask.format("192.0.2.7").encode())
        assert everything(line).startswith(b"HTTP/1.1 429 ")
