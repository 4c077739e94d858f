from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import time
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from models.cue import Word
from models.events import Final, MeetingEvent, Note, Opening
from models.plain import clean, clean_name
from models.timing import parse_timestamp
from models.transcript import Header, Transcript
from models.webvtt import NotWebVtt, check_webvtt, print_webvtt, read_webvtt
from tests.golden import DATA, folded, header, meeting, said

FAULTY = sorted((DATA / "webvtt").glob("*.vtt"))
EXAMPLES = int(os.environ.get("DCCG_EXAMPLES", "300"))
NODE_PARSER = Path(__file__).parents[1] / "node_modules" / "webvtt-parser"

HOSTILE = [
    "-->", "--->", "--", ">", "<", "&", "&amp;", "&lt", "<v Ana>", "</v>", "<00:00:01.000>", "NOTE", "STYLE", "WEBVTT",
    "a\nb", "a\n\nb", "\r\n", "\x00", "\x0b", "\x1c", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f",
    "\ufeff", "e\u0301" * 20, "\u0301", "👩🏽‍🚀", "\ud800", "x" * 300, "שלום", "it's", "end.", "the",
    "Unknown speaker", "1,200",
]  # fmt: skip
any_signs = st.text(st.characters(exclude_categories=()), max_size=12)  # also NUL, and half a pair of surrogates
pieces = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12), any_signs)
texts = st.lists(pieces, min_size=1, max_size=4).map("".join).filter(lambda text: text and text == text.strip())
names = st.one_of(st.none(), texts, st.text(max_size=8))


@st.composite
def events(draw: st.DrawFn) -> list[MeetingEvent]:
    """Any events whose numbers fit together, with text from people who mean harm."""
    made: list[MeetingEvent] = []
    for cue in range(1, draw(st.integers(1, 6))):
        start = draw(st.integers(0, 30_000))
        spoken = draw(st.lists(st.tuples(st.integers(0, 2_000), texts), min_size=1, max_size=25))
        words = tuple(
            Word(start + at * 300, start + at * 300 + length, text) for at, (length, text) in enumerate(spoken)
        )
        cut = draw(st.integers(1, len(words)))
        opening = Opening(draw(names), "room", draw(st.sampled_from(["machine", "human"])), "e", draw(pieces))
        made += [Final(cue, 0, words[:cut], opening), Final(cue, cut, words[cut:])]
        note = draw(st.sampled_from(["correction", "gap", "agenda", "state", "origin", "record", "none"]))
        fields: dict[str, Any] = {
            "correction": {"cue": cue, "text": draw(st.lists(pieces).map(" ".join)), "speaker": draw(names), "by": "x"},
            "gap": {"gap": cue, "from_ms": start, "to_ms": start + 500, "why": draw(pieces)},
            "agenda": {"item": draw(pieces), "title": draw(pieces), "from_ms": start},
            "state": {
                "state": draw(st.sampled_from(["listening", "paused", "ended"])),
                "at_ms": start,
                "utc": draw(pieces),
            },
            "origin": {"origin": draw(st.sampled_from(["machine", "human"])), "by": draw(pieces), "from_ms": start},
            "record": {"on": draw(st.booleans()), "at_ms": start, "next_cue": cue},
            "none": {},
        }
        made.append(Note(note, fields[note]))
    return made


def heading(title: str) -> Header:
    return Header(title, group=title, contact=title, language="en", mode_notice=title)


def read_back(transcript: Transcript, text: str) -> None:
    """Check that the file holds each cue's words and speaker, no more and no less."""
    words: dict[str, list[str]] = {}
    speakers: dict[str, str | None] = {}
    for cue in read_webvtt(text):
        id = cue.id.split(".")[0]
        words.setdefault(id, []).extend(cue.words)
        speakers[id] = cue.speaker
    said = {str(cue.id): clean(cue.text).split() for cue in transcript.cues if clean(cue.text)}
    assert words == said
    assert speakers == {str(cue.id): clean_name(cue.speaker) for cue in transcript.cues if clean(cue.text)}


