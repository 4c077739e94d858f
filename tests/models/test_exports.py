from __future__ import annotations

import json
import re

import pytest

from models.cue import Word
from models.events import Final, Note, Opening
from models.exports import FORMATS, print_igf, print_json, print_srt, print_txt
from models.transcript import Transcript
from models.webvtt import print_webvtt, read_webvtt
from tests.golden import DATA, folded, goldens, header, meeting, said

TEXT_FORMATS = [print_srt, print_txt, print_igf]


def tokens(text: str) -> list[str]:
    return re.findall(r"[\w']+", text)


def spoken_in(text: str) -> list[str]:
    """Return the words of an export below its notices: no names, times, numbers or notes in brackets."""
    body = re.sub(r"^\d+\n\d\d:.*-->.*$", "", text, flags=re.MULTILINE)
    body = re.sub(r"\[(?!inaudible)[^\]]*\]", "", body)
    body = body.partition("captions@example.org.\n")[2] or body
    return tokens(re.sub(r"(?m)^ *(>> )?((ANA PETROVIĆ|Ana Petrović|INES DUARTE|Ines Duarte|Unknown speaker|"
                         r"TOMÁS O'NÉILL|Tomás O'Néill):)?", "", body))  # fmt: skip


@pytest.mark.parametrize("name", sorted(goldens()))
def test_a_golden_file_is_what_is_printed(name: str):
    assert (DATA / name).read_text(encoding="utf-8") == goldens()[name], "python tests/golden.py writes it again"


@pytest.mark.req("PRV-07", "PRV-06")
@pytest.mark.parametrize("key", FORMATS)
def test_every_file_marks_what_was_off_the_record_and_says_nothing_of_it(key: str):
    text = " ".join(FORMATS[key].print(folded(meeting())).split())
    assert "Between us" not in text
    told = "Off the record from 00:01:12 to 00:01:15; nothing was kept."
    assert told in text if key != "json" else json.loads(text)["off_record"] == [{"from_ms": 72_000, "to_ms": 75_000}]


@pytest.mark.req("VTT-15")
def test_all_formats_say_the_same_words():
    transcript = folded(meeting())
    words = tokens(" ".join(cue.text for cue in read_webvtt(print_webvtt(transcript))))
    assert len(words) > 40
    for print_format in TEXT_FORMATS:
        assert spoken_in(print_format(transcript)) == words, print_format.__name__
    cues = json.loads(print_json(transcript))["cues"]
    assert [word for cue in cues for word in tokens(cue["text"])] == words


@pytest.mark.req("VTT-20", "CAP-14")
@pytest.mark.parametrize("key", FORMATS)
def test_every_file_says_how_it_was_made_and_what_it_is_not(key: str):
    text = " ".join(FORMATS[key].print(folded(meeting())).split())
    assert "made partly by machine" in text
    assert "typed by a person" in text
    assert "not an authoritative record" in text
    assert "incomplete or wrong" in text or "missing or misheard" in text
    assert "captions@example.org" in text


@pytest.mark.req("CAP-14")
@pytest.mark.parametrize(
    ("origin", "told"),
    [("machine", "Captions made by machine, with speech rec"), ("human", "Captions typed by a person.")],
)
def test_one_origin_is_told_as_one(origin: str, told: str):
    event = Final(1, 0, (Word(0, 9, "hello"),), Opening(None, "x", origin, "e", "en"))  # type: ignore[arg-type]
    assert told in print_txt(folded([event]))
    notice = Note("origin", {"origin": origin, "by": "Mira", "from_ms": 0})
    assert told in print_txt(folded([notice]))


@pytest.mark.req("CAP-14")
def test_what_the_engine_says_of_itself_is_passed_on():
    warning = "Basic offline recognition: expect many errors"
    state = Note("state", {"state": "listening", "at_ms": 0, "utc": None, "engine": "sphinx", "notice": warning})
    assert f"(sphinx).\n{warning}\n" in print_webvtt(folded([state]))


