"""Before captions begin, the page tells by what speech is written down, where, and that names need not be kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop

AT = f"/m/{SAMPLE.id}"
ASK = "Tell the host if your name or affiliation should not be kept."
NAMELESS = "published, and name nobody"


@pytest.mark.req("PRV-09")
@pytest.mark.parametrize("rule", ["open", "chatham-house"])
def test_the_page_tells_before_the_start_how_speech_is_written_down_and_what_becomes_of_it(rule: str):
    with TestClient(create_app(FakeMeetings(replace(SAMPLE, rule=rule)))) as client:
        for address in ("", "?text", "/live.txt"):
            # The page's script is given both sentences; what is shown is told apart here.
            text = client.get(AT + address).text.partition('type="application/json"')[0]
            assert "by a computer program on the host’s own machine, or by a person who types" in text, address
            assert (ASK in text, NAMELESS in text) == (rule == "open", rule != "open"), address
        live = OnLoop(client.app.state.meetings.held[SAMPLE.id], client.portal.call)  # type: ignore[attr-defined]
        live.start()
        assert "Machine captions." in client.get(f"{AT}/live.txt").text
        assert "should not be kept, tell the host" in client.get("/help").text
