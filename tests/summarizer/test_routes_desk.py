"""The note-takers' desk as plain forms: what its page shows is filled in and sent back, as a browser would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from models.report_json import to_json
from record import MeetingFolder
from summarizer.formats import FORMATS
from summarizer.layouts import layouts
from summarizer.routes import desk_history
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop
from tests.forms import form, forms
from tests.reports import SAMPLE as REPORT

AT = f"/m/{SAMPLE.id}/desk"
POINT, STEP, DECISION, VIEW = "b1.1.s1", "b2.2.s2", "b2.1.s1", "b1.3.s1"


@pytest.fixture
def meetings() -> FakeMeetings:
    return FakeMeetings(SAMPLE)


@pytest.fixture
def app(meetings: FakeMeetings, tmp_path: Path) -> Any:
    return create_app(meetings, data=tmp_path)


@pytest.fixture
def ana(app: Any) -> Iterator[TestClient]:
    """Somebody with a name at the desk."""
    with TestClient(app, follow_redirects=True) as client:
        client.headers["accept"] = "text/html"
        client.post(f"{AT}/name", data={"by": "Ana Velho"})
        yield client


@pytest.fixture
def ben(app: Any, ana: TestClient) -> TestClient:
    """Somebody else, in another browser."""
    client = TestClient(app, follow_redirects=True)
    client.portal = ana.portal
    client.headers["accept"] = "text/html"
    client.post(f"{AT}/name", data={"by": "Ben Okafor"})
    return client


@pytest.fixture
def live(ana: TestClient, meetings: FakeMeetings) -> Any:
    assert ana.portal is not None
    return OnLoop(meetings.held[SAMPLE.id], ana.portal.call)


@pytest.fixture
def saved(tmp_path: Path) -> None:
    MeetingFolder(tmp_path, SAMPLE.id).write("report.json", to_json(REPORT))


def page(client: TestClient) -> str:
    answer = client.get(AT)
    assert answer.status_code == 200
    return answer.text


def line(client: TestClient, id: str) -> Any:
    return form(page(client), form="line", target=id)


def talk(live: Any) -> None:
    live.start()
    live.say("The proposal is to meet on Thursdays. Any objections?", "Mara Quill")
    live.say("I see no objections, so we meet on Thursdays.", "Mara Quill")
    live.say("I will write to the list by Friday.", "Tomás Ibarrola")


def test_the_desk_asks_once_for_a_name_and_remembers_it(app: Any, saved: None):
    with TestClient(app) as client:
        client.headers["accept"] = "text/html"
        first = client.get(AT).text
        assert "<textarea" not in first
        second = form(first, by="").send(client, by="Ana Velho").text
        assert "You are Ana Velho." in second
        assert all(one.fields["by"] == "Ana Velho" for one in forms(client.get(AT).text) if one.method == "post")


def test_a_name_that_is_none_is_refused_beside_its_field(app: Any, saved: None):
    with TestClient(app) as client:
        client.headers["accept"] = "text/html"
        answer = form(client.get(AT).text, by="").send(client, by="12")
        assert answer.status_code == 422
        assert "which has no letter" in answer.text
        assert 'value="12"' in answer.text


def test_a_draft_is_made_from_what_was_heard_and_leads_to_its_captions(ana: TestClient, live: Any):
    talk(live)
    made = form(page(ana), form="draft").send(ana).text
    assert "Made the draft" in made
    assert "Write to the list" in made
    assert f'href="/m/{SAMPLE.id}/transcript#c3"' in made
    assert "Somebody says what they will do." in made


def test_a_new_draft_has_what_was_said_since_and_keeps_what_was_edited(ana: TestClient, live: Any):
    talk(live)
    text = form(page(ana), form="draft").send(ana).text
    step = next(one for one in forms(text) if one.fields.get("text") == "Write to the list")
    step.send(ana, "Save", text="Write to the list about rooms")
    live.say("I will share the form with the group.", "Tomás Ibarrola")
    again = form(page(ana), form="draft").send(ana).text
    texts = [one.fields.get("text", "") for one in forms(again)]
    assert "Write to the list about rooms" in texts
    assert any(text.startswith("Share the form") for text in texts)


def test_the_public_report_is_the_desks_once_it_has_begun(ana: TestClient, live: Any):
    talk(live)
    text = form(page(ana), form="draft").send(ana).text
    step = next(one for one in forms(text) if one.fields.get("text") == "Write to the list")
    step.send(ana, "Save", text="Write to the list about rooms")
    assert "Write to the list about rooms" in ana.get(f"/m/{SAMPLE.id}/report").text


def test_a_line_is_saved_with_one_button_and_the_page_says_so_there(ana: TestClient, saved: None):
    answer = line(ana, POINT).send(ana, "Save", text="The survey should wait for the figures.")
    assert str(answer.url).endswith(f"#s-{POINT}")
    assert re.search(rf'id="s-{POINT}"[^>]*aria-describedby="told"', answer.text)
    assert re.search(r"Changed the text of .*, \d\d:\d\d UTC\.", answer.text)
    assert line(ana, POINT).fields["text"] == "The survey should wait for the figures."


def test_what_was_not_changed_makes_no_event(ana: TestClient, saved: None):
    assert "Nothing was changed." in line(ana, POINT).send(ana, "Save").text
    assert 'data-last="1"' in page(ana)


def test_the_same_form_sent_twice_is_made_once(ana: TestClient, saved: None):
    again = line(ana, POINT)
    again.send(ana, "Add", new="A second point", kind="key point")
    again.send(ana, "Add", new="A second point", kind="key point")
    assert page(ana).count(">A second point</textarea>") == 1


def test_accepting_keeps_what_was_typed_as_well(ana: TestClient, saved: None):
    line(ana, POINT).send(ana, "Accept", text="It should wait.")
    after = page(ana)
    assert form(after, form="line", target=POINT).fields["text"] == "It should wait."
    assert f'data-line="{POINT}" data-standing="accepted"' in after


def test_a_rejected_line_is_kept_and_brought_back(ana: TestClient, saved: None):
    line(ana, POINT).send(ana, "Reject")
    assert "Rejected by Ana Velho." in page(ana)
    line(ana, POINT).send(ana, "Bring back")
    assert "text" in line(ana, POINT).fields


def test_a_line_is_split_at_the_empty_line_in_its_text(ana: TestClient, saved: None):
    line(ana, POINT).send(ana, "Split", text="It should wait.\r\n\r\nMarch is late.")
    texts = [one.fields.get("text") for one in forms(page(ana))]
    at = texts.index("It should wait.")
    assert texts[at + 1] == "March is late."


def test_without_an_empty_line_nothing_is_split_and_nothing_lost(ana: TestClient, saved: None):
    answer = line(ana, POINT).send(ana, "Split", text="Typed for long")
    assert answer.status_code == 422
    assert "Put an empty line into the text" in answer.text
    assert form(answer.text, form="line", target=POINT).fields["text"] == "Typed for long"


def test_a_line_is_merged_with_the_one_before_that_stands(ana: TestClient, saved: None):
    answer = line(ana, "b1.1.s3").send(ana, "Merge")
    assert str(answer.url).endswith(f"#s-{POINT}")
    assert line(ana, POINT).fields["text"].endswith("One view was that March is late enough.")


def test_lines_move_up_and_down_and_to_the_fitting_part_of_another_item(ana: TestClient, saved: None):
    line(ana, "b2.2.s2").send(ana, "Move up")
    text = page(ana)
    assert text.index("s-b2.2.s2") < text.index("s-b2.2.s1")
    line(ana, "b2.2.s2").send(ana, "Move down")
    line(ana, "b2.2.s2").send(ana, "Move:", to="b1")
    held = page(ana)
    part = held[held.index('data-block="b1.2"') : held.index('data-block="b1.3"')]
    assert 'id="s-b2.2.s2"' in part


def test_a_next_step_has_owners_a_day_and_a_state(ana: TestClient, saved: None):
    line(ana, STEP).send(
        ana, "Save", owners="Mara Quill, the working group", due_printed="by May", due_day="2026-05-01", state="done"
    )
    fields = line(ana, STEP).fields
    assert (fields["owners"], fields["due_printed"], fields["due_day"], fields["state"]) == (
        "Mara Quill, the working group", "by May", "2026-05-01", "done"
    )  # fmt: skip


def test_a_decision_has_a_kind_a_way_a_state_and_votes(ana: TestClient, saved: None):
    line(ana, DECISION).send(ana, "Save", type="appoint", consent="thumbs", state="confirmed", in_favour="12")
    fields = line(ana, DECISION).fields
    assert [fields[name] for name in ("type", "consent", "state", "in_favour", "against")] == [
        "appoint", "thumbs", "confirmed", "12", "2"
    ]  # fmt: skip


def test_one_field_that_is_wrong_keeps_all_that_was_typed_and_saves_nothing(ana: TestClient, saved: None):
    answer = line(ana, DECISION).send(ana, "Save", text="Thursdays it is.", in_favour="many")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    again = form(answer.text, form="line", target=DECISION)
    assert (again.fields["text"], again.fields["in_favour"]) == ("Thursdays it is.", "many")
    assert line(ana, DECISION).fields["text"] == "The meetings move to Thursdays."


def test_a_minority_view_has_positions_and_is_not_taken_out_silently(ana: TestClient, saved: None):
    view = {"position-1": "March is early enough", "quantifier-1": "two participants", "record-1": "yes",
            "position-2": "There should be none"}  # fmt: skip
    line(ana, VIEW).send(ana, "Save", **view)
    assert {name: line(ana, VIEW).fields[name] for name in view} == view
    silent = line(ana, VIEW).send(ana, "Reject")
    assert silent.status_code == 422
    assert "not taken out silently" in silent.text
    line(ana, VIEW).send(ana, "Reject", reason="It was withdrawn.")
    assert "It was withdrawn." in page(ana)
    line(ana, VIEW).send(ana, "Confirm")
    assert "Ana Velho has confirmed that it is no minority view." in page(ana)


def test_somebody_confirms_by_name_that_there_were_no_minority_views(ana: TestClient, live: Any):
    talk(live)
    text = form(page(ana), form="draft").send(ana).text
    assert "Somebody must confirm" in text
    form(text, form="views").send(ana, by="Ngozi Adeyemi-Hart")
    assert "Ngozi Adeyemi-Hart has confirmed that there were no minority views." in page(ana)


def test_a_suggestion_is_taken_in_as_what_one_says_or_dismissed(ana: TestClient, saved: None):
    form(page(ana), form="suggestion", target="s1").send(ana, "Accept", kind="next step", into="b2", text="Ask again")
    assert line(ana, "s1").fields["owners"] == ""
    form(page(ana), form="undo").send(ana)
    form(page(ana), form="suggestion", target="s1").send(ana, "Dismiss")
    assert "There are no suggestions." in page(ana)
    assert "Dismissed suggestions (1)" in page(ana)


def test_items_and_lines_are_added(ana: TestClient, saved: None):
    form(page(ana), form="block").send(ana, number="4", heading="Rooms for May")
    block = next(one for one in forms(page(ana)) if one.fields.get("heading") == "Rooms for May")
    form(page(ana), form="item", target=block.fields["target"]).send(ana, "Add", new="Book one", kind="decision")
    assert any(one.fields.get("text") == "Book one" and "consent" in one.fields for one in forms(page(ana)))
    block.send(ana, "Save", heading="Rooms for June", state="postponed")
    assert "4. Rooms for June" in page(ana)


def test_the_head_has_officers_a_line_each_and_the_next_meeting(ana: TestClient, saved: None):
    form(page(ana), form="head").send(
        ana, label="Virtual meeting 92", number="92", officers="Chair: Mara Quill\nsecretariat: Pello Urrutia",
        next_date="2026-04-01", next_state="proposed",
    )  # fmt: skip
    fields = form(page(ana), form="head").fields
    assert fields["officers"] == "Chair: Mara Quill\nsecretariat: Pello Urrutia"
    assert fields["label"] == "Virtual meeting 92"
    assert (fields["next_date"], fields["next_state"]) == ("2026-04-01", "proposed")


def people(client: TestClient) -> dict[str, tuple[str, str]]:
    fields = form(page(client), form="people").fields
    rows = {name[5:]: value for name, value in fields.items() if name.startswith("name-")}
    return {name: (fields[f"status-{n}"], fields[f"for-{n}"]) for n, name in rows.items()}


def row(client: TestClient, name: str) -> str:
    fields = form(page(client), form="people").fields
    return next(key[5:] for key, value in fields.items() if key[:5] == "name-" and value == name)


def test_attendance_is_a_table_by_coalition_and_kept_with_one_button(ana: TestClient, saved: None):
    n, other = row(ana, "Bettina Aalto"), row(ana, "Mara Quill")
    form(page(ana), form="people").send(ana, **{f"status-{n}": "apologies", f"status-{other}": "late"})
    assert people(ana)["Bettina Aalto"][0] == "apologies"
    assert people(ana)["Mara Quill"][0] == "late"
    assert '<th colspan="4" scope="rowgroup" dir="auto">DC on Open Libraries</th>' in page(ana)


def test_a_substitute_stands_in_for_somebody(ana: TestClient, saved: None):
    n = row(ana, "Bettina Aalto")
    refused = form(page(ana), form="people").send(ana, **{f"status-{n}": "substitute"})
    assert refused.status_code == 422
    assert "Say for whom Bettina Aalto stood in" in refused.text
    form(page(ana), form="people").send(ana, **{f"status-{n}": "substitute", f"for-{n}": "Olu Bright"})
    assert people(ana)["Bettina Aalto"] == ("substitute", "Olu Bright")
    assert people(ana)["Olu Bright"][0] == "apologies"
    form(page(ana), form="people").send(ana, **{f"status-{row(ana, 'Bettina Aalto')}": "present"})
    assert people(ana)["Bettina Aalto"] == ("present", "")


def test_people_are_added_and_taken_off(ana: TestClient, saved: None):
    form(page(ana), form="person").send(ana, name="Olu Bright", affiliation="DC on Kites", status="present")
    assert people(ana)["Olu Bright"] == ("present", "")
    form(page(ana), form="people").send(ana, **{f"status-{row(ana, 'Olu Bright')}": ""})
    assert "Olu Bright" not in people(ana)


def test_two_people_at_different_lines_do_not_disturb_each_other(ana: TestClient, ben: TestClient, saved: None):
    his = line(ben, STEP)
    line(ana, POINT).send(ana, "Save", text="Hers.")
    his.send(ben, "Save", text="His")
    assert (line(ana, POINT).fields["text"], line(ana, STEP).fields["text"]) == ("Hers.", "His")


def test_the_same_field_changed_by_two_is_shown_side_by_side_and_chosen(ana: TestClient, ben: TestClient, saved: None):
    his = line(ben, STEP)
    line(ana, STEP).send(ana, "Save", text="Find two speakers", state="done")
    answer = his.send(ben, "Save", text="Find a speaker soon", owners="Ben Okafor")
    assert answer.status_code == 409
    for words in ("Find a speaker for the second session", "Find two speakers", "Find a speaker soon"):
        assert words in answer.text
    assert line(ana, STEP).fields["owners"] == "Ben Okafor"
    form(answer.text, form="line").send(ben, "Save", text="Find two speakers soon")
    now = line(ana, STEP).fields
    assert (now["text"], now["state"], now["owners"]) == ("Find two speakers soon", "done", "Ben Okafor")


def test_a_form_that_was_refused_never_puts_back_what_somebody_else_changed(
    ana: TestClient, ben: TestClient, saved: None
):
    his = line(ben, DECISION)
    line(ana, DECISION).send(ana, "Save", consent="unanimous")
    refused = his.send(ben, "Save", in_favour="lots")
    form(refused.text, form="line", target=DECISION).send(ben, "Save", in_favour="10")
    now = line(ana, DECISION).fields
    assert (now["consent"], now["in_favour"]) == ("unanimous", "10")


def test_undo_takes_back_ones_own_change_only(ana: TestClient, ben: TestClient, saved: None):
    line(ana, POINT).send(ana, "Save", text="Hers.")
    line(ben, STEP).send(ben, "Save", text="His")
    form(page(ana), form="undo").send(ana)
    assert line(ana, POINT).fields["text"] == "The survey could wait for the figures of last year."
    assert line(ana, STEP).fields["text"] == "His"
    form(page(ana), form="redo").send(ana)
    assert line(ana, POINT).fields["text"] == "Hers."


def test_the_history_shows_how_words_differ_and_restores(ana: TestClient, saved: None):
    line(ana, POINT).send(ana, "Save", text="The survey should wait for the figures of last year.")
    text = ana.get(f"{AT}/history").text
    assert "<del>could</del>" in text
    assert "<ins>should</ins>" in text
    assert "Ana Velho" in text
    form(text, form="restore", number="1").send(ana)
    assert line(ana, POINT).fields["text"] == "The survey could wait for the figures of last year."


def test_the_history_comes_in_pages(ana: TestClient, saved: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(desk_history, "ON_A_PAGE", 3)
    for n in range(5):
        line(ana, POINT).send(ana, "Save", text=f"Version {n}.")
    newest = ana.get(f"{AT}/history").text
    assert re.findall(r'data-event="(\d+)"', newest) == ["6", "5", "4"]
    assert f'href="{AT}/history?before=4"' in newest
    older = ana.get(f"{AT}/history?before=4").text
    assert re.findall(r'data-event="(\d+)"', older) == ["3", "2", "1"]
    assert f'href="{AT}/history"' in older


def test_a_report_is_approved_in_a_name_that_has_read_it_despite_what_is_left(ana: TestClient, saved: None):
    unread = form(page(ana), form="approve").send(ana)
    assert unread.status_code == 422
    assert "tick that you have read" in unread.text.casefold()
    left = form(page(ana), form="approve").send(ana, read="yes")
    assert left.status_code == 422
    assert "put them right, or approve" in left.text.casefold()
    answer = form(left.text, form="approve").send(ana, despite="yes")
    assert "was approved by Ana Velho on" in answer.text
    assert "This is a draft" not in ana.get(f"/m/{SAMPLE.id}/report").text


def test_a_change_after_approval_makes_a_version_and_a_correction_notice(ana: TestClient, saved: None):
    form(page(ana), form="approve").send(ana, read="yes", despite="yes")
    answer = line(ana, "b1.1.s3").send(ana, "Save", text="One view was that May is late enough.")
    assert "This is version 2" in answer.text
    assert f'href="{AT}/preview?layout=correction"' in answer.text
    assert "May is late enough" in ana.get(f"{AT}/preview?layout=correction").text


def test_problems_lead_to_what_they_are_about(ana: TestClient, saved: None):
    text = page(ana)
    anchors = re.findall(r'<ol class="problems">(.*?)</ol>', text, re.S)[0]
    links = re.findall(r'href="#([^"]+)"', anchors)
    assert len(links) > 5
    assert all(f'id="{link}"' in text for link in links)
    assert f"Check and approve ({len(links)} to put right)" in text


def test_approving_what_somebody_else_changed_meanwhile_is_asked_again(ana: TestClient, ben: TestClient, saved: None):
    hers = form(page(ana), form="approve")
    line(ben, POINT).send(ben, "Save", text="His.")
    answer = hers.send(ana, read="yes", despite="yes")
    assert answer.status_code == 409
    assert "Ben Okafor changed the same" in answer.text
    form(answer.text, form="approve").send(ana)
    assert "was approved by Ana Velho" in page(ana)


def test_under_the_chatham_house_rule_the_desk_names_no_speaker(tmp_path: Path):
    meetings = FakeMeetings(replace(SAMPLE, rule="chatham-house"))
    with TestClient(create_app(meetings, data=tmp_path), follow_redirects=True) as client:
        client.headers["accept"] = "text/html"
        client.post(f"{AT}/name", data={"by": "Ana Velho"})
        talk(OnLoop(meetings.held[SAMPLE.id], client.portal.call))
        text = form(page(client), form="draft").send(client).text
    assert "does not show who said what" in text
    proofs = re.findall(r'<div class="evidence">(.*?)</div>', text, re.S)
    assert any("I will write to the list" in one for one in proofs)
    for name in ("Mara", "Tomás", "Ibarrola", "Speaker"):
        assert not any(name in one for one in proofs)
    assert ">Heard<" not in text
    assert client.get(f"/m/{SAMPLE.id}/report").status_code == 400


def test_what_was_typed_for_another_line_is_kept_whichever_button_is_pressed(ana: TestClient, saved: None):
    line(ana, POINT).send(ana, "Accept", new="A point that came to mind", kind="key point")
    assert any(one.fields.get("text") == "A point that came to mind" for one in forms(page(ana)))


def test_a_mark_is_kept_and_outranks_what_is_found(ana: TestClient, live: Any):
    live.start()
    live.say("We could perhaps have a common logo.", "Mara Quill")
    sent = {"key": "k1", "kind": "decision", "cue": 1, "at_ms": 100, "by": "Ana Velho"}
    answer = ana.post(f"{AT}/mark", json=sent, headers={"accept": "application/json"})
    assert answer.json() == {"done": True, "number": 1}
    assert ana.post(f"{AT}/mark", json=sent, headers={"accept": "application/json"}).json()["number"] == 1
    assert "Decision at 0:00" in page(ana)
    assert "A note-taker marked or wrote it." in form(page(ana), form="draft").send(ana).text


def test_a_mark_is_taken_back_by_a_form(ana: TestClient, live: Any):
    live.start()
    live.say("We could perhaps have a common logo.", "Mara Quill")
    ana.post(f"{AT}/mark", json={"kind": "question", "at_ms": 0, "cue": None}, headers={"accept": "application/json"})
    form(page(ana), remove="1").send(ana)
    assert "Question at" not in page(ana)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"kind": "song"}', b'{"at_ms": -4}'])
def test_what_is_no_mark_is_refused_in_a_sentence(ana: TestClient, body: bytes):
    headers = {"accept": "application/json", "content-type": "application/json"}
    answer = ana.post(f"{AT}/mark", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_what_names_no_form_line_or_meeting_is_told(ana: TestClient, saved: None):
    known = {"seen": "1", "key": "k", "by": "Ana Velho"}
    assert ana.post(AT, data={**known, "form": "song"}).status_code == 422
    gone = ana.post(AT, data={**known, "form": "line", "target": "b9"})
    assert gone.status_code == 422
    assert "no line of this report has the id" in gone.text.replace("&#34;", '"')
    assert ana.get("/m/nothing/desk").status_code == 404
    assert ana.post(AT, content=b"x", headers={"content-type": "text/plain"}).status_code == 415
    assert ana.post(AT, data={"form": "x" * 600_000}).status_code == 413


def test_every_layout_can_be_previewed_and_all_be_had_at_once(ana: TestClient, saved: None):
    text = page(ana)
    links = re.findall(rf'href="({AT}/preview[^"]+)"', text)
    assert len(links) > 5
    assert ana.get(links[0]).status_code == 200


def test_all_prints_come_in_one_file_that_is_the_same_every_time(ana: TestClient, saved: None):
    every = next(one for one in forms(page(ana)) if one.action.endswith(".zip"))
    answer = every.send(ana)
    with ZipFile(BytesIO(answer.content)) as file:
        names = file.namelist()
    assert len(names) == len(FORMATS) * len([one for one in layouts().values() if not one.several])
    assert f"{SAMPLE.id}/minutes/{SAMPLE.id}.docx" in names
    assert every.send(ana).content == answer.content


def test_no_control_of_a_line_has_the_same_name_as_that_of_another_line(ana: TestClient, saved: None):
    text = page(ana)
    labels = re.findall(r'<label for="(f-s-[^"]+)">(.*?)</label>', text)
    assert all("offscreen" in label for _, label in labels)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
