"""What every answer carries, whatever was asked and whoever asked; and what no error tells."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from dccg.limits import Limits
from tests.dccg.served import Served, served
from tests.dccg.test_rights import CELLS
from tests.fakes_live import SAMPLE, FakeMeetings
from tests.locked import AT, Locked

NEEDED = {
    "x-content-type-options": re.compile("nosniff"),
    "content-security-policy": re.compile("default-src '(self|none)'"),
    "referrer-policy": re.compile("same-origin|no-referrer"),
}
FRAMED = re.compile("frame-ancestors '(self|none)'")


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Locked:
    return Locked(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def server(house: Locked) -> Iterator[Served]:
    with served(house.app, Limits(trusted=Limits().unlimited, header_s=1)) as server:
        yield server


def head_of(server: Served, method: str, path: str, *more: str) -> tuple[int, dict[str, str]]:
    """Ask, as a proxy does for somebody who came by https; return the status and the headers."""
    lines = [f"{method} {path} HTTP/1.1", "host: here", "x-forwarded-proto: https", "connection: close", *more, "", ""]
    with server.line() as line:
        line.sendall("\r\n".join(lines).encode())
        got = b""
        while b"\r\n\r\n" not in got:
            got += line.recv(65_536) or pytest.fail("no answer")
    first, *rest = got.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    return int(first.split()[1]), dict(line.split(": ", 1) for line in rest)


@pytest.mark.req("THR-22")
@pytest.mark.parametrize("who", ["", "admin"])
def test_every_route_answers_with_the_security_headers(server, house, who):
    shown = [f"{name}: {value}" for name, value in house.shown(who).items()]
    statuses = set()
    for cell in CELLS:
        method, path = cell.split()
        if method == "SOCKET":
            continue
        for asked in (method, "PATCH") if who else (method,):
            body = ["content-length: 0"] if asked != "GET" else []
            status, headers = head_of(server, asked, path, *shown, *body)
            statuses.add(status)
            for name, value in NEEDED.items():
                assert value.search(headers.get(name, "")), f"{asked} {path}: {status} without {name}"
            assert headers["strict-transport-security"] == "max-age=31536000", f"{asked} {path}"
            assert "server" not in headers
    assert statuses >= ({200, 404, 405, 422} if who else {200, 401, 404})
    assert 500 not in statuses


@pytest.mark.req("THR-22")
@pytest.mark.parametrize("path", ["/", "/nowhere", "/m/nowhere", "/help", f"{AT}/transcript", f"{AT}/console", "/new"])
def test_no_page_but_the_views_for_it_stands_in_a_frame_of_another_site(server, path):
    assert FRAMED.search(head_of(server, "GET", path)[1]["content-security-policy"])


@pytest.mark.req("THR-22")
@pytest.mark.parametrize(
    ("request_line", "status"),
    [("NONSENSE", 400), ("GET /" + "a" * 20_000 + " HTTP/1.1", 431), ("GET / HTTP/1.1\nhost: here\nx: y", 408)],
)
def test_what_is_refused_before_it_is_a_request_carries_them_too(server, request_line, status):
    with server.line() as line:
        line.sendall(request_line.replace("\n", "\r\n").encode() + (b"" if status == 408 else b"\r\n\r\n"))
        got = line.recv(65_536).decode("latin-1")
    assert got.startswith(f"HTTP/1.1 {status} ")
    assert all(value.search(got) for value in NEEDED.values())
    assert FRAMED.search(got)


@pytest.mark.req("THR-08", "THR-22")
def test_a_request_that_the_program_fails_on_tells_nobody_with_what(caplog):
    app = create_app(FakeMeetings(SAMPLE))

    async def broken() -> None:
        raise ValueError("Mara Quill said it in confidence")

    app.add_api_route("/broken", broken)
    answer = TestClient(app).get("/broken")
    assert answer.status_code == 500
    assert all(value.search(answer.headers[name]) for name, value in NEEDED.items())
    assert "Mara" not in answer.text
    assert "ValueError" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.req("THR-08")
@pytest.mark.parametrize("path", ["/nowhere", "/healthz", f"{AT}/poll?after=secret-value"])
def test_an_error_names_no_version_no_file_and_no_value(path):
    client = TestClient(create_app(FakeMeetings(SAMPLE)))
    answer = client.request("PUT" if path == "/healthz" else "GET", path)
    assert answer.status_code in (404, 405, 422)
    said = (answer.text + str(answer.headers)).lower()
    assert not re.search(r"uvicorn|starlette|fastapi|python|pydantic|\.py|traceback|secret-value|/work|/home", said)


def test_a_client_that_leaves_in_the_middle_is_no_fault(caplog):
    async def app_of() -> None:
        app = create_app(FakeMeetings(SAMPLE))
        sent: list[object] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.disconnect"}

        async def send(message: object) -> None:
            sent.append(message)

        headers = [(b"content-type", b"application/x-www-form-urlencoded"), (b"host", b"here")]
        scope = {"type": "http", "method": "POST", "path": "/new", "headers": headers, "query_string": b"",
                 "scheme": "http", "client": ("192.0.2.7", 1), "server": ("here", 80), "root_path": ""}  # fmt: skip
        await app(scope, receive, send)

    asyncio.run(app_of())
    assert not [one for one in caplog.records if one.levelname == "ERROR"]


