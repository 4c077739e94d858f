"""What note-takers can do to a report, each on its own: two people at one desk, one report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.errors import MeetingError
from models.report_check import check_report
from models.report_parts import Owner
from summarizer.desk import Desk
from summarizer.desk_bodies import DraftMade
from summarizer.desk_history import history_of
from summarizer.edit import (
    Accept,
    Add,
    Approve,
    Attend,
    Confirm,
    EditRefused,
    Leave,
    Merge,
    Move,
    Redo,
    Reject,
    Restore,
    Set,
    Split,
    Undo,
)
from summarizer.edit_approve import ProblemsLeft, check_approval
from summarizer.edit_people import find_person
from summarizer.edit_tree import line
from summarizer.printable import printable
from summarizer.review import problems
from tests.reports import SAMPLE, sample
from tests.summarizer.desking import ADA, BEN, UTC, desk_of, edit_of, edited

POINT, DECISION, ACTION, VIEW = "b1.1.s1", "b1.2.s1", "b1.2.s2", "b1.3.s1"


def text(desk: Desk, id: str) -> str:
    return line(desk.report, id).line.text


def set_text(id: str, value: str) -> Set:
    return Set(target=id, field="text", value=value)


def told(desk: Desk) -> list[str]:
    return [one.text for one in history_of(desk)]


def test_a_line_and_the_decision_it_prints_change_together():
    desk = edited(desk_of(), set_text(DECISION, "The survey goes out in April."))
    assert desk.report.decisions[0].text == "The survey goes out in April."
    desk = edited(desk, set_text("DCCG-91-D1", "No survey"))
    assert text(desk, DECISION) == "No survey"
    assert line(desk.report, DECISION).line.standing == "edited"


def test_owners_and_due_days_are_free_text_or_of_the_calendar():
    desk = edited(
        desk_of(),
        Set(target="DCCG-91-A3", field="owners", value=["Kofi Danquah", {"name": "Secretariat", "kind": "body"}]),
        Set(target="DCCG-91-A3", field="due", value="2026-03-12"),
    )
    action = desk.report.actions[2]
    assert action.owners == (Owner(name="Kofi Danquah"), Owner(name="Secretariat", kind="body"))
    assert action.due.dates == ("2026-03-12",)
    desk = edited(desk, Set(target="DCCG-91-A3", field="due", value="before the summer"))
    assert desk.report.actions[2].due.printed == "before the summer"
    assert edited(desk, Set(target="DCCG-91-A3", field="due", value=None)).report.actions[2].due is None


@pytest.mark.parametrize(
    ("target", "field", "value", "sentence"),
    [
        (POINT, "text", "x" * 10_001, "text has 10,001 characters; expected at most 10,000"),
        (POINT, "texts", "x", "has no field \"texts\" to set; expected one of text"),
        ("nothing", "text", "x", "no part of this report has the id \"nothing\""),
        ("DCCG-91-D1", "state", "perhaps", "state is 'perhaps'; expected one of: proposed"),
        ("DCCG-91-A3", "owners", ["12"], "never a number"),
        ("DCCG-91-A3", "due", {"dates": ["Friday"]}, "expected a date like 2022-07-04"),
        ("DCCG-91-V1", "positions/0/text", "", "not emptied; reject it"),
        ("DCCG-91-D1", "dissent", ["none"], "nothing here has the id \"none\""),
        (VIEW, "text", "", "not emptied; reject it"),
        ("head", "date", "2026-02-30", "expected a day of the calendar"),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_refused_in_words(target, field, value, sentence):
    with pytest.raises(MeetingError) as refused:
        edited(desk_of(), Set(target=target, field=field, value=value))
    assert sentence in str(refused.value)


def test_a_report_under_the_chatham_house_rule_stays_under_it():
    desk = edited(desk_of(), Set(target="head", field="rule", value="chatham-house"))
    with pytest.raises(EditRefused, match="stays under it"):
        edited(desk, Set(target="head", field="rule", value="open"))


def test_controls_and_hidden_turns_never_get_into_a_report():
    desk = edited(desk_of(), set_text(POINT, "a\u202eb\x00 \n c"))
    assert text(desk, POINT) == "ab c"


def test_two_people_change_different_fields_at_once():
    desk = desk_of().edit(edit_of(set_text(POINT, "Ada's words"), ADA, seen=1))
    desk = desk.edit(edit_of(set_text(ACTION, "Ben's words"), BEN, seen=1))
    assert (text(desk, POINT), text(desk, ACTION)) == ("Ada's words", "Ben's words")


def test_two_texts_for_one_field_are_a_conflict_that_keeps_both():
    desk = desk_of().edit(edit_of(set_text(POINT, "Ada's words"), ADA, seen=1))
    desk = desk.edit(edit_of(set_text(POINT, "Ben's words"), BEN, seen=1))
    conflict = desk.history[-1].conflict
    assert (conflict.mine, conflict.theirs, conflict.by) == ("Ben's words", "Ada's words", ADA)
    assert conflict.before == "The survey could wait for the figures of last year."
    assert text(desk, POINT) == "Ada's words"
    desk = desk.edit(edit_of(set_text(POINT, "Both words"), BEN, seen=3))
    assert text(desk, POINT) == "Both words"


def test_the_same_text_from_both_is_no_conflict():
    desk = desk_of().edit(edit_of(set_text(POINT, "Same words"), ADA, seen=1))
    desk = desk.edit(edit_of(set_text(POINT, "Same words"), BEN, seen=1))
    assert desk.history[-1].conflict is None


def test_ones_own_second_window_is_no_conflict():
    desk = desk_of().edit(edit_of(set_text(POINT, "One"), ADA, seen=1))
    desk = desk.edit(edit_of(set_text(POINT, "Two"), "ada quill", seen=1))
    assert text(desk, POINT) == "Two"


def test_a_line_and_its_decision_conflict_as_one():
    desk = desk_of().edit(edit_of(set_text(DECISION, "Ada's words"), ADA, seen=1))
    desk = desk.edit(edit_of(set_text("DCCG-91-D1", "Ben's words"), BEN, seen=1))
    assert desk.history[-1].conflict is not None


def test_nobody_approves_what_changed_after_they_looked():
    desk = desk_of().edit(edit_of(set_text(POINT, "Ada's words"), ADA, seen=1))
    desk = desk.edit(edit_of(Approve(despite=True), BEN, seen=1))
    assert desk.history[-1].conflict.by == ADA
    assert desk.report.state == "draft"


def test_a_point_is_accepted_and_a_decision_with_its_line():
    desk = edited(desk_of(sample(decisions=(replace(SAMPLE.decisions[0], state="proposed"), *SAMPLE.decisions[1:]))),
                  Accept(target=POINT), Accept(target=DECISION))  # fmt: skip
    assert line(desk.report, POINT).line.standing == "accepted"
    assert desk.report.decisions[0].state == "confirmed"


@pytest.mark.parametrize(("kind", "block"), [("decision", "b2.1"), ("next step", "b2.2"), ("key point", "n1.2.b")])
def test_a_suggestion_goes_into_the_part_for_its_kind(kind, block):
    desk = edited(desk_of(), Accept(target="s1", block="b2", kind=kind, text="What was meant"))
    found = line(desk.report, "s1")
    assert (found.block, found.line.text, found.line.standing) == (block, "What was meant", "accepted")
    assert desk.report.suggestions == ()


def test_a_suggestion_taken_for_a_decision_gets_the_next_permanent_id():
    desk = edited(desk_of(), Accept(target="s1", kind="decision"), Undo(), Accept(target="s1", kind="decision"))
    assert [one.id for one in desk.report.decisions][-1] == "DCCG-91-D5"  # D4 was given out once


def test_what_is_rejected_stays_and_comes_back():
    desk = edited(desk_of(), Reject(target=DECISION, reason="only talked about"))
    assert line(desk.report, DECISION).line.standing == "rejected"
    assert "DCCG-91-D1" not in {one.id for one in printable(desk.report).decisions}
    back = edited(desk, Accept(target=DECISION))
    assert "DCCG-91-D1" in {one.id for one in printable(back.report).decisions}
    assert line(back.report, DECISION).line.extra == {}


def test_what_was_rejected_is_printed_nowhere_and_leaves_no_problem():
    desk = edited(desk_of(), Reject(target="b2.2.s2"))
    assert "Find a speaker" not in repr(printable(desk.report))
    assert "DCCG-91-A3" not in {one.id for one in problems(desk.report)}


def test_a_minority_view_is_rejected_with_a_reason_and_told_until_confirmed():
    with pytest.raises(EditRefused, match="not taken out silently"):
        edited(desk_of(), Reject(target=VIEW))
    desk = edited(desk_of(), Reject(target=VIEW, reason="a joke"))
    assert any("set aside by Ada Quill (a joke)" in one.text for one in problems(desk.report))
    one, both = edited(desk, Confirm(target=VIEW), by=BEN), edited(desk, Confirm(), by=BEN)
    assert not any("set aside" in one.text for one in (*problems(one.report), *problems(both.report)))
    assert both.report.no_views_confirmed_by == BEN


def test_no_views_are_confirmed_by_a_person_and_unconfirmed_by_a_view():
    with pytest.raises(EditRefused, match="has a minority view"):
        edited(desk_of(), Confirm())
    desk = edited(desk_of(), Reject(target=VIEW, reason="a joke"), Confirm())
    desk = edited(desk, Add(block="b2", kind="view", text="Rooms are too dear"))
    assert desk.report.no_views_confirmed_by == ""
    assert desk.report.views[-1].topic == "Rooms are too dear"


def test_positions_of_a_view_are_added_and_stay_in_step_with_its_lines():
    desk = edited(desk_of(), Add(block="b2", kind="view", text="Whether rooms are too dear"))
    view, shown = desk.report.views[-1].id, desk.history[-1].touched[0][0]
    desk = edited(desk, Set(target=view, field="positions/0/text", value="they are"),
                  Set(target=view, field="positions/1/text", value="they are not"))  # fmt: skip
    assert [one.text for one in line(desk.report, shown).line.children] == [
        "One view: they are.", "Another view: they are not.",
    ]  # fmt: skip
    child = line(desk.report, shown).line.children[0].id
    desk = edited(desk, set_text(child, "One view: they are much too dear."))
    assert desk.report.views[-1].positions[0].text == "they are much too dear."


def test_lines_are_moved_and_their_decisions_follow_to_the_item():
    desk = edited(desk_of(), Move(target=DECISION, block="b2.1", after="b2.1.s1"))
    assert [one.id for one in line_block(desk, "b2.1")] == ["b2.1.s1", DECISION, "b2.1.s2"]
    assert desk.report.decisions[0].item == "2"


def line_block(desk: Desk, id: str):
    from summarizer.edit_tree import block

    return block(desk.report, id).statements


def test_merged_lines_unite_their_evidence():
    desk = edited(desk_of(), Add(block="b1.2", kind="decision", text="Survey in March", evidence=(20,)))
    desk = edited(desk, Merge(target=DECISION, other="n1.2"))
    assert [cue for one in line(desk.report, DECISION).line.evidence for cue in one.cues] == [12, 13, 20]
    assert [cue for one in desk.report.decisions[0].evidence for cue in one.cues] == [12, 13, 20]
    assert line(desk.report, "n1.2").line.extra["rejected"]["merged"] == DECISION


def test_a_next_step_split_is_two_with_the_same_owners():
    at = len("Send the questions")
    desk = edited(desk_of(), Split(target=ACTION, at=at))
    assert text(desk, ACTION) == "Send the questions"
    new = line(desk.report, "n1.2").line
    assert (new.text, new.refers) == ("of the survey to the list", "DCCG-91-A6")
    assert desk.report.actions[-1].owners == desk.report.actions[0].owners


@pytest.mark.parametrize("at", [-1, 0, 10_000])
def test_a_line_is_split_only_within(at):
    with pytest.raises(EditRefused, match="no text on both sides"):
        edited(desk_of(), Split(target=POINT, at=at))


def test_people_are_put_on_the_lists_moved_and_taken_off():
    desk = edited(desk_of(), Attend(name="Zoe Park", status="late", affiliation="DC on Rivers", stands_for="Li Wei"))
    label, one = find_person(desk.report, "zoe park")
    assert (label, one.status, one.confirmed_by, one.source) == ("Other participants", "late", ADA, "note-taker")
    assert find_person(desk.report, "Li Wei")[1].note == "replaced by Zoe Park"
    desk = edited(desk, Set(target="person:Zoe Park", field="status", value="apologies"))
    assert find_person(desk.report, "Zoe Park")[0] is None
    desk = edited(desk, Attend(name="Zoe Park", group="Guests"))
    assert find_person(desk.report, "Zoe Park")[0] == "Guests"
    assert find_person(edited(desk, Leave(name="Zoe Park")).report, "Zoe Park") is None


def test_somebody_both_present_and_excused_is_put_in_one_place():
    desk = edited(desk_of(), Attend(name="Ilse Brandvold"))
    assert desk.report.apologies == ()
    assert find_person(desk.report, "Ilse Brandvold")[1].status == "present"


def test_undo_is_per_person():
    desk = edited(desk_of(), set_text(POINT, "Ada's words"))
    desk = edited(desk, set_text(ACTION, "Ben's words"), by=BEN)
    desk = edited(desk, Undo())
    assert text(desk, POINT) == "The survey could wait for the figures of last year."
    assert text(desk, ACTION) == "Ben's words"
    assert text(edited(desk, Redo()), POINT) == "Ada's words"


def test_what_others_built_on_is_not_undone():
    desk = edited(desk_of(), Add(block="b3", text="A new line"))
    desk = edited(desk, set_text("n1.2", "A newer line"), by=BEN)
    with pytest.raises(EditRefused, match="Ben Okoro has changed the same since"):
        edited(desk, Undo())


def test_what_others_changed_since_is_not_made_again():
    desk = edited(desk_of(), set_text(POINT, "Ada's words"), Undo())
    desk = edited(desk, set_text(POINT, "Ben's words"), by=BEN)
    with pytest.raises(EditRefused, match="Ben Okoro has changed the same since"):
        edited(desk, Redo())


def test_nothing_to_undo_is_said():
    with pytest.raises(EditRefused, match="nothing of Ben Okoro's to undo"):
        edited(desk_of(), Undo(), by=BEN)


def test_an_earlier_report_is_restored_as_a_new_edit():
    desk = edited(desk_of(), set_text(POINT, "Words"), Reject(target=DECISION), Restore(number=1))
    assert desk.report == SAMPLE
    assert desk.at(2) != SAMPLE
    assert text(edited(desk, Undo()), POINT) == "Words"


def test_problems_keep_from_approving_unless_somebody_knows_of_them():
    report = desk_of().report
    with pytest.raises(ProblemsLeft, match=r"11 problems are left, the first in blocks 2.*despite them") as left:
        check_approval(report, Approve())
    assert left.value.problems == problems(report)
    check_approval(report, Approve(despite=True))


def approved() -> Desk:
    return edited(desk_of(), Approve(despite=True, note="as agreed on the list"))


def test_an_approved_report_is_published_as_a_version_that_is_kept():
    report = approved().report
    assert (report.state, report.version) == ("published", 1)
    kept = report.revisions[-1]
    assert (kept.version, kept.by, kept.at_utc, kept.note) == (1, ADA, UTC, "as agreed on the list")
    with pytest.raises(EditRefused, match="approved already"):
        edited(approved(), Approve(despite=True))
    with pytest.raises(EditRefused, match="corrected instead"):
        edited(approved(), Undo())


def test_what_changes_after_approval_is_a_correction_for_each_place():
    desk = edited(approved(), set_text("b1.s1", "The survey"), set_text("b1.s1", "The survey is short."))
    assert (desk.report.state, desk.report.version) == ("amended", 2)
    (new,) = desk.report.corrections[1:]
    assert (new.target, new.after) == ("1 Survey of coalitions, 1", "The survey is short.")
    assert (new.before[:10], new.proposed_by, new.on, new.accepted) == ("The [draft", ADA, "2026-02-12", None)
    again = edited(desk, Approve(despite=True))
    assert (again.report.state, again.report.version) == ("published", 2)
    assert again.report.corrections[1].accepted is True


def test_a_correction_taken_back_is_none():
    desk = edited(approved(), set_text("b1.s1", "The survey"), Undo())
    assert desk.report == approved().report


def test_what_is_not_printed_is_no_correction():
    desk = edited(approved(), Accept(target=POINT))
    assert (desk.report.state, desk.report.corrections) == ("published", approved().report.corrections)


def test_a_new_draft_does_not_replace_what_people_wrote():
    made = DraftMade(key="d2", by=BEN, utc=UTC, report=SAMPLE)
    with pytest.raises(EditRefused, match="has been edited"):
        edited(desk_of(), set_text(POINT, "Words")).draft(made)
    with pytest.raises(EditRefused, match="has been approved"):
        approved().draft(replace(made, again=True))
    assert desk_of().draft(made).report == SAMPLE


def test_there_is_nothing_to_edit_before_a_draft():
    with pytest.raises(EditRefused, match="make a draft first"):
        edited(Desk(), set_text(POINT, "Words"))


def test_an_event_that_nobody_understands_is_kept_and_skipped():
    desk = desk_of().apply(2, "edit", b"{not json").apply(3, "poem", b'{"by": "Ada", "key": "k"}')
    assert desk.report == SAMPLE
    assert [bool(one.refused) for one in desk.history] == [False, True, True]


def test_the_history_tells_in_words_what_was_done():
    desk = edited(
        desk_of(), set_text(POINT, "The survey could wait."), Reject(target=DECISION, reason="too early"), Undo(),
        Attend(name="Zoe Park", status="late"), Approve(despite=True),
    )  # fmt: skip
    assert told(desk) == [
        "Made the draft",
        "Changed the text of “The survey could wait for the figures of last year.”",
        "Rejected “The survey goes out in March.”: too early",
        "Undid: rejected “The survey goes out in March.”: too early",
        "Put Zoe Park on the lists: late",
        "Approved version 1 despite what was left to put right",
    ]
    changed = list(history_of(desk))[1]
    assert [(run.part, run.text) for run in changed.runs] == [
        ("same", "The survey could wait"), ("removed", " for the figures of last year"), ("same", "."),
    ]  # fmt: skip
    assert [one.state for one in history_of(desk)][2] == "undone"


def test_a_conflict_is_told_with_both_texts():
    desk = desk_of().edit(edit_of(set_text(POINT, "Ada's words"), ADA, seen=1))
    desk = desk.edit(edit_of(set_text(POINT, "Ben's words"), BEN, seen=1))
    last = list(history_of(desk))[-1]
    assert (last.state, last.before, last.after) == ("conflict", "Ada's words", "Ben's words")
    assert last.text.startswith("Not made, because Ada Quill had changed the same: changed the text of")


def test_a_part_that_was_moved_away_outlasts_the_step_that_was_rejected():
    away, out = Move(target="b1.2.s2.1", block="b1", after=""), Reject(target="b1.2.s2", reason="not said")
    report = printable(edited(desk_of(), away, out).report)
    check_report(report)
    (part,) = [one for one in report.actions if one.id == "DCCG-91-A1.1"]
    assert [owner.name for owner in part.owners] == ["Bettina Aalto", "working group"]
