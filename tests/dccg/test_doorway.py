"""Who may ask for changes, and what browsers may do with the answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from dccg.app import create_app
from tests.fakes_live import SAMPLE, FakeMeetings

AT = f"/m/{SAMPLE.id}"
OURS = "http://testserver"


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app(FakeMeetings(SAMPLE)), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": OURS}, 200),
        ({"origin": OURS, "sec-fetch-site": "same-origin"}, 200),
        ({}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver.elsewhere.example"}, 403),
    ],
)
def test_changes_are_taken_from_our_own_pages_and_from_programs(client, headers, status):
    assert client.post(f"{AT}/console/start", headers=headers).status_code == status


@pytest.mark.parametrize("path", ["live?after=0", "source"])
def test_sockets_are_refused_to_pages_of_other_sites(client, path):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(
        f"{AT}/{path}", headers={"origin": "http://elsewhere.example"}
    ):
        pass


def test_a_socket_of_an_unknown_meeting_is_refused(client):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/m/nowhere/live"):
        pass


@pytest.mark.parametrize("path", ["/", AT, f"{AT}/transcript.vtt", "/static/viewer.js", "/nowhere"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "require-trusted-types-for 'script'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["permissions-policy"] == "microphone=(self), display-capture=(self)"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_hold_no_inline_script_or_style_and_nothing_from_elsewhere(client):
    for tail in ("", "/transcript", "/console", "/capture", "/type", "/edit"):
        text = client.get(AT + tail).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert 'src="http' not in text


@pytest.mark.req("DSP-18")
@pytest.mark.parametrize(
    ("path", "framed"),
    [
        (AT, False),
        (f"{AT}?view=page", False),
        (f"{AT}?view=room", True),
        (f"{AT}?view=overlay&fs=150", True),
        (f"{AT}?view=room&view=page", False),
        (f"{AT}/console?view=room", False),
        ("/?view=room", False),
    ],
)
def test_only_the_views_without_buttons_may_stand_in_another_sites_page(client, path, framed):
    policy = client.get(path).headers["content-security-policy"]
    assert ("frame-ancestors *" in policy) == framed
    assert ("frame-ancestors 'self'" in policy) != framed
