"""Whatever two people do at a desk, in whatever order: nothing is lost, and nothing comes out that does not hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import MeetingError
from models.report_check import check_report
from models.report_json import from_json, to_json
from summarizer.desk import Desk
from summarizer.desk_bodies import DraftMade, encode_draft
from summarizer.desk_history import history_of
from summarizer.desk_undo import Line
from summarizer.edit import (
    HEAD,
    NEXT,
    PERSON,
    Accept,
    Add,
    AddBlock,
    Approve,
    Attend,
    Confirm,
    Leave,
    Merge,
    Move,
    Redo,
    Reject,
    Restore,
    Set,
    Split,
    Undo,
    encode_edit,
    parse_edit,
)
from summarizer.edit_tree import lines_of
from summarizer.printable import printable
from summarizer.review import problems
from tests.reports import SAMPLE
from tests.summarizer.desking import ADA, BEN, UTC, desk_of, edit_of
from tests.summarizer.drafting import drafted

BASES = (SAMPLE, drafted())
# Few of each, so that the two meet often; some stand only in one of the bases, some only once they were made.
LINES = "b1.1.s1 b1.1.s2 b1.2.s1 b1.2.s2 b1.2.s2.1 b1.3.s1 b1.3.s1.1 b2.1.s1 b2.2.s1 s1 g1 n1.2 n1.3".split()
BLOCKS = "b1 b1.1 b1.2 b1.3 b2 b3 n1.2.b".split()
MATTERS = [base_id for base in BASES for base_id in (base.decisions[0].id, base.actions[0].id, base.views[0].id)]
said = ["Send it by Friday", "Two weeks more", "", "[x](javascript:y)", "a\u202eb\x00 c", "渡辺"]
texts = st.text(min_size=1, max_size=30) | st.sampled_from(said)
lines, blocks, matters = map(st.sampled_from, (LINES, BLOCKS, MATTERS))
people = st.sampled_from(["Velda Korrin", "Ilse Brandvold", "Zoe Park", "Ben Okoro"])
junk = st.none() | st.booleans() | st.integers() | texts | st.lists(texts, max_size=2)
fields = st.sampled_from(
    "text owners due state consent votes topic positions/0/text positions/2/text standing heading dissent rule".split()
)
kinds = st.sampled_from(["", "key point", "decision", "next step", "view"])
ops = st.one_of(
    st.builds(Set, target=lines, field=st.just("text"), value=texts),
    st.builds(Set, target=matters, field=st.just("text") | st.just("topic"), value=texts),
    st.builds(Set, target=lines | blocks | matters | st.just(HEAD) | st.just(NEXT), field=fields, value=junk),
    st.builds(Set, target=people.map(lambda name: PERSON + name),
              field=st.sampled_from(["status", "name", "affiliation", "group"]),
              value=texts | people | st.sampled_from(["late", "apologies", "present"])),
    st.builds(Accept, target=lines | matters, kind=kinds | st.none(), block=blocks | st.just(""), text=texts),
    st.builds(Reject, target=lines | matters, reason=texts),
    st.builds(Add, block=blocks, text=texts, kind=kinds, after=lines | st.just(""),
              evidence=st.just(()) | st.just((3, 4)) | st.just((-1,))),
    st.builds(AddBlock, heading=texts, into=blocks | st.just(""), after=blocks | st.just("")),
    st.builds(Move, target=lines, block=blocks, after=lines | st.just("")),
    st.builds(Merge, target=lines, other=lines, text=texts),
    st.builds(Merge, target=st.just("b1.2.s1"), other=lines, text=texts),
    st.builds(Split, target=lines, at=st.integers(-1, 40)),
    st.builds(Attend, name=people | texts, status=st.sampled_from(["present", "apologies", "late", "nonsense"]),
              stands_for=people | st.just("")),
    st.builds(Leave, name=people),
    st.builds(Confirm, target=lines | st.just("")),
    st.builds(Approve, despite=st.just(True)),
    st.builds(Restore, number=st.integers(0, 12)),
    st.builds(Undo), st.builds(Redo),
)  # fmt: skip
sequences = st.lists(st.tuples(st.sampled_from([ADA, BEN]), ops, st.integers(0, 12)), max_size=14)
bases = st.sampled_from(BASES)


def play(base, moves):
    """Return the desk after the moves that are not refused, and the events as the record has them."""
    body = encode_draft(DraftMade(key="draft", by=ADA, utc=UTC, report=base))
    desk, events = Desk().apply(1, "draft", body), [("draft", body)]
    for at, (by, do, seen) in enumerate(moves):
        body = encode_edit(edit_of(do, by, seen, f"e{at}"))
        try:
            desk = desk.edit(parse_edit(body))
        except MeetingError:
            continue
        events.append(("edit", body))
    return desk, events


@settings(max_examples=150, deadline=None)
@given(bases, sequences)
def test_the_report_always_holds_together_and_reads_back(base, moves):
    desk, _ = play(base, moves)
    check_report(desk.report)
    assert from_json(to_json(desk.report)) == desk.report
    check_report(printable(desk.report))
    problems(desk.report)


@settings(max_examples=150, deadline=None)
@given(bases, sequences)
def test_the_record_gives_the_same_desk_again(base, moves):
    desk, events = play(base, moves)
    again = Desk()
    for number, (kind, body) in enumerate(events, 1):
        again = again.apply(number, kind, body)
    assert again == desk


@settings(max_examples=150, deadline=None)
@given(bases, sequences)
def test_nothing_that_was_typed_disappears(base, moves):
    desk, events = play(base, moves)
    assert [entry.number for entry in desk.history] == list(range(1, len(events) + 1))
    for entry, (_, body) in zip(desk.history[1:], events[1:], strict=True):
        assert entry.edit == parse_edit(body)
    assert len(list(history_of(desk))) == len(events)
    before = {one.line.id for one in lines_of(base)}
    if not any(isinstance(entry.edit and entry.edit.do, Restore | Undo) for entry in desk.history):
        assert before <= {one.line.id for one in lines_of(desk.report)}


@settings(max_examples=150, deadline=None)
@given(bases, sequences, ops)
def test_undo_gives_the_report_before_the_edit(base, moves, do):
    desk, _ = play(base, moves)
    if isinstance(do, Undo | Redo | Approve):
        return
    try:
        after = desk.edit(edit_of(do, BEN))
    except MeetingError:
        return
    if after.report == desk.report:
        return
    undone = after.edit(edit_of(Undo(), BEN))
    assert undone.report == desk.report
    assert undone.edit(edit_of(Redo(), BEN)).report == after.report


@settings(max_examples=100, deadline=None)
@given(bases, sequences)
def test_the_line_of_edits_that_stand_ends_in_the_report(base, moves):
    desk, _ = play(base, moves)
    assert isinstance(desk.line, Line)
    assert desk.line.report == desk.report


@settings(max_examples=60, deadline=None)
@given(bases, sequences)
def test_every_earlier_report_can_be_restored(base, moves):
    desk, _ = play(base, moves)
    for number in range(1, desk.last + 1):
        was = desk.at(number)
        got = desk.edit(edit_of(Restore(number=number))).report
        assert (got.blocks, got.decisions, got.groups) == (was.blocks, was.decisions, was.groups)
        assert (got.revisions, got.archived) == (desk.report.revisions, desk.report.archived)


def test_the_bases_are_drafts():
    assert all(desk_of(base).report.state == "draft" for base in BASES)
