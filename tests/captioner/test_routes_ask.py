"""What readers write to the host, over plain HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from captioner.questions import MOST_OPEN
from captioner.routes.ask import FORM_BYTES, Gate
from dccg.app import create_app
from models.exports import FORMATS
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop

AT = f"/m/{SAMPLE.id}"
PAGE = {"accept": "text/html"}
QUESTION = {"kind": "question", "text": "Who writes the report?", "name": "Ona Reyes"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def meetings() -> FakeMeetings:
    return FakeMeetings(SAMPLE, replace(SAMPLE, id="2026-01-14-dccg-8", rule="chatham-house"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(meetings: FakeMeetings, clock: Clock) -> Iterator[TestClient]:
    app = create_app(meetings)
    app.state.asking = Gate(clock)
    with TestClient(app, follow_redirects=False) as client:
        yield client


@pytest.fixture
def live(client: TestClient, meetings: FakeMeetings) -> OnLoop:
    return OnLoop(meetings.held[SAMPLE.id], client.portal.call)


def ask(client: TestClient, **fields: str):
    return client.post(f"{AT}/ask", data=QUESTION | fields)


def queue(client: TestClient) -> list[dict[str, object]]:
    return client.get(f"{AT}/console/state").json()["questions"]


def act(client: TestClient, what: str, id: object, accept: str = "application/json"):
    return client.post(f"{AT}/console/message-{what}", data={"id": str(id)}, headers={"accept": accept})


def test_anybody_sends_a_question_to_the_hosts_queue(client, live):
    live.start()
    live.say("Welcome everyone.")
    assert ask(client).json() == {"done": True}
    (one,) = queue(client)
    assert (one["kind"], one["text"], one["name"], one["count"]) == (*QUESTION.values(), 1)
    assert one["at_ms"] == live.said_ms


def test_it_works_by_a_plain_form_and_comes_back_with_a_page_that_says_so(client):
    answer = client.post(f"{AT}/ask", data=QUESTION, headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/ask?sent")
    page = client.get(answer.headers["location"]).text
    assert "Sent to the host." in page
    assert f'<a href="{AT}">Back to the captions</a>' in page
    assert "Who writes" not in page


def test_a_word_is_enough_to_say_that_captions_are_late_or_wrong(client):
    for kind in ("late", "late", "wrong", "late"):
        assert client.post(f"{AT}/ask", data={"kind": kind}).status_code == 200
    assert [(one["kind"], one["count"]) for one in queue(client)] == [("late", 3), ("wrong", 1)]


def test_a_message_can_be_sent_before_captions_begin_and_after_they_ended(client, live):
    ask(client)
    live.start()
    live.stop()
    ask(client, text="And now?")
    assert [one["at_ms"] for one in queue(client)] == [None, None]


# --- never public by itself --------------------------------------------------------------------


def public(client, live) -> str:
    """All that readers can get: stream, pages and files."""
    with client.websocket_connect(f"{AT}/live?after=0") as socket:
        frames = socket.receive_text()
    pages = [client.get(AT + tail).text for tail in ("", "/transcript", "/type", "/ask", "?text", "?mode=own")]
    return "\n".join([frames, *pages, *(kind.print(live.transcript) for kind in FORMATS.values())])


def test_nothing_of_a_message_is_public_before_the_host_shows_it(client, live):
    live.start()
    ask(client)
    assert live.hub.last == 1
    seen = public(client, live)
    assert "Who writes" not in seen
    assert "Ona Reyes" not in seen


@pytest.mark.req("SPK-06")
def test_the_host_shows_a_question_and_it_stands_by_its_authors_name_and_by_text(client, live):
    live.start()
    live.say("Let us begin.", "Mara Quill")
    ask(client)
    assert act(client, "show", 1).json()["state"]["questions"] == []
    cue = live.transcript.cues[-1]
    assert (cue.speaker, cue.text, cue.origin) == ("Ona Reyes", "[by text] Who writes the report?", "human")
    assert live.transcript.origin == "machine"
    for tail in ("", "/transcript"):
        text = client.get(AT + tail).text
        assert ">Ona Reyes:</b>" in text
        assert "[by text] Who writes the report?" in text


def test_a_question_without_a_name_is_shown_as_somebodys(client, live):
    live.start()
    live.say("Let us begin.", "Mara Quill")
    ask(client, name="")
    act(client, "show", 1)
    assert live.transcript.cues[-1].speaker is None
    assert "Unknown speaker:</b>" in client.get(AT).text


def test_a_name_is_spelled_as_on_the_roster(client, live):
    live.start()
    ask(client, name="tomas ibarrola")
    act(client, "show", 1)
    assert live.transcript.cues[-1].speaker == "Tomás Ibarrola"


def test_a_question_is_shown_once_however_often_the_button_is_pressed(client, live):
    live.start()
    ask(client)
    assert act(client, "show", 1).status_code == 200
    again = act(client, "show", 1)
    assert again.status_code == 400
    assert "not in the queue any more" in again.json()["error"]
    assert len(live.transcript.cues) == 1


def test_without_captions_nothing_can_be_shown_and_the_question_stays(client, live):
    ask(client)
    answer = act(client, "show", 1)
    assert answer.status_code == 400
    assert "start it first" in answer.json()["error"]
    assert len(queue(client)) == 1


@pytest.mark.req("PRV-02")
def test_under_the_chatham_house_rule_the_name_goes_to_the_host_only(client, meetings):
    closed = OnLoop(meetings.held["2026-01-14-dccg-8"], client.portal.call)
    at = f"/m/{closed.id}"
    assert "Your name goes to the host only" in client.get(f"{at}/ask").text
    closed.start()
    client.post(f"{at}/ask", data=QUESTION)
    assert client.get(f"{at}/console/state").json()["questions"][0]["name"] == "Ona Reyes"
    client.post(f"{at}/console/message-show", data={"id": "1"})
    assert [(cue.speaker, cue.text) for cue in closed.transcript.cues] == [(None, "[by text] Who writes the report?")]
    kept = "".join(closed.folder.files.values())
    assert "Who writes" in kept
    assert "Ona" not in kept
    assert "Ona" not in client.get(at).text


# --- the queue of the host ---------------------------------------------------------------------


def test_the_console_shows_the_queue_and_works_without_a_script(client):
    ask(client)
    client.post(f"{AT}/ask", data={"kind": "late"})
    client.post(f"{AT}/ask", data={"kind": "late"})
    text = client.get(f"{AT}/console").text
    assert "From the readers (2)" in text
    assert "Who writes the report?" in text
    assert "(sent 2 times)" in text
    assert text.count("/console/message-show") == 1
    answer = act(client, "done", 1, PAGE["accept"])
    assert (answer.status_code, answer.headers["location"]) == (303, f"{AT}/console#queue-title")
    assert "From the readers (1)" in client.get(f"{AT}/console").text


@pytest.mark.parametrize("id", ["", "0", "99", "x", "-1", "٣", "1" * 30])
def test_an_unknown_message_is_refused(client, id):
    assert act(client, "done", id).status_code == 400


def test_the_queue_is_there_again_after_a_restart(client, live):
    ask(client)
    ask(client, text="Second?")
    act(client, "done", 1)
    kept = json.loads(live.folder.files["questions.json"])
    assert [(one["id"], one["state"]) for one in kept["questions"]] == [(1, "done"), (2, "open")]
    live.letterbox._questions = None
    assert [one["text"] for one in queue(client)] == ["Second?"]
    ask(client, text="Third?")
    assert [one["id"] for one in queue(client)] == [2, 3]


def test_a_broken_file_is_set_aside_and_the_host_is_told(client, live):
    live.folder.files["questions.json"] = "{"
    assert queue(client) == []
    assert "questions.json: cannot be read" in client.get(f"{AT}/console/state").json()["last_error"]
    ask(client)
    assert live.folder.files["questions.unreadable.json"] == "{"


def test_a_message_reaches_the_host_while_the_disk_refuses_and_is_kept_later(client, live):
    live.folder.full = True
    assert ask(client).status_code == 200
    assert len(queue(client)) == 1
    assert "not saved" in client.get(f"{AT}/console/state").json()["last_error"]
    live.folder.full = False
    ask(client, text="Second?")
    assert "Who writes" in live.folder.files["questions.json"]
    assert client.get(f"{AT}/console/state").json()["last_error"] == ""


def test_a_full_queue_is_told_in_words_and_nothing_is_lost(client, live):
    for n in range(MOST_OPEN):
        live.letterbox.take("question", f"Question {n}?", None)
    answer = client.post(f"{AT}/ask", data=QUESTION, headers=PAGE)
    assert answer.status_code == 503
    assert "Wait a few minutes" in answer.text
    assert "Who writes the report?</textarea>" in answer.text
    assert len(queue(client)) == MOST_OPEN


# --- how often ---------------------------------------------------------------------------------


def test_the_fourth_message_in_a_minute_has_to_wait_and_comes_back_filled(client, clock):
    for n in range(3):
        assert ask(client, text=f"Question {n}?").status_code == 200
    clock.now += 20
    answer = client.post(f"{AT}/ask", data=QUESTION | {"kind": "other"}, headers=PAGE)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "40")
    assert "Wait 40 s" in answer.text
    assert "Who writes the report?</textarea>" in answer.text
    assert 'value="Ona Reyes"' in answer.text
    assert 'value="other" checked' in answer.text
    assert ask(client).json() == {
        "error": "Too many messages came in a short time. Wait 40 s and send yours again; it is still here.",
        "field": "",
    }
    clock.now += 40
    assert ask(client).status_code == 200


def test_twenty_messages_an_hour_come_through_from_one_address(client, clock):
    codes = []
    for n in range(22):
        clock.now += 60
        codes.append(ask(client, text=f"Question {n}?").status_code)
    assert codes == [200] * 20 + [429] * 2


def test_a_roomful_behind_one_address_may_report_the_same_at_once(client):
    codes = [client.post(f"{AT}/ask", data={"kind": "late"}).status_code for _ in range(30)]
    assert set(codes) == {200}
    assert queue(client)[0]["count"] == 30


def test_a_meeting_has_a_bound_for_all_together(client):
    codes = [client.post(f"{AT}/ask", data={"kind": "late"}).status_code for _ in range(121)]
    assert codes == [200] * 120 + [429]


def test_readers_behind_a_proxy_on_this_machine_are_not_taken_for_one(meetings):
    with TestClient(create_app(meetings), client=("127.0.0.1", 5)) as client:
        assert {ask(client, text=f"Question {n}?").status_code for n in range(10)} == {200}


def test_what_was_refused_does_not_count(client):
    for _ in range(10):
        assert ask(client, text="").status_code == 422
    assert ask(client).status_code == 200


def test_a_message_whose_answer_was_lost_is_not_there_twice(client):
    assert ask(client, key="page1").status_code == ask(client, key="page1").status_code == 200
    ask(client, key="page2")
    assert len(queue(client)) == 2


def test_no_address_is_kept_or_told(client, live):
    ask(client)
    assert "testclient" not in json.dumps([live.folder.files, queue(client)])


# --- hostile ----------------------------------------------------------------------------------


def test_what_is_written_is_never_markup_and_hides_nothing(client, live):
    live.start()
    text = "<script>alert(1)</script>\u202e\x00\x1b[2J\r\n\r\nWEBVTT\n\n00:01.000 --> 00:02.000\u2066"
    ask(client, text=text, name="<b>Eve</b>\u202e")
    console = client.get(f"{AT}/console").text
    act(client, "show", 1)
    for page in (console, *(client.get(AT + tail).text for tail in ("", "/transcript"))):
        assert "<script>alert" not in page
        assert "<b>Eve" not in page
    assert live.transcript.cues[0].text.endswith("alert(1)</script>[2J WEBVTT 00:01.000 --> 00:02.000")


def test_what_comes_back_is_never_markup(client):
    text = client.post(f"{AT}/ask", data=QUESTION | {"text": "</textarea><script>" * 60}, headers=PAGE).text
    assert "<script>" not in text
    assert "Shorten it to 500" in text


@pytest.mark.parametrize("fields", [{}, {"kind": "shout", "text": "x"}, {"kind": "question"}, {"kind": "other"}])
def test_an_incomplete_message_is_refused_in_one_sentence(client, fields):
    answer = client.post(f"{AT}/ask", data=fields or {"x": "y"})
    assert answer.status_code == 422
    assert answer.json()["error"].endswith(".")


def test_a_refusal_leads_to_its_field(client):
    text = client.post(f"{AT}/ask", data={"kind": "question"}, headers=PAGE).text
    assert '<a href="#ask-text">Your message is empty' in text
    assert 'aria-describedby="ask-text-error ask-text-hint" aria-invalid="true"' in text
    assert "<title>Not sent:" in text


def test_ten_megabytes_are_refused(client):
    def flood() -> Iterator[bytes]:
        yield b"kind=question&text="
        for _ in range(160):
            yield b"x" * FORM_BYTES

    answer = client.post(f"{AT}/ask", content=flood(), headers=FORM)
    assert answer.status_code == 413
    assert "too much text" in answer.json()["error"]
    assert queue(client) == []


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe=%zz&%00=&kind=question&text=%ff%fe%00", b"&".join([b"kind=question"] * 4_000), b"%" * 60_000],
)
def test_bytes_that_are_no_form_do_no_harm(client, body):
    assert client.post(f"{AT}/ask", content=body, headers=FORM).status_code in (200, 422)


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", ""])
def test_other_kinds_of_bodies_are_refused(client, kind):
    assert client.post(f"{AT}/ask", content=b"{}", headers={"content-type": kind}).status_code == 415


def test_another_sites_page_cannot_write_to_the_host(client):
    answer = client.post(f"{AT}/ask", data=QUESTION, headers={"origin": "http://elsewhere.example"})
    assert answer.status_code == 403


def test_an_unknown_meeting_has_no_host(client):
    assert client.get("/m/nowhere/ask").status_code == client.post("/m/nowhere/ask", data=QUESTION).status_code == 404