@pytest.mark.req("SPK-01")
def test_each_change_of_speaker_begins_with_the_name():
    stream = [
        said(1, 0, "Yes.", "Ana"),
        said(2, 900, "Indeed.", "Ana"),
        said(3, 1_800, "No."),
        said(4, 3_000, "Why?", "Ana"),
    ]
    txt = print_txt(folded(stream))
    assert txt.endswith("[00:00:00] Ana: Yes. Indeed.\n\nUnknown speaker: No.\n\nAna: Why?\n")
    igf = print_igf(folded(stream))
    assert igf.endswith(">> ANA:  Yes. Indeed.\n\n>> No.\n\n>> ANA:  Why?\n")
    assert re.findall(r"(?m)^(Ana: .*|No\.|Indeed\.)$", print_srt(folded(stream))) == [
        "Ana: Yes.",
        "Indeed.",
        "No.",
        "Ana: Why?",
    ]


def test_times_in_running_text_are_sparse():
    stream = [said(id, id * 10_000, "Yes.", f"Speaker {id % 2}") for id in range(1, 20)]
    assert re.findall(r"\[\d\d:\d\d:\d\d\]", print_txt(folded(stream))) == [
        "[00:00:10]",
        "[00:01:10]",
        "[00:02:10]",
        "[00:03:10]",
    ]


def test_a_long_turn_is_cut_into_paragraphs_after_a_sentence():
    stream = [said(id, id * 4_000, "The members of this coalition met again.", "Ana") for id in range(1, 41)]
    paragraphs = print_igf(folded(stream)).split(">> ")[1].split("\n\n")
    assert len(paragraphs) > 2
    assert all(part.strip().endswith("again.") and len(part) < 700 for part in paragraphs)


@pytest.mark.req("PRV-02")
@pytest.mark.parametrize("key", FORMATS)
def test_under_the_chatham_house_rule_no_export_names_anybody(key: str):
    text = FORMATS[key].print(folded(meeting(), "chatham-house")).casefold()
    unescaped = text.encode().decode("unicode_escape") if key == "json" else text
    for name in ("petrović", "o'néill", "tomás", "duarte", "berg", "solano", "phone", "<v"):
        assert name not in unescaped
    assert "chatham" in text


def test_turns_stay_apart_without_names():
    stream = [said(1, 0, "Yes.", "Ana"), said(2, 900, "No.", "Tomás")]
    assert print_igf(folded(stream, "chatham-house")).endswith("\n\n>> Yes.\n\n>> No.\n")


def test_subrip_text_is_never_taken_for_a_tag_or_a_timing_line():
    text = print_srt(folded([said(1, 0, "<b>loud</b> --> {\\an8}")]))
    assert text.replace("\u200b", "").endswith("<b>loud</b> --> {\\an8}\n")
    assert "<b>" not in text
    assert text.count("-->") == 2


def test_json_holds_words_with_times_and_what_people_changed():
    document = json.loads(print_json(folded(meeting())))
    assert (document["format"], document["version"]) == ("dccg-transcript", 1)
    third = document["cues"][2]
    assert third["words"][0] == {"start_ms": 12_000, "end_ms": 12_300, "text": "Fifteen", "probability": 0.9}
    assert third["corrected"]["by"] == "Nils Berg"
    assert third["text"].startswith("Fifty members agreed")
    assert [gap["filled"] for gap in document["gaps"]] == [False, True]


@pytest.mark.parametrize("key", FORMATS)
def test_a_meeting_that_has_not_begun_prints_too(key: str):
    text = FORMATS[key].print(Transcript(header()))
    assert text.endswith("\n")
    text.encode()


@pytest.mark.parametrize("key", FORMATS)
def test_lone_surrogates_and_controls_reach_no_file(key: str):
    event = Final(1, 0, (Word(0, 9, "a\ud800\x00b"), Word(9, 9, "\u202ec")), Opening("N\udfff", "s", "human", "", "en"))
    stream = [
        event,
        Note("correction", {"cue": 1, "text": "x\ud800\x07", "by": "\ud801"}),
        Note("notice", {"text": "\ud802"}),
    ]
    text = FORMATS[key].print(folded(stream))
    text.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e]", text)
