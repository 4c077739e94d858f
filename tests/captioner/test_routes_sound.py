"""Kept sound over plain HTTP: the switch of the console, what readers are told, and a line as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop

AT = f"/m/{SAMPLE.id}"
PAGE = {"accept": "text/html"}
NAMELESS = replace(SAMPLE, id="2026-01-14-dccg-8", rule="chatham-house")
TOLD = "The sound is kept until the report is approved or the host deletes it."


@pytest.fixture
def meetings() -> FakeMeetings:
    return FakeMeetings(SAMPLE, NAMELESS)


@pytest.fixture
def client(meetings: FakeMeetings) -> Iterator[TestClient]:
    with TestClient(create_app(meetings), follow_redirects=False) as client:
        yield client


@pytest.fixture
def live(client: TestClient, meetings: FakeMeetings) -> OnLoop:
    live = OnLoop(meetings.held[SAMPLE.id], client.portal.call)
    live.start()
    live.say("We met in March.", "Mara Quill")
    return live


def test_a_line_is_a_small_file_of_its_own_that_other_sites_cannot_play(client, live):
    live.note("sound", on=True, at_ms=0)
    answer = client.get(f"{AT}/sound/1")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    assert int(answer.headers["content-length"]) == len(answer.content) == 44 + 32 * 1_000
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    part = client.get(f"{AT}/sound/1", headers={"range": "bytes=0-99"})
    assert (part.status_code, part.content) == (206, answer.content[:100])
    assert part.headers["content-range"] == f"bytes 0-99/{len(answer.content)}"
    assert client.get(f"{AT}/sound/1", headers={"range": "bytes=40-"}).content == answer.content[40:]
    assert client.get(f"{AT}/sound/1", headers={"range": "bytes=99999999-"}).status_code == 416


def test_what_is_not_kept_or_deleted_is_said_in_a_sentence(client, live):
    for _ in range(2):
        answer = client.get(f"{AT}/sound/1")
        assert answer.status_code == 404
        assert "kept, or it was deleted; line 1 can't be heard again" in answer.json()["error"]
        live.note("sound", on=True, at_ms=0)
        live.note("sound", on=False, at_ms=0, deleted=True)
    assert "is not in the record" in client.get(f"{AT}/sound/77").json()["error"]
    page = client.get(f"{AT}/sound/1", headers=PAGE)
    assert (page.status_code, "<h1>" in page.text) == (404, True)


def shown(client: TestClient, where: str) -> str:
    """The page without the texts that its script may show."""
    return re.sub(r"<script.*?</script>", "", client.get(where, headers=PAGE).text, flags=re.DOTALL)


@pytest.mark.req("PRV-07")
def test_without_a_script_the_host_switches_it_on_and_off_and_deletes_it_and_readers_are_told(client, live):
    assert "No sound is kept." in shown(client, f"{AT}/console")
    assert TOLD not in shown(client, AT)
    page = client.get(f"{AT}/console", headers=PAGE).text
    assert 'name="on" value="yes" formaction="' + f'{AT}/console/sound" aria-pressed="false"' in page
    assert client.post(f"{AT}/console/sound", data={"on": "yes"}, headers=PAGE).status_code == 303
    for where in (AT, f"{AT}?text", f"{AT}/live.txt", f"{AT}/console"):
        assert TOLD in shown(client, where), where
    assert client.post(f"{AT}/console/sound", data={"on": "no"}).json()["state"]["sound"]["deletable"]
    assert f"Some of {TOLD[0].lower()}{TOLD[1:]}" in shown(client, AT)
    assert '<details class="sure" id="sound-delete">' in shown(client, f"{AT}/console")
    assert client.post(f"{AT}/console/sound-delete", headers=PAGE).status_code == 303
    assert "deletes it." not in shown(client, AT)
    assert [live.transcript.sound_on, live.transcript.sound_kept] == [False, False]


def test_another_site_can_neither_switch_nor_delete(client, live):
    for action in ("sound", "sound-delete"):
        answer = client.post(f"{AT}/console/{action}", data={"on": "yes"}, headers={"origin": "https://else.example"})
        assert answer.status_code == 403
    assert not live.transcript.sound_on


def test_where_nobody_is_named_the_host_is_reminded_that_voices_are_known(client, live):
    assert "ask the meeting first" in shown(client, f"/m/{NAMELESS.id}/console")
    assert "ask the meeting first" not in shown(client, f"{AT}/console")


def test_lines_have_a_link_to_their_sound_on_the_page_of_corrections_only(client, live):
    link = f'href="{AT}/sound/1" aria-label="Play the line at 0:00"'
    assert link not in client.get(f"{AT}/correct", headers=PAGE).text
    live.note("sound", on=True, at_ms=0)
    assert link in client.get(f"{AT}/correct", headers=PAGE).text
    for page in ("", "?text", "/transcript", "/live.txt", "/console"):
        assert "/sound/1" not in client.get(f"{AT}{page}", headers=PAGE).text
