"""What is written to the meeting stands among the captions by its author's name, and disturbs nobody."""

from __future__ import annotations

import random

import pytest

from captioner.agreement import normal
from captioner.pace import Pace
from captioner.session import Session
from models.cue import WRITTEN, Word
from models.events import Final
from models.exports import FORMATS
from models.transcript import Header, Transcript
from tests.captioner.test_session import Run, finals, new_session, said
from tests.script import speech

QUESTION = "Could the secretariat say " + " ".join(f"when{n}" for n in range(30)) + "?"


def text_of(event: Final) -> str:
    return " ".join(word.text for word in event.words)


def folded(events, rule: str = "open") -> Transcript:
    transcript = Transcript(Header("Virtual meeting 7", rule=rule))
    for event in events:
        transcript.apply(event)
    return transcript


def midway(session: Session | None = None) -> Run:
    """A talk in which somebody writes a long question after six seconds."""
    talk = tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(60))
    run = Run({"Ada": talk}, session=session).play(6_000)
    run.session.contribute(QUESTION, "Ona Reyes", 6_000)
    run.serve()
    return run


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.req("SPK-06", "DSP-04")
def test_it_comes_in_order_as_the_newest_cue_and_no_spoken_word_is_lost(seed: int):
    rng = random.Random(seed)
    talk = speech(rng, 4)
    run = Run({"Ada": talk}, seed)
    run.play(rng.randint(1_000, talk[-1].end_ms))
    before = max((event.cue for event in finals(run.events)), default=0)
    run.session.contribute(QUESTION, "Ona Reyes", 5_000)
    run.serve()
    run.stop()
    (put,) = [event for event in finals(run.events) if event.opening and event.opening.source == WRITTEN]
    assert (put.cue, put.opening.speaker) == (before + 1, "Ona Reyes")
    assert text_of(put) == f"[by text] {QUESTION}"
    behind = finals(run.events)[finals(run.events).index(put) + 1 :]
    assert all(event.cue > put.cue for event in behind)
    heard = [normal(word.text) for word in talk]
    assert said(run.events, "Ada") == heard[: len(said(run.events, "Ada"))]


def test_the_machine_goes_on_captioning():
    run = midway()
    assert run.session.human is None
    assert not [event for event in run.events if event.kind == "origin"]
    assert run.session.idle or run.session.hearing


@pytest.mark.req("SPK-06")
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_it_whole_by_its_author_and_by_text(name: str):
    printed = FORMATS[name].print(folded(midway().stop()))
    one_line = " ".join(printed.split())
    assert "[by text] Could the secretariat say" in one_line
    assert printed.count("by text") == 1
    assert "ona reyes" in printed.casefold()
    # The talk goes on meanwhile, and none of its words come in between.
    assert "word" not in printed[printed.index("when0") : printed.index("when29?")]


@pytest.mark.req("PRV-02")
def test_under_the_chatham_house_rule_it_carries_no_name():
    def open_stream(key, start_ms, live):
        raise AssertionError("no sound here")

    session = Session(open_stream, "scripted", nameless=True)
    session.contribute("Why now?", "Ona Reyes", 0)
    (put,) = session.events_received()
    assert put.opening.speaker is None
    assert text_of(put) == "[by text] Why now?"


def test_a_meeting_is_not_called_typed_for_what_somebody_wrote():
    assert "by machine" in FORMATS["txt"].print(folded(midway().stop()))
    assert "typed" not in FORMATS["txt"].print(folded(midway().stop()))


def test_written_words_are_no_fast_speech():
    pace = Pace()
    pace.take([event for event in finals(midway().events) if event.opening and event.opening.source == WRITTEN], 0)
    assert pace.words_a_minute(6_000) == 0


def test_the_session_rests_between_sentences_and_while_nobody_speaks():
    session = new_session()
    assert session.resting
    run = Run({"Ada": tuple(Word(400 + i * 300, 690 + i * 300, f"word{i}") for i in range(12))}).play(3_000)
    assert not run.session.resting
    run.play(5_000).stop()
    assert run.session.resting
