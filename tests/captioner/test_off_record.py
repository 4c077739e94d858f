"""Off the record in the core: which words are off, and where none of them may turn up."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captioner.off_record import NUMBERS, Stretches
from captioner.recognition import FRAME, SAMPLES_PER_MS
from models.cue import Word
from models.events import Final, MeetingEvent, Note, is_kept
from tests.captioner.test_session import Run, finals
from tests.script import Faulty, silence, speech, voice


def counted(words: int, start_ms: int = 400) -> tuple[Word, ...]:
    return tuple(Word(start_ms + i * 300, start_ms + 290 + i * 300, f"word{i}") for i in range(words))


def spoken(events: Sequence[MeetingEvent], off: bool) -> list[str]:
    return [word.text for event in finals(events) if event.off is off for word in event.words]


def switched(talks: dict[str, Sequence[Word]], seed: int, cuts: Sequence[int]) -> Run:
    """Play the talks and press the button at these times, first off, then on, and so on."""
    run = Run(talks, seed)
    end_ms = max(talk[-1].end_ms for talk in talks.values()) + 2_000
    frames = {name: voice(talk, end_ms) for name, talk in talks.items()}
    wanted = [(at_ms, number % 2 == 1) for number, at_ms in enumerate(cuts)]
    for number in range(end_ms // 32):
        while wanted and wanted[0][0] <= number * 32:
            _, on = wanted.pop(0)
            run.session.set_record(on, number * 32)
        for name in talks:
            run.session.receive_audio(name, silence(FRAME), [frames[name][number]])
        if number % 11 == 0:
            run.serve()
    run.stop()
    return run


@pytest.mark.req("PRV-04")
@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.lists(st.integers(0, 18_000), min_size=1, max_size=5))
def test_wherever_the_record_is_switched_each_word_comes_once_and_on_its_own_side(seed: int, cuts: list[int]):
    rng = random.Random(seed)
    talks = {name: speech(rng, 3) for name in ("Ada", "Ben")[: rng.randint(1, 2)]}
    run = switched(talks, seed, sorted(cuts))
    notes = [event.fields for event in run.events if isinstance(event, Note) and event.kind == "record"]
    clicks = [note["at_ms"] for note in notes]
    sides: dict[int, set[int]] = {}
    offs = dict[int, bool]()
    for event in finals(run.events):
        assert offs.setdefault(event.cue, event.off) is event.off
        for word in event.words:
            before = sum(click <= word.start_ms for click in clicks)
            touches = any(a <= word.end_ms and word.start_ms <= b for a, b in off_spans(clicks))
            assert touches or not event.off
            assert event.off or not any(a <= word.start_ms <= b for a, b in off_spans(clicks))
            if not event.off:
                sides.setdefault(event.cue, set()).add(before)
    assert all(len(side) == 1 for side in sides.values())
    everything = sorted(word.text.casefold().strip(".,") for event in finals(run.events) for word in event.words)
    assert everything == sorted(word.text for talk in talks.values() for word in talk)


def off_spans(clicks: Sequence[int]) -> list[tuple[int, int]]:
    ends = [*clicks, 1_000_000] if len(clicks) % 2 else list(clicks)
    return list(zip(ends[::2], ends[1::2], strict=True))


@pytest.mark.req("PRV-06")
def test_no_prompt_holds_a_word_that_was_said_off_the_record():
    talk = counted(80)
    run = switched({"Ada": talk}, 3, [6_000, 15_000])
    secret = {text.casefold().strip(".,") for text in spoken(run.events, off=True)}
    assert len(secret) > 25
    prompts = [window.context for window in run.recognizers["Ada"].windows]
    assert any(prompts[-10:])
    for prompt in prompts:
        assert not secret & {word.casefold().strip(".,") for word in prompt.split()}


@pytest.mark.req("PRV-05", "PRV-06")
def test_sound_off_the_record_is_never_set_aside_but_declared_missing():
    talk = counted(80)
    run = Run({"Ada": talk})
    asides = []
    for number, probability in enumerate(voice(talk, talk[-1].end_ms)):
        if number * 32 in (4_000, 5_504):
            run.session.set_record(number * 32 == 5_504, number * 32)
        run.session.receive_audio("Ada", silence(FRAME), [probability])
        if number * 32 > 14_000:
            run.serve()  # for fourteen seconds nobody serves
        asides += run.session.asides()
    assert asides[0].from_ms + len(asides[0].samples) // SAMPLES_PER_MS == 4_000
    assert asides[1].from_ms == 5_504
    assert all(one.samples.base is None for one in asides)
    gaps = [event.fields for event in run.events if isinstance(event, Note) and event.kind == "gap"]
    assert [gap["why"] for gap in gaps[:3]] == [
        "captions fell behind",
        "captions fell behind off the record, and no sound was kept",
        "captions fell behind",
    ]
    assert (gaps[1]["from_ms"], gaps[1]["to_ms"]) == (4_000, 5_504)


def test_sound_that_comes_late_is_off_the_record_and_what_it_covers_is_declared():
    talk = counted(60)
    run = Run({"Ada": talk}).play(4_992)
    run.session.set_record(False, 9_000)  # the line has been down for four seconds
    frames = voice(talk, 12_000)
    for number in range(4_992 // 32, 12_000 // 32):
        run.session.receive_audio("Ada", silence(FRAME), [frames[number]])
        run.serve()
    events = run.stop()
    late = [event.fields for event in events if isinstance(event, Note) and event.kind == "gap"]
    assert [(gap["from_ms"], gap["to_ms"], gap["why"]) for gap in late] == [
        (4_992, 9_000, "the sound came late, off the record")
    ]
    assert all(word.end_ms <= 4_992 for event in finals(events) if not event.off for word in event.words)


def test_a_recording_is_off_the_record_for_what_is_heard_meanwhile():
    talk = counted(60)
    run = Run({})
    run.session.open_source("file", None, 0, live=False)
    run.recognizers["file"] = Faulty(talk, run.rng, wrong=0)
    frames = voice(talk, 18_400)
    for number, probability in enumerate(frames):
        if number in (200, 300):  # of a recording of a minute, read within a second
            run.session.set_record(number == 300, 1_000)
        run.session.receive_audio("file", silence(FRAME), [probability])
        run.serve()
    events = run.stop()
    off = [word for event in finals(events) if event.off for word in event.words]
    assert 6_400 - 300 < off[0].start_ms < 6_800
    assert 9_000 < off[-1].start_ms <= 9_600


@pytest.mark.req("PRV-04")
def test_what_a_captioner_types_off_the_record_is_not_kept_nor_what_was_begun_there():
    run = Run({})
    run.session.take_over("Kim", 0)
    run.session.type_text("Kept.", None, 1_000, 1_900)
    run.session.set_record(False, 2_000)
    run.session.type_text("Begun before.", None, 1_500, 2_500)
    run.session.type_text("Between us.", None, 3_000, 4_000)
    run.session.set_record(True, 5_000)
    run.session.type_text("Begun there.", None, 4_500, 5_500)
    run.session.type_text("Sent late.", None, 2_500, 90_000)
    run.session.contribute("Kept again?", "Ada", 6_000)
    run.session.set_record(False, 7_000)
    run.session.contribute("Never kept?", "Ada", 7_500)
    events = run.session.events_received()
    assert spoken(events, off=True)[:8] == "Begun before. Between us. Begun there. Sent late.".split()
    assert spoken(events, off=True)[-2:] == ["Never", "kept?"]
    assert spoken(events, off=False)[0] == "Kept."
    assert spoken(events, off=False)[-2:] == ["Kept", "again?"]


def test_who_spoke_off_the_record_is_not_kept_but_who_speaks_when_it_is_over():
    run = Run({})
    run.session.set_speaker("Ada", 100)
    run.session.set_record(False, 1_000)
    run.session.set_speaker("Ben", 2_000)
    run.session.set_speaker("Cleo", 3_000)
    assert run.session.speaker == "Cleo"
    run.session.set_record(True, 4_000)
    told = [event.fields for event in run.session.events_received() if isinstance(event, Note)]
    assert [note.get("name", note.get("on")) for note in told] == ["Ada", False, True, "Cleo"]


def test_a_second_press_says_nothing_new_and_a_source_that_comes_is_off_too():
    run = Run({})
    for _ in range(2):
        run.session.set_record(False, 1_000)
    assert len(run.session.events_received()) == 1
    talk = counted(12, 1_500)
    run.session.open_source("Ada", "Ada", 1_200)
    run.recognizers["Ada"] = Faulty(talk, run.rng, wrong=0)
    for probability in voice(talk, 6_000)[1_200 // 32 :]:
        run.session.receive_audio("Ada", silence(FRAME), [probability])
    events = run.stop()
    assert spoken(events, off=True) == [word.text for word in talk]
    assert not any(isinstance(event, Final) and is_kept(event) for event in events)


def test_numbers_are_set_aside_for_the_cues_off_the_record():
    run = Run({})
    run.session.type_text("Yes.", None, 0, 500)
    run.session.set_record(False, 1_000)
    run.session.type_text("No.", None, 2_000, 2_500)
    run.session.set_record(True, 3_000)
    notes = [event.fields["next_cue"] for event in run.session.events_received() if isinstance(event, Note)]
    assert notes == [2 + NUMBERS, 3 + NUMBERS]


def test_a_word_that_touches_a_stretch_is_off_the_record():
    stretches = Stretches()
    assert stretches.side(0, 100) == 0
    stretches.turn(1_000)
    assert [stretches.side(*word) for word in ((0, 1_000), (0, 1_001), (1_000, 1_000), (9_000, 9_100))] == [0, 1, 1, 1]
    stretches.turn(2_000)
    assert [stretches.side(*word) for word in ((1_900, 2_100), (2_000, 2_100), (2_001, 2_100))] == [1, 1, 2]
    stretches.turn(1_500)  # a clock that went back does not undo it
    assert [stretches.covers(*word) for word in ((1_800, 1_900), (2_001, 2_002))] == [True, True]
    assert stretches.pieces(0, 3_000) == [(0, 1_000, False), (1_000, 2_000, True), (2_000, 3_000, True)]
