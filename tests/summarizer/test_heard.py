from __future__ import annotations

from datetime import date

import pytest

from models.events import Final, Note
from models.foreign import Foreign, Said, read_transcript
from models.foreign.said import AgendaStart
from models.meeting import AgendaItem, Meeting, Rule
from models.roster import Person, Roster
from summarizer.heard import talk_of, talk_of_meeting
from summarizer.talk import NoteMark
from tests.golden import DATA, folded, header, said

ROSTER = Roster(
    (Person("Ana Petrović", role="facilitator"), Person("Tomás Quill"), Person("Ida Ng", role="note-taker"))
)


def planned(rule: Rule = "open") -> Meeting:
    return Meeting(
        id="m", number="61", title="Lamps", group="DCCG", date="2022-04-20", start="14:00", rule=rule, language="en-GB",
        agenda=(AgendaItem("1", "Welcome"), AgendaItem("2", "Lamps")), roster=ROSTER,
    )  # fmt: skip


FILE = Foreign(
    "WebVTT",
    (Said(3, "Good morning.", "Ana Petrović", 0, 900), Said(4, "And I agree.", "Tomás Quill", channel="chat")),
    date="2021-01-02",
    language="fr",
    agenda=(AgendaStart(4, "2", "Old lamps"), AgendaStart(3, "9", "Other")),
)


def test_a_file_alone_tells_what_it_can():
    talk = talk_of(FILE)
    assert [(one.id, one.text, one.speaker, one.start_ms, one.end_ms, one.channel) for one in talk.utterances] == [
        ("3", "Good morning.", "Ana Petrović", 0, 900, "speech"),
        ("4", "And I agree.", "Tomás Quill", None, None, "chat"),
    ]
    assert (talk.date, talk.language, talk.agenda, talk.roles) == (date(2021, 1, 2), "fr", (), {})
    assert [mark.text for mark in talk.marks] == ["Old lamps", "Other"]


def test_a_meeting_outranks_the_file_and_what_is_given_outranks_both():
    talk = talk_of(FILE, planned())
    assert (talk.date, talk.language, talk.roster) == (date(2022, 4, 20), "en-GB", ROSTER)
    assert talk.roles == {"Ana Petrović": "facilitator", "Ida Ng": "note-taker"}
    assert talk.marks[0] == NoteMark("agenda item", "4", "2")
    given = talk_of(FILE, planned(), roster=Roster(), agenda=(), day=date(2020, 2, 29))
    assert (given.date, given.roster, given.agenda) == (date(2020, 2, 29), Roster(), ())
    assert given.marks[0].text == "Old lamps"


def test_an_unknown_date_is_none():
    assert talk_of(Foreign("plain text", (), date="soon")).date is None


def test_under_the_chatham_house_rule_voices_are_told_apart_without_a_name():
    talk = talk_of(FILE, planned("chatham-house"))
    assert [one.speaker for one in talk.utterances] == ["Speaker 1", "Speaker 2"]
    alone = talk_of(Foreign("IGF text", FILE.said[:1]), planned("chatham-house"))
    assert [one.speaker for one in alone.utterances] == [None]


def test_our_own_meeting_is_heard_in_the_order_of_time_as_corrected():
    transcript = folded(
        [
            said(1, 0, "good mourning", "Ana Petrović"),
            Note("agenda", {"item": "2", "title": "Lamps", "from_ms": 3_000}),
            said(3, 9_000, "last", "Tomás Quill"),
            said(2, 5_000, "added late", None, gap=1),
            said(4, 12_000, "[by text] Could you repeat?", "Ida Ng", "text"),
            Note("agenda", {"item": "", "title": "Other", "from_ms": 12_000}),
            Note("agenda", {"item": "3", "title": "Never", "from_ms": 90_000}),
            Note("correction", {"cue": 1, "text": "Good morning", "by": "Ida"}),
        ]
    )
    talk = talk_of_meeting(planned(), transcript)
    assert [(one.id, one.text, one.speaker, one.channel) for one in talk.utterances] == [
        ("1", "Good morning", "Ana Petrović", "speech"),
        ("2", "added late", None, "speech"),
        ("3", "last", "Tomás Quill", "speech"),
        ("4", "Could you repeat?", "Ida Ng", "chat"),
    ]
    assert talk.marks == (NoteMark("agenda item", "2", "2"), NoteMark("agenda item", "4", "Other"))
    assert (talk.date, talk.roles["Ana Petrović"]) == (date(2022, 4, 20), "facilitator")


def test_our_own_nameless_meeting_has_voices_and_no_name():
    events: list[Final] = [said(1, 0, "yes", "Ana Petrović"), said(2, 900, "no", "Tomás Quill")]
    talk = talk_of_meeting(planned("chatham-house"), folded(events, header("chatham-house")))
    assert [one.speaker for one in talk.utterances] == ["Speaker 1", "Speaker 2"]
    assert "Ana" not in str(talk.utterances)


@pytest.mark.parametrize("path", sorted((DATA / "foreign").iterdir()), ids=lambda path: path.name)
def test_utterances_of_any_file_have_ids_of_their_own(path):
    talk = talk_of(read_transcript(path.read_bytes()), planned())
    assert len(talk.place) == len(talk.utterances) > 0
