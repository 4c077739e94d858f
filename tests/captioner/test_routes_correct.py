"""Corrections over plain HTTP, with a script and without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest
from starlette.testclient import TestClient

from captioner.routes.correct import FORM_BYTES, LINES
from dccg.app import create_app
from models.exports import FORMATS
from models.meeting import Meeting
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop

AT = f"/m/{SAMPLE.id}"
PAGE = {"accept": "text/html"}
NAMELESS = replace(SAMPLE, id="2026-01-14-dccg-8", rule="chatham-house")
NEXT = {"title": "Virtual meeting 9", "group": SAMPLE.group, "number": "9", "date": "2026-02-11", "start": "14:00",
        "rule": "open", "language": "en", "agenda": "", "roster": "", "terms": "Zagreb"}  # fmt: skip
KEYS = count(1)


@pytest.fixture
def meetings() -> FakeMeetings:
    return FakeMeetings(SAMPLE, NAMELESS)


@pytest.fixture
def client(meetings: FakeMeetings) -> Iterator[TestClient]:
    with TestClient(create_app(meetings), follow_redirects=False) as client:
        yield client


def on(client: TestClient, meetings: FakeMeetings, meeting: Meeting = SAMPLE) -> OnLoop:
    return OnLoop(meetings.held[meeting.id], client.portal.call)


@pytest.fixture
def live(client: TestClient, meetings: FakeMeetings) -> OnLoop:
    live = on(client, meetings)
    live.say("We met in march.", "Mara Quill")
    live.say("Lilly strum was cold.", "Mara Quill")
    return live


def correct(client: TestClient, cue: int, at: str = AT, headers: dict[str, str] | None = None, **fields: str):
    given = {"do": "save", "cue": str(cue), "key": f"key-{next(KEYS):06}", "by": "Ona Reyes", **fields}
    return client.post(f"{at}/correct", data=given, headers=headers)


@pytest.mark.req("VTT-15")
@pytest.mark.parametrize("suffix", sorted(kind.suffix for kind in FORMATS.values()))
def test_every_export_follows_at_once(client, live, suffix):
    told = correct(client, 1, text="We meet in May.").json()
    assert (told["changed"], told["line"]["text"]) == (True, "We meet in May.")
    body = client.get(f"{AT}/transcript{suffix}").text
    assert "We meet in May." in body
    assert suffix == ".json" or "march" not in body


@pytest.mark.req("DSP-02")
def test_readers_see_the_correction_marked_and_what_was_heard_beside_it(client, live):
    correct(client, 1, text="We meet in May.", speaker="Tomás Ibarrola")
    text = client.get(AT).text
    assert ">We met in march. <ins" in text
    assert "[corrected: We meet in May.]" in text
    assert '<b class="who" dir="auto">Tomás Ibarrola:</b>' in text
    assert "[corrected: We meet in May.]" in client.get(f"{AT}/live.txt").text


def test_without_a_script_a_line_is_opened_corrected_and_taken_back_by_forms(client, live):
    page = client.get(f"{AT}/correct?cue=2", headers=PAGE).text
    assert 'name="rev" value="0"' in page
    assert ">Lilly strum was cold.</textarea>" in page
    answer = correct(client, 2, headers=PAGE, text="Lillestrøm was cold.", key="key-by-form")
    assert answer.headers["location"] == f"{AT}/correct?done=saved#l2"
    page = client.get(f"{AT}/correct?done=saved", headers=PAGE).text
    assert "Saved. Readers see the correction." in page
    assert 'name="undo" value="key-by-form"' in page
    assert correct(client, 2, headers=PAGE, do="undo", undo="key-by-form").status_code == 303
    assert live.transcript.cue(2).text == "Lilly strum was cold."


def test_what_was_typed_is_in_the_field_again_when_it_is_refused(client, live):
    answer = correct(client, 2, headers=PAGE, text="Lillestrøm was <b>cold</b>.", by="")
    assert answer.status_code == 422
    assert "give your name first" in answer.text
    assert ">Lillestrøm was &lt;b&gt;cold&lt;/b&gt;.</textarea>" in answer.text


def test_of_two_who_correct_the_same_line_the_second_is_shown_what_the_first_wrote(client, live):
    assert correct(client, 2, text="Lillestrøm was cold.", rev="0").status_code == 200
    answer = correct(client, 2, text="Lillestrom was cold.", rev="0")
    assert (answer.status_code, answer.json()["text"]) == (409, "Lillestrøm was cold.")
    page = correct(client, 2, headers=PAGE, text="Lillestrom was cold.", rev="0").text
    assert ">Lillestrom was cold.</textarea>" in page
    assert "it reads: Lillestrøm was cold." in page
    assert f'name="rev" value="{live.transcript.edits.newest(2)}"' in page


def test_a_split_leads_to_the_line_and_a_merge_to_the_one_it_went_to(client, live):
    live.say("And so on.")
    answer = correct(client, 2, headers=PAGE, do="split", text="Lilly strum // was cold.")
    assert answer.headers["location"] == f"{AT}/correct?done=saved&cue=2#edit"
    answer = correct(client, 2, headers=PAGE, do="merge", text="Lilly strum")
    assert answer.headers["location"] == f"{AT}/correct?done=saved#l1"


@pytest.mark.req("PRV-06")
def test_what_was_said_off_the_record_is_not_on_the_page_and_cannot_be_corrected_into_the_record(client, live):
    client.portal.call(live._live.start)
    live.set_record(False)
    cue = live.say("Between us, sunflower.")
    assert "sunflower" not in client.get(f"{AT}/correct").text + client.get(f"{AT}/correct/lines").text
    answer = correct(client, cue, text="Between us, sunflower.")
    assert answer.status_code == 422
    assert "said off the record" in answer.json()["error"]
    assert "sunflower" not in client.get(f"{AT}/transcript.json").text


@pytest.mark.req("PRV-02")
def test_under_the_chatham_house_rule_the_page_asks_for_no_name_and_keeps_none(client, meetings):
    live, at = on(client, meetings, NAMELESS), f"/m/{NAMELESS.id}"
    live.say("We met in march.", "Mara Quill")
    page = client.get(f"{at}/correct?cue=1").text
    assert 'name="by"' not in page
    assert 'name="speaker"' not in page
    assert correct(client, 1, at, text="We met in May.", speaker="").status_code == 200
    told = client.get(f"{at}/transcript.json").text + client.get(f"{at}/correct").text
    assert "We met in May." in told
    assert "Ona" not in told
    assert correct(client, 1, at, text="We met in May.", speaker="Tomás Ibarrola").status_code == 422


def test_a_corrected_word_is_learned_for_this_meeting_and_the_next_of_its_group(client, live, meetings):
    sent = {"cue": "2", "text": "Lillestrøm was cold."}
    assert client.post(f"{AT}/correct/term", data=sent).json()["new"] == ["Lillestrøm"]
    assert client.post(f"{AT}/correct/term", data=sent).json() == {"done": True, "new": [], "terms": ["Lillestrøm"]}
    assert live.meeting.terms == ("interoperability", "Lillestrøm")
    client.post("/new", data=NEXT)
    made = next(one.meeting for one in meetings.held.values() if one.meeting.number == "9")
    assert set(made.terms) == {"Zagreb", "interoperability", "Lillestrøm"}


def test_the_form_for_the_next_meeting_of_a_group_begins_with_its_words_which_can_go(client, live, meetings):
    page = client.get(f"/new?like={SAMPLE.id}").text
    assert "interoperability</textarea>" in page
    assert "Ngozi Adeyemi-Hart" in page
    client.post("/new", data=NEXT | {"like": SAMPLE.id})
    made = next(one.meeting for one in meetings.held.values() if one.meeting.number == "9")
    assert made.terms == ("Zagreb",)


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"cue": "2", "text": "Lilly strum was warm."}, 422, "select it in the text first"),
        ({"cue": "99", "text": "Lillestrøm"}, 422, "not in the record"),
        ({"cue": "x", "text": "Lillestrøm"}, 422, "not in the record"),
        ({"cue": "2", "term": "x" * 500}, 400, "terms"),
    ],
)
def test_what_teaches_nothing_is_refused(client, live, fields, status, says):
    answer = client.post(f"{AT}/correct/term", data=fields)
    assert answer.status_code == status
    assert says in answer.json()["error"]
    assert live.meeting.terms == SAMPLE.terms


def test_too_much_and_other_kinds_of_body_are_refused(client, live):
    assert correct(client, 1, text="x" * FORM_BYTES).status_code == 413
    assert client.post(f"{AT}/correct", json={"do": "save"}).status_code == 415
    other = {"origin": "https://elsewhere.example"}
    assert correct(client, 1, headers=other, text="Not ours.").status_code == 403
    assert live.transcript.corrections == ()


def test_a_long_meeting_is_on_pages_and_a_line_far_up_is_opened_where_it_stands(client, live):
    for n in range(3 * LINES):
        live.say(f"Line number {n}.")
    page = client.get(f"{AT}/correct").text
    assert page.count('class="line"') == LINES
    assert f"?before={3 * LINES + 3 - LINES}" in page
    far = client.get(f"{AT}/correct?cue=5").text
    assert 'id="l5"' in far
    assert 'id="edit"' in far
    assert far.count('class="line"') <= LINES
    told = client.get(f"{AT}/correct/lines?from=100").json()["lines"]
    assert [told[0]["id"], told[-1]["id"]] == [100, 3 * LINES + 2]


def test_readers_are_not_led_to_the_page_of_corrections_and_those_who_run_the_meeting_are(client, live):
    for tail in ("", "/transcript", "/ask", "?text"):
        assert "/correct\"" not in client.get(AT + tail).text
    for tail in ("/console", "/type", "/edit", "/capture"):
        assert f'href="{AT}/correct"' in client.get(AT + tail).text
