"""Records become reports without loss, whatever keys they have, and reports become the same records again."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from models.errors import MeetingError
from models.report import Report
from models.report_check import check_report
from models.report_json import from_json, to_json
from models.report_order import every_statement
from summarizer.record_keys import UNPRINTED, kept_words
from summarizer.record_yaml import BadRecord
from summarizer.records import load_record, print_record, read_report, record_of, report_of

TEXT = (Path(__file__).parent.parent / "data" / "record.yaml").read_text("utf-8")
RECORDS = ("dccg-052", "dccg-060", "nri-2018-03-28", "bpf-gender-2018-07-16")
HEAD = "schema: dccg-report/0\nid: odd-1\n"


@pytest.fixture(scope="module")
def odd() -> Report:
    return load_record(TEXT)


@pytest.fixture
def shared_record(shared: Path, request: pytest.FixtureRequest) -> str:
    return (shared / "reports" / f"{request.param}.yaml").read_text("utf-8")


def same(one: Any, other: Any) -> bool:
    """Whether both are equal, type by type: 1 is not true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def texts(report: Report) -> list[str]:
    return [one.text for one, _ in every_statement(report)]


@pytest.mark.parametrize("shared_record", RECORDS, indirect=True)
def test_a_record_comes_back_as_it_was(shared_record: str):
    report = load_record(shared_record)
    check_report(report)
    assert same(yaml.safe_load(print_record(report)), yaml.safe_load(shared_record))
    assert from_json(to_json(report)) == report


@pytest.mark.parametrize("shared_record", RECORDS, indirect=True)
@pytest.mark.parametrize("seed", range(40))
def test_a_record_with_keys_nobody_foresaw_comes_back_as_it_was(shared_record: str, seed: int):
    check_round_trip(changed(yaml.safe_load(shared_record), random.Random(seed)))


@pytest.mark.parametrize("seed", range(200))
def test_an_odd_record_comes_back_as_it_was(seed: int):
    check_round_trip(changed(yaml.safe_load(TEXT), random.Random(seed)))


def check_round_trip(data: dict[str, Any]) -> None:
    report = report_of(data)
    check_report(report)
    assert same(record_of(report), data)
    assert same(yaml.safe_load(print_record(report)), data)
    read = from_json(to_json(report))
    assert read == report
    assert same(record_of(read), data)


KEYS = (
    "decision decisions tentative_decision proposed_by kind type text gist summary title heading owner due due_iso "
    "items children bullets enumerated views intro blocks sections paragraphs number n stance updates note notes "
    "people groups apologies chat_only participants votes consent recording venue tags executive_summary next_steps "
    "front count_stated attendance_count label url target topic positions member sessions role extra path key one form "
    "date"
).split()
VALUES: list[Any] = [
    None, "", 0, 7, True, 1.5, "word", "several words here", [], {}, ["a"], ["two words", "x"], ["a b", 3], [None],
    {"text": "some words"}, {"heading": "A b", "items": ["one two", {"text": "t u", "owner": "Zed Zulu"}]},
    [{"text": "it is so"}, "or so"], [{"given": "Zoe", "family": "Quill", "odd": "long words"}], "60", 20, "20+",
    {"a": {"b": ["deep words here", "and more"]}}, ["2022-01-01"], {"style": "(a)", "items": ["x y", "z"]},
    {"style": "(a)", "items": [], "q": 1}, {"n": 3, "decision": "adopted", "proposed_by": "Q"}, [["nested words"]],
    {"in_favour": 3, "against": 1}, {"date": "2022-01-01", "odd": "yes"}, [{"mark": "1", "text": "x y"}],
]  # fmt: skip


def changed(data: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """The record with keys added, taken out and filled with other things, at every level."""
    for _ in range(rng.randint(1, 8)):
        node, value = rng.choice(list(nodes(data))), copy.deepcopy(rng.choice(VALUES))
        if isinstance(node, list):
            node.insert(rng.randint(0, len(node)), value)
        elif rng.random() < 0.2:
            node.pop(rng.choice([key for key in node if key not in ("schema", "id")] or [""]), None)
        else:
            items = [(key, old) for key, old in node.items() if key in ("schema", "id") or rng.random() < 0.9]
            items.insert(rng.randint(0, len(items)), (rng.choice(KEYS), value))
            kept = {key: node[key] for key in ("schema", "id") if key in node}
            node.clear()
            node.update({**dict(items), **kept})
    return data


def nodes(value: Any) -> Iterator[Any]:
    yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, (dict, list)):
            yield from nodes(inner)


def test_words_meant_to_be_read_are_printed_whatever_their_key(odd: Report):
    shown = set(strings(json.loads(to_json(odd)), {"extra", "source"}))
    meant = [text for text in strings(yaml.safe_load(TEXT), set(UNPRINTED)) if kept_words(text)]
    assert len(meant) > 30
    assert [text for text in meant if text not in shown] == []


