"""Corrections as the fold has them: what is heard stays, what is undone never was."""

from __future__ import annotations

import random

import pytest

from models.cue import Word
from models.events import Final, Note, Opening, Partial, decode, encode
from models.exports import print_json, print_txt
from models.notices import edit_state
from models.transcript import Header, Transcript
from models.webvtt import check_webvtt, print_webvtt


def said(cue: int, text: str, start_ms: int, speaker: str | None = None, source: str = "s1") -> Final:
    words = tuple(Word(start_ms + 300 * i, start_ms + 300 * i + 280, part) for i, part in enumerate(text.split()))
    return Final(cue, 0, words, Opening(speaker, source, "machine", "sphinx", "en"))


def meeting(*events, rule: str = "open") -> Transcript:
    transcript = Transcript(Header("Meeting 7", rule=rule))
    for seq, event in enumerate(events, 1):
        transcript.apply(event, seq)
    return transcript


def correct(cue: int, edit: str = "", **fields) -> Note:
    return Note("correction", {"cue": cue, **({"edit": edit} if edit else {}), "by": "Ona Reyes", **fields})


def shown(transcript: Transcript) -> list[tuple[int, str | None, str]]:
    return [(cue.id, cue.speaker, cue.text) for cue in transcript.cues]


TALK = (
    said(1, "we met in march", 0, "Room"),
    said(2, "thank you mister chair", 2_000, "Room"),
    said(3, "the next item", 4_000, None, "s2"),
)


def test_words_that_come_after_a_correction_stand_behind_it_and_never_in_its_place():
    transcript = meeting(TALK[0], correct(1, text="We meet in March", n=4))
    transcript.apply(Final(1, 4, (Word(1_500, 1_700, "next"), Word(1_700, 1_900, "year"))), 3)
    assert shown(transcript) == [(1, "Room", "We meet in March next year")]
    assert [word.text for word in transcript.cues[0].words] == ["we", "met", "in", "march", "next", "year"]


def test_a_correction_of_what_its_author_saw_leaves_the_words_that_came_meanwhile():
    transcript = meeting(TALK[0], correct(1, text="We meet", n=2))
    assert transcript.cues[0].text == "We meet in march"


@pytest.mark.req("SPK-04")
def test_a_speaker_renamed_once_is_renamed_in_every_line_before_and_after():
    transcript = meeting(*TALK, correct(1, speaker="Mara Quill", everywhere=True, was="Room"))
    late = transcript.named(said(4, "and so on", 6_000, "Room"))
    transcript.apply(late, 5)
    assert [cue.speaker for cue in transcript.cues] == ["Mara Quill", "Mara Quill", None, "Mara Quill"]
    assert decode("final", encode(late)) == late
    assert transcript.named(Partial("s1", "Room", "and")).speaker == "Mara Quill"


def test_an_unnamed_source_can_be_named_as_a_whole_also_after_a_pause():
    transcript = meeting(*TALK, correct(3, speaker="Mara Quill", everywhere=True, was=None))
    assert [cue.speaker for cue in transcript.cues] == ["Room", "Room", "Mara Quill"]
    assert transcript.named(Partial("s2-2", None, "and")).speaker == "Mara Quill"
    assert transcript.named(Partial("s3", None, "and")).speaker is None


def test_a_name_that_the_host_chooses_again_is_that_person_again():
    transcript = meeting(*TALK, correct(1, speaker="Mara Quill", everywhere=True, was="Room"))
    transcript.apply(Note("speaker", {"name": "Room", "from_ms": 6_000}), 5)
    transcript.apply(said(4, "and so on", 6_000, "Room"), 6)
    assert [cue.speaker for cue in transcript.cues] == ["Mara Quill", "Mara Quill", None, "Room"]


