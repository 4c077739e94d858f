"""The log: what happened, in numbers; nothing of what anybody said, is called or holds."""

from __future__ import annotations

import contextlib
import json
import logging
import socket
from http.client import HTTPConnection
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from dccg.logs import Calm, JsonLines, TextLines, places
from tests.dccg.program import FORM, MEETING, Server, serving
from tests.dccg.served import until

TOKEN, NAME, SENTENCE = "tOkEn-canary-4711", "Zebedee Canarius", "the canary sang at midnight"
FIELDS = f"{TOKEN} {NAME} {SENTENCE}"


def record(name: str, message: str, *args: object, fault: BaseException | None = None) -> logging.LogRecord:
    info = (type(fault), fault, fault.__traceback__) if fault is not None else None
    return logging.LogRecord(name, logging.ERROR, __file__, 7, message, args, info)


def failure() -> BaseException:
    try:
        raise ValueError(FIELDS)
    except ValueError as fault:
        return fault


@pytest.mark.req("THR-08")
@pytest.mark.parametrize("form", [JsonLines(), TextLines()])
@pytest.mark.parametrize(
    "one",
    [
        record("uvicorn.error", '%s - "WebSocket %s" 403', "192.0.2.7:1", f"/m/x?t={TOKEN}"),
        record("asyncio", f"Task exception was never retrieved\nfuture: <Task exception={FIELDS!r}>"),
        record("anything", f"could not read {FIELDS}"),
        record("captioner.engines.workers", "window %s was not recognised: %s", "s1", FIELDS),
        record("dccg", "a request failed", fault=failure()),
    ],
)
def test_no_value_of_a_message_or_an_exception_gets_into_a_line(form, one):
    line = form.format(one)
    assert "\n" not in line
    assert not any(word in line for word in ("canary", "Canarius", "192.0.2.7"))


def test_an_exception_is_told_by_its_class_and_its_places():
    found = json.loads(JsonLines().format(record("dccg", "a request failed", fault=failure())))
    assert found["fault"] == "ValueError"
    assert found["where"] == places(failure().__traceback__)
    assert found["where"][0].startswith("dccg/test_logs.py:")


@pytest.mark.req("THR-24")
def test_no_text_makes_a_second_line_in_the_log():
    one = record("dccg", "happened")
    one.facts = {"meeting": "x\r\n2026-01-01 error: forged"}
    assert "\n" not in JsonLines().format(one)
    assert "\n" not in TextLines().format(one)
    assert "\r" not in TextLines().format(one)


def test_one_and_the_same_thing_is_told_a_few_times_only():
    calm, one = Calm(), record("uvicorn.error", "Invalid HTTP request received.")
    assert [calm.filter(one) for _ in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.req("THR-08")
def test_nothing_that_is_asked_said_or_shown_to_the_program_is_in_its_log_or_its_errors(tmp_path: Path):
    with serving(
        tmp_path / "data", "--engine", "sphinx", DCCG_LOG_FORMAT="json", DCCG_LOG_LEVEL="info"
    ) as server:
        errors = ask_for_everything(server)
        assert server.end() < 10
    lines = [line for line in server.told if line.startswith("{")]
    assert {json.loads(line)["what"] for line in lines} >= {"serving", "ending", "ended"}
    for text in ("\n".join(server.told), *errors):
        assert not any(canary in text for canary in (TOKEN, NAME, SENTENCE, "Zebedee", "canary")), text[:2_000]
    assert len(errors) > 8


def ask_for_everything(server: Server) -> list[str]:
    """Put the canaries wherever a client can put something; return the errors that came back."""
    server.ask("/new", FORM | {"title": f"About {NAME}", "agenda": f"1. {SENTENCE}", "roster": f"{NAME} | | chair"})
    server.act(MEETING, "start")
    typed = {"by": NAME, "key": TOKEN, "n": "1", "text": SENTENCE, "do": "text"}
    assert server.ask(f"/m/{MEETING}/typed", typed).status == 200
    until(lambda: SENTENCE in server.text(f"/m/{MEETING}/transcript.txt"))
    asked = [
        server.ask(f"/m/{MEETING}/poll?after={TOKEN}"),
        server.ask(f"/m/{MEETING}/nothing?secret={TOKEN}", accept="text/html"),
        server.ask(f"/m/{MEETING}/console/nonsense", {"text": FIELDS}),
        server.ask(f"/m/{MEETING}/sound/9?t={TOKEN}"),
        server.ask(f"/m/{MEETING}", method="DELETE"),
        server.ask(f"/m/{MEETING}/desk/mark", {"what": FIELDS}),
    ]
    errors = [answer.text for answer in asked if answer.status >= 400]  # type: ignore[attr-defined]
    for header in ({"authorization": f"Bearer {TOKEN}"}, {"cookie": f"dccg={TOKEN}"}, {f"x-{TOKEN}": NAME}):
        for method, path, body in (("GET", f"/m/{MEETING}/console", ""), ("POST", "/new", f"title={NAME}&by={TOKEN}")):
            line = HTTPConnection("127.0.0.1", server.port, timeout=20)
            line.request(method, path, body, header | {"content-type": "application/x-www-form-urlencoded"})
            answer = line.getresponse()
            errors.append(answer.read().decode())
            line.close()
            assert answer.status in (401, 403, 429), answer.status
    for raw in (f"GET /{TOKEN} NONSENSE\r\n\r\n", f"GET / HTTP/1.1\r\n{TOKEN}: {NAME * 3_000}\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), 20) as line, contextlib.suppress(ConnectionError):
            line.sendall(raw.encode())
            errors.append(line.recv(65_536).decode())
    for tail in ("source", "nothing"):
        with contextlib.suppress(InvalidStatus), connect(
            f"ws://127.0.0.1:{server.port}/m/{MEETING}/{tail}?t={TOKEN}", additional_headers={"cookie": f"a={TOKEN}"}
        ) as socket_line:
            socket_line.send(json.dumps({"kind": NAME, "token": TOKEN, "name": SENTENCE}))
            with contextlib.suppress(Exception):
                errors.append(str(socket_line.recv(timeout=5)))
    return errors


