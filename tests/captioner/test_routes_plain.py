"""The captions without a script: the plain page and the plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop

AT = f"/m/{SAMPLE.id}"


@pytest.fixture
def meetings() -> FakeMeetings:
    return FakeMeetings(SAMPLE)


@pytest.fixture
def client(meetings: FakeMeetings) -> Iterator[TestClient]:
    with TestClient(create_app(meetings), follow_redirects=False) as client:
        yield client


@pytest.fixture
def live(client: TestClient, meetings: FakeMeetings) -> OnLoop:
    return OnLoop(meetings.held[SAMPLE.id], client.portal.call)


def seen(client: TestClient, query: str = "") -> str:
    """The captions of the plain page as they are read."""
    page = client.get(f"{AT}?text{query}").text
    part = page[page.index('id="new"') :]
    return " ".join(re.sub(r"<[^>]*>", " ", part.partition(">")[2]).split())


def after(client: TestClient, query: str = "") -> str:
    """What the link to what is new adds."""
    page = client.get(f"{AT}?text{query}").text
    return re.findall(r'\?text(&amp;after=[^#"]*)#new', page)[-1].replace("&amp;", "&")


@pytest.mark.req("LOW-03", "LOW-07")
def test_the_plain_page_tells_all_without_a_script(client, live):
    live.start()
    live.set_agenda("2")
    live.say("Welcome everyone.", "Mara Quill")
    live.say("Thank you.", "Tom\u00e1s Ibarrola")
    live.give_notice("We break for five minutes.")
    page = client.get(f"{AT}?text")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in page.text
    assert 'http-equiv="refresh"' not in page.text
    assert re.findall(r'rel="stylesheet" href="([^"]*)"', page.text) == ["/static/base.css"]
    for text in (
        "Captions are on.", "Machine captions.", "Notice from the host: We break for five minutes.",
        "Item 2: Roster of liaisons (now)", "Item 2: Roster of liaisons</h3>",
        ">Mara Quill:</b> <span>Welcome everyone.</span>",
        f'href="{AT}/ask"', f'href="{AT}"', "Load what is new",
    ):  # fmt: skip
        assert text in page.text


def test_the_full_page_is_not_the_plain_one(client, live):
    assert "<script" in client.get(AT).text
    assert "<script" in client.get(f"{AT}?view=page&context=text").text
    assert client.get("/m/nowhere?text").status_code == 404


@pytest.mark.req("LOW-04", "LOW-07")
def test_what_is_new_is_shown_once_and_complete_while_the_last_caption_grows(client, live):
    live.say("Welcome", "Mara Quill")
    live.go_on("everyone. We")
    query = after(client)
    assert query == "&after=1-3"
    assert seen(client, query).startswith("New captions Nothing has been said since then.")
    live.go_on("begin with")
    live.say("One moment.", "Tom\u00e1s Ibarrola")
    assert seen(client, query).startswith("New captions Mara Quill: begin with Tom\u00e1s Ibarrola: One moment. Load")
    query = after(client, query)
    assert query == "&after=2-2"
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=60_000)
    live.say("Let us go on.", "Tom\u00e1s Ibarrola", start_ms=61_000)
    assert seen(client, query).startswith(
        "New captions Item 1: Welcome and apologies Tom\u00e1s Ibarrola: Let us go on. Load"
    )


@pytest.mark.parametrize("told", ["", "99", "x", "-1", "1-x", "9" * 40, "\u00b2", "2-"])
def test_an_address_that_says_nothing_shows_everything(client, live, told):
    live.say("Welcome everyone.", "Mara Quill")
    assert "Captions so far Mara Quill: Welcome everyone." in seen(client, f"&after={told}")
    assert "Welcome everyone." in client.get(f"{AT}/live.txt?after={told}").text


def test_what_people_say_is_never_markup_and_never_steers_a_terminal(client, live):
    live.say("<script>alert(1)</script> \x1b[2J", "<b>Eve</b>\x1b]0;")
    assert "<script>" not in client.get(f"{AT}?text").text
    text = client.get(f"{AT}/live.txt").text
    assert "\x1b" not in text
    assert "<b>Eve</b>]0;: <script>alert(1)</script> [2J\n" in text


@pytest.mark.req("LOW-03")
def test_the_text_has_a_line_for_each_turn_and_says_on_top_what_it_is(client, live):
    live.start()
    live.set_agenda("1")
    cue = live.say("We meet in marsh.", "Mara Quill")
    live.note("correction", cue=cue, text="We meet in March.", by="Tom\u00e1s Ibarrola")
    live.say("Thank you.", "Tom\u00e1s Ibarrola")
    live.note("gap", gap=1, from_ms=60_000, to_ms=75_000, why="The line was cut.")
    answer = client.get(f"{AT}/live.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-after"] == "2-2"
    assert answer.text.splitlines() == [
        "Virtual meeting 7, 2026-01-14",
        "Captions are on.",
        "Machine captions. Basic offline recognition: expect many errors.",
        "",
        "Item 1: Welcome and apologies",
        "Mara Quill: We meet in marsh. [corrected: We meet in March.]",
        "Tom\u00e1s Ibarrola: Thank you.",
        "[No captions from 1:00 to 1:15. The line was cut.]",
    ]
    assert client.get(f"{AT}/live.txt?after=1").text.splitlines()[4] == "Tom\u00e1s Ibarrola: Thank you."


def test_off_the_record_is_told_and_nothing_of_it_is_there(client, live):
    live.start()
    live.say("Welcome everyone.", "Mara Quill")
    live.note("record", on=False, at_ms=5_000, next_cue=50)
    for text in (client.get(f"{AT}?text").text, client.get(f"{AT}/live.txt").text):
        assert "Off the record: what is said now is left out of this text." in text


def test_the_text_of_an_ended_meeting_ends_at_once_though_it_is_to_be_followed(client, live):
    live.start()
    live.say("Welcome everyone.", "Mara Quill")
    live.stop()
    assert client.get(f"{AT}/live.txt?follow").text.splitlines()[-1] == "Mara Quill: Welcome everyone."