def strings(value: Any, without: set[str]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        inner = [one for key, one in value.items() if key not in without] if isinstance(value, dict) else value
        for one in inner:
            yield from strings(one, without)


def test_what_is_about_the_record_is_kept_and_not_printed(odd: Report):
    assert odd.extra["traps"] == ["a number that is a label"]
    assert odd.source["medium"] == "web page"
    assert "a number that is a label" not in texts(odd)


def test_notes_of_a_section_are_its_body_and_notes_of_the_record_are_not():
    report = load_record(HEAD + "notes: [about the record]\nsections: [{title: Lamps, notes: [they were lit]}]\n")
    assert texts(report) == ["they were lit"]


def test_decisions_are_typed_and_numbered_in_their_order(odd: Report):
    assert [(one.id, one.type, one.consent) for one in odd.decisions] == [
        ("ODD-2016-04-27-D1", "agree", "rough consensus"),
        ("ODD-2016-04-27-D2", "adopt", ""),
        ("ODD-2016-04-27-D3", "adopt", ""),
    ]
    assert odd.decisions[1].votes is not None
    assert odd.decisions[1].votes.in_favour == 11
    assert odd.decisions[2].proposed_by == "Lea Quist"


def test_next_steps_know_owners_due_dates_and_parts(odd: Report):
    poll, note, lights = odd.actions
    assert [one.name for one in poll.owners] == ["Anja Gern", "Markus Quill"]
    assert poll.due is not None
    assert (poll.due.printed, poll.due.dates) == ("Friday COB", ("2016-04-29",))
    assert note.owners[0].kind == "volunteer"
    assert (lights.id, lights.owners, lights.item) == ("ODD-2016-04-27-A3", (), "2")
    assert [one.id for one in lights.children] == ["ODD-2016-04-27-A3.1", "ODD-2016-04-27-A3.2"]


def test_attendance_is_typed_whatever_form_it_has(odd: Report):
    assert [(one.name, one.affiliation) for one in odd.groups[0].people][0] == ("Ann Ostrander", "Group on Lamps")
    assert [one.status for one in odd.groups[1].people] == ["chat only"]
    assert [one.name for one in odd.apologies] == ["Dee Farrow"]
    assert [one.text for one in odd.counts] == ["over 220", "20+ groups"]


def test_ids_of_a_group_that_counts_on_follow_its_number():
    report = load_record(HEAD + "group_acronym: DCCG\nheader: {number: 60}\nnext_steps: [{text: do it now}]\n")
    assert report.actions[0].id == "DCCG-60-A1"


def test_a_field_that_was_edited_outweighs_how_the_record_wrote_it():
    report = load_record(HEAD + "header: {number: '60', title: null}\n")
    assert record_of(report)["header"] == {"number": "60", "title": None}
    edited = replace(report, about=replace(report.about, number="61", title="Group"))
    assert record_of(edited)["header"] == {"number": 61, "title": "Group"}


def test_a_report_or_a_record_is_read_by_its_schema(odd: Report):
    assert read_report(TEXT) == odd
    assert read_report(to_json(odd)) == odd
    assert read_report(json.dumps(yaml.safe_load(TEXT))) == odd


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "found no keys"),
        ("- a\n", "found no keys"),
        ("id: x\n", 'schema is None; expected "dccg-report/0"'),
        ("schema: dccg-report/9\nid: x\n", "dccg-report/9"),
        ("schema: dccg-report/0\n", "id is None"),
        (HEAD + "group: [\n", "line 4"),
        (HEAD + "group: a\ngroup: b\n", 'line 4: this is no YAML of a record: "group" stands here twice'),
        (HEAD + "group: !!python/object:os.system x\n", "line 3"),
        (HEAD + "group: !!binary aGVsbG8=\n", "found a bytes"),
        (HEAD + 'group: "\\ud800"\n', "half of a character"),
        (HEAD + "in record: x\n", '"in record" is a key of ours'),
        (HEAD + "a: &a [*a]\n", "nested deeper"),
        (HEAD + BOMB, "more than 100,000 values"),
        (HEAD + f"a: &a x\nb: [{', '.join(['*a'] * 101)}]\n", "more than 100 aliases"),
        (HEAD + "a: " + "[" * 3_000 + "]" * 3_000, "nested"),
        (HEAD + "a: " + "x" * 1_000_001, "at most 1,000,000"),
        (HEAD + "a: \x07\n", "this is no YAML"),
        (HEAD + "? [a, b]\n: c\n", "line 3"),
    ],
)
def test_what_is_no_record_is_refused_in_words(text: str, words: str):
    with pytest.raises(BadRecord) as refused:
        load_record(text, "odd.yaml")
    assert str(refused.value).startswith("odd.yaml")
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_date_without_quotation_marks_is_its_text():
    report = load_record(HEAD + "header: {sessions: [{date: 2018-03-28}]}\n")
    assert report.about.sittings[0].date == "2018-03-28"


def test_a_record_as_json_is_refused_where_only_reports_are_read():
    with pytest.raises(MeetingError, match="dccg report import"):
        from_json('{"schema": "dccg-report/0", "id": "x"}')
