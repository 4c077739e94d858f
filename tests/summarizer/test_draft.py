"""Drafts: every line with its evidence, only what was found, and what is lacking said."""

from __future__ import annotations

import pytest

from models.meeting import AgendaItem
from models.report_json import from_json, to_json
from models.report_order import every_statement
from models.roster import Person, Roster
from summarizer.draft import draft
from summarizer.find import find
from summarizer.layouts import Options, choose, layouts, render
from summarizer.occasion import Occasion
from summarizer.talk import NoteMark, Talk
from tests.summarizer.drafting import LINES, OCCASION, ROSTER, drafted, talk_of


def printed(report, form="text", layout="") -> str:
    made = render(report, choose(report, layouts(), layout), form, Options(names=tuple(_names())))
    return made if isinstance(made, str) else made.decode("utf-8", "replace")


def _names():
    return [name for person in ROSTER for name in person.names]


def test_the_draft_has_the_form_of_the_group():
    text = printed(drafted())
    assert text.startswith("IGF 2024\n\nDynamic Coalition Coordination Group")
    assert "Virtual meeting 63 | 19 March 2024, 14:00 UTC" in text
    assert "This is a draft. Nobody has approved it yet." in text
    assert "Made by the rules of a test." in text
    assert "1. Annual reports" in text
    assert "The deadline is extended to the second of April. Agreed without objection." in " ".join(text.split())
    assert "Owner: Pello Urrutia. Due: by tomorrow (20 March 2024)." in " ".join(text.split())


def test_every_line_rests_on_captions():
    report = drafted()
    assert {cue for one in report.decisions for seen in one.evidence for cue in seen.cues} <= {4, 5}
    for one, _ in every_statement(report):
        assert one.evidence or one.id.count(".s") > 1 or one.id.split(".")[-1].isdigit(), one


def test_the_draft_outlasts_the_file():
    report = drafted(marks=(NoteMark("key point", "3"), NoteMark("dissent", "9")))
    assert from_json(to_json(report)) == report


def test_decisions_are_only_proposed_until_a_person_confirms_them():
    assert {one.state for one in drafted().decisions} == {"proposed"}


def test_the_members_list_holds_full_members_only():
    groups = {group.label: [one.name for one in group.people] for group in drafted().groups}
    assert groups == {
        "Coordination facilitators": ["Ada Quill"],
        "Participating DC Members": ["Ben Okoro"],
        "Other participants": ["Cy Brook"],
        "Secretariat support": ["Pello Urrutia"],
    }


def test_apologies_are_with_their_coalitions():
    assert [(one.name, one.affiliation) for one in drafted().apologies] == [("Dee Lindqvist", "DC on Ponds")]


def test_opposing_views_are_kept_with_those_who_hold_them_in_private():
    report = drafted()
    (view,) = report.views
    assert {holder for one in view.positions for holder in one.holders} == {"Cy Brook", "Ben Okoro"}
    assert "Cy Brook" not in printed(report).partition("Annex")[0]


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_under_the_chatham_house_rule_nobody_is_named_with_what_was_said(form: str):
    said = (*LINES, "Ben Okoro: I see it differently, and Brooky and Eva Marsh said the same.")
    report = drafted(*said, rule="chatham-house", marks=(NoteMark("key point", "12"), NoteMark("dissent", "7")))
    body = printed(report, form).partition('"groups"' if form == "json" else "Participating DC Members")[0]
    for name in ("Cy Brook", "Brooky", "Eva Marsh", "Ben Okoro"):
        assert name not in body


def test_a_point_needs_editing_and_does_not_say_who_said_it():
    report = drafted(marks=(NoteMark("key point", "3"),))
    points = [one for one, _ in every_statement(report) if one.standing == "needs editing" and not one.refers]
    point = next(one for one in points if one.evidence[0].cues == (3,))
    assert point.attribution is not None
    assert (point.attribution.mode, point.attribution.subject) == ("anonymous", "Pello Urrutia")
    assert "[needs editing]" in printed(report)


