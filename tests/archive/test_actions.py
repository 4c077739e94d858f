"""A next step is open until a later report says otherwise."""

from __future__ import annotations

from dataclasses import replace

from archive.actions import by_body, by_owner, open_steps, steps_of
from models.report_parts import Action, Owner
from tests.archive.sites import meeting, published
from tests.reports import chatham_house

LATER = meeting("2026-03-11-dccg-92", number="92", title="Virtual meeting 92")


def later(**fields: object) -> tuple:
    action = Action(**{"id": "DCCG-91-A1", "text": "Send the questions of the survey to the list", **fields})
    return steps_of(published(actions=(action,)), LATER)


def test_steps_that_are_done_or_dropped_are_not_open():
    found = open_steps([steps_of(published(), meeting())])
    assert [one.id for one in found] == ["DCCG-91-A1", "DCCG-91-A1.1", "DCCG-91-A1.2", "DCCG-91-A3", "DCCG-91-A5"]


def test_a_later_report_closes_a_step_by_its_id():
    found = open_steps([steps_of(published(), meeting()), later(state="done")])
    assert "DCCG-91-A1" not in [one.id for one in found]


def test_a_step_that_is_carried_over_keeps_the_meeting_it_comes_from():
    first, *_ = open_steps([steps_of(published(), meeting()), later(state="carried over")])
    assert (first.since, first.last) == (meeting().id, LATER.id)
    assert first.state == "carried over"


def test_steps_of_two_groups_with_one_number_are_two():
    other = replace(LATER, group="Another Group of People")
    done = steps_of(published(actions=(Action(id="DCCG-91-A3", text="Something else", state="done"),)), other)
    assert "DCCG-91-A3" in [one.id for one in open_steps([steps_of(published(), meeting()), done])]


def test_a_part_of_a_step_is_its_parents_owners():
    steps = {one.id: one for one in steps_of(published(), meeting())}
    assert steps["DCCG-91-A1.1"].owners == ("Bettina Aalto", "working group")
    assert steps["DCCG-91-A1.2"].owners == ("Kofi Danquah",)


def test_steps_are_told_by_owner_and_by_coalition():
    steps = open_steps([steps_of(published(), meeting())])
    assert list(by_owner(steps)) == ["all coalitions", "Bettina Aalto", "Kofi Danquah", "working group", ""]
    assert list(by_body(steps)) == ["Coalition on Open Libraries", "DC on Quiet Networks", ""]


def test_under_the_chatham_house_rule_nobody_is_led_back_to_a_coalition():
    report = replace(chatham_house(), state="published")
    mine = Action(id="DCCG-91-A9", text="Book the room", owners=(Owner(name="DC on Quiet Networks", kind="body"),))
    steps = steps_of(replace(report, actions=(*report.actions, mine)), meeting(rule="chatham-house"))
    assert {body for one in steps for body in one.bodies} == {"Secretariat", "DC on Quiet Networks"}
