"""Finished sentences out of finals; `static/sentences.js` is tried with the same cases in the browser tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captioner.sentences import Sentences, ends
from models.cue import Word
from models.events import Final, Opening

CASES = json.loads((Path(__file__).parent.parent / "data" / "sentences.json").read_text(encoding="utf-8"))


def opening(speaker="Mara Quill", source="s1", lang="en", gap=None) -> Opening:
    return Opening(speaker, source, "machine", "sphinx", lang, gap)


def words_of(text: str, start_ms: int) -> tuple[Word, ...]:
    return tuple(Word(start_ms + 300 * n, start_ms + 300 * n + 280, word) for n, word in enumerate(text.split()))


def final_of(step: dict) -> Final:
    told = {name: step[name] for name in ("speaker", "source", "lang", "gap") if name in step}
    words = words_of(step["text"], step.get("start_ms", 0))
    opened = opening(**told) if step.get("at", 0) == 0 else None
    return Final(step["cue"], step.get("at", 0), words, opened, step.get("off", False))


def play(steps: list[dict]) -> tuple[list, Sentences]:
    sentences, out = Sentences(), []
    for step in steps:
        if "close" in step:
            out += sentences.close()
        elif "quiet_ms" in step:
            out += sentences.quiet(step["quiet_ms"])
        else:
            out += sentences.take(final_of(step), step.get("now_ms", 0))
    return out, sentences


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_finals_become_sentences(case):
    out, sentences = play(case["steps"])
    told = [
        [one.turn, one.speaker, one.text, [[part.cue, part.at, len(part.words)] for part in one.parts]] for one in out
    ]
    assert told == case["sentences"]
    held = " ".join(word.text for final in sentences.held for word in final.words)
    assert held == case.get("held", "")


@pytest.mark.parametrize("word", "end. end? end! end… end.' end.) end?” 3. 結束。 No. etc.".split())
def test_a_full_stop_or_the_like_ends_a_sentence(word):
    assert ends(word, first=True)


@pytest.mark.parametrize("word", "Dr. (Prof. e.g. i.e., vs. St. approx. J. U.S. 3.5 end, No.".split())
def test_an_abbreviation_an_initial_or_a_number_does_not(word):
    assert not ends(word)


WORDS = st.sampled_from(
    ["we", "meet", "in", "March,", "noon.", "really?", "Dr.", "J.", "No.", "“yes.”", "3.5", "x" * 40, "well,"]
)
SPEAKERS = st.sampled_from([None, "Mara Quill", "Tomás Ibarrola"])
CUES = st.lists(st.tuples(SPEAKERS, st.lists(WORDS, min_size=1, max_size=12), st.integers(0, 5_000)), max_size=12)


def cut(cues, data) -> list[Final]:
    finals, at_ms = [], 0
    for id, (speaker, texts, pause_ms) in enumerate(cues, 1):
        words = words_of(" ".join(texts), at_ms + pause_ms)
        at_ms, at = words[-1].end_ms, 0
        while at < len(words):
            size = data.draw(st.integers(1, len(words) - at)) if data else len(words)
            finals.append(Final(id, at, words[at : at + size], opening(speaker) if at == 0 else None))
            at += size
    return finals


@settings(deadline=None)
@given(CUES, st.data())
def test_however_the_words_are_cut_the_sentences_are_the_same_and_nothing_is_lost(cues, data):
    whole, pieces = Sentences(), Sentences()
    once = [one for final in cut(cues, None) for one in whole.take(final)] + whole.finish()
    bits = [one for final in cut(cues, data) for one in pieces.take(final)] + pieces.finish()
    assert bits == once
    said = [(part.cue, part.at + n, word) for one in once for part in one.parts for n, word in enumerate(part.words)]
    assert said == [(final.cue, n, word) for final in cut(cues, None) for n, word in enumerate(final.words)]
    assert all(len(one.text) <= 420 for one in once)


@settings(deadline=None)
@given(CUES, st.data())
def test_words_that_come_twice_are_taken_once(cues, data):
    once, twice = Sentences(), Sentences()
    finals = cut(cues, data)
    expected = [one for final in finals for one in once.take(final)]
    assert [one for final in finals for _ in (1, 2) for one in twice.take(final)] == expected


@settings(deadline=None)
@given(CUES, st.data())
def test_who_goes_on_from_what_is_held_gets_the_rest_and_nothing_else(cues, data):
    finals = cut(cues, data)
    at = data.draw(st.integers(0, len(finals)))
    early, late = Sentences(), Sentences()
    before = [one for final in finals[:at] for one in early.take(final)]
    for final in early.held:
        late.take(final)
    words = [word for one in before for part in one.parts for word in part.words]
    after = [one for final in finals[at:] for one in late.take(final)] + late.finish()
    words += [word for one in after for part in one.parts for word in part.words]
    assert words == [word for final in finals for word in final.words]


def test_words_of_a_cue_that_nobody_opened_are_left_out():
    sentences = Sentences()
    assert sentences.take(Final(7, 3, words_of("and on.", 0))) == []
    assert sentences.held == []
