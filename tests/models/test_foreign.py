from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.exports import FORMATS
from models.foreign import BadTranscript, Foreign, read_transcript
from models.plain import clean
from tests.golden import DATA, folded, meeting, said

FOREIGN = DATA / "foreign"


def read(name: str) -> Foreign:
    return read_transcript((FOREIGN / name).read_bytes(), name)


def heard(text: str | bytes) -> list[tuple[str | None, str]]:
    read = read_transcript(text if isinstance(text, bytes) else text.encode())
    return [(one.speaker, one.text) for one in read.said]


def turns(name: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.text) for one in read(name).said]


def test_zoom_names_stand_before_each_caption_and_other_colons_are_words():
    assert read("zoom.vtt").kind == "Zoom WebVTT"
    assert turns("zoom.vtt") == [
        ("Ana Petrović", "Welcome, everyone."),
        ("Ana Petrović", "Note: we begin at 10:30: please be on time."),
        ("Tomás Quill (he/him)", "Thank you."),
        ("Ana Petrović", "The question is: who writes the report?"),
        (None, "Nobody said so."),
        ("iPhone of Ines", "I can."),
    ]
    assert read("zoom.vtt").lacks == ("No speaker is named for 1 of 6 captions.",)


def test_teams_names_stand_in_voice_tags_and_captions_stay_single():
    assert read("teams.vtt").kind == "Teams WebVTT"
    assert turns("teams.vtt") == [
        ("Petrović, Ana", "Welcome, everyone, to the meeting."),
        ("Petrović, Ana", "Note: we agree & go on."),
        ("Quill, Tomás (Guest)", "Fine."),
    ]
    assert read("teams.vtt").lacks == ()


def test_webex_names_stand_in_identifiers():
    assert turns("webex.vtt") == [("Ana Petrović", "Welcome, everyone."), ("Tomás Quill", "Decision: we go on.")]


def test_igf_text_names_speakers_in_capitals_and_what_was_not_said_is_left_out():
    assert turns("igf.txt") == [
        ("Moderator", "Good morning, everyone. We begin. The line was wrapped here and goes on."),
        ("Moderator", "The second paragraph is the moderator's too."),
        ("Dr. John McDonald, UNESCO", "Thank you."),
        (None, "Sorry?"),
        ("Ana-Lucía O'Neill", "Yes: we agree."),
        (None, "(Applause)"),
        (None, "Note: this is nobody."),
        ("Wim van der Meulen", "The question is: who pays?"),
    ]
    igf = read("igf.txt")
    assert (igf.kind, igf.title) == ("IGF text", "IGF 2031, DAY 2, HARBOURS AND LAMPS")
    assert igf.lacks[1] == "No times."


def test_subrip_names_stand_where_the_speaker_changes():
    assert read("subrip.srt").kind == "SubRip"
    assert turns("subrip.srt") == [
        ("ANA", "Good morning & welcome."),
        ("ANA", "We begin. and go on"),
        ("TOMÁS", "Thank you."),
        ("ANA", "You are welcome."),
        (None, "- Who was that?"),
        ("TOMÁS", "It was me."),
    ]
    assert any("taken to be by the same speaker" in one for one in read("subrip.srt").lacks)


def test_jigasi_gives_the_best_of_each_last_message():
    read_back = read("jigasi.json")
    assert (read_back.kind, read_back.title, read_back.date) == ("Jigasi JSON", "harbours", "2023-11-14")
    assert [(one.speaker, one.text, one.start_ms) for one in read_back.said] == [
        ("Ana Petrović", "good morning", 1000),
        ("Tomás Quill", "hello", 3000),
    ]
    events = json.loads((FOREIGN / "jigasi.json").read_text())["events"]
    lines = "\n".join(map(json.dumps, events))
    assert heard(lines) == heard(json.dumps(events)) == turns("jigasi.json")


def test_a_line_of_name_and_time_begins_a_turn():
    assert [(one.speaker, one.text, one.start_ms) for one in read("turns.txt").said] == [
        ("Ana Petrović", "Welcome, everyone. We meet again at 10:30", 3000),
        ("Tomás Quill", "Thank you.", 65000),
    ]


def test_a_chat_is_read_but_for_what_was_private():
    chat = read("zoom_chat.txt")
    assert turns("zoom_chat.txt") == [
        ("Ana Petrović", "Hello all: welcome and good morning"),
        ("Tomás Quill", "I agree"),
    ]
    assert {one.channel for one in chat.said} == {"chat"}
    assert "1 private message was left out." in chat.lacks
    assert "between us" not in str(chat)


