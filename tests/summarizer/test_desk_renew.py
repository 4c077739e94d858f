"""A report drafted again while people edit it: theirs stays, the rest is renewed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from models.errors import MeetingError
from models.report_check import check_report
from record import MemoryEventLog
from summarizer.desk_renew import renewed
from summarizer.desk_store import DeskStore
from summarizer.edit import Accept, Add, Approve, EditRefused, Merge, Reject, Restore, Set
from summarizer.edit_tree import find_line, line, lines_of
from tests.summarizer.desking import ADA, desk_of, edit_of, edited
from tests.summarizer.drafting import LINES, drafted
from tests.summarizer.test_desk_properties import bases, play, sequences

MORE = (
    "Ada Quill: One more thing under the booth.",
    "Ada Quill: The proposal is to rent the booth for two days. Any objections?",
    "Ada Quill: I see no objections, so the booth is rented for two days.",
)
LATER = drafted(*LINES[:-1], *MORE, LINES[-1])
FIRST = drafted()


def text_of(report, id: str) -> str:
    return line(report, id).line.text


def decision_line(report, id: str) -> str:
    return next(one.line.id for one in lines_of(report) if one.line.refers == id)


def test_what_was_edited_stays_and_what_was_said_since_comes_in():
    decided = decision_line(FIRST, "DCCG-63-D1")
    desk = edited(desk_of(FIRST), Set(target=decided, field="text", value="Two weeks more"))
    made = renewed(desk, LATER)
    assert text_of(made, decided) == "Two weeks more"
    assert [one.text for one in made.decisions if one.id == "DCCG-63-D1"] == ["Two weeks more"]
    assert len(made.decisions) == len(LATER.decisions) == len(FIRST.decisions) + 1
    assert any("rent" in one.text for one in made.decisions)


def test_untouched_lines_keep_their_ids_and_get_new_words():
    id = decision_line(FIRST, "DCCG-63-D1")
    fresh = replace(FIRST, decisions=(replace(FIRST.decisions[0], text="Better found"), *FIRST.decisions[1:]))
    made = renewed(edited(desk_of(FIRST), Add(block="b2", text="By hand")), fresh)
    assert (made.decisions[0].id, made.decisions[0].text) == ("DCCG-63-D1", "Better found")
    assert find_line(made, id) is not None
    assert text_of(made, "n1.2") == "By hand"


def test_a_line_that_is_no_longer_found_stays_if_somebody_touched_it():
    bare = drafted(LINES[0], LINES[1], LINES[8], LINES[10])
    accepted = decision_line(FIRST, "DCCG-63-A1")
    desk = edited(desk_of(FIRST), Accept(target=accepted), Set(target="DCCG-63-A1", field="due", value="tomorrow"))
    made = renewed(desk, bare)
    assert line(made, accepted).line.standing == "accepted"
    assert [one.due.printed for one in made.actions] == ["tomorrow"]
    assert made.decisions == ()


def test_what_was_rejected_is_not_found_again():
    id = decision_line(FIRST, "DCCG-63-D1")
    made = renewed(edited(desk_of(FIRST), Reject(target=id, reason="no")), LATER)
    assert line(made, id).line.standing == "rejected"
    assert len([one for one in lines_of(made) if one.line.refers == "DCCG-63-D1"]) == 1


def test_a_report_that_was_approved_or_restored_is_not_drafted_again():
    changed = edited(desk_of(FIRST), Add(block="b2", text="By hand"))
    for desk in (edited(changed, Approve(despite=True)), edited(changed, Restore(number=1))):
        with pytest.raises(EditRefused, match="not drafted again"):
            renewed(desk, LATER)


async def test_the_store_keeps_what_was_edited():
    log = MemoryEventLog()
    store = DeskStore(log)
    await store.draft("m", FIRST, ADA, "d1")
    decided = decision_line(FIRST, "DCCG-63-D1")
    await store.edit("m", edit_of(Set(target=decided, field="text", value="Two weeks more")))
    with pytest.raises(EditRefused, match="has been edited"):
        await store.draft("m", LATER, ADA, "d2")
    saved = await store.draft("m", LATER, ADA, "d3", again=True)
    assert text_of(saved.desk.report, decided) == "Two weeks more"
    assert await DeskStore(log).load("m") == saved.desk
    assert (await store.draft("m", LATER, ADA, "d3", again=True)).number == saved.number
    await log.close()


@settings(max_examples=120, deadline=None)
@given(bases, sequences)
def test_the_same_draft_again_changes_nothing(base, moves):
    desk, _ = play(base, moves)
    try:
        made = renewed(desk, base)
    except EditRefused:
        assume(False)
    assert made == desk.report


@settings(max_examples=120, deadline=None)
@given(sequences)
def test_every_line_that_was_touched_is_in_the_new_draft(moves):
    desk, _ = play(FIRST, moves)
    try:
        made = renewed(desk, LATER)
    except MeetingError:
        return
    check_report(made)
    for standing in desk.line.edits:
        if isinstance(standing.do, Set | Accept | Reject | Merge | Add):
            for id in {slot[0] for slot in standing.touched if find_line(desk.report, slot[0])}:
                assert line(made, id).line.text == text_of(desk.report, id)
