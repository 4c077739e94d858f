"""Foreign WebVTT against the parser of the W3C: what browsers show is read as they read it, and no word is lost."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.foreign import read_transcript
from models.plain import clean
from models.webvtt import read_webvtt
from tests.golden import DATA

NODE_PARSER = Path(__file__).parents[1] / "node_modules" / "webvtt-parser"
SAID = [
    "one", "two words", "three\nlines\nof it", "R&amp;D", "&lt;b&gt;", "&copy;", "&nbsp;", "&unknown;", "&#65;", "& so",
    "<i>four</i>", "<b.loud>five", "<c.a.b>six</c>", "<v Ana>seven</v>", "<v.loud Zoë Ångström>eight</v>", "<v>nine",
    "<v Ana>ten</v> <v Tom>eleven</v> twelve", "<lang fr>dix</lang>", "<ruby>ka<rt>n</rt></ruby>",
    "<script>alert(1)</script>", "</i>ended", "<font color=red>red</font>", "{{ x }}", "<00:00:01.500>later",
    "x\0y", "a\u202eb", "שלום", "好",
    "1,200", "-- >", "NOTE it", "it\nNOTE that", "STYLE", "\u2028line", "\x0bfeed", "<u>un<b>closed",
    "<v Ana\nPetrović>hi",
]  # fmt: skip
TIMES = [
    "00:01.000 --> 00:02.000", "00:00:01.000 --> 00:00:02.500", "100:00:00.000 --> 100:00:01.000",
    "1:00:00.000-->1:00:02.000",
    "\t00:03.000\t-->\t00:04.000\talign:left", "00:09.000 --> 00:03.000", "00:05.000 --> 00:06.000 line:1 nonsense:x y",
]  # fmt: skip
BROKEN = [
    "00:01.00 --> 00:02.000", "0:01.000 --> 00:02.000", "00:60.000 --> 00:61.000", "00:01.000 -> 00:02.000", "-->",
    "x --> y", "00:01.000 --> ", "75:00.000 --> 76:00.000", "00:01,000 --> 00:02,000",
]  # fmt: skip
NASTY = 600
BLOCKS = ["NOTE a comment", "NOTE\nmany", "STYLE\n::cue { color: red }", "REGION\nid:a", "", "\n\n", "7", "words"]


def nasty(dice: random.Random) -> str:
    """Return a file with much that is wrong; what the W3C's own parser gets wrong is not in it."""
    parts = [dice.choice(["WEBVTT", "\ufeffWEBVTT", "WEBVTT - title", "WEBVTT\tx", "WEBVTT\nKind: captions"])]
    for _ in range(dice.randrange(8)):
        timing = dice.choice(TIMES if dice.random() < 0.8 else BROKEN)
        id = dice.choice(["", "", "7\n", "an id\n", "f1-0/2\n"])
        cue = f"{id}{timing}\n" + " ".join(dice.choices(SAID, k=dice.randrange(1, 4)))
        parts.append(dice.choice(BLOCKS) if dice.random() < 0.2 else cue)
    # A cue without an empty line before it is one as well, but the W3C's parser takes a comment to be longer.
    text = parts[0]
    for before, part in zip(parts, parts[1:], strict=False):
        loose = dice.random() < 0.1 and not re.search(r"^(?:NOTE|STYLE|REGION)", before, re.MULTILINE)
        text += ("\n" if loose and "-->" in before and part.startswith(tuple(TIMES)) else "\n\n") + part
    return text.replace("\n", dice.choice(["\n", "\n", "\r\n", "\r"]))


