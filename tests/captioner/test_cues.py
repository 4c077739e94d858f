from __future__ import annotations

import random

import pytest

from captioner.cues import LINE, CueWriter, fits
from models.cue import Word
from models.events import Final, MeetingEvent, Opening


def cues(text: str, each_ms: int = 350, pauses: dict[int, int] | None = None) -> list[str]:
    """The texts of the cues that these words fill."""
    events: list[MeetingEvent] = []
    writer = CueWriter(events)
    at_ms = 0
    for i, part in enumerate(text.split()):
        at_ms += (pauses or {}).get(i, 0)
        writer.put(Word(at_ms, at_ms + each_ms - 20, part), Opening(None, "s1", "machine", "x", "en"))
        at_ms += each_ms
    return [" ".join(word.text for word in event.words) for event in events if isinstance(event, Final)]


def test_a_cue_ends_with_its_sentence():
    assert cues("We agreed on the date of the meeting. The next item is the budget for this year.") == [
        "We agreed on the date of the meeting.",
        "The next item is the budget for this year.",
    ]


def test_a_short_sentence_does_not_stand_alone_without_a_breath():
    assert cues("Yes. I agree with that.") == ["Yes. I agree with that."]
    assert cues("Yes. I agree with that.", pauses={1: 400}) == ["Yes.", "I agree with that."]


def test_a_pause_of_a_second_begins_a_cue():
    assert cues("and then we", pauses={2: 1_000}) == ["and then", "we"]


@pytest.mark.req("VTT-11")
@pytest.mark.parametrize("seed", range(100))
def test_every_cue_fits_two_lines_and_no_word_is_lost(seed: int):
    rng = random.Random(seed)
    vocabulary = "the report of coalition, and accessibility. we shall to Internationalisation a".split()
    text = " ".join(rng.choice(vocabulary) for _ in range(120))
    lines = cues(text)
    assert " ".join(lines) == text
    assert all(fits(line) for line in lines)


def test_phrases_are_not_torn_where_there_is_room_to_choose():
    text = "so what we would like to propose here is that the working group prepares one paper for the secretariat"
    assert all(line.split()[-1] not in {"the", "of", "to", "for", "that"} for line in cues(text))


def test_two_lines_of_37_fit_and_no_more():
    assert fits("x" * LINE + " " + "y" * LINE)
    assert not fits("x" * LINE + " " + "y" * (LINE + 1))
    assert not fits("x" * (LINE + 1) + " y")
