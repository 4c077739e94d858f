"""The sample meeting is what it says it is: its sound, its turns, its plan."""

from __future__ import annotations

import shutil
from pathlib import Path

import av
import numpy as np
import pytest

from captioner.recognition import SAMPLE_RATE, SAMPLES_PER_MS, Samples
from dccg.demo import make, sample
from dccg.demo.script import DAVID, PETER, SCRIPT, SUSAN, VOICES, Line, spell_out
from models.meeting import Meeting
from models.meeting_toml import parse_meeting

ABSENT = {"Helen Nakamura", "Michael Obradovic"}


@pytest.fixture(scope="module")
def sound() -> Samples:
    resampler = av.AudioResampler("flt", "mono", SAMPLE_RATE)
    with av.open(str(sample.AUDIO)) as file:
        frames = [out for frame in [*file.decode(audio=0), None] for out in resampler.resample(frame)]
    return np.concatenate([frame.to_ndarray().ravel() for frame in frames])


@pytest.fixture(scope="module")
def meeting() -> Meeting:
    return parse_meeting(sample.MEETING.read_text(encoding="utf-8"))


def part(sound: Samples, start_ms: int, end_ms: int) -> Samples:
    return sound[start_ms * SAMPLES_PER_MS : end_ms * SAMPLES_PER_MS]


def level(sound: Samples) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound.astype(np.float64) ** 2)) + 1e-9))


def gaps() -> list[tuple[int, int]]:
    """The stretches of at least five seconds in which nobody speaks."""
    turns = sample.turns()
    pairs = zip(turns, turns[1:], strict=False)
    return [(one.end_ms, two.start_ms) for one, two in pairs if two.start_ms - one.end_ms >= 5_000]


def test_the_sound_is_about_four_minutes_long_and_small(sound: Samples) -> None:
    assert 225 <= len(sound) / SAMPLE_RATE <= 270
    assert sample.AUDIO.stat().st_size <= 1_000_000


def test_turns_follow_each_other_within_the_sound(sound: Samples) -> None:
    edges = [edge for turn in sample.turns() for edge in (turn.start_ms, turn.end_ms)]
    assert edges == sorted(set(edges))
    assert 0 <= edges[0] < edges[-1] <= len(sound) // SAMPLES_PER_MS


def test_every_turn_is_heard_where_it_is_said_to_be(sound: Samples) -> None:
    for turn in sample.turns():
        assert level(part(sound, turn.start_ms, turn.end_ms)) > -30, turn
        assert level(part(sound, turn.start_ms, turn.start_ms + 250)) > -50, turn
        assert level(part(sound, turn.start_ms - 300, turn.start_ms - 50)) < -50, turn


def test_ten_seconds_are_silent(sound: Samples) -> None:
    start_ms, end_ms = gaps()[0]
    assert end_ms - start_ms >= 10_000
    assert level(part(sound, start_ms + 100, end_ms - 100)) < -60


def test_a_stretch_is_loud_though_nobody_speaks(sound: Samples) -> None:
    start_ms, end_ms = gaps()[1]
    assert 5_000 <= end_ms - start_ms <= 8_000
    assert level(part(sound, start_ms + 1_500, end_ms - 1_500)) > -30


def test_the_turns_are_the_script() -> None:
    lines = [(line.speaker, line.text) for line in SCRIPT if isinstance(line, Line)]
    assert [(turn.speaker, turn.text) for turn in sample.turns()] == lines


def test_the_reference_is_the_turns_with_acronyms_as_they_are_said() -> None:
    reference = sample.reference()
    assert reference == spell_out(" ".join(turn.text for turn in sample.turns()))
    assert "known as the C R N." in reference


def test_one_sentence_is_cut_off_in_a_word() -> None:
    (cut,) = [turn for turn in sample.turns() if turn.text[-1] not in ".?!"]
    assert cut.speaker == SUSAN
    assert cut.text.endswith("would under–")


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        (PETER, "welcome to meeting number twenty seven"),
        (PETER, "live captions are on"),
        (PETER, "We have apologies from two members. Helen Nakamura, from the Coalition on Open Weather Data"),
        (PETER, "Is there any objection?"),
        (PETER, "I hear no objection, so the annual report is adopted."),
        (SUSAN, "forty two replies"),
        (SUSAN, "it has not been approved"),
        ("Thomas Wojciechowski", "Please record that our coalition objects to this proposal."),
        (PETER, "The decision is deferred until the next meeting."),
        (PETER, "Susan will send the final report to the mailing list by Friday, the twenty seventh of November."),
        (PETER, "Our next meeting will be on Wednesday, the sixteenth of December"),
        (PETER, "The meeting is closed."),
    ],
)
def test_it_has_what_a_real_meeting_has(speaker: str, words: str) -> None:
    assert any(words in turn.text for turn in sample.turns() if turn.speaker == speaker)


def test_every_agenda_item_is_announced(meeting: Meeting) -> None:
    said = sample.reference().casefold()
    assert len(meeting.agenda) == 3
    assert all(f"item is the {item.title.casefold()}" in said for item in meeting.agenda)


def test_everybody_on_the_roster_speaks_or_sends_apologies(meeting: Meeting) -> None:
    assert {person.name for person in meeting.roster} - set(sample.speakers()) == ABSENT
    assert set(sample.speakers()) == set(VOICES)


def test_every_coalition_of_the_meeting_is_named_in_it(meeting: Meeting) -> None:
    coalitions = [body.name for body in meeting.roster.bodies if body.kind == "coalition"]
    assert len(coalitions) == 5
    assert all(name in sample.reference() for name in coalitions)


def test_the_microphones_sum_to_the_mix(sound: Samples) -> None:
    tracks = sample.microphones(sound)
    assert list(tracks) == list(sample.speakers())
    assert np.array_equal(np.sum(list(tracks.values()), axis=0), sound)


def test_a_microphone_is_off_while_others_talk(sound: Samples) -> None:
    tracks = sample.microphones(sound)
    for turn in sample.turns():
        heard = {name for name, track in tracks.items() if part(track, turn.start_ms, turn.end_ms).any()}
        assert heard == {turn.speaker}


def test_the_noise_is_on_davids_microphone(sound: Samples) -> None:
    start_ms, end_ms = gaps()[1]
    tracks = sample.microphones(sound)
    middle = {name: part(track, start_ms + 1_000, end_ms - 1_000) for name, track in tracks.items()}
    assert [name for name, track in middle.items() if track.any()] == [DAVID]


@pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed: the sample is not made again")
def test_making_it_again_gives_the_same_turns_and_the_same_sound(sound: Samples) -> None:
    again, turns = make.mix()
    assert turns == sample.turns()
    assert len(again) == pytest.approx(len(sound), abs=SAMPLE_RATE // 10)
    count = min(len(again), len(sound))
    assert np.corrcoef(again[:count], sound[:count])[0, 1] > 0.8


def test_without_flite_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert make.main() == 1
    told = capsys.readouterr().err
    assert told.startswith("flite was not found")
    assert told.count("\n") == 1