def w3c(texts: list[str]) -> list[list[dict[str, Any]]]:
    if shutil.which("node") is None or not NODE_PARSER.is_dir():
        pytest.skip("node or tests/node_modules/webvtt-parser is not installed")
    script = Path(__file__).with_name("webvtt_parser.cjs")
    done = subprocess.run(
        ["node", script, NODE_PARSER], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    return [answer["cues"] for answer in json.loads(done.stdout)]


def corpus() -> list[str]:
    files = [path.read_bytes().decode("utf-8", "replace") for path in sorted(DATA.rglob("*.vtt"))]
    signed = [text for text in files if re.match(r"\ufeff?WEBVTT[ \t\r\n]", text)]
    return signed + [nasty(random.Random(seed)) for seed in range(NASTY)]


def judged(cue: dict[str, Any]) -> tuple[int, int, tuple[str, ...]]:
    text = "".join(part for _, part in cue["spans"])
    return round(cue["start"] * 1000), round(cue["end"] * 1000), tuple(text.split())


@pytest.fixture(scope="module")
def answers() -> list[tuple[str, list[tuple[int, int, tuple[str, ...]]]]]:
    """Each file of the corpus with what the parser of the W3C makes of it."""
    texts = corpus()
    return [(text, sorted(map(judged, cues))) for text, cues in zip(texts, w3c(texts), strict=True)]


def test_browsers_and_we_see_the_same_cues_times_and_words(answers: list[Any]):
    for text, cues in answers:
        assert sorted((cue.start_ms, cue.end_ms, tuple(cue.words)) for cue in read_webvtt(text)) == cues, text


def test_no_word_that_a_browser_shows_is_lost_or_has_another_time(answers: list[Any]):
    # In the other files names are taken out of the text, and cues of ours are put together.
    for text, cues in answers[-NASTY:]:
        read = read_transcript(text.encode())
        held = defaultdict[Any, Counter[str]](Counter)
        for one in read.said:
            held[one.start_ms, one.end_ms].update(one.text.split())
        for start, end, words in cues:
            held[start, max(start, end)].subtract(clean(" ".join(words)).split())
        missing = {times: left for times, left in held.items() if any(number < 0 for number in left.values())}
        assert not missing, (text, read)


def test_what_a_browser_throws_away_is_read_and_told():
    read = read_transcript((DATA / "foreign" / "captioner.vtt").read_bytes())
    assert [(one.id, one.speaker, one.text, one.start_ms, one.end_ms, one.lang) for one in read.said] == [
        (3, None, "Early word.", 1000, 3000, ""),
        (1, "Ana Petrović", "Good morning, R&D costs 3 < 5.", 5000, 6000, ""),
        (2, "Tomás Quill", "Hello A.", 5000, 6000, ""),
        (4, None, "Loose times.", 120000, 125500, ""),
        (5, None, "Words after an empty line.", None, None, ""),
        (6, None, "No such second.", None, None, ""),
        (7, None, "We go --> there. And on.", None, None, ""),
        (9, "Ana Petrović", "Encore.", 149000, 151000, "fr"),
        (8, "Ana Petrović", "Merci.", 150000, 150000, "fr"),
    ]
    assert (read.title, read.language) == ("Harbours and lamps", "en-GB")
    assert read.lacks == (
        "No speaker is named for 5 of 9 captions.",
        "No times for 3 of 9 captions.",
        "The times of 1 cue are not as WebVTT writes them and were read as they seem to be meant; "
        "the first is at line 16.",
        "3 cues have no valid time and were read as text; the first is at line 19.",
        "In 1 cue a < that begins no tag was read as text.",
        "Tags that WebVTT does not know were left out: <unclear>.",
        "2 cues are out of order; here they are in the order of time.",
        "1 cue overlaps another in time.",
        "1 cue ends before it starts; the start is kept.",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" \nWEBVTT\n\n00:01.000 --> 00:02.000\none", "does not stand at the very beginning"),
        ("1\n00:01.000 --> 00:02.000\none", "WEBVTT at the beginning is missing"),
        ("WEBVTT\n\nid\n00:00:01,000 --> 00:00:02,000\none", "not as WebVTT writes them"),
    ],
)
def test_small_faults_are_mended_and_told(text: str, told: str):
    read = read_transcript(text.encode())
    assert [(one.text, one.start_ms, one.end_ms) for one in read.said] == [("one", 1000, 2000)]
    assert told in " ".join(read.lacks)


words = st.text("mnopqrstuvwxyzäø", min_size=2, max_size=8)
signs = st.sampled_from(
    [*"< > & &amp; <i> </i> <00:01.000> --> -- 3 &# >> << { <3".split(), "\n", "\n\n", "\0"]
)
# Two letters at least: an arrow between words is told from a broken timing by them.
texts = st.lists(st.one_of(words, words, signs), min_size=1, max_size=12)


@settings(deadline=None, max_examples=500)
@given(st.lists(st.tuples(texts, st.sampled_from(TIMES)), max_size=5), st.sampled_from(["vtt", "srt"]))
def test_no_word_of_a_cue_is_lost(cues: list[tuple[list[str], str]], form: str):
    head = "WEBVTT\n\n" if form == "vtt" else ""
    body = "".join(f"{number}\n{timing}\n{' '.join(text)}\n\n" for number, (text, timing) in enumerate(cues, 1))
    data = (head + body if form == "vtt" else re.sub(r"(\d)\.(\d{3})", r"\1,\2", body)).encode()
    written = Counter(word for text, _ in cues for word in text if word.isalpha())
    if form == "srt" and not cues:
        return
    read = Counter(re.findall(r"[^\W\d_]+", " ".join(one.text for one in read_transcript(data).said)))
    assert written <= read
