"""The pages and files that a browser asks for, without a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop

AT = f"/m/{SAMPLE.id}"
FORM = {"title": "Virtual meeting 8", "group": "Dynamic Coalition Coordination Group", "number": "8",
        "date": "2026-02-11", "start": "14:00", "rule": "open", "language": "en",
        "agenda": "1. Welcome", "roster": "Mara Quill", "terms": ""}  # fmt: skip
PAGE = {"accept": "text/html"}


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


def test_the_front_page_leads_to_captions_transcript_and_console(client):
    text = client.get("/").text
    for tail in ("", "/transcript", "/console"):
        assert f'href="{AT}{tail}"' in text
    assert 'href="/new"' in text


@pytest.mark.parametrize("tail", ["", "/transcript", "/console", "/capture", "/type", "/edit"])
def test_every_page_of_a_meeting_answers(client, tail):
    assert client.get(AT + tail).status_code == 200


@pytest.mark.req("LOW-07")
def test_the_viewer_shows_what_was_said_so_far_without_a_script(client, live):
    live.say("Welcome everyone.", "Mara Quill")
    text = client.get(AT).text
    assert '<b class="who" dir="auto">Mara Quill:</b>' in text
    assert ">Welcome everyone. </span>" in text
    assert 'data-seq="1"' in text


def test_what_people_say_and_are_called_is_never_markup(client, live):
    live.say("<script>alert(1)</script>", "<b>Eve</b>")
    for tail in ("", "/transcript", "/type"):
        text = client.get(AT + tail).text
        assert "<script>alert" not in text
        assert "<b>Eve" not in text


@pytest.mark.req("SPK-02")
def test_nobody_is_called_unknown_in_a_room_where_nobody_was_named(client, live):
    live.say("Good morning.")
    assert "Unknown speaker:" not in client.get(AT).text


@pytest.mark.req("SPK-01", "SPK-02")
def test_an_unnamed_speaker_is_called_unknown_once_somebody_has_a_name(client, live):
    live.say("Good morning.", "Mara Quill")
    live.say("Who said that?")
    live.say("I did.")
    assert client.get(AT).text.count("Unknown speaker:</b>") == 1


@pytest.mark.req("DSP-02")
def test_a_correction_stands_beside_the_words_it_corrects(client, live):
    cue = live.say("We meet in marsh.")
    live.note("correction", cue=cue, text="We meet in March.", by="Mara Quill")
    assert "We meet in marsh. <ins" in client.get(AT).text
    assert "[corrected: We meet in March.]" in client.get(AT).text


def test_the_transcript_is_under_its_agenda_items_with_an_anchor_for_each_cue(client, live):
    live.note("agenda", item="1", title="Welcome and apologies", from_ms=0)
    live.say("Welcome everyone.", "Mara Quill")
    text = client.get(f"{AT}/transcript").text
    assert "Item 1: Welcome and apologies</h2>" in text
    assert 'id="c1"' in text


@pytest.mark.req("PRV-07")
def test_the_transcript_marks_where_it_was_off_the_record_and_says_no_more(client, live):
    live.say("Kept.")
    live.set_record(False)
    live.say("Between us.")
    live.set_record(True)
    live.say("Kept again.")
    page, text = client.get(AT + "/transcript").text, client.get(f"{AT}/transcript.txt").text
    mark = "[Off the record from 00:00:00 to 00:00:00; nothing was kept.]"
    assert page.index(">Kept.") < page.index(mark) < page.index(">Kept again.")
    assert mark in text
    assert "Between" not in page + text


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("vtt", "text/vtt; charset=utf-8"),
        ("srt", "application/x-subrip; charset=utf-8"),
        ("txt", "text/plain; charset=utf-8"),
        ("igf.txt", "text/plain; charset=utf-8"),
        ("json", "application/json"),
    ],
)
def test_the_transcript_is_served_as_a_file(client, live, suffix, kind):
    live.say("Welcome everyone.", "Mara Quill")
    answer = client.get(f"{AT}/transcript.{suffix}")
    assert answer.headers["content-type"] == kind
    assert f'filename="{SAMPLE.id}.{suffix}"' in answer.headers["content-disposition"]
    assert "Welcome everyone." in answer.text


def test_a_file_that_has_not_changed_is_not_sent_again(client, live):
    live.say("Welcome everyone.")
    tag = client.get(f"{AT}/transcript.vtt").headers["etag"]
    assert client.get(f"{AT}/transcript.vtt", headers={"if-none-match": tag}).status_code == 304
    live.say("Let us begin.")
    assert client.get(f"{AT}/transcript.vtt", headers={"if-none-match": tag}).status_code == 200


def test_an_unknown_format_or_meeting_is_not_found(client):
    assert client.get(f"{AT}/transcript.exe").status_code == 404
    assert client.get("/m/nowhere").status_code == 404
    assert "nowhere" in client.get("/m/nowhere", headers=PAGE).text


def test_a_meeting_is_made_by_the_form(client, meetings):
    answer = client.post("/new", data=FORM)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/m/2026-02-11-dccg-8/console"
    assert meetings.held["2026-02-11-dccg-8"].meeting.title == "Virtual meeting 8"


def test_a_form_with_mistakes_comes_back_with_them_named_and_everything_kept(client):
    answer = client.post("/new", data=FORM | {"title": "", "rule": "", "roster": "Mara Quill | | king"})
    assert answer.status_code == 422
    for name in ("title", "rule"):
        assert f'href="#{name}"' in answer.text
    assert "Mara Quill | | king</textarea>" in answer.text
    again = client.post("/new", data=FORM | {"roster": "Mara Quill | | king"})
    assert 'href="#roster"' in again.text
    assert 'id="roster-error"' in again.text


def test_the_change_form_keeps_the_address_of_the_meeting(client, live):
    assert client.post(f"{AT}/edit", data=FORM | {"id": "elsewhere"}).status_code == 303
    assert live.meeting.id == SAMPLE.id
    assert live.meeting.title == "Virtual meeting 8"


def test_the_console_acts_by_plain_forms_and_by_script(client, live):
    answer = client.post(f"{AT}/console/start", headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/console")
    told = client.post(f"{AT}/console/speaker", data={"name": "Mara Quill"}).json()
    assert told["state"]["state"] == "listening"
    assert told["state"]["speaker"] == "Mara Quill"
    assert client.post(f"{AT}/console/speaker", data={"name": ""}).json()["state"]["speaker"] is None
    assert client.get(f"{AT}/console/state").json()["words_a_minute"] == 132


def test_an_action_that_is_not_possible_is_refused_in_one_sentence(client):
    answer = client.post(f"{AT}/console/agenda", data={"number": "99"})
    assert answer.status_code == 400
    assert "'99' is not on the agenda" in answer.json()["error"]
    assert client.post(f"{AT}/console/explode").status_code == 404


def test_typed_lines_reach_the_meeting_once_even_when_sent_twice(client, live):
    line = {"by": "Ona Reyes", "do": "text", "text": "Welcome everyone.", "key": "page1", "n": "1", "ago_ms": "900"}
    client.post(f"{AT}/typed", data={"by": "Ona Reyes", "do": "take"})
    assert client.post(f"{AT}/typed", data=line).json()["origin"] == "human"
    client.post(f"{AT}/typed", data=line)
    client.post(f"{AT}/typed", data=line | {"n": "2", "text": "Let us begin."})
    assert [cue.text for cue in live.transcript.cues] == ["Welcome everyone.", "Let us begin."]


def test_a_captioner_without_a_name_is_asked_for_it(client):
    answer = client.post(f"{AT}/typed", data={"do": "text", "text": "Hello."})
    assert answer.status_code == 400
    assert "give your name" in answer.json()["error"]


@pytest.mark.req("LOW-04")
def test_the_live_stream_resumes_by_number(client, live):
    live.say("One.")
    live.say("Two.")
    with client.websocket_connect(f"{AT}/live?after=1") as socket:
        frame = socket.receive_json()
        assert (frame["seq"], frame["words"][0][2]) == (2, "Two.")


def test_the_live_stream_beats_when_nothing_happens(client):
    with client.websocket_connect(f"{AT}/live?after=0") as socket:
        assert socket.receive_json() == {"seq": None, "kind": "beat"}


def test_healthz_answers(client):
    assert client.get("/healthz").json() == {"alive": True}
