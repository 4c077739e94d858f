"""Whatever comes in, what comes out is a sensible draft that says what is missing, or one clear sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from models.errors import MeetingError
from models.foreign import read_transcript
from models.meeting import AgendaItem
from models.roster import Body, Person, Roster
from summarizer.draft import draft
from summarizer.find import find
from summarizer.formats import FORMATS
from summarizer.heard import talk_of
from summarizer.layouts import choose, layouts, render
from summarizer.occasion import Occasion
from summarizer.talk import Talk, Utterance
from tests.summarizer.drafting import OCCASION, drafted

SAID = "00:00:{0:02}.000 --> 00:00:{1:02}.000\n<v Ada Quill>{2}\n\n"
MARKUP = ("{{ 7 * 7 }}", "{% raw %}", "<script>alert(1)</script>", "<v Eve>", "=cmd|' /C calc'!A0", "`rm -rf`",
          "#eval(1)",
          "$x$", "*b*", "[x](javascript:alert(1))", "\u202eevil", "\\input{x}", "&amp;lt;")  # fmt: skip


def from_file(data: bytes):
    said = read_transcript(data, "call.vtt")
    talk = talk_of(said)
    return draft(talk, find(talk), Occasion(id="call", lacks=said.lacks))


def test_a_file_of_nothing_is_refused_in_a_sentence():
    with pytest.raises(MeetingError, match=r"^call\.vtt is "):
        from_file(b"")


def test_a_transcript_without_a_cue_says_so():
    report = from_file(b"WEBVTT\n\nNOTE nobody spoke\n")
    assert "There are no captions: nothing could be found." in report.missing


def test_an_hour_of_one_speaker_is_a_draft_in_passages():
    line = "Ada Quill: The river rose by {0} metres, and the ducks were moved to pond number {0}."
    lines = [line.format(at) for at in range(700)]
    report = drafted(*lines, agenda=(), roster=Roster())
    assert "The captions name one speaker only: who else spoke is not known." in report.missing
    assert "No agenda was given: passages follow the talk." in report.missing
    assert len(report.blocks) > 3
    assert report.decisions == report.actions == ()


def test_cues_out_of_order_and_on_top_of_each_other_are_read_in_time_and_told():
    cues = (SAID.format(20, 30, "I see no objection, so it is agreed."), SAID.format(1, 25, "Shall we meet in May? Any "
            "objections?"), SAID.format(40, 41, "Thank you."))  # fmt: skip
    report = from_file(("WEBVTT\n\n" + "".join(cues)).encode())
    assert len(report.decisions) == 1
    assert any("order" in one for one in report.missing)


def test_broken_utf_8_is_read_and_told():
    said = SAID.format(1, 4, "The caf\xe9 is closed, so I will write to the host by Friday.")
    report = from_file(b"WEBVTT\n\n" + said.encode("latin-1"))
    assert len(report.actions) == 1
    assert any("UTF-8" in one for one in report.missing)


def test_bytes_that_are_no_text_are_refused_in_a_sentence():
    with pytest.raises(MeetingError, match=r"^call\.vtt is "):
        from_file(bytes(range(256)) * 50)


@pytest.mark.parametrize("form", FORMATS)
def test_markup_in_names_bodies_titles_and_captions_is_text_in_every_form(form: str):
    people, bodies = [], []
    for at, words in enumerate(MARKUP):
        try:
            body = Body(f"Body {at} {words}")
            people.append(Person(f"Person{at} {words}", body=body.name, member="full"))
            bodies.append(body)
        except MeetingError:
            continue  # a name that is refused can hurt nobody
    roster = Roster(tuple(people), tuple(bodies))
    said = []
    for person in people:
        said += [(person.name, f"I will send {words} to the list by Friday.") for words in MARKUP[:3]]
    talk = Talk(
        tuple(Utterance(str(at), text, who, at * 1000, at * 1000 + 900) for at, (who, text) in enumerate(said, 1)),
        roster, (AgendaItem("1", MARKUP[0]), AgendaItem("2", MARKUP[2])),
    )  # fmt: skip
    report = draft(talk, find(talk), replace(OCCASION, title=MARKUP[2]))
    made = render(report, choose(report, layouts(), ""), form)
    text = made if isinstance(made, str) else made.decode("latin-1")
    assert made
    if form == "html":
        assert "<script>alert" not in text
        assert 'href="javascript' not in text


def test_a_name_that_two_people_share_owns_nothing():
    roster = Roster((Person("Anna Berg"), Person("Anna Holt"), Person("Ada Quill", role="facilitator")))
    report = drafted("Ada Quill: Anna, could you send the list to the host?", "Anna Berg: Yes, sure.", roster=roster)
    assert {owner.name for one in report.actions for owner in one.owners} <= {"Anna Berg"}
    assert any("Several people are called Anna" in one for one in report.missing)