def test_two_lines_become_one_and_one_becomes_two_where_it_stood():
    transcript = meeting(*TALK, correct(2, merge=1), correct(1, split=2, new=9))
    assert shown(transcript) == [
        (1, "Room", "we met"), (9, "Room", "in march thank you mister chair"), (3, None, "the next item"),
    ]  # fmt: skip
    assert "we met" in print_txt(transcript)
    assert check_webvtt(print_webvtt(transcript)) == []
    assert transcript.next_cue == 10


def test_a_line_moved_ahead_of_another_stands_there_in_every_order():
    transcript = meeting(*TALK, correct(3, before=2, start_ms=1_999))
    assert [cue.id for cue in transcript.cues] == [1, 3, 2]
    vtt = print_webvtt(transcript)
    assert vtt.index("the next item") < vtt.index("thank you mister chair")


def test_what_is_undone_leaves_everything_as_if_it_had_never_been():
    edits = [
        correct(1, "k1", text="We meet in March", n=4),
        correct(1, "k2", speaker="Mara Quill", everywhere=True, was="Room"),
        correct(2, "k3", merge=1),
        correct(3, "k4", split=1, new=9),
        correct(9, "k5", before=3, start_ms=3_999),
    ]
    transcript = meeting(*TALK, *edits, *(correct(1, f"u{i}", undo=f"k{i}") for i in range(1, 6)))
    assert shown(transcript) == shown(meeting(*TALK))
    assert edit_state(transcript) == "Not corrected by hand."
    assert '"undone": true' in print_json(transcript)


@pytest.mark.req("VTT-21")
def test_history_keeps_what_was_undone_and_who_undid_it():
    transcript = meeting(*TALK, correct(1, "k1", text="We meet"), correct(1, "k2", undo="k1"))
    assert [(one.key, one.undone, one.fields["by"]) for one in transcript.corrections] == [
        ("k1", True, "Ona Reyes"), ("k2", False, "Ona Reyes"),
    ]  # fmt: skip


@pytest.mark.req("PRV-02")
def test_under_the_chatham_house_rule_no_correction_names_anybody():
    named = correct(1, text="We meet", speaker="Mara Quill", everywhere=True, was="Room")
    transcript = meeting(*TALK, named, rule="chatham-house")
    made = print_json(transcript) + print_webvtt(transcript)
    assert not any(name in made for name in ("Mara", "Quill", "Ona", "Reyes", "Room"))
    assert "We meet" in made


@pytest.mark.parametrize("seed", range(60))
def test_folding_as_it_comes_and_folding_from_the_record_give_the_same(seed: int):
    """However corrections fall between the words: what the live transcript shows is what a restart shows."""
    chance = random.Random(seed)
    events, texts = [], {}
    for step in range(40):
        if not texts or chance.random() < 0.4:
            cue = 1 + max(texts, default=0)
            texts[cue] = "one two three four"
            events.append(said(cue, texts[cue], 1_000 * step, chance.choice(["Room", "Mara Quill", None])))
            continue
        cue, key = chance.choice(list(texts)), f"key-{step}"
        events.append(chance.choice([
            correct(cue, key, text="other words", n=chance.randint(0, 4)),
            correct(cue, key, speaker="Tomás Ibarrola", everywhere=True, was="Room"),
            correct(cue, key, merge=max(1, cue - 1)),
            correct(cue, key, split=chance.randint(1, 3), new=1_000 + step),
            correct(cue, key, before=max(1, cue - 1), start_ms=500 * step),
            correct(cue, key, undo=f"key-{chance.randint(0, step)}"),
        ]))  # fmt: skip
    live = meeting(*events)
    again = Transcript(Header("Meeting 7"))
    again.edits.heard = live.edits.heard
    again.edits._log = live.edits._log
    again.edits._again()
    assert {**again.edits.shown} == {**live.edits.shown}
    assert again.edits.in_order == live.cues
    assert check_webvtt(print_webvtt(live)) == []
    entries = [entry.cue for entry in live.timeline.entries if hasattr(entry, "cue")]
    assert {cue.id for cue in entries} == {cue.id for cue in live.cues}