@pytest.mark.req("VTT-03", "VTT-04", "VTT-05", "VTT-06", "VTT-07", "VTT-13", "VTT-25", "DUR-07", "THR-12")
@settings(deadline=None, max_examples=EXAMPLES)
@given(events(), pieces)
def test_whatever_is_said_the_file_is_valid_and_says_it(stream: list[MeetingEvent], title: str):
    transcript = Transcript(heading(title))
    for event in stream:
        transcript.apply(event)
        text = print_webvtt(transcript)
        assert check_webvtt(text.encode()) == []
        read_back(transcript, text)


@pytest.mark.req("VTT-17")
def test_the_file_is_valid_after_each_event():
    transcript = Transcript(header())
    assert check_webvtt(print_webvtt(transcript)) == []
    for at, event in enumerate(meeting(), 1):
        transcript.apply(event)
        text = print_webvtt(transcript)
        assert check_webvtt(text) == []
        assert text == print_webvtt(folded(meeting()[:at]))


@pytest.mark.req("VTT-01", "VTT-02", "VTT-03", "VTT-04", "VTT-05", "VTT-06", "VTT-08", "VTT-09", "VTT-10")
@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.stem)
def test_each_fault_is_found_and_nothing_else(path: Path):
    faults = check_webvtt(path.read_bytes())
    assert len(faults) == 1
    assert faults[0].startswith("line ")


@pytest.mark.parametrize("path", sorted((DATA / "webvtt" / "valid").glob("*.vtt")), ids=lambda path: path.stem)
def test_no_fault_is_found_where_there_is_none(path: Path):
    assert check_webvtt(path.read_bytes()) == []


def test_a_fault_is_told_with_its_line_and_what_was_found():
    assert check_webvtt((DATA / "webvtt" / "cue_ends_before_start.vtt").read_bytes()) == [
        "line 3: cue ends at 00:00:01.000, before it starts at 00:00:02.000"
    ]


@pytest.mark.req("VTT-09")
def test_the_file_says_nothing_of_place_or_size():
    assert all(cue.settings == "" for cue in read_webvtt(print_webvtt(folded(meeting()))))


@pytest.mark.req("VTT-08", "VTT-18", "VTT-20", "VTT-14", "CAP-14")
def test_notes_tell_the_meeting_its_making_and_what_is_missing():
    text = print_webvtt(folded(meeting()))
    assert text.startswith("WEBVTT DCCG Meeting of the Dynamic Coalition on Lighthouses\n\nNOTE\n")
    top = text.partition("\n\n1\n")[0]
    for told in (
        "Start (UTC): 2022-04-20T14:02:10.500Z",
        "Language: en",
        "made partly by machine, with speech recognition (whisper base), and partly typed by a person",
        "Corrected by hand by 2 people: 2 captions.",
        "not an authoritative record",
        "write to captions@example.org",
    ):
        assert told in top
    assert "\n\nNOTE Captions are missing from 00:00:24 to 00:00:31" in text
    assert "\n\nNOTE Captioning was paused from 00:00:40 to 00:01:05.\n\n" in text
    assert "\n\nNOTE From here a person types the captions.\n\n7\n" in text


@pytest.mark.req("SPK-02", "SPK-10", "VTT-07")
def test_a_voice_is_named_only_where_somebody_named_it():
    cues = read_webvtt(print_webvtt(folded([said(1, 0, "yes", "Zoë Ångström & Co"), said(2, 900, "no")])))
    assert [cue.speaker for cue in cues] == ["Zoë Ångström & Co", None]


@pytest.mark.req("VTT-13")
def test_another_language_is_marked():
    text = print_webvtt(folded([said(1, 0, "bonjour", lang="fr"), said(2, 900, "hello", lang="en-GB")]))
    assert "<lang fr>bonjour</lang>" in text
    assert text.count("<lang") == 1


