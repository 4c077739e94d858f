from __future__ import annotations

import re

import pytest

from models.roster import Person, Roster
from summarizer.finding import ActionFound, PointFound
from summarizer.floor import hear
from summarizer.people import People
from summarizer.points import MOST, find_points
from summarizer.points_guards import worth_reporting
from summarizer.points_names import Anonymous
from summarizer.points_words import OPENINGS, phrased
from summarizer.sentences import split_sentences
from summarizer.talk import Talk, Utterance

ROSTER = Roster(
    (
        Person("Ada Quill", aliases=("AQ", "quill_ada")),
        Person("Siobhán Ní Dhálaigh"),
        Person("Will Brook"),
        Person("Wim van der Meulen"),
        Person("Peter Vane"),
        Person("Peter Marsh"),
    )
)
SAID = (
    ("Ada Quill", "Good morning everybody, and welcome to the call."),
    ("Ada Quill", "I think Siobhán is right that the 12 reports came in far too late for the editors."),
    ("Will Brook", "As Ada said, the survey shows that most coalitions don't have any money for captions."),
    ("AQ", "Thank you, Will, the room in the annex is too small for forty people with wheelchairs."),
    ("Wim (host)", "I see it differently, because Peter and Wim van der Meulen told us the hall is not accessible."),
    ("Siobhán Ní Dhálaigh", "My worry is that we will not find interpreters for the session in the evening."),
    ("Guest 7", "The platform that Guest 7 uses does not work with a screen reader at all."),
    ("quill_ada", "Maybe we should ask the host for a bigger room before the programme is printed."),
)


def talk_of(*said: tuple[str, str], roster: Roster = ROSTER, each_ms: int = 5_000) -> Talk:
    return Talk(
        tuple(Utterance(str(at), text, who, at * each_ms, (at + 1) * each_ms) for at, (who, text) in enumerate(said)),
        roster,
    )


def points_of(talk: Talk, items: tuple[str, ...] = (), cited: tuple[ActionFound, ...] = ()) -> tuple[PointFound, ...]:
    people = People(talk.roster, [one.speaker for one in talk.utterances])
    return find_points(talk, split_sentences(talk.utterances), people, items, cited)


def test_no_name_alias_or_label_is_in_any_point():
    talk = talk_of(*SAID * 3)
    found = points_of(talk, tuple(str(at % 4) for at in range(len(talk.utterances))))
    names = {part for one in ROSTER.people for name in one.names for part in (name, *name.split())} - {"van", "der"}
    names |= {one.speaker or "" for one in talk.utterances}
    assert found
    for one in found:
        assert not [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", one.text)], one.text


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("I agree that Ada has a point here", "I agree that a participant has a point here"),
        ("Thank you very much, Ada, the room is small", "Thank you very much, the room is small"),
        ("Ada and Wim's reports came late", "participants' reports came late"),
        ("Ada, the room is small", "the room is small"),
        ("The room is small, Ada.", "The room is small."),
        ("Mr Fulton and Dr. Oyelaran wrote the report", "participants wrote the report"),
        ("as Markus said, the room is small", "as a participant said, the room is small"),
        ("We will mark the long brook on the map", "We will mark the long brook on the map"),
    ],
)
def test_names_become_a_participant_and_those_spoken_to_go(said: str, kept: str):
    talk = talk_of(*SAID)
    assert Anonymous(talk, People(ROSTER)).spoken(said).lower() == kept.lower()


def test_a_name_that_two_people_share_leaves_the_point_out():
    talk = talk_of(("Ada Quill", "The plan that Peter wrote for the annual meeting is too long to be read."))
    assert points_of(talk) == ()


def test_names_are_known_in_captions_without_capitals():
    talk = talk_of(("ADA QUILL", "THE PLAN THAT PETER WROTE FOR THE MEETING IS FAR TOO LONG TO READ"))
    assert points_of(talk) == ()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Um, I think the the hall is not, you know, big enough for 40 people.",
         "considered that the hall is not big enough for 40 people."),
        ("I don't think that the survey should close on 22 March.",
         "One participant did not think that the survey should close on 22 March."),
        ("Maybe we should ask the host.", "that the group should ask the host."),
        ("I would suggest that the deadline moves to Friday.", "that the deadline moves to Friday."),
        ("I see it differently, because the hall has no lift.", "view was that the hall has no lift."),
        ("I'm not sure if the hall has a lift.", "One participant was not sure whether the hall has a lift."),
        ("I'm concerned about the price of captions.", "Concern was expressed about the price of captions."),
        ("I have never seen our budget in time.", "said that they have never seen their budget in time."),
        ("And so the price was 12.50 a seat, never more.", "that the price was 12.50 a seat, never more."),
    ],
)  # fmt: skip
def test_the_first_person_is_turned_and_numbers_and_negation_stay(said: str, told: str):
    assert phrased(said).lower().endswith(told.lower())


