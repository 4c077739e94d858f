"""Stand-ins for names under the Chatham House Rule lead to nobody, and not from one meeting to another."""

from __future__ import annotations

import json

import pytest

from models.events import Final, Opening
from models.exports import FORMATS
from models.transcript import Header, Transcript
from tests.fakes_live import words_of

PEOPLE = ("Mara Quill", "Tomás Ibarrola", "Ngozi Adeyemi-Hart")


def spoken(*names: str) -> Transcript:
    transcript = Transcript(Header("A meeting", rule="chatham-house"))
    for at, name in enumerate(names, 1):
        opening = Opening(name, f"mic of {name}", "machine", "sphinx", "en")
        transcript.apply(Final(at, 0, words_of("Something was said.", at * 9_000), opening), at)
    return transcript


@pytest.mark.req("PRV-03")
def test_a_stand_in_says_who_spoke_first_in_this_meeting_and_nothing_else():
    one, other = spoken(*PEOPLE), spoken(*reversed(PEOPLE))
    assert [cue.source for cue in one.cues] == [cue.source for cue in other.cues] == ["voice 1", "voice 2", "voice 3"]
    assert one.told_as(f"mic of {PEOPLE[0]}") == f"mic of {PEOPLE[0]}", "not even by its source is a name looked up"


@pytest.mark.req("PRV-02", "PRV-03", "THR-26")
@pytest.mark.parametrize("form", FORMATS)
def test_the_same_words_of_other_people_make_the_same_file(form: str):
    made = {FORMATS[form].print(spoken(*names)) for names in (PEOPLE, tuple(reversed(PEOPLE)), ("X Y", "Z A", "B C"))}
    assert len(made) == 1
    assert not any(part in json.dumps(sorted(made)) for name in PEOPLE for part in name.split())
