"""Who may ask for what: every route and method, every role, over the door that the program has."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from starlette.testclient import TestClient

from dccg.access_gate import Doorkeeper
from dccg.rights import SOCKET, TABLE, Held, find, may
from tests.fakes_live import SAMPLE
from tests.locked import AT, Locked

ROLES = ("", "viewer", "source", "captioner", "note-taker", "host", "admin", "other host")
# v viewer, s source, c captioner, n note-taker, h host; the admin may everything; "*" everybody; "r" is "vcnh", and
# everybody where anyone may read.
EXPECTED = {
    "*": "GET / | GET /help | GET /healthz | GET /readyz | GET /static/x.js | GET /desk/static/x.js | GET /archive/x |"
    "GET /enter | POST /enter | GET M/enter | POST /leave",
    "r": "GET M | GET M/live.txt | SOCKET M/live | GET M/events | GET M/poll | GET M/transcript |"
    "GET M/transcript.vtt | GET M/report | GET M/report.zip | GET M/report.pdf | GET M/ask | POST M/ask |"
    "GET M/survey | POST M/survey",
    "ch": "GET M/type | POST M/typed",
    "sh": "GET M/capture | SOCKET M/source | POST M/upload",
    "nh": "GET M/correct | GET M/correct/lines | POST M/correct | POST M/correct/term | GET M/sound/7 | GET M/desk |"
    "POST M/desk | GET M/desk/preview | POST M/desk/name | POST M/desk/draft | GET M/desk/history | GET M/desk/stream |"
    "GET M/desk/parts | POST M/desk/lock | GET M/desk/heard | POST M/desk/mark | GET M/desk/report.zip",
    "h": "GET M/console | GET M/console/state | POST M/console/stop | GET M/before | GET M/edit | POST M/edit |"
    "GET M/survey/answers | GET M/links | POST M/links",
    "": "GET /new | POST /new",
}
CELLS = {line.strip().replace("M", AT): who for who, lines in EXPECTED.items() for line in lines.split("|")}


def expected(who: str, role: str, by_link: bool) -> bool:
    """What the lines above mean for a role."""
    if role == "admin" or who == "*" or (who == "r" and not by_link):
        return True
    return role in ("viewer", "source", "captioner", "note-taker", "host") and role[0] in who.replace("r", "vcnh")


def routes_of(routes: Any) -> Iterator[tuple[str, str]]:
    """Every method and address that the application answers."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes_of(inner.routes)
        elif type(route).__name__ == "Mount":
            yield "GET", f"{route.path}/{{path:path}}"
        elif type(route).__name__ == "APIWebSocketRoute":
            yield SOCKET, route.path
        else:
            yield from ((method, route.path) for method in route.methods)


@pytest.fixture
def house(tmp_path) -> Locked:
    return Locked(tmp_path)


@pytest.mark.req("THR-07", "SEC-01")
def test_every_route_there_is_has_its_line_in_the_table_and_every_line_its_route(house):
    there = set(routes_of(house.app.routes))
    assert len(there) > 50
    told = {(rule.method, rule.path) for rule in TABLE}
    assert there - told == set()
    assert told - there == {("GET", "/archive")}
    asked = {find(*cell.split()) for cell in CELLS}
    assert {rule for one in asked if one is not None for rule in one.rules} == set(TABLE) - {
        rule for rule in TABLE if rule.path == "/archive"
    }


class Inside:
    """What stands behind the door: it says that it was reached."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            message = await receive()
            if message["type"] == "websocket.receive":
                await send({"type": "websocket.send", "text": "inside"})
            return
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def got_in(house: Locked, cell: str, role: str, hello: str = "{}") -> bool:
    """Ask at the door as a program with that role's token does; return whether what is behind it was reached."""
    method, path = cell.split()
    headers = [(name.encode(), value.encode()) for name, value in house.shown(role).items()]
    told: list[dict[str, Any]] = []
    coming = [{"type": "websocket.connect"}, {"type": "websocket.receive", "text": hello}]

    async def receive() -> dict[str, Any]:
        return coming.pop(0) if method == SOCKET and coming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        told.append(message)

    scope = {
        "type": "websocket" if method == SOCKET else "http", "method": method, "path": path, "headers": headers,
        "scheme": "http", "client": ("192.0.2.7", 5), "query_string": b"", "app": house.app,
    }  # fmt: skip
    asyncio.run(Doorkeeper(Inside(), house.access)(scope, receive, send))
    reached = any(one.get("status") == 299 or one.get("text") == "inside" for one in told)
    assert reached or any(one.get("status") in (401, 403) or one["type"] == "websocket.close" for one in told)
    return reached


@pytest.mark.req("THR-07", "SEC-01")
@pytest.mark.parametrize("by_link", [False, True])
def test_every_role_gets_into_every_room_that_is_its_own_and_into_no_other(house, by_link):
    if by_link:
        house.by_link_only()
    wrong = [
        (cell, role)
        for (cell, who), role in product(CELLS.items(), ROLES)
        if got_in(house, cell, role) != expected(who, role, by_link)
    ]
    assert wrong == []


@pytest.mark.req("THR-07")
def test_the_real_rooms_answer_nothing_to_whom_the_table_refuses(house):
    house.by_link_only()
    with TestClient(house.app) as client:
        for (cell, who), role in product(CELLS.items(), ROLES):
            method, path = cell.split()
            if method == SOCKET or expected(who, role, True):
                continue
            accept = "application/json" if len(role) % 2 else "text/html"
            answer = client.request(method, path, headers=house.shown(role) | {"accept": accept})
            assert answer.status_code == (403 if role else 401), (cell, role)
            assert SAMPLE.title not in answer.text
            assert answer.headers["cache-control"] == "no-store"


def test_an_address_or_a_method_that_no_line_is_about_is_refused_to_everybody(house):
    with TestClient(house.app) as client:
        for path in ("/nowhere", f"{AT}/secrets", f"{AT}/console/start/again", "/docs"):
            answer = client.get(path, headers=house.shown("admin") | {"accept": "text/html"})
            assert answer.status_code == 404
            assert "<h1" in answer.text
        for method, path in (("DELETE", AT), ("PUT", f"{AT}/edit"), ("OPTIONS", f"{AT}/console"), ("TRACE", "/")):
            assert client.request(method, path, headers=house.shown("admin")).status_code == 405


def test_a_slash_too_many_changes_no_right():
    assert find("GET", f"{AT}/console/") == find("GET", f"{AT}/console")
    assert find("HEAD", f"{AT}/console") == find("GET", f"{AT}/console")


def test_who_holds_several_roles_has_the_right_of_each_in_its_own_meeting():
    both = [Held("source", "a"), Held("viewer", "b")]
    yes = [path for path in ("/m/a/capture", "/m/b", "/m/a", "/m/b/capture") if may(find("GET", path), both, True)]
    assert yes == ["/m/a/capture", "/m/b"]


def test_the_table_names_its_holes_as_the_routes_do():
    assert all(re.fullmatch(r"(/[\w.-]*(\{\w+(:path)?\})?(\.\{suffix\})?)+", rule.path) for rule in TABLE)