@pytest.mark.req("VTT-16")
def test_webvtt_py_reads_the_same_captions():
    text = print_webvtt(folded([e for e in meeting() if not (isinstance(e, Final) and e.cue == 2)]))
    ours = [(cue.id, cue.speaker, cue.text, cue.start_ms, cue.end_ms) for cue in read_webvtt(text)]
    theirs = webvtt.from_string(text, strict=True)
    assert ours == [(c.identifier, c.voice, c.text, parse_timestamp(c.start), parse_timestamp(c.end)) for c in theirs]


@pytest.mark.req("VTT-16", "DUR-07")
@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.skipif(not NODE_PARSER.is_dir(), reason="tests/node_modules/webvtt-parser is not installed")
def test_the_parser_of_the_w3c_finds_no_fault_and_the_same_words():
    printed = [print_webvtt(folded(meeting()))]
    for seed in range(300):
        dice = random.Random(seed)
        stream = [
            said(id, dice.randrange(60_000), " ".join(dice.choices(HOSTILE, k=9)) + " .", dice.choice(HOSTILE))
            for id in range(1, 6)
        ]
        printed.append(print_webvtt(folded(stream)))
    script = Path(__file__).with_name("webvtt_parser.cjs")
    done = subprocess.run(
        ["node", script, NODE_PARSER], input=json.dumps(printed), capture_output=True, text=True, check=True
    )
    # It leaves references in names as they are, against the standard.
    for text, theirs in zip(printed, json.loads(done.stdout), strict=True):
        assert theirs["errors"] == []
        ours = [(cue.id, "".join(t for _, t in cue.spans), {v for v, _ in cue.spans}) for cue in read_webvtt(text)]
        assert ours == [
            (cue["id"], "".join(t for _, t in cue["spans"]), {v and unescape(v) for v, _ in cue["spans"]})
            for cue in theirs["cues"]
        ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\none &amp; two &copy; <i>three</i>", ["one", "&", "two", "©", "three"]),
        ("\ufeffWEBVTT x\r\r00:01.000-->00:02.000 align:left\rone", ["one"]),
        ("WEBVTT\nKind: captions\n\nid\n00:01.000 --> 00:02.000\none\ntwo", ["one", "two"]),
        ("WEBVTT\n00:01.000 --> 00:02.000\none\n00:03.000 --> 00:04.000\ntwo", ["one", "two"]),
        ("WEBVTT\n\n00:01.000 --> 00:99.000\nlost\n\n00:01.000 --> 00:02.000\none", ["one"]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<x y>one</z> <ruby>two<rt>three</ruby> four", ["one", "twothree", "four"]),
    ],
)
def test_files_of_others_are_read_as_browsers_read_them(text: str, words: list[str]):
    assert [word for cue in read_webvtt(text) for word in cue.words] == words


@pytest.mark.parametrize("text", ["", "WEBVTTX", "webvtt\n\n", " WEBVTT", "1\n00:00:01,000 --> 00:00:02,000\nhello"])
def test_what_is_not_webvtt_is_refused(text: str):
    with pytest.raises(NotWebVtt, match="begins with the word WEBVTT"):
        read_webvtt(text)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(pieces, st.sampled_from(["\n", "\n\n", "00:01.000 --> 00:02.000", "<", ".c"]))).map("".join))
def test_reading_and_checking_take_any_text(text: str):
    read_webvtt("WEBVTT\n\n" + text)
    check_webvtt(text)
    check_webvtt("WEBVTT\n\n" + text)


def test_one_more_cue_in_a_long_meeting_is_printed_at_once():
    transcript = Transcript(header())
    words = "The members of the coalition agreed to meet again in the spring."
    for id in range(1, 5_001):
        transcript.apply(said(id, id * 4_000, words, "Ana"))
    print_webvtt(transcript)
    took = []
    for id in range(5_001, 5_021):
        begun = time.perf_counter()
        transcript.apply(said(id, id * 4_000, words, "Ana"))
        print_webvtt(transcript)
        took.append(time.perf_counter() - begun)
    # The best of twenty: other work on the machine does not count.
    assert min(took) < 0.005
