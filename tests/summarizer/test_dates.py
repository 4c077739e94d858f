"""When something is due: own phrases, read on Tuesday 19 March 2024."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.date_forms import FORMS
from summarizer.dates import find_dates, find_due

SAID = date(2024, 3, 19)
NEXT = date(2024, 4, 16)

DUE = {
    "I will post the minutes by tomorrow.": "2024-03-20",
    "I can have a draft the day after tomorrow.": "2024-03-21",
    "We send it today.": "2024-03-19",
    "You will have it by the end of the day.": "2024-03-19",
    "Please answer by COB Friday.": "2024-03-22",
    "I will circulate it on Friday.": "2024-03-22",
    "Please reply by close of business on Thursday.": "2024-03-21",
    "Let us have the names by Tuesday.": "2024-03-26",
    "You get the file next Tuesday.": "2024-03-26",
    "I will call them on Wednesday of next week.": "2024-03-27",
    "Comments are welcome until Friday, the 22nd.": "2024-03-22",
    "We need it by the end of the week.": "2024-03-22",
    "We need it by the end of next week.": "2024-03-29",
    "They finish by the end of the month.": "2024-03-31",
    "They finish by the end of next month.": "2024-04-30",
    "The Secretariat reports back by the end of April.": "2024-04-30",
    "We close the survey at the end of the year.": "2024-12-31",
    "The form closes on the twelfth of April.": "2024-04-12",
    "By the twelfth, yes.": "2024-04-12",
    "Okay, the thirty-first.": "2024-03-31",
    "Could you do it before the 2nd?": "2024-04-02",
    "We extend it until the second of April.": "2024-04-02",
    "Send it by 2 April, please.": "2024-04-02",
    "Send it by 2nd of April 2025.": "2025-04-02",
    "Send it by April 2nd.": "2024-04-02",
    "It is due on April the second.": "2024-04-02",
    "It is due on 2024-04-02 at the latest.": "2024-04-02",
    "We upload it by 22/04/2024.": "2024-04-22",
    "You will hear from us in two weeks.": "2024-04-02",
    "We will answer within five weeks.": "2024-04-23",
    "You will have it in a fortnight.": "2024-04-02",
    "I will come back in three working days.": "2024-03-22",
    "We will know in a month.": "2024-04-19",
    "That is five weeks from 22 March.": "2024-04-26",
    "We publish it by the end of Q2.": "2024-06-30",
    "We publish it in the third quarter of 2025.": "2025-07-01 2025-09-30",
    "We start at the beginning of May.": "2024-05-01 2024-05-10",
    "We start in mid-April.": "2024-04-11 2024-04-20",
    "I will do it next month.": "2024-04-01 2024-04-30",
    "I will do it in the week of 15 April.": "2024-04-15 2024-04-19",
    "We review it in 2025.": "2025-01-01 2025-12-31",
    "Send it by the twenty-third, sorry, the thirty-first.": "2024-03-31",
    "Send it by the third of May, no, the ninth.": "2024-05-09",
    "Then let us say by the thirty-first instead of the twenty-third.": "2024-03-31",
    "I will do that before the next meeting.": "2024-04-16",
    "I will circulate it on Friday, and people have until next Wednesday.": "2024-03-22",
}
NO_DATE = (
    "I may send a note.", "May I ask something?", "They march on.", "You may 2 or 3 times.", "Give me one second.",
    "That is the second point.", "On the second, I agree.", "For the first time.", "One would say so.",
    "I sat with Sun.", "At the end of the day, it is about people.", "We meet every Friday.", "In the third place.",
    "The second may be better.", "We have twenty-two members.", "Item 4.2 is open.", "Version 2.10 is out.",
    "It was two years ago.", "In other words, yes.", "June will do it.", "They meet once in a week.",
    "The twelfth meeting was good.", "In May's view it is.", "He marched in.", "We are in time.",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DUE.items())
def test_what_is_due_is_found(text, expected):
    due = find_due(text, SAID, NEXT)
    assert due is not None
    assert " ".join(due.dates) == expected
    assert due.printed in text


@pytest.mark.parametrize("text", NO_DATE)
def test_what_may_be_no_date_is_none(text):
    assert find_dates(text, SAID) == ()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_form_means_what_its_example_says(form):
    (only,) = find_dates(form.example, SAID)
    assert only.form == form.id
    assert " ".join(only.due.dates) == form.means


@pytest.mark.parametrize(
    "text",
    [
        "We sent it yesterday.", "The deadline was the end of last week.", "After Friday we see.",
        "A poll for the last week of August.", "The report of 2 April is long.",
        "They wrote on 4 March.", "The meeting is at 14 UTC.",
    ],
)  # fmt: skip
def test_what_is_past_or_only_spoken_of_is_not_due(text):
    assert find_due(text, SAID) is None


def test_an_event_is_no_date_until_its_day_is_known():
    due = find_due("I can do that before the next meeting.", SAID)
    assert (due.event, due.dates, due.printed) == ("next meeting", (), "before the next meeting")
    assert find_due("before the annual meeting", SAID).event == "the annual meeting"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("on the sixteenth of April at 14 UTC", "14:00 UTC"),
        ("on 16 April, noon UTC", "12:00 UTC"),
        ("by the twelfth of April, midnight UTC", "00:00 UTC"),
        ("by Friday at 2 p.m.", "14:00"),
        ("on Friday, 14:30 CET", "14:30 CET"),
    ],
)
def test_a_time_belongs_to_its_date(text, time):
    (only,) = find_dates(text, SAID)
    assert only.due.time == time
    assert only.due.printed == text


def test_a_day_that_no_calendar_has_is_none():
    assert find_dates("by 31 April", SAID) == ()
    assert find_due("by the thirty-first", date(2024, 4, 3)).dates == ("2024-05-31",)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("by the end of Q2 may 1st 31 next Friday, week UTC:12/"), max_size=60))
def test_no_text_breaks_it(text):
    for one in find_dates(text, SAID, NEXT):
        assert 0 <= one.span[0] < one.span[1] <= len(text)
        assert one.due.printed in text


@settings(deadline=None)
@given(st.text(max_size=100))
def test_no_characters_break_it(text):
    find_due(text, SAID)
