"""Where agenda items begin: with a draft agenda and without one."""

from __future__ import annotations

import pytest

from summarizer.talk import NoteMark
from tests.summarizer.frame_talks import frames, frames_of, talk_of

AGENDA = (
    ("1", "Adoption of the agenda"),
    ("2", "Annual reports"),
    ("3", "Main session proposal"),
    ("AOB", "Any other business"),
)


def starts(*lines: str, agenda=()) -> list[tuple[str, str, str]]:
    return [(one.item, one.links[0], one.text) for one in frames(*lines, agenda=agenda).agenda]


NUMBERED = {
    "Ada: Item 2, then, this morning is our sixth session on rivers.": ("2", "Sixth session on rivers"),
    "Ada: Okay, item three is the letter to the host.": ("3", "Letter to the host"),
    "Ada: Thank you all very much, and item 4 on our agenda is the booth.": ("4", "Booth"),
    "Ada: We will move on then to item 5, and the survey.": ("5", "Survey"),
    "Ada: Then let us go to agenda item six: outreach.": ("6", "Outreach"),
    "Ada: The next item is item 7, papers to note.": ("7", "Papers to note"),
    "Ada: That brings us to point 8, the budget.": ("8", "Budget"),
}


@pytest.mark.parametrize(("line", "found"), NUMBERED.items())
def test_an_item_is_announced_by_its_number(line, found):
    assert [one[::2] for one in starts(line)] == [found]


NO_ITEM = (
    "Ada: We will discuss that under item 6.",
    "Ada: And for items 1 and 2 of the next meeting.",
    "Ada: Paper to note 1 is a letter.",
    "Ada: Before we go to item 3, a word on the captions.",
    "Ben: Item 2 is the one I wanted to ask about.",
    "Ada: Let us go to the next question.",
    "Ada: The next meeting is in May.",
    "Ada: First of all, thank you for coming.",
    "Ada: First, I would like to thank you.",
    "Ada: Four items and any other business.",
    "Ada: We can add that under any other business.",
    "Ada: Let us go to Ben.",
)


@pytest.mark.parametrize("line", NO_ITEM)
def test_no_item_is_announced_by(line):
    assert starts(line) == []


def test_items_without_numbers_are_counted():
    found = starts(
        "Ada: You have the draft agenda on the screen.",
        "Ada: Good, let us move on to the annual reports.",
        "Ben: Ten came in.",
        "Cy: Only ten?",
        "Ada: The next item is the main session.",
        "Ben: We have a draft.",
        "Cy: Good.",
        "Ada: Any other business?",
    )
    assert found == [
        ("1", "1", "Adoption of the agenda"),
        ("2", "2", "Annual reports"),
        ("3", "5", "Main session"),
        ("AOB", "8", "Any other business"),
    ]


def test_ordinals_count_items():
    found = starts(
        "Ada: The agenda was sent out.",
        "Ada: First, the letter.",
        "Ben: I like it.",
        "Cy: Yes.",
        "Ada: Second point, the booth.",
    )
    assert [one[:2] for one in found] == [("1", "2"), ("2", "5")]


def test_a_chair_who_numbers_items_opens_none_by_moving_on():
    found = starts(
        "Ada: Item 1 is the letter.",
        "Ben: Yes.",
        "Cy: Yes.",
        "Dee: Yes.",
        "Ada: Let us move on to the cost of paper.",
        "Ben: Ten.",
        "Ada: Item 2 is the booth.",
    )
    assert [one[0] for one in found] == ["1", "2"]


def test_the_draft_agenda_tells_number_and_title():
    found = starts(
        "Ada: Can we adopt the agenda?",
        "Ada: Good.",
        "Ada: Let us turn to the reports for this year.",
        "Ben: Ten came in.",
        "Ada: Main session proposal.",
        "Ben: We have a draft.",
        "Ada: Any other business?",
        agenda=AGENDA,
    )
    assert found == [
        ("1", "1", "Adoption of the agenda"),
        ("2", "3", "Annual reports"),
        ("3", "5", "Main session proposal"),
        ("AOB", "7", "Any other business"),
    ]


def test_the_next_item_is_the_next_of_the_draft_agenda():
    found = starts("Ada: Item two, please.", "Ben: Ten came in.", "Ada: Next item.", agenda=AGENDA)
    assert [one[:2] for one in found] == [("2", "1"), ("3", "3")]


def test_a_return_to_an_item_is_told_as_one():
    found = frames(
        "Ada: Item two is the letter.", "Ada: Item three is the booth.", "Ada: Sorry, back to item two."
    ).agenda
    assert [(one.item, one.rule) for one in found] == [("2", "I-numbered"), ("3", "I-numbered"), ("2", "I-return")]


def test_a_number_that_the_draft_agenda_has_not_opens_nothing():
    assert starts("Ada: Item nine is the letter.", agenda=AGENDA) == []


def test_a_mark_of_the_note_taker_opens_an_item():
    talk = talk_of("Ada: Well.", "Ben: Ten came in.", agenda=AGENDA)
    marked = type(talk)(
        talk.utterances, talk.roster, talk.agenda, marks=(NoteMark("agenda item", "2", "Annual reports"),)
    )
    assert [(one.item, one.links, one.rule) for one in frames_of(marked).agenda] == [("2", ("2",), "note-taker")]


def test_without_any_labels_every_line_may_be_the_chairs():
    assert [one[0] for one in starts(": Item 2 is the booth.", ": Ten came in.", ": Item 3 is the letter.")] == [
        "2",
        "3",
    ]


def test_what_is_started_with_is_the_first_item_and_a_title_named_again_a_return():
    lines = (
        "Ada: So, the agenda.",
        "Ada: Let us start with the evaluation.",
        "Ben: Ten came in.",
        "Cy: Good.",
        "Ada: The next point is the workplan.",
        "Ben: Three.",
        "Ada: And sorry, going back to the evaluation, it was eleven.",
    )
    found = frames(*lines).agenda
    assert [(one.item, one.links[0], one.rule) for one in found] == [
        ("1", "2", "I-loose"),
        ("2", "5", "I-next"),
        ("1", "7", "I-return"),
    ]


OVERVIEW = (
    "Ada: There are three items on the agenda. The first item is the report. The second item is the booth. "
    "The third item is the budget.",
    "Ada: Let us start with the first item, the report. Ben, please.",
    "Ben: Hello everyone, the report is ready.",
    "Ada: We now move to the second item, the booth.",
    "Ben: It is booked.",
    "Ada: The third and last item is the budget.",
)


@pytest.mark.parametrize("agenda", [(), (("1", "Report"), ("2", "Booth"), ("3", "Budget"))])
def test_a_look_at_the_agenda_opens_no_item(agenda):
    assert [one[:2] for one in starts(*OVERVIEW, agenda=agenda)] == [("1", "2"), ("2", "4"), ("3", "6")]
