"""What can be read a sentence at a time, and what a page that goes on from there is given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from captioner.finished import finished
from captioner.own_pace import ItemList, lists_of
from captioner.reading import MarkLine
from captioner.sentences import Sentence
from models.cue import Cue, Word
from models.marks import AgendaMark, Gap

UNKNOWN = "Unknown speaker"


def cue(id: int, text: str, start_ms: int = 0, speaker: str | None = "Mara Quill", **more) -> Cue:
    words = tuple(Word(start_ms + 100 * n, start_ms + 100 * n + 90, word) for n, word in enumerate(text.split()))
    return Cue(id, words, speaker, "s1", **more)


def texts(read) -> list[str]:
    return [one.text if isinstance(one, Sentence) else type(one).__name__ for one in read]


def frames(cues, marks=(), quiet=False) -> list[tuple]:
    return [
        (frame["kind"], frame.get("cue"), " ".join(word[2] for word in frame.get("words", [])))
        for frame in finished(cues, marks, quiet).frames(cues)
    ]


def test_the_unfinished_end_is_held_back_and_the_cues_are_cut_there():
    cues = [cue(1, "Good morning. We"), cue(2, "would like to", 500)]
    split = finished(cues, [], quiet=False)
    assert texts(split.read) == ["Good morning."]
    assert [(one.id, one.text) for one in split.cut(cues)] == [(1, "Good morning.")]
    assert frames(cues) == [("final", 1, "We"), ("final", 2, "would like to")]


def test_when_nothing_comes_any_more_nothing_is_held_back():
    cues = [cue(1, "Good morning. We")]
    assert texts(finished(cues, [], quiet=True).read) == ["Good morning.", "We"]
    assert frames(cues, quiet=True) == [("final", 1, "")]


def test_what_a_script_needs_to_go_on_in_an_open_cue_is_told_also_with_nothing_held():
    frame = finished([cue(3, "Good morning.")], [], False).frames([])[0]
    assert (frame["cue"], frame["at"], frame["speaker"], frame["source"]) == (3, 2, "Mara Quill", "s1")


def test_marks_end_a_sentence_and_stand_where_they_stand_in_the_page():
    marks = [AgendaMark("1", "Welcome", 400), Gap(1, 900, 1_000)]
    cues = [cue(1, "We come to"), cue(2, "Welcome all", 500), cue(3, "again", 1_000)]
    assert texts(finished(cues, marks, False).read) == ["We come to", "AgendaMark", "Welcome all", "Gap"]


def test_a_heading_waits_with_the_sentence_before_it_and_a_gap_ends_that():
    heading, gap = AgendaMark("1", "Welcome", 5_000), Gap(1, 6_000, 7_000)
    assert frames([cue(1, "We come to")], [heading]) == [("final", 1, "We come to"), ("agenda", None, "")]
    assert texts(finished([cue(1, "We come to")], [heading, gap], False).read) == ["We come to", "AgendaMark", "Gap"]


def test_a_correction_waits_with_the_words_of_its_cue():
    cues = [cue(1, "We meet. In"), cue(2, "marsh", 500, corrected="March"), cue(3, "at", 900)]
    cues[0] = replace(cues[0], corrected="We met. In")
    waiting = [number for kind, number, _ in frames(cues) if kind == "correction"]
    assert waiting == [1, 2]
    assert [(one.text, one.corrected) for one in finished(cues, [], False).cut(cues)] == [("We meet.", None)]


@pytest.mark.req("VIEW-13", "SPK-01", "SPK-02")
def test_every_item_has_its_number_and_its_speaker_and_unknown_only_after_somebody_was_named():
    cues = [cue(1, "One.", 0, None), cue(2, "Two. Three.", 300), cue(3, "Four.", 900, None)]
    split = finished(cues, [AgendaMark("1", "Welcome", 900)], False)
    first, heading, second = lists_of(split.read, cues, UNKNOWN)
    assert isinstance(first, ItemList)
    assert isinstance(heading, MarkLine)
    assert isinstance(second, ItemList)
    assert [(item.number, item.label) for item in first.items] == [(1, ""), (2, "Mara Quill"), (3, "Mara Quill")]
    assert (second.start, second.items[0].label) == (4, UNKNOWN)


def test_a_cue_has_one_anchor_and_its_correction_stands_behind_its_last_words():
    cues = [cue(1, "Yes. We agree.", corrected="Yes, we agree.")]
    (only,) = lists_of(finished(cues, [], False).read, cues, UNKNOWN)
    passages = [passage for item in only.items for passage in item.passages]
    told = [(one.first, one.until, one.corrected) for one in passages]
    assert told == [(True, 1, None), (False, 3, "Yes, we agree.")]
