"""Everything found in one call: each thing under its item, marks above rules, what is unsure below."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.find import find
from summarizer.finding import ActionFound
from summarizer.talk import NoteMark, Talk
from tests.summarizer.drafting import AGENDA, talk_of

ROOT = Path(__file__).parents[2]


def test_an_empty_talk_has_no_findings():
    found = find(Talk(()))
    assert (found.decisions, found.actions, found.views, found.points, found.roll) == ((), (), (), (), ())


def test_each_finding_stands_under_its_item():
    found = find(talk_of())
    assert [(one.item, one.text) for one in found.agenda] == [("1", "Annual reports"), ("2", "The booth")]
    assert {one.item for one in (*found.decisions, *found.actions, *found.views)} == {"1"}


def test_what_is_only_told_of_the_past_is_no_decision():
    found = find(talk_of())
    assert len(found.decisions) == 1
    assert any("share a booth" in one.text for one in found.blocked)


def test_every_link_leads_to_an_utterance():
    talk = talk_of()
    found = find(talk)
    every = (*found.agenda, *found.roll, *found.decisions, *found.actions, *found.views, *found.points)
    assert all(link in talk.place for one in (*every, *found.suggestions) for link in one.links)


def test_a_mark_makes_sure_what_was_only_suggested():
    unmarked = find(talk_of("Ben Okoro: Somebody should perhaps write to the printers about the banner."))
    marks = (NoteMark("next step", "1", by="note-taker"),)
    found = find(talk_of("Ben Okoro: Somebody should perhaps write to the printers about the banner.", marks=marks))
    assert unmarked.actions == ()
    assert [one.links for one in found.actions] == [("1",)]
    assert not [one for one in found.suggestions if isinstance(one, ActionFound)]


def test_a_mark_keeps_the_words_of_the_note_taker():
    marks = (NoteMark("decision", "5", "The deadline is the second of April"),)
    found = find(talk_of(marks=marks))
    assert [one.text for one in found.decisions] == ["The deadline is the second of April"]


@pytest.mark.parametrize(
    ("kind", "where"),
    [("decision", "decisions"), ("next step", "actions"), ("dissent", "views"), ("key point", "points"),
     ("question", "points")],
)  # fmt: skip
def test_a_mark_where_nothing_is_found_stands_by_itself(kind: str, where: str):
    said = ("Ben Okoro: The lamps in the hall are green.",)
    found = find(talk_of(*said, marks=(NoteMark(kind, "1"),), agenda=AGENDA))  # type: ignore[arg-type]
    (one,) = getattr(found, where)
    assert (one.rule, one.links, one.sure) == ("note-taker", ("1",), True)
    assert "lamps" in one.text


def test_a_mark_at_no_utterance_is_nothing():
    assert find(talk_of(marks=(NoteMark("decision", "999"),))) == find(talk_of())


def test_marks_of_points_name_nobody():
    said = ("Ben Okoro: I think Cy Brook was right about the lamps.",)
    (one,) = find(talk_of(*said, marks=(NoteMark("key point", "1"),))).points
    assert "Cy" not in one.text


@pytest.mark.parametrize("name", ["dccg-synthetic", "senedd"])
def test_no_trap_and_no_unknown_link_in_what_the_benchmark_writes(shared: Path, tmp_path: Path, name: str):
    meetings, out = tmp_path / "some.jsonl", tmp_path / "found.jsonl"
    some = (shared / "minutes" / f"{name}.jsonl").read_text("utf-8").splitlines()[:2]
    meetings.write_text("\n".join(some), encoding="utf-8")
    words = [sys.executable, "benchmarks/minutes.py", meetings, "--out", out]
    subprocess.run(words, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": "."}, capture_output=True)
    gold, found = ([json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in (meetings, out))
    assert [one["id"] for one in gold] == [one["id"] for one in found]
    for meeting, written in zip(gold, found, strict=True):
        known, traps = {one["id"] for one in meeting["utterances"]}, set(meeting.get("traps", ()))
        for one in (*written["decisions"], *written["actions"]):
            assert one["links"]
            assert set(one["links"]) <= known
            assert not set(one["links"]) <= traps, one
