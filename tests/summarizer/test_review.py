"""What should be put right before a report is approved is listed, each with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.report_parts import Due, Owner
from summarizer.find import find
from summarizer.listing import listing
from summarizer.review import problems
from summarizer.talk import NoteMark
from tests.summarizer.drafting import ROSTER, drafted, talk_of

NAMES = tuple(name for person in ROSTER for name in person.names)


def told(report) -> list[str]:
    return [f"{one.place}: {one.text}" for one in problems(report, NAMES)]


def settled():
    """A draft that a note-taker has put right."""
    report = drafted("Ada Quill: Item one, annual reports.", "Pello Urrutia: I will send a reminder by tomorrow.")
    return replace(report, no_views_confirmed_by="Ada Quill")


def test_a_report_that_is_in_order_has_no_problems():
    assert told(settled()) == []


def test_a_draft_tells_what_a_person_has_to_do():
    found = told(drafted(marks=(NoteMark("key point", "3"),)))
    assert any("is not confirmed" in one for one in found)
    assert any("still needs editing" in one for one in found)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"owners": ()}, "actions 1: Nobody has taken on “Send a reminder”."),
        ({"owners": (Owner(name="Zed Nobody"),)}, "actions 1: Zed Nobody is not on the roster."),
        ({"due": Due(printed="on Friday", dates=("2024-03-15",))},
         "actions 1: It is due on 2024-03-15, before the meeting of 2024-03-19."),
        ({"evidence": ()}, "actions 1: “Send a reminder” rests on no caption."),
    ],
)  # fmt: skip
def test_what_a_next_step_lacks(change: dict, sentence: str):
    report = settled()
    changed = replace(report, actions=(replace(report.actions[0], **change),))
    assert told(changed) == [sentence]


def test_number_and_date_must_agree():
    report = settled()
    about = replace(report.about, label="Virtual meeting 64", meeting_id="2024-03-20-dccg-63")
    assert told(replace(report, about=about)) == [
        "head: The label is “Virtual meeting 64”, the number 63.",
        "head: The meeting’s id says 2024-03-20, its date 2024-03-19.",
    ]


def test_no_dissent_must_be_confirmed():
    report = replace(settled(), no_views_confirmed_by="")
    assert told(report) == [
        "views: No minority or dissenting views are reported, and nobody has confirmed that there were none."
    ]


def test_a_name_in_a_point_is_found_under_the_chatham_house_rule():
    marks = (NoteMark("key point", "3", "Ben Okoro thinks that half are missing"),)
    assert any("names somebody" in one for one in told(drafted(rule="chatham-house", marks=marks)))
    assert not any("names somebody" in one for one in told(drafted(marks=marks)))


def test_findings_are_listed_with_rule_and_captions():
    lines = list(listing(find(talk_of())))
    assert "agenda item: 1 Annual reports (I-numbered; captions 2)" in lines
    assert any(line.startswith("decision: item 1, ") and "no objection" in line for line in lines)
    assert any(line.startswith("next step: item 1, ") and "owner Pello Urrutia; due by tomorrow 2024-03-20" in line
               for line in lines)  # fmt: skip
