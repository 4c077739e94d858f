"""What may be put right, by rule; and what a correction teaches."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from captioner.correcting import NotCorrected, Overtaken, events_of, read_asked
from captioner.learning import joined, new_terms
from models.events import Note
from models.transcript import Header, Transcript
from tests.fakes_live import SAMPLE
from tests.models.test_edits import TALK, meeting, said, shown

KEYS = count(1)


def ask(transcript: Transcript, do: str, cue: int, **fields: Any) -> Transcript:
    """Have something corrected, as the desk does it."""
    given = {"by": "Ona Reyes", "key": f"key-{next(KEYS):06}", "text": "same", **fields}
    asked = read_asked({"do": do, "cue": str(cue), **{name: str(value) for name, value in given.items()}})
    for event in events_of(asked, transcript, SAMPLE.roster, lambda: transcript.next_cue):
        transcript.apply(event, (transcript.seq or 0) + 1)
    return transcript


@pytest.fixture
def transcript() -> Transcript:
    return meeting(*TALK)


def test_text_and_speaker_are_saved_in_one_and_what_is_the_same_makes_no_event(transcript):
    ask(transcript, "save", 1, text=" We met\nin March. ", speaker="mara quill")
    assert shown(transcript)[0] == (1, "Mara Quill", "We met in March.")
    before = transcript.seq
    ask(transcript, "save", 1, text="We met in March.", speaker="Mara Quill")
    assert transcript.seq == before


def test_a_correction_sent_twice_is_made_once(transcript):
    ask(transcript, "merge", 2, key="same-key-1", text="thank you mister chair")
    before = transcript.seq
    ask(transcript, "merge", 2, key="same-key-1", text="thank you mister chair")
    assert transcript.seq == before


def test_who_did_not_see_the_newest_correction_is_told_how_the_line_reads_now(transcript):
    ask(transcript, "save", 1, text="We met in March", rev=0)
    with pytest.raises(Overtaken) as told:
        ask(transcript, "save", 1, text="We meet in May", rev=0)
    assert told.value.text == "We met in March"
    ask(transcript, "save", 1, text="We meet in May", rev=transcript.edits.newest(1))
    assert transcript.cues[0].text == "We meet in May"


def test_two_strokes_split_a_line_also_one_whose_text_was_just_changed(transcript):
    ask(transcript, "split", 2, text="thank you // mister chair")
    assert [text for _, _, text in shown(transcript)] == [
        "we met in march", "thank you", "mister chair", "the next item",
    ]  # fmt: skip
    assert transcript.cue(2).corrected is None
    ask(transcript, "split", 3, text="The next // item, please.")
    assert shown(transcript)[-1] == (5, None, "item, please.")
    assert [word.text for word in transcript.cue(5).words] == ["item"]


def test_merge_and_move_take_the_change_of_the_text_along(transcript):
    ask(transcript, "merge", 2, text="Thank you.")
    assert shown(transcript)[0] == (1, "Room", "we met in march Thank you.")
    ask(transcript, "earlier", 3, text="the next item")
    assert [cue.id for cue in transcript.cues] == [3, 1]
    assert [cue.start_ms for cue in transcript.cues] == [0, 1]


@pytest.mark.parametrize(
    ("do", "cue", "fields", "says"),
    [
        ("save", 9, {}, "is not in the record"),
        ("save", 1, {"text": " "}, "is empty"),
        ("save", 1, {"text": "x" * 2_001}, "has 2001 characters"),
        ("save", 1, {"by": ""}, "give your name first"),
        ("save", 1, {"by": "x" * 500}, "a name has 500 characters"),
        ("save", 1, {"key": "short"}, "load the page again"),
        ("save", "1e3", {}, "expected a number"),
        ("burn", 1, {}, "expected save, inaudible"),
        ("split", 1, {"text": "we met in march"}, "write // once"),
        ("split", 1, {"text": "// we met"}, "write // once"),
        ("merge", 1, {}, "is the first"),
        ("earlier", 1, {}, "is the first"),
        ("undo", 1, {"undo": "key-nothing"}, "undone already, or was never made"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_to_do_about_it(transcript, do, cue, fields, says):
    before = transcript.seq
    with pytest.raises(NotCorrected, match=says):
        ask(transcript, do, cue, **fields)
    assert transcript.seq == before


def test_a_line_that_is_still_being_written_is_corrected_but_not_split_or_joined(transcript):
    transcript.apply(Note("state", {"state": "listening", "at_ms": 0}), 4)
    ask(transcript, "save", 3, text="The next item")
    for do in ("split", "merge", "earlier"):
        with pytest.raises(NotCorrected, match="still being written"):
            ask(transcript, do, 3, text="the // next item")


def test_undoing_tells_what_holds_again_also_to_those_who_know_nothing_of_undoing(transcript):
    ask(transcript, "save", 1, key="key-first", text="We met in May", speaker="Mara Quill")
    ask(transcript, "undo", 1, undo="key-first")
    fields = transcript.corrections[-1].fields
    assert (fields["text"], fields["speaker"]) == ("we met in march", "Room")
    assert shown(transcript)[0] == (1, "Room", "we met in march")


@pytest.mark.req("PRV-02")
def test_under_the_chatham_house_rule_nobody_is_named_and_no_author_kept():
    transcript = Transcript(Header("Meeting 7", rule="chatham-house"))
    transcript.apply(said(1, "we met in march", 0), 1)
    with pytest.raises(NotCorrected, match="nobody is named"):
        ask(transcript, "save", 1, speaker="Mara Quill")
    ask(transcript, "save", 1, text="We met", by="Ona Reyes")
    asked = read_asked({"do": "save", "cue": "1", "key": "key-other-1", "text": "We", "by": "Ona Reyes"})
    assert "by" not in events_of(asked, transcript, SAMPLE.roster, lambda: 9)[0].fields


@pytest.mark.parametrize(
    ("heard", "corrected", "terms"),
    [
        ("so in lilly strum we met", "So in Lillestrøm, we met", ("Lillestrøm",)),
        ("the day cat group", "the DCAD group", ("DCAD",)),
        ("tomas e barola said", "Tomás Ibarrola said", ("Tomás Ibarrola",)),
        ("we met in march", "We met in May.", ()),
        ("nothing was changed", "nothing was changed", ()),
        ("the the report", "the report", ()),
    ],
)
def test_a_correction_teaches_names_and_terms_and_no_ordinary_words(heard, corrected, terms):
    assert new_terms(heard, corrected) == terms
    assert joined(("DCAD",), terms)[0] == "DCAD"