@pytest.mark.parametrize("form", ["vtt", "json"])
def test_our_own_files_keep_the_numbers_of_the_cues(form: str):
    transcript = folded(meeting())
    back = read_transcript(FORMATS[form].print(transcript).encode())
    assert {one.id: (one.speaker, one.text) for one in back.said} == {
        cue.id: (cue.speaker, clean(cue.text)) for cue in transcript.cues
    }
    assert (back.title, back.date, back.language) == (transcript.header.title, "2022-04-20", "en")
    assert [(mark.item, mark.title) for mark in back.agenda] == [("1", "Welcome"), ("2", "Lamps")]


@pytest.mark.parametrize("form", ["vtt", "json", "srt", "txt", "igf-txt"])
def test_our_own_files_say_the_same_in_every_form(form: str):
    transcript = folded([*meeting(), said(40, 90_000, "[by text] Could you repeat that?", "Ines Duarte", "text")])
    back = read_transcript(FORMATS[form].print(transcript).encode())
    cues = sorted(transcript.cues, key=lambda cue: (cue.start_ms, cue.id))
    written = back.said[-1]
    assert (written.speaker, written.channel, written.text) == ("Ines Duarte", "chat", "Could you repeat that?")
    assert " ".join(one.text for one in back.said) == " ".join(cue.text for cue in cues).replace("[by text] ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met.\nAnd went.\n\nNote: all is well.", [(None, "We met. And went."), (None, "Note: all is well.")]),
        ("Ana: Hi.\nTom: Hello.\nAna: So.\nTom: Item: one.", [("Ana", "Hi."), ("Tom", "Hello."), ("Ana", "So."),
                                                             ("Tom", "Item: one.")]),
        ("[00:00:05] Ana Quill: Hi.\n\nYes.\n\nTom Quill: No.", [("Ana Quill", "Hi."), ("Ana Quill", "Yes."),
                                                                 ("Tom Quill", "No.")]),
        ("10:30 is early.\n\nSo is 9:00.", [(None, "10:30 is early."), (None, "So is 9:00.")]),
        ("山田：おは。\n山田：始め。\n鈴木：はい。", [("山田", "おは。"), ("山田", "始め。"), ("鈴木", "はい。")]),
        ("דנה כהן: שלום.\nדנה כהן: נתחיל.", [("דנה כהן", "שלום."), ("דנה כהן", "נתחיל.")]),
    ],
)  # fmt: skip
def test_plain_text_is_read_with_the_names_that_the_whole_file_bears_out(text: str, expected: list[tuple[str, str]]):
    assert heard(text) == expected


def test_letters_that_stand_for_people_are_told_from_lists():
    assert {one for one, _ in heard("A: Hi, we have a lamp.\nB: So?\n" * 5)} == {"A", "B"}
    assert {one for one, _ in heard("Two lamps.\n\nA: the old one.\n\nB: the new one.\n\nThat is all.")} == {None}


def test_what_stands_in_brackets_is_a_speaker_s_only_in_a_turn():
    text = ">> ANA QUILL:  Hi.\n\n(Applause)\n\n>> IDA NG:  [Laughter.]\n\n>> [inaudible]"
    assert [one for one, _ in heard(text)] == ["Ana Quill", None, "Ida Ng", None]


def test_a_heading_does_not_take_the_words_from_their_speaker():
    said = "Ana Quill: The capacity is low.\n\nCapacity: it is low.\n\nOne: lamps.\n\nTwo: oil.\n\nAna Quill: So."
    assert [one for one, _ in heard(said)] == ["Ana Quill"] * 5


