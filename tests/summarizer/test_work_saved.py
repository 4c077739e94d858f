"""The work that a draft saves is counted in edits and words, as the desk counts them."""

from __future__ import annotations

from dataclasses import replace

from models.report import About, Report, Statement
from models.report_parts import Action, Attendance, Decision, Due, Evidence, Owner, Position, RoleGroup, View
from summarizer.work_saved import Finished, Known, Work, from_blank, from_draft

SEEN = (Evidence(cues=(4, 5)),)
KNOWN = Finished(
    (
        Known("decision", "The booth is shared", frozenset({4})),
        Known("next step", "Send a reminder", frozenset({8}), ("Ben Okoro",), "2026-03-20"),
    ),
    {"Ada Quill": "present", "Dee Lindqvist": "apologies"},
)
RIGHT = Report(
    id="r", about=About(),
    decisions=(Decision(id="D1", text="The booth is shared", evidence=SEEN),),
    actions=(Action(id="A1", text="Send a reminder.", owners=(Owner(name="Ben Okoro"),),
                    due=Due(printed="", dates=("2026-03-20",))),),
    groups=(RoleGroup(label="", people=(Attendance(given="Ada", family="Quill"),)),),
    apologies=(Attendance(given="Dee", family="Lindqvist", status="apologies"),),
)  # fmt: skip


def test_from_nothing_everything_is_written():
    # Two sentences of 4 and 3 words, an owner, a day, and two people.
    assert from_blank(KNOWN) == Work(6, 4 + 3 + 2 + 1 + 4)


def test_an_empty_draft_saves_nothing():
    assert from_draft(Report(id="r", about=About()), KNOWN) == from_blank(KNOWN)


def test_a_right_draft_is_only_confirmed():
    assert from_draft(RIGHT, KNOWN) == Work(1, 0)


def test_what_differs_costs_an_edit_and_the_words_that_are_new():
    draft = replace(RIGHT, decisions=(replace(RIGHT.decisions[0], text="The booth is sold"),))
    assert from_draft(draft, KNOWN) == Work(2, 1)
    assert from_draft(draft, KNOWN, word_for_word=False) == Work(1, 0)
    assert from_draft(replace(RIGHT, actions=(replace(RIGHT.actions[0], owners=()),)), KNOWN) == Work(2, 2)
    assert from_draft(replace(RIGHT, actions=(replace(RIGHT.actions[0], due=None),)), KNOWN) == Work(2, 1)
    assert from_draft(replace(RIGHT, apologies=()), KNOWN) == Work(2, 2)


def test_what_was_never_decided_is_rejected():
    wrong = Decision(id="D2", text="Lunch is early", evidence=(Evidence(cues=(30,)),))
    assert from_draft(replace(RIGHT, decisions=(*RIGHT.decisions, wrong)), KNOWN) == Work(2, 0)


def test_a_suggestion_is_taken_over_in_one_edit():
    offered = Statement(id="g1", text="The booth is sold", kind="decision", standing="suggested", evidence=SEEN)
    assert from_draft(replace(RIGHT, decisions=(), suggestions=(offered,)), KNOWN) == Work(1, 1)


def test_a_view_that_is_none_needs_a_reason():
    view = View(id="V1", topic="Lunch", positions=(Position(text="too early"),))
    assert from_draft(replace(RIGHT, views=(view,)), KNOWN) == Work(2, 3)
