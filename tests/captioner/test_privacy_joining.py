"""Who joins late reads from joining on, where the rule asks for it, on every way by which captions can be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from captioner.joining import Joining, joining_key
from dccg.app import create_app
from models.exports import FORMATS
from models.late import from_joining, joined_at
from tests.fakes_live import SAMPLE, FakeLive, FakeMeetings, OnLoop

UNDER_RULE = replace(SAMPLE, rule="chatham-house")
AT = f"/m/{SAMPLE.id}"
FILES = [f"/transcript.{kind.suffix.lstrip('.')}" for kind in FORMATS.values()]
PAGES = ["", "?mode=sentences", "?mode=own", "?text", "/live.txt", "/transcript", *FILES]
LINES = ["/poll?after=0"]


def served(meetings: FakeMeetings, late: Any = "by-rule", data: Path | None = None) -> TestClient:
    return TestClient(create_app(meetings, late=late, data=data), follow_redirects=False)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with served(FakeMeetings(UNDER_RULE)) as client:
        yield client


@pytest.fixture
def live(client: TestClient) -> OnLoop:
    return OnLoop(client.app.state.meetings.held[SAMPLE.id], client.portal.call)  # type: ignore[attr-defined]


def talk(live: OnLoop) -> None:
    live.start()
    live.say("Heronsong came first.")
    live.say("It was told once more.", start_ms=60_000)


@pytest.mark.req("PRV-08")
def test_under_the_rule_a_late_reader_gets_nothing_that_was_said_before(client, live):
    talk(live)
    for address in (*PAGES, *LINES):
        client.cookies.clear()
        assert "Heronsong" not in client.get(AT + address).text, address
    live.say("Plovercall is new.", start_ms=90_000)
    for address in (*PAGES, *LINES):
        assert "Plovercall" in client.get(AT + address).text, address


@pytest.mark.req("PRV-08")
def test_in_an_open_meeting_a_late_reader_gets_everything():
    with served(FakeMeetings(SAMPLE)) as client:
        talk(OnLoop(client.app.state.meetings.held[SAMPLE.id], client.portal.call))
        for address in (*PAGES, *LINES):
            answer = client.get(AT + address)
            assert "Heronsong" in answer.text, address
            assert "set-cookie" not in answer.headers


@pytest.mark.req("PRV-08")
def test_who_was_there_reads_everything_again_after_a_break(client, live):
    assert client.get(AT).status_code == 200
    talk(live)
    for address in (*PAGES, *LINES):
        assert "Heronsong" in client.get(AT + address).text, address


@pytest.mark.req("PRV-08")
def test_a_socket_begins_at_joining_and_goes_on_by_number_for_who_was_there(client, live):
    since = client.get(f"{AT}/live.txt").headers["x-since"]
    client.cookies.clear()
    talk(live)
    for address, first in ((f"{AT}/live", "It"), (f"{AT}/live?since={since}", "Heronsong")):
        with client.websocket_connect(address) as socket:
            frames = iter(lambda: json.loads(socket.receive_text()), None)
            assert next(frame for frame in frames if frame["kind"] == "final")["words"][0][2] == first


@pytest.mark.req("PRV-08")
async def test_joining_begins_with_the_line_under_way():
    live = FakeLive(UNDER_RULE)
    for at in (0, 20_000, 60_000):
        live.say("Words.", start_ms=at)
    reader = Joining(b"k" * 32).reader(live.id, live.transcript, "")
    assert reader.at == 2


@pytest.mark.req("PRV-08")
def test_nobody_can_say_to_have_been_there_before(client, live):
    talk(live)
    mine = client.get(AT).cookies["dccg-since"]
    number, _, seal = mine.partition(".")
    for forged in (f"0.{seal}", "0.", "0", f"{int(number) - 1}.{seal}", "٣.x", "", "0.é"):
        assert "Heronsong" not in client.get(f"{AT}/live.txt", params={"since": forged}).text


@pytest.mark.req("PRV-08")
def test_after_the_end_everybody_reads_everything(client, live):
    talk(live)
    live.stop()
    assert "Heronsong" in client.get(f"{AT}/transcript.txt").text


@pytest.mark.req("PRV-08")
@pytest.mark.parametrize(("late", "meeting", "seen"), [("all", UNDER_RULE, True), ("joining", SAMPLE, False)])
def test_the_setting_says_otherwise(late, meeting, seen):
    with served(FakeMeetings(meeting), late) as client:
        talk(OnLoop(client.app.state.meetings.held[SAMPLE.id], client.portal.call))
        assert ("Heronsong" in client.get(f"{AT}/live.txt").text) is seen


@pytest.mark.req("PRV-08")
def test_a_correction_and_a_line_heard_late_belong_to_when_they_were_said(live, client):
    talk(live)
    late = client.get(AT).cookies["dccg-since"]
    live.note("correction", cue=1, text="Heronsong was put right.", edit="e1", by=None)
    whole = client.app.state.meetings.held[SAMPLE.id].transcript
    for suffix in FILES:
        assert "Heronsong" not in client.get(AT + suffix, params={"since": late}).text
    cut = from_joining(whole, joined_at(whole))
    assert [cue.text for cue in cut.cues] == ["It was told once more."]


@pytest.mark.req("PRV-08", "PRV-11")
def test_what_a_browser_brings_along_tells_one_reader_from_another_no_more_than_when_they_came(client, live):
    talk(live)
    given = set()
    for _ in range(5):
        client.cookies.clear()
        given.add(client.get(AT).cookies["dccg-since"])
    assert len(given) == 1


@pytest.mark.req("PRV-08")
async def test_who_was_there_stays_there_when_the_program_is_started_again(tmp_path: Path):
    first, again = (Joining(joining_key(tmp_path)) for _ in range(2))
    live = FakeLive(UNDER_RULE)
    before = first.reader(live.id, live.transcript, "")
    live.say("Heronsong came first.")
    assert again.reader(live.id, live.transcript, before.since).at == 0
    assert (tmp_path / "joining.key").stat().st_mode & 0o077 == 0


def test_a_captioner_s_page_holds_all_of_its_lines(client, live):
    talk(live)
    assert "Heronsong" in client.get(f"{AT}/correct").text
    assert "Heronsong" in client.get(f"{AT}/live.txt").text
