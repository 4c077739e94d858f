from __future__ import annotations

from dataclasses import replace

import pytest

from models.cue import Word
from models.events import Final, Note, Opening, Partial
from models.marks import Gap, OffRecord, Pause, say_mark
from models.meeting import Meeting
from models.timing import format_utc
from models.transcript import BrokenStream, Header, Transcript
from tests.golden import folded, header, meeting, off_record, said, spoken

OPENING = Opening("Ana Petrović", "room", "machine", "whisper base", "en")


def test_words_join_the_cue_they_belong_to():
    transcript = folded([Final(1, 0, spoken("good", 0), OPENING), Final(1, 1, spoken("morning all", 400))])
    assert [cue.text for cue in transcript.cues] == ["good morning all"]
    assert transcript.cues[0].speaker == "Ana Petrović"


def test_the_same_final_twice_changes_nothing():
    first, second = Final(1, 0, spoken("good", 0), OPENING), Final(1, 1, spoken("morning", 400))
    transcript = Transcript(Header("A meeting"))
    for event in (first, first, second, second, first):
        transcript.apply(event)
    assert [cue.text for cue in transcript.cues] == ["good morning"]


def test_an_event_that_was_taken_is_not_taken_again():
    transcript = folded(meeting())
    before = transcript.cues, transcript.corrections, transcript.gaps, transcript.origins
    for seq, event in enumerate(meeting(), 1):
        transcript.apply(event, seq)
    assert (transcript.cues, transcript.corrections, transcript.gaps, transcript.origins) == before
    assert transcript.seq == len(meeting())


def test_words_that_are_missing_are_not_passed_over():
    transcript = folded([Final(1, 0, spoken("good", 0), OPENING)])
    with pytest.raises(BrokenStream, match="cue 1 goes on at word 3, but 1 of its words are here"):
        transcript.apply(Final(1, 3, spoken("all", 900)))
    with pytest.raises(BrokenStream, match="cue 2"):
        transcript.apply(Final(2, 0, spoken("all", 900)))


@pytest.mark.req("VTT-21")
def test_a_correction_keeps_the_words_and_names_its_author():
    transcript = folded([
        said(1, 0, "fifteen members"),
        Note("correction", {"cue": 1, "text": "fifty members", "speaker": "Ana", "by": "Nils Berg"}),
        Note("correction", {"cue": 9, "text": "nobody", "by": "Nils Berg"}),
    ])  # fmt: skip
    cue = transcript.cues[0]
    assert (cue.text, cue.speaker, cue.corrected_by) == ("fifty members", "Ana", "Nils Berg")
    assert [word.text for word in cue.words] == ["fifteen", "members"]
    assert [(edit.cue, edit.seq) for edit in transcript.corrections] == [(1, 2)]


@pytest.mark.req("SPK-04")
def test_a_corrected_speaker_is_that_of_one_cue_only():
    transcript = folded([
        said(1, 0, "yes", "Ana"),
        said(2, 900, "no", "Ana"),
        Note("speaker", {"name": "Tomás", "from_ms": 1_000}),
        Note("correction", {"cue": 2, "speaker": None, "by": "Nils Berg"}),
    ])  # fmt: skip
    assert [cue.speaker for cue in transcript.cues] == ["Ana", None]
    assert [cue.corrected for cue in transcript.cues] == [None, None]
    assert transcript.speaker == "Tomás"


@pytest.mark.req("VTT-18")
def test_gaps_and_pauses_are_kept_with_their_start_and_end():
    transcript = folded(meeting())
    assert [(gap.id, gap.from_ms, gap.to_ms, gap.filled) for gap in transcript.gaps] == [
        (1, 24_000, 31_000, False),
        (2, 34_000, 39_000, True),
    ]
    assert transcript.pauses == (Pause(40_000, 65_000),)
    assert Gap(1, 24_000, 31_000, "recognition was too far behind") in transcript.timeline.entries