def test_words_are_given_to_nobody_where_somebody_else_seems_named():
    lines = ["Ana Quill: Hi.", "Yes.", "So.", "Ana Quill: Well.", "More.", "Rowan: Mine.", "Still mine.", "Bye."]
    srt = "".join(f"{at}\n00:00:{at:02},000 --> 00:00:{at:02},900\n{line}\n\n" for at, line in enumerate(lines, 1))
    assert [one for one, _ in heard(srt)] == ["Ana Quill"] * 5 + [None] * 3


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        ("Zoë: ja".encode("cp1252"), "Zoë: ja", "It is not UTF-8 and was read as Windows-1252."),
        ("Zoë Ångström".encode() + b"\xff nein", "Zoë Ångström\ufffd nein", "1 place is not UTF-8"),
        ("Zoë".encode("utf-16"), "Zoë", ""),
        ("Zoë said so".encode("utf-16-be"), "Zoë said so", ""),
        ("\ufeffZoë".encode(), "Zoë", ""),
        ("a\u202eb\x07c {{ x }} =cmd|'/c'!A1".encode(), "abc {{ x }} =cmd|'/c'!A1", ""),
    ],
)
def test_any_encoding_is_read_and_told(data: bytes, text: str, told: str):
    read = read_transcript(data)
    assert read.said[0].text == text
    assert told in " ".join(read.lacks)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "minutes.vtt is empty; expected text such as WebVTT"),
        (b"\xef\xbb\xbf \r\n\0", "minutes.vtt is empty"),
        (b"PK\x03\x04\x14\x00", "minutes.vtt is a Word, OpenDocument or ZIP file"),
        (b"%PDF-1.7\n", "is a PDF file"),
        (b"\0\0\0\x20ftypisom", "is a video or sound file"),
        (bytes(range(256)) * 9, "is not text"),
        (b"<!DOCTYPE html><p>Ana: hi", "is a web page or XML"),
        (b'{"format": "dccg-transcript", "cues": [', "is broken or cut off"),
        (b'{"format": "dccg-transcript", "version": 9}', "is of version 9 of our format; expected 1"),
        (b'{"a": 1}', "JSON of a kind that is not known"),
        (b'[{"a":' * 100_000, "is broken or cut off"),
        (b"x" * 2_000, "minutes.vtt has 2,000 bytes; a transcript of at most 1,000 is read"),
    ],
)
def test_what_is_no_transcript_is_refused_in_a_sentence(data: bytes, sentence: str):
    with pytest.raises(BadTranscript) as refused:
        read_transcript(data, "minutes.vtt", largest=1_000 if data.startswith(b"xx") else 50_000_000)
    assert sentence in str(refused.value)


def test_a_name_without_words_is_no_caption():
    cues = "".join(f"00:0{at}.000 --> 00:0{at}.900\n{text}\n\n" for at, text in enumerate(["Ana:", "Ana:", "", "Ana:"]))
    assert read_transcript(f"WEBVTT\n\n{cues}".encode()).said == ()


def test_a_file_without_captions_says_so():
    assert read_transcript(b"WEBVTT\n\nNOTE nothing").lacks == ("It holds no captions.",)


def test_a_long_meeting_is_read_whole():
    times = [f"{at // 60:02}:{at % 60:02}" for at in range(3600)]
    cues = "".join(f"{time}.000 --> {time}.900\nA: at {time}\n\n" for time in times)
    assert len(read_transcript(f"WEBVTT\n\n{cues * 28}".encode()).said) == 28 * 3600
    assert len(read_transcript(("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v x " * 50_000).encode()).said) == 1


PIECES = [
    "WEBVTT", "\n", "\n\n", "\r\n", "\r", "\0", "00:01.000 --> 00:02.000", "1:00:00,5 --> 99:99:99", "-->", "<v Ana>",
    "</v>", "<", ">", ">> ", ">> ANA: ", "Ana: ", "NOTE", "STYLE", "REGION", "&amp;", "&#", "&#" + "9" * 5000 + ";",
    "9" * 5000 + ":00:00.000 --> 00:01.000", '{"events": [', '{"format": "dccg-transcript", "version": 1, "cues": [',
    '{"id": 1, "text": "a", "start_ms": 1e999}', '{"transcript": [{"text": "\\ud800"}], "timestamp": "x"}', "]}", "[",
    "14:02:03 From Ana to all:", "Ana Quill 0:03", "[00:01] ", "\ufeff", "\u202e", "\ud7ff", "[Agenda item 1: x]",
    "NOTE\nMeeting: x\nState: y", "1.1", "3 <i>", "<00:01.000>", "- ", "(Captioned by x)", "：", "words", "***",
]  # fmt: skip
pieces = st.one_of(st.sampled_from(PIECES), st.text(max_size=8))


@settings(deadline=None, max_examples=400)
@given(st.lists(pieces, max_size=25).map("".join), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_text_is_read_or_refused(text: str, encoding: str):
    data = text.encode(encoding, "replace")
    with suppress(BadTranscript):
        whole(read_transcript(data))


def whole(read: Foreign) -> None:
    assert all(one.text == clean(one.text) and one.text for one in read.said)
    assert len({one.id for one in read.said}) == len(read.said)
    assert all(one.start_ms is None or one.end_ms is None or one.start_ms <= one.end_ms for one in read.said)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes):
    with suppress(BadTranscript):
        read_transcript(data)


@pytest.mark.parametrize("path", sorted(FOREIGN.iterdir()), ids=lambda path: path.name)
def test_a_file_cut_off_anywhere_is_read_or_refused(path: Path):
    data = path.read_bytes()
    for end in range(0, len(data), 37):
        with suppress(BadTranscript):
            read_transcript(data[:end])
