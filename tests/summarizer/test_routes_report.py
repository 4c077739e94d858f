"""The report of a meeting as a page and as files, from the captions as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from models.report_json import from_json, to_json
from record import MeetingFolder
from summarizer.edit import Approve, Edit, Set
from summarizer.formats import FORMATS
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop
from tests.reports import SAMPLE as REPORT

AT = f"/m/{SAMPLE.id}"


@pytest.fixture
def meetings() -> FakeMeetings:
    return FakeMeetings(SAMPLE)


@pytest.fixture
def client(meetings: FakeMeetings, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(meetings, data=tmp_path)) as client:
        client.headers["accept"] = "text/html"
        yield client


@pytest.fixture
def live(client: TestClient, meetings: FakeMeetings) -> Any:
    assert client.portal is not None
    return OnLoop(meetings.held[SAMPLE.id], client.portal.call)


def talk(live: Any) -> None:
    live.start()
    live.say("The proposal is to meet on Thursdays. Any objections?", "Mara Quill")
    live.say("I see no objections, so we meet on Thursdays.", "Mara Quill")
    live.say("I will write to the list by Friday.", "Tomás Ibarrola")


def test_the_page_is_a_draft_that_leads_to_the_captions_it_rests_on(client: TestClient, live: Any):
    talk(live)
    page = client.get(f"{AT}/report").text
    assert "This is a draft. Nobody has approved it yet." in page
    assert "without a language model" in page
    assert f'href="{AT}/transcript#c' in page


def test_the_page_follows_what_is_said(client: TestClient, live: Any):
    talk(live)
    assert "Share the form" not in client.get(f"{AT}/report").text
    live.say("I will share the form with the group.", "Tomás Ibarrola")
    assert "Share the form" in client.get(f"{AT}/report").text


@pytest.mark.parametrize("suffix", [form.suffix.lstrip(".") for form in FORMATS.values()])
def test_every_form_can_be_had_and_is_not_sent_twice(client: TestClient, live: Any, suffix: str):
    talk(live)
    answer = client.get(f"{AT}/report.{suffix}")
    assert answer.status_code == 200
    assert f'filename="{SAMPLE.id}.{suffix}"' in answer.headers["content-disposition"]
    again = client.get(f"{AT}/report.{suffix}", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_data_are_a_report_that_can_be_read_again(client: TestClient, live: Any):
    talk(live)
    report = from_json(client.get(f"{AT}/report.json").text)
    assert [one.text for one in report.actions] == ["Write to the list"]


def test_a_report_that_was_saved_stands_before_a_draft(client: TestClient, live: Any, tmp_path: Path):
    talk(live)
    MeetingFolder(tmp_path, SAMPLE.id).write("report.json", to_json(REPORT))
    assert "The survey goes out in March" in client.get(f"{AT}/report").text


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/m/nothing/report", 404, "is not here"),
        (f"{AT}/report.rtf", 404, "no report ends in .rtf"),
        (f"{AT}/report?layout=poster", 400, "there is no layout"),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(client: TestClient, address: str, status: int, sentence: str):
    answer = client.get(address)
    assert answer.status_code == status
    assert sentence in answer.text.replace("&#34;", '"')


def test_a_saved_report_that_cannot_be_read_is_told_and_kept(client: TestClient, live: Any, tmp_path: Path):
    MeetingFolder(tmp_path, SAMPLE.id).write("report.json", '{"schema": "dccg-report/1", "id": 7}')
    answer = client.get(f"{AT}/report")
    assert answer.status_code == 400
    assert "report.json" in answer.text
    assert '"id": 7' in MeetingFolder(tmp_path, SAMPLE.id).read_text("report.json")


def settled(client: TestClient, do: Any, seen: int) -> None:
    """Make an edit at the desk, as its page would."""
    assert client.portal is not None
    desks = client.app.state.reporting.desks
    edit = Edit(key=f"k{seen}", by="Ada", utc="2026-01-14T15:00:00Z", seen=seen, do=do)
    assert client.portal.call(desks.edit, SAMPLE.id, edit).conflict is None


@pytest.mark.parametrize("rule", ["open", "chatham-house"])
def test_readers_see_the_report_as_it_was_last_approved(tmp_path: Path, rule: Any):
    meeting = replace(SAMPLE, rule=rule)
    with TestClient(create_app(FakeMeetings(meeting), data=tmp_path)) as client:
        client.headers["accept"] = "text/html"
        saved = replace(REPORT, id=SAMPLE.id, about=replace(REPORT.about, rule=rule))
        MeetingFolder(tmp_path, SAMPLE.id).write("report.json", to_json(replace(saved, state="draft")))
        before = client.get(f"{AT}/report")
        assert before.status_code == (200 if rule == "open" else 400)
        desks = client.app.state.reporting.desks
        last = client.portal.call(desks.load, SAMPLE.id).last
        settled(client, Approve(despite=True), last)
        assert "The survey goes out in March" in client.get(f"{AT}/report").text
        settled(client, Set(target="b1.2.s1", field="text", value="The survey goes out in May."), last + 1)
        assert "in May" not in client.get(f"{AT}/report").text
        assert "in May" not in client.get(f"{AT}/report.txt").text


def test_the_sound_that_was_kept_is_deleted_when_the_report_is_approved(
    client: TestClient, meetings: FakeMeetings, tmp_path: Path
):
    MeetingFolder(tmp_path, SAMPLE.id).write("report.json", to_json(replace(REPORT, state="draft")))
    sound = meetings.held[SAMPLE.id].sound
    deleted = []
    sound.delete = lambda: _note(deleted)
    settled(client, Approve(despite=True), 1)
    assert deleted == ["deleted"]


async def _note(deleted: list[str]) -> None:
    deleted.append("deleted")
