"""The agenda as a reader follows it."""

from __future__ import annotations

from captioner.agenda import Step, steps_of
from captioner.keymap import KEYS, keys_for
from models.marks import AgendaMark
from models.meeting import AgendaItem

AGENDA = (AgendaItem("1", "Welcome"), AgendaItem("2", "Roster", "https://example.org/roster"))


def test_before_the_meeting_nothing_is_reached():
    assert steps_of(AGENDA, ()) == [Step("1", "Welcome"), Step("2", "Roster", "https://example.org/roster")]


def test_the_last_item_that_was_taken_up_is_spoken_of_now():
    first, second = AgendaMark("1", "Welcome", 0), AgendaMark("2", "Roster", 60_000)
    assert [(step.reached, step.now) for step in steps_of(AGENDA, (first, second))] == [
        ((first,), False),
        ((second,), True),
    ]


def test_an_item_taken_up_again_has_both_its_places():
    marks = (AgendaMark("1", "Welcome", 0), AgendaMark("2", "Roster", 60_000), AgendaMark("1", "Welcome", 90_000))
    welcome, roster = steps_of(AGENDA, marks)
    assert [mark.from_ms for mark in welcome.reached] == [0, 90_000]
    assert welcome.now
    assert not roster.now


def test_an_item_that_was_not_planned_comes_last():
    steps = steps_of(AGENDA, (AgendaMark("AOB", "Any other business", 5_000),))
    assert [step.number for step in steps] == ["1", "2", "AOB"]
    assert steps[-1].now


def test_no_two_keys_are_the_same():
    assert len({key.key for key in KEYS}) == len({key.action for key in KEYS}) == len(KEYS)
    assert all(len(key.key) == 1 for key in KEYS)


def test_where_nothing_moves_by_itself_there_is_nothing_to_pause():
    assert {key.action for key in KEYS} - {key.action for key in keys_for("own")} == {"jump", "pause"}
    assert keys_for("live") == KEYS
