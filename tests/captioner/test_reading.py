"""The lines of a reader's page; `static/captions.js` follows the same rules in the browser tests."""

from __future__ import annotations

import pytest

from captioner.reading import MarkLine, Turn, lines_of, sections_of, timed
from models.cue import Cue, Word
from models.marks import AgendaMark, Gap, OriginChange

UNKNOWN = "Unknown speaker"


def cue(id: int, text: str, start_ms: int, speaker: str | None = "Mara Quill", source: str = "s1", **more) -> Cue:
    words = tuple(Word(start_ms + 100 * n, start_ms + 100 * n + 90, word) for n, word in enumerate(text.split()))
    return Cue(id, words, speaker, source, **more)


def ids(lines) -> list[list[int]]:
    return [[cue.id for cue in line.cues] for line in lines if isinstance(line, Turn)]


def test_cues_of_one_speaker_run_on_in_one_paragraph():
    assert ids(lines_of([cue(1, "Good morning.", 0), cue(2, "Let us begin.", 300)], [], UNKNOWN)) == [[1, 2]]


@pytest.mark.parametrize(
    "second",
    [
        cue(2, "Hello.", 300, "Tomás Ibarrola"),
        cue(2, "Hello.", 300, source="s2"),
        cue(2, "Hello.", 5_000),
        cue(2, "Hello.", 300, gap=1),
    ],
)
def test_another_speaker_source_pause_or_gap_begins_a_paragraph(second):
    assert ids(lines_of([cue(1, "Good morning.", 0), second], [], UNKNOWN)) == [[1], [2]]


def test_a_long_paragraph_ends_with_a_sentence():
    long, end = "word " * 40, "word " * 39 + "word."
    cues = [cue(1, long, 0), cue(2, end, 4_000), cue(3, "Next.", 8_000)]
    assert ids(lines_of(cues, [], UNKNOWN)) == [[1, 2], [3]]


@pytest.mark.req("SPK-01", "SPK-02")
def test_names_stand_where_the_speaker_changes_and_unknown_only_after_somebody_was_named():
    who = (None, "Mara Quill", None, "Mara Quill")
    cues = [cue(id, "Yes.", id * 200, name) for id, name in enumerate(who, 1)]
    lines = lines_of(cues, [], UNKNOWN)
    assert [line.label for line in lines if line.show_label] == ["Mara Quill", UNKNOWN, "Mara Quill"]
    assert not lines[0].show_label


def test_the_name_is_said_again_behind_a_heading_but_not_after_a_pause():
    item = AgendaMark("1", "Welcome", 9_000)
    lines = lines_of([cue(1, "One.", 0), cue(2, "Two.", 5_000), cue(3, "Three.", 9_000)], [item], UNKNOWN)
    assert [line.kind for line in lines] == ["turn", "turn", "item", "turn"]
    assert [line.show_label for line in lines if isinstance(line, Turn)] == [True, False, True]


def test_marks_stand_before_the_first_words_after_them_and_changes_of_origin_are_no_lines():
    marks = [OriginChange(0, "human"), Gap(1, 1_000, 2_000, "cut off"), AgendaMark("9", "Late", 90_000)]
    lines = lines_of([cue(1, "One.", 0), cue(2, "Two.", 2_000)], marks, UNKNOWN)
    assert [line.kind for line in lines] == ["turn", "gap", "turn", "item"]
    assert isinstance(lines[1], MarkLine)


def test_sections_begin_at_the_agenda_headings():
    marks = [AgendaMark("1", "Welcome", 1_000), AgendaMark("2", "Roster", 2_000)]
    sections = list(sections_of(lines_of([cue(1, "One.", 0), cue(2, "Two.", 1_000)], marks, UNKNOWN)))
    assert [section.item and section.item.item for section in sections] == [None, "1", "2"]
    assert [len(section.lines) for section in sections] == [1, 1, 0]


def test_times_are_shown_no_more_than_once_a_minute():
    lines = lines_of([cue(n, "One.", n * 25_000) for n in range(1, 8)], [], UNKNOWN)
    assert [line.start_ms for line in timed(lines)] == [25_000, 100_000, 175_000]
