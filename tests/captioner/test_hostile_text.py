"""What people type to do harm, through every form and into every file of text: nothing hidden, nothing broken out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from models.exports import FORMATS
from models.foreign import read_transcript
from models.plain import clean
from models.webvtt import check_webvtt, read_webvtt
from tests.fakes_live import SAMPLE, FakeLive, FakeMeetings
from tests.payloads import CANARY, MARKUP, PAYLOADS, SHOWN

AT = f"/m/{SAMPLE.id}"
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufeff\ufffe\uffff]")
PLACES = ["", "?text", "/live.txt", "/transcript", "/console", "/correct", "/type", "/ask", "/poll?after=0",
          "/console/state", "/correct/lines", *(f"/transcript{form.suffix}" for form in FORMATS.values())]  # fmt: skip


@pytest.fixture
def meetings() -> FakeMeetings:
    return FakeMeetings(SAMPLE)


@pytest.fixture
def client(meetings) -> Iterator[TestClient]:
    with TestClient(create_app(meetings), follow_redirects=False) as client:
        client.post(f"{AT}/console/start")
        yield client


@pytest.fixture
def live(meetings) -> FakeLive:
    return meetings.held[SAMPLE.id]


def typed_everywhere(client: TestClient, text: str) -> None:
    """Type the text into every field of every form that people have while a meeting is on."""
    sent = text.encode("utf-8", "replace").decode()
    client.post(f"{AT}/console/speaker", data={"name": sent})
    client.post(f"{AT}/console/notice", data={"text": sent})
    client.post(f"{AT}/typed", data={"by": sent, "text": sent})
    client.post(f"{AT}/correct", data={"cue": "1", "text": sent, "by": sent, "speaker": sent, "key": "k"})
    client.post(f"{AT}/correct/term", data={"term": sent, "cue": "1"})
    client.post(f"{AT}/ask", data={"kind": "question", "text": sent, "name": sent})


@pytest.mark.req("THR-11")
def test_no_hidden_character_comes_through_any_form(client, live):
    hidden = [text for text in PAYLOADS if HIDDEN.search(text) or not text.isascii()]
    for text in hidden:
        typed_everywhere(client, text)
    client.post(f"{AT}/upload", files={"file": ("talk\u202egpj.wav", b"RIFF")})
    assert len(live.transcript.cues) >= 20
    for place in PLACES:
        answer = client.get(AT + place)
        assert answer.status_code == 200, place
        text = answer.text if "json" not in answer.headers["content-type"] else str(walk(answer.json()))
        found = HIDDEN.search(text)
        assert found is None, (place, text[max(0, found.start() - 80) : found.end() + 20])


def walk(value: object) -> str:
    """All texts of a JSON answer, those within its texts as well, each on lines of its own."""
    if isinstance(value, dict):
        return "\n".join(map(walk, value.values()))
    if isinstance(value, list):
        return "\n".join(map(walk, value))
    if isinstance(value, str) and value.startswith("{"):
        try:
            return walk(json.loads(value))
        except ValueError:
            return value
    return str(value)


@pytest.mark.req("THR-11")
@pytest.mark.parametrize("name", ["Cha\u200bir", "\u202eriahC", "Chair\u00ad", "\ufeffChair", "Ch\x00air"])
def test_a_name_cannot_look_like_another_ones(client, live, name):
    client.post(f"{AT}/typed", data={"by": name, "text": "Good morning"})
    assert live.transcript.cues[-1].speaker in ("Chair", "riahC")


@pytest.mark.req("THR-09", "THR-12")
def test_every_file_says_what_was_typed_and_stays_one_file(client, live):
    for text in SHOWN:
        client.post(f"{AT}/typed", data={"by": text[:80], "text": text})
    made = {suffix: client.get(f"{AT}/transcript{form.suffix}").text for suffix, form in FORMATS.items()}
    assert check_webvtt(made["vtt"]) == []
    wanted = [clean(text) for text in SHOWN]
    assert [" ".join(cue.text.split()) for cue in live.transcript.cues] == wanted
    assert " ".join(" ".join(cue.words) for cue in read_webvtt(made["vtt"])) == " ".join(wanted)
    assert [cue["text"] for cue in json.loads(made["json"])["cues"]] == wanted
    for text in wanted:
        assert text in " ".join(made["txt"].split())
    said = read_transcript(made["vtt"].encode(), "transcript.vtt").said
    assert {one.speaker for one in said} <= {clean(text[:80]) or None for text in SHOWN}


@pytest.mark.req("THR-09")
def test_no_page_writes_a_tag_that_was_typed(client):
    for text in MARKUP:
        typed_everywhere(client, text)
    for place in PLACES[:8]:
        answer = client.get(AT + place)
        if "html" not in answer.headers["content-type"]:
            continue
        outside = re.sub(r'(?s)<script type="application/json".*?</script>', "", answer.text)
        live_tag = rf"<[a-z]+[^>]*(?:{re.escape(CANARY)}|onerror|onload|ontoggle)[^>]*>"
        assert not re.search(live_tag, _bare(outside)), place


def _bare(page: str) -> str:
    """The page without the values of its attributes, which the browser test looks at."""
    return re.sub(r'="[^"]*"', "", page)
