from __future__ import annotations

import json
from typing import Any

import pytest

from captioner.finished import finished
from captioner.plain_text import Held, Telling, since, text_of
from captioner.reading import lines_of
from models.cue import Cue
from templates.wording import wording
from tests.fakes_live import words_of

SAY = wording("en")


def telling(cues: tuple[Cue, ...] = (), nameless: bool = False) -> Telling:
    return Telling(finished(cues, (), quiet=False), False, nameless, SAY)


class Feed:
    """The frames of a meeting, and the lines that they give."""

    def __init__(self, nameless: bool = False) -> None:
        self.telling = telling(nameless=nameless)
        self.seq = 0
        self.lines: list[str] = []

    def keep(self, kind: str, **fields: Any) -> None:
        self.seq += 1
        self.lines += self.telling.take(json.dumps({"seq": self.seq, "kind": kind, **fields}), 0)

    def say(self, cue: int, text: str, speaker: str | None = None, start_ms: int = 0, at: int = 0) -> None:
        rows = [[word.start_ms, word.end_ms, word.text, 90] for word in words_of(text, start_ms)]
        opening = {"speaker": speaker, "source": "s1", "origin": "machine", "engine": "x", "lang": "en"}
        self.keep("final", cue=cue, at=at, words=rows, **({} if at else opening))


def test_a_line_is_told_when_its_sentence_is_finished_and_names_each_new_speaker_once():
    feed = Feed()
    feed.say(1, "Good", "Mara Quill")
    assert feed.lines == []
    feed.say(1, "afternoon. We begin. And", start_ms=300, at=1)
    assert feed.lines == ["Mara Quill: Good afternoon.", "We begin."]
    feed.say(2, "Thank you.", None, start_ms=2_000)
    assert feed.lines[2:] == ["And", "Unknown speaker: Thank you."]


def test_a_heading_waits_for_the_first_word_spoken_after_it():
    feed = Feed()
    feed.say(1, "We come to", "Mara Quill")
    feed.keep("agenda", item="2", title="Roster", from_ms=2_000)
    feed.say(1, "the second item.", start_ms=900, at=3)
    feed.say(2, "The roster.", "Mara Quill", start_ms=2_500)
    assert feed.lines == ["Mara Quill: We come to the second item.", "Item 2: Roster", "Mara Quill: The roster."]


def test_when_nothing_comes_any_more_what_is_there_is_told():
    feed = Feed()
    feed.say(1, "We come to", "Mara Quill")
    feed.keep("agenda", item="2", title="Roster", from_ms=2_000)
    assert feed.telling.quiet(1_000) == []
    assert feed.telling.quiet(10_000) == ["Mara Quill: We come to", "Item 2: Roster"]
    assert feed.telling.quiet(20_000) == []


def test_what_else_happens_is_told_in_brackets_and_the_end_ends_it():
    feed = Feed()
    feed.keep("state", state="listening", at_ms=0, utc="", engine="x", notice="")
    feed.keep("origin", origin="human", by="Ona Reyes", from_ms=0)
    feed.keep("gap", gap=1, from_ms=60_000, to_ms=75_000, why="The line was cut.")
    feed.keep("notice", text="We break.")
    feed.keep("notice", text="")
    feed.keep("record", on=False, at_ms=0, next_cue=5)
    feed.keep("record", on=True, at_ms=0, next_cue=5)
    feed.keep("correction", cue=1, by="Ona Reyes", text="We meet in March.")
    feed.keep("something new", of="later")
    assert not feed.telling.over
    feed.keep("state", state="ended", at_ms=0, utc="", engine="x", notice="")
    assert feed.telling.over
    assert feed.lines == [
        "[Captions are on.]",
        "[Captions typed by Ona Reyes.]",
        "[No captions from 1:00 to 1:15. The line was cut.]",
        "[Notice from the host: We break.]",
        "[Off the record: what is said now is left out of this text.]",
        "[On the record again.]",
        "[Correction: We meet in March.]",
        "[Captions have ended.]",
    ]


def test_nothing_that_is_kept_nowhere_is_told():
    lines = telling().take('{"seq":null,"kind":"final","cue":9,"at":0,"words":[[0,1,"Secret.",9]],"off":true}', 0)
    assert lines == []


@pytest.mark.req("PRV-02")
def test_nobody_is_named_under_the_chatham_house_rule_whatever_a_frame_says():
    feed = Feed(nameless=True)
    feed.say(1, "Good afternoon.", "Mara Quill")
    feed.keep("origin", origin="human", by="Ona Reyes", from_ms=0)
    feed.keep("correction", cue=1, by="Ona Reyes", speaker="Mara Quill")
    assert feed.lines == ["Good afternoon.", "[Captions typed by a person.]"]


@pytest.mark.parametrize("cut", range(13))
def test_however_far_somebody_has_read_the_rest_is_what_follows(cut: int):
    texts = ["One two three.", "Four five six.", "Seven eight nine.", "Ten eleven twelve."]
    cues = [Cue(n, words_of(text, n * 10_000), "Mara Quill") for n, text in enumerate(texts, 1)]
    words = " ".join(texts).split()
    held = Held(0, 0) if cut == 0 else Held((cut - 1) // 3 + 1, (cut - 1) % 3 + 1)
    rest = [text_of(line, SAY).removeprefix("Mara Quill: ") for line in since(lines_of(cues, [], "?"), held)]
    assert " ".join(rest).split() == words[cut:]
    assert Held.read(str(held), cues) == held


def test_who_follows_as_text_is_told_what_becomes_of_the_sound():
    feed = Feed()
    feed.keep("sound", on=True, at_ms=0)
    feed.keep("sound", on=False, at_ms=9_000)
    feed.keep("sound", on=False, at_ms=9_000, deleted=True)
    kept = "sound is kept until the report is approved or the host deletes it.]"
    assert feed.lines == [f"[The {kept}", f"[Some of the {kept}", "[The sound that was kept is deleted.]"]
