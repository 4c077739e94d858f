"""Who is here, who is not, who stands in for whom."""

from __future__ import annotations

import pytest

from models.roster import Roster
from summarizer.roll_rules import RULES
from summarizer.talk import Talk, Utterance
from tests.summarizer.frame_talks import frames, frames_of


def roll(*lines: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in frames(*lines).roll:
        if one.rule not in ("R-speaks", "R-chats"):
            found.setdefault(one.status, []).append(one.text)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.id)
def test_a_rule_finds_its_example(rule):
    assert rule.id in [one.rule for one in frames(f"Ada: {rule.example}").roll]
    assert rule.why


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.id)
def test_a_rule_passes_its_counter_example_by(rule):
    assert rule.id not in [one.rule for one in frames(f"Ada: {rule.counter}").roll]


APOLOGIES = {
    "Ada: We have apologies from Peter Vane and from Yusuf al-Karim, who is travelling.": [
        "Peter Vane",
        "Yusuf al-Karim",
    ],
    "Ada: Regrets from Dee, Cy Brook and Eva.": ["Dee Lindqvist", "Cy Brook", "Eva Marsh"],
    "Ada: Apologies: Peter Vane; Cy Brook.": ["Peter Vane", "Cy Brook"],
    "Ada: I have received apologies for absence from Mona Reyes-Lund.": ["Mona Reyes-Lund"],
    "Ben: Dee sends her apologies, and Cy told me he is busy with another conference.": ["Dee Lindqvist", "Cy Brook"],
    "Ben: Eva Marsh from the DC on Rivers cannot make it today.": ["Eva Marsh"],
    "Ben: Peter asked me to pass on his apologies.": ["Peter Vane"],
    "Ben: I spoke to Peter. He can't join us.": ["Peter Vane"],
    "Ada: Yusef al Kareem will not be able to attend.": ["Yusuf al-Karim"],
    "Ada: Cy and Dee won't be joining us today.": ["Cy Brook", "Dee Lindqvist"],
    "chat Ben: Shivon Nee Dhalaigh sends regrets": ["Siobhán Ní Dhálaigh"],
    "Ada: No apologies today.": [],
    "Ben: I make no apologies for saying it again.": [],
    "Ben: Apologies from my side for the noise.": [],
    "Ben: Cy will not be able to do the booth this year.": [],
    "Ben: Cy could not make it to the last meeting.": [],
    "Ben: If Cy cannot make it, I will do it.": [],
    "Ada: Apologies for the late paper.": [],
}


@pytest.mark.parametrize(("line", "names"), APOLOGIES.items())
def test_apologies_are_found(line, names):
    assert sorted(roll(line).get("apologies", [])) == sorted(names)


def test_whoever_speaks_after_all_sent_no_apologies():
    found = roll("Ada: Apologies from Cy and Dee.", "Cy: I made it after all.")
    assert found["apologies"] == ["Dee Lindqvist"]


def test_no_apologies_are_told_with_the_place():
    assert frames("Ada: Welcome.", "Ada: We have received no apologies.").no_apologies == "2"
    assert frames("Ada: No, apologies from Cy only.").no_apologies == ""


def test_a_substitute_is_present_and_the_other_is_not():
    found = frames("Ada: Apologies from Peter Vane, and I welcome Mona Reyes, who is substituting for Peter.").roll
    assert [(one.text, one.stands_for) for one in found if one.stands_for] == [("Mona Reyes", "Peter Vane")]
    assert roll("Ben: I am standing in for Cy today.") == {"present": ["Ben Okoro"], "replaced": ["Cy Brook"]}


@pytest.mark.parametrize(
    ("line", "status", "name"),
    [
        ("Ada: Dee wrote to me that she will be about fifteen minutes late.", "late", "Dee Lindqvist"),
        ("Ada: Dee is going to be arriving a little bit late.", "late", "Dee Lindqvist"),
        ("Dee: Hello everyone, sorry to be late.", "late", "Dee Lindqvist"),
        ("Dee: Sorry, I have to drop off now, it is three in the morning here.", "left early", "Dee Lindqvist"),
        ("Dee: I need to leave in ten minutes.", "left early", "Dee Lindqvist"),
        ("Ada: Dee had to leave early.", "left early", "Dee Lindqvist"),
        ("Ada: Cy is not on the call, so we skip the booth.", "mentioned absent", "Cy Brook"),
        ("Ada: Cy writes in the chat that it works.", "chat only", "Cy Brook"),
    ],
)
def test_coming_and_going_is_found(line, status, name):
    assert roll(line).get(status) == [name]


@pytest.mark.parametrize(
    "line", ["Ben: I have to leave that to you.", "Ben: The report is late.", "Ben: We left it open."]
)
def test_other_leaving_and_lateness_is_not(line):
    assert roll(line) == {}


def test_those_who_speak_are_present_and_those_who_only_write_are_told_apart():
    found = frames("Ada: Hello.", "chat Cy: Hello.", "Yousef Al Karim: Good morning.", "Walter Guest: Hi.").roll
    assert [(one.text, one.status) for one in found] == [
        ("Ada Quill", "present"),
        ("Yusuf al-Karim", "present"),
        ("Walter Guest", "present"),
        ("Cy Brook", "chat only"),
    ]


def test_a_label_that_is_nobody_is_kept_until_its_speaker_tells_who_they_are():
    found = frames("Speaker 3: I like it.", "Ada: Who is that?").roll
    assert [(one.text, one.status) for one in found] == [("Speaker 3", "uncertain"), ("Ada Quill", "present")]
    told = frames("DC on Rivers: Yes, it is me, Eva.", "Ada: Good.").roll
    assert [(one.text, one.rule) for one in told] == [("Eva Marsh", "R-introduced"), ("Ada Quill", "R-speaks")]


def test_without_a_roster_names_are_as_spoken():
    talk = Talk((Utterance("1", "We have apologies from Zoë Ng and Abd-al Malik.", "Chair"),), Roster())
    assert [one.text for one in frames_of(talk).roll if one.status == "apologies"] == ["Zoë Ng", "Abd-al Malik"]


def test_a_near_namesake_who_speaks_is_not_taken_for_who_is_away():
    lines = (Utterance("1", "Apologies from Susan Dale.", "Chair"), Utterance("2", "Good morning.", "Sharon Dale"))
    assert [one.text for one in frames_of(Talk(lines)).roll if one.status == "apologies"] == ["Susan Dale"]
