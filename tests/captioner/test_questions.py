"""The queue of what readers send to the host: rules, counting, bounds, and its file."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from captioner.questions import KINDS, MOST_DONE, MOST_OPEN, BrokenQueue, NotOpen, NotTaken, Questions, checked

NOON = datetime(2026, 1, 14, 12, 0, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def full() -> Questions:
    queue = Questions()
    for n in range(MOST_OPEN):
        queue.take("question", f"Question {n}?", None, NOON)
    return queue


def reason(kind: str, text: str = "", name: str = "") -> str:
    with pytest.raises(NotTaken) as fault:
        checked(kind, text, name)
    return fault.value.reason


def test_messages_stand_in_the_order_in_which_they_came():
    queue = Questions()
    for kind in KINDS:
        queue.take(kind, f"About {kind}.", "Ona Reyes", NOON, 5_000)
    assert [one.kind for one in queue.open] == list(KINDS)
    assert [one.id for one in queue.open] == list(range(1, len(KINDS) + 1))
    assert queue.open[0].at_ms == 5_000


def test_text_and_name_are_kept_on_one_line_without_what_could_turn_or_hide_text():
    said = "  Why\r\n\x00 now\u202e?\u2066\x1b[31m \ud800 <b>"
    assert checked("question", said, "\u202eOna\nReyes\x07") == ("question", "Why now?[31m \ufffd <b>", "Ona Reyes")
    assert checked("other", "x", "Unknown speaker") == ("other", "x", None)


@pytest.mark.parametrize("kind", ["wrong", "late"])
def test_wrong_and_late_need_no_words(kind):
    assert checked(kind, "", "") == (kind, "", None)


@pytest.mark.req("OPS-06")
def test_who_asks_in_writing_and_who_wants_to_speak_stand_in_one_queue():
    queue = Questions()
    for kind, text, name in (("speak", "", "Ona Reyes"), ("question", "Why?", ""), ("speak", "Item 2", "Cy Poe")):
        queue.take(*checked(kind, text, name), NOON)
    stand = [(one.kind, one.name) for one in queue.open]
    assert stand == [("speak", "Ona Reyes"), ("question", None), ("speak", "Cy Poe")]
    assert reason("speak", "Me, please") == "no_name"


def test_what_cannot_be_taken_is_refused_with_its_reason():
    assert reason("question") == reason("other", "\u202e \n") == "no_text"
    assert reason("shout", "Hello") == "kind"
    assert reason("question", "x" * 501) == "too_long"
    assert reason("question", "Why?", "x" * 81) == reason("question", "Why?", "+49 170 555 01 23") == "name"
    assert checked("question", "x" * 500, "y" * 80)


def test_quick_reports_within_a_minute_are_counted_together():
    queue = Questions()
    for seconds in (0, 10, 59, 61, 62):
        queue.take("late", "", None, later(seconds))
    queue.take("wrong", "", None, later(62))
    assert [(one.kind, one.count) for one in queue.open] == [("late", 3), ("late", 2), ("wrong", 1)]


def test_a_report_with_words_or_a_name_stands_alone():
    queue = Questions()
    queue.take("late", "", None, NOON)
    queue.take("late", "Half a minute behind.", None, NOON)
    queue.take("late", "", "Ona Reyes", NOON)
    assert [one.count for one in queue.open] == [1, 1, 1]


def test_nothing_is_counted_with_what_the_host_has_dealt_with():
    queue = Questions()
    queue.done(queue.take("late", "", None, NOON).id)
    assert queue.take("late", "", None, NOON).count == 1


def test_a_full_queue_refuses_and_drops_nothing():
    queue = full()
    with pytest.raises(NotTaken, match="try again later") as fault:
        queue.take("question", "One more?", None, NOON)
    assert fault.value.reason == "full"
    assert [one.id for one in queue.open] == list(range(1, MOST_OPEN + 1))
    queue.done(1)
    assert queue.take("question", "One more?", None, NOON).id == MOST_OPEN + 1


def test_what_was_dealt_with_is_out_of_the_queue_and_only_the_newest_of_it_is_kept():
    queue = Questions()
    for n in range(MOST_DONE + 20):
        queue.done(queue.take("question", f"Question {n}?", None, NOON).id)
    assert queue.open == ()
    assert len(json.loads(queue.print(False))["questions"]) == MOST_DONE
    with pytest.raises(NotOpen, match="message 7 is not in the queue any more"):
        queue.done(7)


def test_only_questions_can_be_shown():
    queue = Questions()
    report = queue.take("other", "I see no slides.", None, NOON)
    with pytest.raises(NotOpen, match="only questions"):
        queue.done(report.id, shown=True)
    assert queue.open == (report,)


def test_the_file_reads_back_equal_and_numbers_go_on():
    queue = Questions()
    queue.take("question", "Why \ufffd <b>now</b>?", "Tomás Ibarrola", NOON, 61_000)
    queue.take("late", "", None, NOON)
    queue.take("late", "", None, NOON)
    queue.done(queue.take("other", "No sound.", None, NOON).id)
    again = Questions.read(queue.print(False))
    assert again.open == queue.open
    assert again.print(False) == queue.print(False)
    assert again.take("question", "And then?", None, NOON).id == 4


@pytest.mark.req("PRV-02")
def test_under_the_chatham_house_rule_no_name_is_in_the_file():
    queue = Questions()
    queue.take("question", "Why?", "Ona Reyes", NOON)
    assert "Ona" not in queue.print(nameless=True)
    assert queue.open[0].name == "Ona Reyes"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"format": "other", "version": 1}', '{"format": "dccg-questions", "version": 9}',
     '{"format": "dccg-questions", "version": 1, "next": 2, "questions": [{"id": 1}]}'],
)  # fmt: skip
def test_a_broken_file_is_told(text):
    with pytest.raises(BrokenQueue, match=r"questions\.json: cannot be read"):
        Questions.read(text)