@pytest.mark.parametrize(
    "said", ["You need to change your password twice.", "Captions nobody reads, that is it.", "I think no."]
)
def test_what_cannot_be_turned_safely_is_quoted(said: str):
    assert re.fullmatch(r"[^“]+: “[^”]+\.”", phrased(said))


def test_every_opening_has_no_name_and_needs_no_hole():
    for bank in OPENINGS.values():
        assert bank
        assert all("{" not in one and one[0].isupper() for one in bank)


def test_long_talk_is_cut_at_a_clause():
    told = phrased("The first hall has a lift, " + ", ".join(f"and hall {at} has {at} seats" for at in range(90)))
    assert len(told) < 320
    assert told.endswith(("seats.", "seats.”"))


def test_nothing_is_made_of_nothing():
    assert phrased("Um, uh, okay.") == ""
    assert points_of(talk_of()) == ()
    assert points_of(talk_of(("Ada Quill", "Mm."))) == ()


@pytest.mark.parametrize(
    "said",
    [
        "Good morning everybody, and thank you for coming to this call.",
        "Can everybody hear me well with this new microphone of mine?",
        "Let us move on to the next item on the agenda, please.",
        "I have apologies from two of our members for the call today.",
        "I'm from the Secretariat, and I help with the reports here.",
        "I will now give the floor to the next speaker on the list.",
        "The hall is small.",
    ],
)
def test_procedure_is_no_point(said: str):
    (line,) = hear(split_sentences([Utterance("1", said, "Ada Quill")]), People(ROSTER), ())
    assert not worth_reporting(line)


def test_points_stand_in_the_order_of_the_talk_under_their_item():
    talk = talk_of(*SAID * 4)
    items = tuple("1" if at < 16 else "2" for at in range(len(talk.utterances)))
    found = points_of(talk, items)
    places = [talk.place[one.links[0]] for one in found]
    assert places == sorted(places)
    assert all(one.item == items[place] for one, place in zip(found, places, strict=True))


def test_the_same_thing_said_twice_is_one_point():
    again = [("Ada Quill", "The survey shows that most coalitions have no money for captions.")] * 60
    assert len(points_of(talk_of(*again))) == 1


def test_what_is_cited_already_is_no_point():
    talk = talk_of(*SAID)
    cited = ActionFound(text="x", links=tuple(one.id for one in talk.utterances), rule="A-will")
    assert points_of(talk, (), (cited,)) == ()


def test_a_view_against_others_is_kept_and_told_as_one():
    calm = [("Ada Quill", f"The report of group {at} has {at + 3} pages on the price of captions.") for at in range(30)]
    against = ("Will Brook", "I see it differently, because the hall on the hill has no lift for wheelchairs.")
    found = points_of(talk_of(*calm[:15], against, *calm[15:]), ("1",) * 31)
    assert any(one.rule == "P-opposed" and "hall on the hill" in one.text for one in found)


def test_an_hour_of_one_speaker_without_agenda_has_seven_points_in_ten_minutes_at_most():
    words = ("price", "hall", "survey", "lift", "report", "panel", "script", "budget", "poster", "badge", "stream")
    said = (
        f"The {words[at % 11]} of the {words[at // 11 % 11]} costs {at} more than {words[at % 7]}."
        for at in range(700)
    )
    found = points_of(talk_of(*(("Ada Quill", one) for one in said)))
    assert 0 < len(found) <= 6 * MOST
    assert all(one.item == "" for one in found)


def test_markup_in_captions_stays_text():
    talk = talk_of(("Ada Quill", "The page said <script>alert(1)</script> and {{ 7 * 7 }} to all of the readers."))
    (point,) = points_of(talk)
    assert "<script>alert(1)</script> and {{ 7 * 7 }}" in point.text
