"""What makes the desk live, as its scripts ask for it: saving by key, news by number, locks, what was just heard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from dccg.app import create_app
from models.report_json import to_json
from record import MeetingFolder, MemoryEventLog
from summarizer.desk_store import DeskStore
from summarizer.edit import Set
from summarizer.routes.desk_live import news
from tests.fakes_live import SAMPLE, FakeMeetings, OnLoop
from tests.reports import SAMPLE as REPORT
from tests.summarizer.desking import edit_of

AT = f"/m/{SAMPLE.id}/desk"
POINT, STEP, DECISION = "b1.1.s1", "b2.2.s2", "b2.1.s1"


@pytest.fixture
def meetings() -> FakeMeetings:
    return FakeMeetings(SAMPLE)


@pytest.fixture
def ana(meetings: FakeMeetings, tmp_path: Path) -> Iterator[TestClient]:
    MeetingFolder(tmp_path, SAMPLE.id).write("report.json", to_json(REPORT))
    with TestClient(create_app(meetings, data=tmp_path)) as client:
        client.headers["accept"] = "application/json"
        yield client


def save(client: TestClient, key: str, by: str = "Ana Velho", seen: int = 1, **fields: str) -> Any:
    told = {"form": "line", "target": POINT, "do": "save", "exact": "yes", "key": key, "by": by, "seen": str(seen)}
    return client.post(AT, data=told | fields)


def parts(client: TestClient, after: int) -> str:
    return client.get(f"{AT}/parts", params={"after": after}, headers={"accept": "text/html"}).text


def test_what_a_script_sends_twice_under_one_key_is_saved_once(ana: TestClient):
    first, again = save(ana, "k1", text="Once."), save(ana, "k1", text="Once.")
    assert first.json()["number"] == again.json()["number"] == 2
    assert first.json()["told"].startswith("Changed the text")
    # Typed once more later, it is another saving.
    save(ana, "k2", text="Twice.", seen=2)
    assert save(ana, "k3", text="Once.", seen=3).json()["number"] == 4


def test_a_script_is_told_what_stands_in_a_field_that_somebody_else_changed(ana: TestClient):
    save(ana, "k1", by="Ben Okafor", text="His.")
    answer = save(ana, "k2", text="Hers.")
    assert answer.status_code == 409
    assert answer.json()["clashes"] == [{"by": "Ben Okafor", "choices": [{"name": "text", "theirs": "His."}]}]
    assert save(ana, "k3", text="Hers.", seen=answer.json()["number"]).status_code == 200


def test_a_script_is_told_which_field_was_not_taken(ana: TestClient):
    answer = save(ana, "k1", target=DECISION, in_favour="many")
    assert answer.status_code == 422
    assert answer.json()["name"] == "in_favour"
    assert "expected digits" in answer.json()["error"]


def test_a_run_of_typing_is_taken_back_and_made_again_as_one(ana: TestClient):
    for n, text in enumerate(("W", "Wor", "Words.")):
        save(ana, f"k{n}", text=text, seen=n + 1)
    before = next(text for text in parts(ana, 0).split("</textarea>") if f'id="f-s-{POINT}-text"' in text)
    assert before.endswith("Words.")
    save(ana, "u1", form="undo", run="yes", seen=4)
    assert ">Wor<" not in parts(ana, 0)
    save(ana, "u1", form="undo", run="yes", seen=4)  # the answer was lost: it is done once
    redone = save(ana, "r1", form="redo", run="yes", seen=7)
    assert redone.json()["number"] == 10
    assert ">Words.</textarea>" in parts(ana, 0)


def test_lines_that_are_as_they_were_are_left_out_of_a_page(ana: TestClient):
    save(ana, "k1", text="Another sentence.")
    told = parts(ana, 1)
    assert ">Another sentence.</textarea>" in told
    assert f'id="f-s-{STEP}-text"' not in told
    assert f'data-line="{STEP}" data-same=' in told
    assert len(told) < len(parts(ana, 0)) / 2


def test_a_lock_names_its_holder_and_keeps_nobody_from_saving(ana: TestClient):
    held = ana.post(f"{AT}/lock", data={"target": POINT, "by": "Ben Okafor"}).json()
    assert held["by"] == "Ben Okafor"
    assert 0 < held["for_ms"] <= 30_000
    assert ana.post(f"{AT}/lock", data={"target": POINT, "by": "Ana Velho"}).json()["by"] == "Ben Okafor"
    assert save(ana, "k1", text="Saved all the same.").status_code == 200
    ana.post(f"{AT}/lock", data={"target": POINT, "by": "Ben Okafor", "do": "leave"})
    assert ana.post(f"{AT}/lock", data={"target": POINT, "by": "Ana Velho"}).json()["by"] == "Ana Velho"


async def told(stream: Any, count: int) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    async for piece in stream:
        for line in piece.splitlines():
            if line.startswith("data:") and (one := json.loads(line.removeprefix("data:"))).get("kind") != "beat":
                out.append(one)
        if len(out) >= count:
            await stream.aclose()
    return out


def test_news_are_resumed_by_number_and_name_what_was_touched():
    async def run() -> list[dict[str, Any]]:
        desks = DeskStore(MemoryEventLog())
        await desks.draft(SAMPLE.id, REPORT, "Ana Velho", "draft")
        await desks.edit(SAMPLE.id, edit_of(Set(target=POINT, field="text", value="New."), by="Ben Okafor", seen=1))
        coming = asyncio.create_task(told(news(desks, SAMPLE.id, 1), 2))
        await asyncio.sleep(0.01)
        await desks.lock(SAMPLE.id, STEP, "Ana Velho", 0)
        return await coming

    edit, lock = asyncio.run(run())
    assert (edit["seq"], edit["by"], edit["targets"]) == (2, "Ben Okafor", [POINT])
    assert (lock["kind"], lock["target"], lock["by"]) == ("lock", STEP, "Ana Velho")


def test_who_knows_of_more_than_there_is_begins_again():
    async def run() -> list[str]:
        return [piece async for piece in news(DeskStore(MemoryEventLog()), SAMPLE.id, 5)]

    assert "event: again" in asyncio.run(run())[-1]


def test_what_was_decided_a_moment_ago_is_heard_and_can_be_marked(ana: TestClient, meetings: FakeMeetings):
    assert ana.portal is not None
    live = OnLoop(meetings.held[SAMPLE.id], ana.portal.call)
    live.start()
    live.say("The proposal is to meet on Thursdays. Any objections?", "Mara Quill")
    cue = live.say("I see no objections, so we meet on Thursdays.", "Mara Quill")
    (found,) = ana.get(f"{AT}/heard").json()["found"]
    assert (found["kind"], found["cue"], found["marked"]) == ("decision", cue, False)
    ana.post(f"{AT}/mark", json={"kind": "decision", "cue": cue, "at_ms": found["at_ms"], "by": "Ana Velho"})
    assert ana.get(f"{AT}/heard").json()["found"][0]["marked"]
