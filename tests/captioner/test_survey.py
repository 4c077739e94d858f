from __future__ import annotations

import pytest

from captioner.survey import Answer, BrokenSurvey, NotAnswered, Survey, answer_of


def test_an_answer_holds_what_was_chosen_and_nothing_else():
    answer = answer_of({"used": "all", "right": "some", "better": " More\u202e names \n right ", "name": "Mara Quill"})
    assert answer == Answer("all", "", "some", "", "More names right")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({}, "empty"), ({"better": " \t"}, "empty"), ({"used": "yes"}, "choice"), ({"better": "x" * 501}, "too_long")],
)
def test_what_is_no_answer_is_refused_with_its_reason(fields, reason):
    with pytest.raises(NotAnswered) as fault:
        answer_of(fields)
    assert fault.value.reason == reason


def test_answers_are_counted_and_read_back_without_the_order_in_which_they_came():
    survey = Survey()
    for better in ("Slower, please", "", "All good"):
        survey.take(Answer("all", "well", "", "yes", better))
    survey.take(Answer("none"))
    again = Survey.read(survey.print())
    assert again.tally() == survey.tally()
    assert again.tally()["used"] == {"all": 3, "some": 0, "none": 1}
    assert again.texts() == ["All good", "Slower, please"]
    assert again.print() == survey.print()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "dccg-survey", "version": 2, "answers": []}'])
def test_a_file_that_is_no_survey_is_told(text):
    with pytest.raises(BrokenSurvey, match=r"survey\.json: cannot be read"):
        Survey.read(text)