def test_too_few_people_decide_nothing():
    report = drafted(
        "Ada Quill: We are too few today to take decisions, so this is only a discussion.",
        "Ada Quill: Item one, annual reports. The proposal is to extend the deadline to Monday. Any objections?",
        "Ada Quill: I see no objections, so the deadline is extended to Monday.",
    )
    assert report.about.quorate is False
    assert "Decisions made" not in printed(report)


# --- what is lacking ---------------------------------------------------------------------------


def lacks(*lines: str, **told: object) -> str:
    return "\n".join(drafted(*lines, **told).missing)


def test_an_empty_talk_gives_an_empty_draft_that_says_so():
    report = draft(Talk(()), find(Talk(())), Occasion(id="x"))
    assert report.missing == ("There are no captions: nothing could be found.",)
    assert "no captions" in printed(report)


def test_what_was_not_given_is_said():
    told = lacks("Ben Okoro: Hello, it is raining here.", agenda=(), roster=Roster(), date=None)
    assert "No agenda was given: passages follow the talk." in told
    assert "No roster was given" in told
    assert "The day of the meeting is not known" in told
    assert "The captions name one speaker only" in told


def test_nobody_named_at_all_is_said():
    assert "name no speakers" in lacks(": Hello there.", ": It is raining here.")


def test_an_item_that_nobody_opened_is_said():
    assert "Agenda item 3 (Budget) was not heard to begin." in drafted().missing


def test_whoever_was_neither_heard_nor_excused_is_said():
    assert "On the roster, but neither heard nor excused: Eva Marsh." in drafted().missing


def test_two_people_of_one_name_are_said_and_neither_is_taken():
    roster = Roster((Person("Ada Quill", role="facilitator"), Person("Anna Berg"), Person("Anna Holt")))
    report = drafted("Ada Quill: Item one. Anna will write the letter to the printers.", "Ada Quill: Good.",
                     roster=roster)  # fmt: skip
    assert any("Several people are called Anna (Anna Berg, Anna Holt)" in one for one in report.missing)
    assert all(not one.owners for one in report.actions)


def test_no_dissent_has_to_be_confirmed():
    told = lacks("Ada Quill: Item one, annual reports.", "Ben Okoro: All of them are in.")
    assert "Somebody must confirm that there were none." in told


def test_a_long_talk_without_agenda_is_divided():
    lines = [f"Ben Okoro: This is sentence number {at} about rivers." for at in range(300)]
    marks = tuple(NoteMark("key point", str(at)) for at in (10, 150, 290))
    report = drafted(*lines, agenda=(), marks=marks)
    headings = [one.heading for one in report.blocks]
    assert len(headings) == 3
    assert headings[0] == "Passage 1, from 00:00:05"


# --- hostile words -----------------------------------------------------------------------------

HOSTILE = (
    "{{ 7*7 }}", "{% include 'x' %}", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "[x](javascript:alert(1))",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_markup_in_captions_titles_and_names_stays_text(words: str, form: str):
    talk = talk_of(
        f"Ada Quill: The proposal is to adopt {words} today. Any objections?",
        f"Ada Quill: I see no objections, so {words} is adopted.",
        agenda=(AgendaItem("1", f"About {words}"),),
        marks=(NoteMark("key point", "1"),),
    )
    text = printed(draft(talk, find(talk), OCCASION), form)
    assert "49" not in text
    assert "<script>" not in text or form in ("text", "json")
    assert 'href="javascript' not in text


@pytest.mark.parametrize("name", ["مريم الحداد", "李 小龙", "Ørjan Ångström-Ñuñez"])
def test_names_of_every_script_come_through(name: str):
    roster = Roster((Person(name, member="full"), Person("Ada Quill", role="facilitator")))
    report = drafted(f"{name}: I will send the list to everybody by Friday.", "Ada Quill: Thank you.", roster=roster)
    assert name in printed(report)
