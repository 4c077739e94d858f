"""report.json: what is written reads back equal, and nonsense is refused by the place it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from models.report import SCHEMA, About, Block, Layout, NextMeeting, Report, Revision, Sitting, Statement
from models.report_check import BadReport
from models.report_json import from_json, json_schema, to_json
from models.report_parts import (
    Action,
    Attendance,
    Attribution,
    Decision,
    Due,
    Evidence,
    Owner,
    Position,
    RoleGroup,
    Update,
    View,
    Votes,
)

PUBLISHED = Path(__file__).parent.parent.parent / "docs" / "report.schema.json"


def report() -> Report:
    seen = (Evidence(cues=(12, 13), quote="so that is agreed", found_by="D-unopposed"),)
    unnamed = Attribution(mode="anonymous")
    point = Statement(id="s1", text="One view: [the draft](https://example.org)", attribution=unnamed)
    decided = Statement(id="s2", text="Agreed.", refers="DCCG-60-D1", children=(point,), evidence=seen)
    due = Due(printed="by Friday", dates=("2022-03-25",))
    part = Action(id="DCCG-60-A1.1", text="part")
    return Report(
        id="dccg-060",
        about=About(group="DCCG", rule="chatham-house", sittings=(Sitting(date="2022-03-23", start_utc="14:00"),)),
        layout=Layout(name="conclusions-first", bullet="●"),
        blocks=(Block(id="b1", kind="agenda item", blocks=(Block(id="b1.1", statements=(decided,)),)),),
        decisions=(
            Decision(id="DCCG-60-D1", text="Agreed.", votes=Votes(in_favour=3), dissent=("DCCG-60-V1",), evidence=seen),
        ),
        actions=(Action(id="DCCG-60-A1", text="do", owners=(Owner(name="Ann"),), due=due, children=(part,)),),
        views=(View(id="DCCG-60-V1", topic="lamps", positions=(Position(text="bright", holders=("Bo",)),)),),
        groups=(RoleGroup(label="Participants", people=(Attendance(given="Ann", sessions=("M1",)),)),),
        next_meeting=NextMeeting(printed="11 May"),
        suggestions=(Statement(id="s9", text="maybe", updates=(Update(text="done"),)),),
        revisions=(Revision(version=1, at_utc="2022-03-24T10:00:00Z", by="Ann"),),
    )  # fmt: skip


def with_blocks(*blocks: Any, **more: Any) -> str:
    return json.dumps({"schema": SCHEMA, "id": "x", "about": {}, "blocks": blocks, **more})


def test_what_is_written_reads_back_equal():
    assert from_json(to_json(report())) == report()


def test_equal_reports_give_equal_text_with_the_schema_first():
    assert to_json(report()) == to_json(report())
    assert to_json(report()).startswith('{\n  "schema": "dccg-report/1",\n  "id": "dccg-060",')


def test_what_is_as_usual_is_left_out_and_letters_stay_letters():
    text = to_json(Report(id="x", about=About(group="Ação ✓")))
    assert json.loads(text) == {"schema": SCHEMA, "id": "x", "about": {"group": "Ação ✓"}}
    assert "Ação ✓" in text


def test_the_published_schema_accepts_what_is_written():
    schema = json.loads(PUBLISHED.read_text("utf-8"))
    assert schema == json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(to_json(report())), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(with_blocks({"id": "b", "txet": 1})), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"schema": "dccg-report/2", "id": "x", "about": {}}, schema)


SAID = {"id": "s", "text": "x"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (with_blocks({"id": "a"}, {"id": "b", "statements": [{**SAID, "txet": ""}]}),
         'blocks 2, statements 1, field "txet": not known (did you mean "text"?); expected one of id, text,'),
        (with_blocks({"id": "a", "statements": [{"id": "s", "text": 5}, {"id": "s"}]}),
         'blocks 1, statements 1, field "text": found 5; expected text; and 1 more like it'),
        (with_blocks({"id": "a", "statements": [{"id": "s"}]}), 'blocks 1, statements 1, field "text": missing'),
        (with_blocks(5), "blocks 1: found 5; expected fields in { }"),
        (with_blocks({"id": "a", "kind": "poem"}), 'field "kind": found "poem"; expected'),
        (with_blocks({"id": "a"}, {"id": "a"}), 'blocks 2, field "id": "a" is the id of blocks 1 too'),
        (with_blocks({"id": ""}), 'blocks 1, field "id" is empty'),
        (with_blocks({"id": "a", "statements": [{**SAID, "refers": "D9"}]}), 'nothing here has the id "D9"'),
        (with_blocks({"id": "a", "statements": [{**SAID, "evidence": [{"cues": ["12"]}]}]}),
         'evidence 1, cues 1: found "12"; expected a whole number'),
        (with_blocks({"id": "a", "statements": [{**SAID, "evidence": [{"cues": [True]}]}]}), "found true"),
        (with_blocks({"id": "a", "statements": [{**SAID, "evidence": [{"cues": [-1]}]}]}), "found cue -1"),
        (with_blocks({"id": "a", "statements": [{**SAID, "evidence": [{"cues": []}]}]}), "names no cue"),
        (with_blocks(version="2"), 'field "version": found "2"; expected a whole number'),
        (with_blocks(version=0), "expected 1 or more"),
        (with_blocks(decisions=[{"id": "d", "text": "t", "dissent": ["v"]}]), 'decisions 1, field "dissent"'),
        (with_blocks(views=[{"id": "v", "topic": "t", "decision": "d"}]), 'views 1, field "decision"'),
        (with_blocks(actions=[{"id": "a", "text": "t", "from_decision": "d"}]), 'actions 1, field "from_decision"'),
        (with_blocks(actions=[{"id": "a", "text": "t", "due": {"printed": "q", "dates": ["2022-02-30"]}}]),
         'found "2022-02-30"; expected a date'),
        (with_blocks(next_meeting={"prnted": "q"}), 'next_meeting, field "prnted": not known'),
        (with_blocks(about={"group": "\x00"}), 'about, field "group" holds U+0000'),
        (with_blocks(about={"group": "\ud800"}), "holds U+D800"),
        (with_blocks(about={"extra": {"a": 1e999}}), "found Infinity"),
        ('{"schema": "dccg-report/1", "a": 1e999}', 'field "a" is a number without end'),
        (with_blocks(about={"quorate": "yes"}), "expected true or false"),
        ('{"schema": "dccg-report/1", "a": 1, "a": 2}', '"a" stands twice'),
        ('{"schema": "dccg-report/2"}', "newer than this program"),
        ('{"schema": "poem/1"}', 'schema is "poem/1"; expected "dccg-report/1"'),
        ("[]", 'found no "schema"'),
        ("", "line 1, column 1: this is no JSON"),
        ('{"schema": ', "this is no JSON"),
        ("[" * 100_000, "nested"),
        ("[" * 200 + "]" * 200, "nested"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_by_the_place_it_stands(text: str, words: str):
    with pytest.raises(BadReport) as refused:
        from_json(text, "mine.json")
    assert str(refused.value).startswith("mine.json")
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_older_versions_go_through_every_version_between():
    def first(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "schema": "dccg-report/b", "steps": data["steps"] + 1}

    def second(data: dict[str, Any]) -> dict[str, Any]:
        return {"schema": SCHEMA, "id": f"x{data['steps']}", "about": {}}

    upgrades = {"dccg-report/a": first, "dccg-report/b": second}
    assert from_json('{"schema": "dccg-report/a", "steps": 1}', upgrades=upgrades).id == "x2"


def test_upgrades_that_go_round_are_refused():
    with pytest.raises(BadReport, match="expected"):
        from_json('{"schema": "dccg-report/a"}', upgrades={"dccg-report/a": lambda data: data})


def test_a_mark_at_the_head_of_the_file_does_no_harm():
    assert from_json("\ufeff" + to_json(report())) == report()