@pytest.mark.req("PRV-04")
def test_words_off_the_record_are_not_held_nor_is_a_correction_of_them():
    transcript = folded([
        said(1, 0, "On the record."),
        off_record(2_000),
        replace(said(2, 2_500, "Off the record."), off=True),
        Final(2, 3, spoken("And more.", 4_000), off=True),
        Note("correction", {"cue": 2, "text": "Off the record", "by": "Nils Berg"}),
        off_record(6_000, on=True),
        said(3, 7_000, "On again."),
    ])  # fmt: skip
    assert [cue.id for cue in transcript.cues] == [1, 3]
    assert transcript.corrections == ()
    assert transcript.off_stretches == (OffRecord(2_000, 6_000),)


@pytest.mark.req("PRV-07")
def test_a_stretch_off_the_record_ends_with_the_next_word_of_the_host_or_with_the_meeting():
    ended = Note("state", {"state": "ended", "at_ms": 9_000})
    transcript = folded([off_record(2_000)])
    assert (transcript.off_record, transcript.off_stretches) == (True, (OffRecord(2_000),))
    for event in (off_record(3_000), ended):
        transcript.apply(event)
    assert (transcript.off_record, transcript.off_stretches) == (False, (OffRecord(2_000, 9_000),))
    told = [say_mark(mark) for mark in (OffRecord(2_000), *transcript.off_stretches)]
    assert told == [
        "Off the record from 00:00:02; nothing is kept.",
        "Off the record from 00:00:02 to 00:00:09; nothing was kept.",
    ]


def test_cue_numbers_that_were_used_off_the_record_are_told():
    assert Transcript(header()).next_cue == 1
    assert folded([off_record(0, next_cue=50), off_record(9, on=True, next_cue=60), said(4, 10, "no")]).next_cue == 60
    assert folded([off_record(0, next_cue=5), said(7, 10, "no")]).next_cue == 8


@pytest.mark.req("VTT-14")
def test_the_start_is_that_of_captioning_once_it_has_begun():
    state = {"state": "listening", "at_ms": 1_500, "utc": "2022-04-20T16:00:01.500+02:00"}
    transcript = folded([Note("state", state), Note("state", state | {"utc": "2022-04-20T18:00:00Z"})])
    assert transcript.start_utc is not None
    assert format_utc(transcript.start_utc) == "2022-04-20T14:00:00.000Z"


def test_state_engine_and_origin_are_the_latest():
    transcript = folded(meeting())
    assert (transcript.state, transcript.engine, transcript.origin) == ("ended", "whisper base", "human")
    assert [mark.title for mark in transcript.agenda] == ["Welcome", "Lamps"]


def test_what_is_fleeting_or_new_is_passed_over():
    transcript = folded([Partial("room", None, "good mor"), Note("health", {"delay_ms": 3}), Note("applause", {})])
    assert transcript.cues == ()


@pytest.mark.req("PRV-02")
def test_under_the_chatham_house_rule_no_name_is_held():
    transcript = folded(meeting(), rule="chatham-house")
    held = repr(vars(transcript)) + repr(transcript.timeline.entries)
    for name in ("Petrović", "O'Néill", "Duarte", "Berg", "Solano", "phone"):
        assert name not in held
    assert transcript.cues[0].source != transcript.cues[2].source


def test_a_header_is_made_of_the_planned_meeting():
    planned = Meeting("x", "60", "A title", "DCCG", "2022-03-23", "14:00", "open")
    header = Header.of(planned, contact="a@example.org")
    assert (header.title, header.number, header.rule, header.contact) == ("A title", "60", "open", "a@example.org")
    assert header.start_utc is not None
    assert format_utc(header.start_utc) == "2022-03-23T14:00:00.000Z"


def test_a_hostile_word_is_held_as_it_came():
    word = Word(0, 10, "-->\x00")
    assert folded([Final(1, 0, (word,), OPENING)]).cues[0].words == (word,)
