"""What people and scripts may ask of a running program, however hostile."""

from __future__ import annotations

import html
import json
import time
from collections.abc import Iterator

import pytest

from models.webvtt import check_webvtt
from tests.dccg.program import FORM, MEETING, Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("pages") / "data", "--engine", "sphinx") as server:
        yield server


WRONG = [
    "/m/../x", "/m/..%2fx", "/m/..%2f..%2fetc%2fpasswd", "/m/%2e%2e", "/m/..%5cx", "/m/%00", "/m/" + "x" * 3_000,
    "/m/UPPER", "/m/-x", "/m/caf%C3%A9", "/m/%FF", "/m/none-such",
]  # fmt: skip


@pytest.mark.parametrize("path", WRONG)
@pytest.mark.parametrize("rest", ["", "/transcript.vtt", "/console/state"])
def test_an_id_that_is_none_is_answered_with_a_sentence(server: Server, path: str, rest: str):
    answer = server.ask(path + rest)
    assert 400 <= answer.status < 500
    assert json.loads(answer.text)["error"]
    shown = server.ask(path + rest, accept="text/html")
    assert 400 <= shown.status < 500
    assert "<h1" in shown.text
    assert "Traceback" not in shown.text


def test_markup_in_names_is_shown_as_text_everywhere(server: Server):
    name, title = "<script>alert(1)</script> & O'Neil", 'Title "><img src=x onerror=alert(2)> --> end'
    fields = FORM | {"number": "9", "title": title, "roster": f"{name} | | chair", "agenda": "1. <b>Bold</b> --> item"}
    answer = server.ask("/new", fields, accept="text/html")
    assert answer.status == 303, answer.text
    meeting = MEETING[:-1] + "9"
    server.act(meeting, "start")
    server.act(meeting, "speaker", name=name)
    server.act(meeting, "agenda", number="1")
    typed = {"by": "Ada <i>", "text": "Hello <script>alert(3)</script> --> there", "key": "page-1", "n": "1"}
    assert server.ask(f"/m/{meeting}/typed", typed).status == 200
    assert server.ask(f"/m/{meeting}/typed", typed).status == 200
    while "there" not in (vtt := server.text(f"/m/{meeting}/transcript.vtt")):
        time.sleep(0.02)
    assert check_webvtt(vtt) == []
    assert vtt.count("alert(3)") == 1
    for path in ("", "/transcript", "/console", "/type", "/edit", "/capture"):
        page = server.ask(f"/m/{meeting}{path}", accept="text/html")
        assert page.status == 200
        for mark in ("<script>alert", "<img", "<b>Bold", "<i>"):
            assert mark not in page.text, path
    assert "<script>alert(3)</script> --> there" in html.unescape(server.ask(f"/m/{meeting}/transcript").text)


def test_a_form_with_a_slip_comes_back_filled_in_with_a_sentence(server: Server):
    answer = server.ask("/new", FORM | {"number": "10", "date": "2026-02-30"}, accept="text/html")
    assert answer.status == 422
    assert "expected a day of the calendar" in html.unescape(answer.text)
    assert 'value="2026-02-30"' in answer.text


def test_ten_thousand_people_fit_on_a_roster_and_the_captions_begin(server: Server):
    roster = "\n".join(f"Person{number:05} Surname{number:05}" for number in range(10_000))
    begun = time.monotonic()
    answer = server.ask("/new", FORM | {"number": "11", "roster": roster}, accept="text/html")
    assert answer.status == 303, answer.text[:500]
    meeting = MEETING[:-1] + "11"
    server.act(meeting, "start")
    server.act(meeting, "speaker", name="person09999 surname09999")
    assert server.ask(f"/m/{meeting}/console", accept="text/html").status == 200
    assert server.ask(f"/m/{meeting}/edit", accept="text/html").text.count("Surname") >= 10_000
    while server.console(meeting)["speaker"] != "Person09999 Surname09999":
        time.sleep(0.02)
    assert time.monotonic() - begun < 20
    server.act(meeting, "stop")


def test_a_roster_that_is_too_much_is_refused_with_a_sentence(server: Server):
    answer = server.ask("/new", FORM | {"number": "12", "roster": "x" * 3_000_000}, accept="text/html")
    assert 400 <= answer.status < 500
    assert "<h1" in answer.text


@pytest.mark.parametrize("action", ["pause", "resume", "stop", "speaker", "agenda", "nonsense"])
def test_what_the_state_of_a_meeting_does_not_allow_is_refused_with_a_sentence(server: Server, action: str):
    server.ask("/new", FORM | {"number": "13"}, accept="text/html")
    answer = server.ask(f"/m/{MEETING[:-1]}13/console/{action}", {})
    assert answer.status in (400, 404)
    assert json.loads(answer.text)["error"]
