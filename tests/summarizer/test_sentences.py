"""Sentences of a talk, and the utterances they came in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.sentences import pieces, split_sentences
from summarizer.talk import Utterance


def talk(*lines: tuple) -> list[Utterance]:
    """Utterances of (speaker, text) or (speaker, text, start_ms, end_ms)."""
    return [Utterance(str(at), one[1], one[0], *one[2:]) for at, one in enumerate(lines, 1)]


def shape(*lines: tuple) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.text, one.ids) for one in split_sentences(talk(*lines))]


def test_a_turn_of_several_sentences_is_split():
    assert shape(("Ada", "Good. We will send it! Is that so?")) == [
        ("Good.", ("1",)),
        ("We will send it!", ("1",)),
        ("Is that so?", ("1",)),
    ]


def test_half_sentences_are_joined_and_keep_their_utterances():
    assert shape(("Ada", "So. We will send"), ("Ada", "the list to"), ("Ada", "everybody. Then")) == [
        ("So.", ("1",)),
        ("We will send the list to everybody.", ("1", "2", "3")),
        ("Then", ("3",)),
    ]


def test_another_speaker_ends_what_was_unfinished():
    assert shape(("Ada", "We will"), ("Ben", "I think so"), ("Ada", "send it.")) == [
        ("We will", ("1",)),
        ("I think so", ("2",)),
        ("send it.", ("3",)),
    ]


def test_a_nod_of_somebody_else_does_not():
    assert shape(("Ada", "We will"), ("Ben", "Mm-hmm."), ("Ada", "send it.")) == [
        ("We will send it.", ("1", "3")),
        ("Mm-hmm.", ("2",)),
    ]


def test_a_long_pause_ends_what_was_unfinished():
    assert shape(("Ada", "We will", 0, 900), ("Ada", "send it.", 2_000, 2_500)) == [("We will send it.", ("1", "2"))]
    assert len(shape(("Ada", "We will", 0, 900), ("Ada", "send it.", 3_000, 3_500))) == 2


def test_chat_is_never_joined():
    lines = [Utterance("1", "I can", "Ada", channel="chat"), Utterance("2", "send it", "Ada", channel="chat")]
    assert [one.text for one in split_sentences(lines)] == ["I can", "send it"]


def test_noise_is_left_out_and_kept_in_the_raw_text():
    (only,) = split_sentences(talk(("Ada", "(Pause.)"), ("Ada", ">> Well, [laughter] we agree.")))
    assert (only.text, only.ids) == ("Well, we agree.", ("2",))
    assert only.raw == ">> Well, [laughter] we agree."


def test_a_transcript_without_full_stops_is_cut_all_the_same():
    found = split_sentences(talk(*[("Ada", "we go on and on about the list of members")] * 40))
    assert len(found) > 3
    assert sum(len(one.ids) for one in found) == 40


def test_a_sentence_says_whether_its_speaker_has_just_begun():
    found = split_sentences(talk(("Ada", "Yes. We agree."), ("Ada", "So."), ("Ben", "No.")))
    assert [one.opens for one in found] == [True, False, False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Quill read No. 3.5 vs. 4, e.g. here.", 1),
        ("No. We do not.", 2),
        ("We meet at 2 p.m. on Friday.", 1),
        ("We meet at 2 p.m. Then we eat.", 2),
        ("He said “we agree.” She did not.", 2),
        ("The U.N. office J. Quill runs.", 1),
        ("同意します。次に進みます。", 2),
        ("Well… maybe. Well… Maybe.", 3),
    ],
)
def test_short_forms_do_not_end_a_sentence(text, expected):
    assert len(list(pieces(text))) == expected


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Ada", "Ben", None]), st.text(max_size=60)), max_size=12))
def test_no_letter_is_lost_and_every_utterance_is_known(lines):
    utterances = talk(*lines)
    found = split_sentences(utterances)
    for one in found:
        assert set(one.ids) <= {other.id for other in utterances}
    for utterance in utterances:
        if any(letter.isalnum() for letter in utterance.text) and not re.search(r"[<>(\[♪♫&]", utterance.text):
            assert any(utterance.id in one.ids for one in found)


WITHOUT_COMMAS = (
    "Good afternoon everyone and welcome to meeting number twenty seven of the group",
    "my name is Ada Quill and I will be in the chair",
    "The proposal is to adopt the annual report as it stands is there any",
    "objection?",
    "I see no objection so the report is adopted the next item is the booth.",
    "We received forty replies from our members in all parts of the world this year",
)


def test_captions_without_commas_are_cut_where_a_sentence_seems_to_begin():
    said = [Utterance(str(at), text, "Ada") for at, text in enumerate(WITHOUT_COMMAS, 1)]
    found = [(one.text, one.ids) for one in split_sentences(said)]
    assert ("The proposal is to adopt the annual report as it stands", ("3",)) in found
    assert ("is there any objection?", ("3", "4")) in found
    assert ("the next item is the booth.", ("5",)) in found


def test_captions_with_commas_are_cut_at_full_stops_alone():
    texts = (*WITHOUT_COMMAS, "Yes, well, no, okay, fine.")
    said = [Utterance(str(at), text, "Ada") for at, text in enumerate(texts, 1)]
    assert "is there any objection?" not in [one.text for one in split_sentences(said)]


def test_no_word_is_lost_where_commas_are_missing():
    said = [Utterance(str(at), text, "Ada") for at, text in enumerate(WITHOUT_COMMAS, 1)]
    words = " ".join(one.raw for one in split_sentences(said)).split()
    assert words == " ".join(WITHOUT_COMMAS).split()
