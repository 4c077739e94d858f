"""People and bodies found by label and by name as heard; all of them invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.roster import Body, Person, Roster
from summarizer.people import People

NAMES = (
    ("Jutta Kroll", "DC on Child Safety"),
    ("Ingrid Vasquez-Lund", None),
    ("Wim van der Meulen", "DC on Rights"),
    ("Ousmane Diallo", None),
    ("Siobhán Ní Bhriain", "DC on Accessibility"),
    ("Chidinma Okonkwo", None),
    ("Maria da Luz", None),
    ("Maria Lindqvist", None),
    ("Sivakumar Raghunathan", None),
    ("Anja Petrović", "IGF Secretariat"),
    ("Henrik Bjornstad", None),
    ("Leila Karimi", None),
    ("Gerald Mbeki", None),
    ("Prudence Tan", None),
    ("Yusuf al-Amin", None),
    ("June D'Souza", None),
    ("Judith Hellerstedt", None),
    ("Markus Kummerow", None),
    ("Paula Ferreira", None),
    ("王小明", None),
    ("فاطمة الزهراء", None),
    ("Карина Иванова", None),
)
ROSTER = Roster(tuple(Person(name, body=body) for name, body in NAMES))

HEARD = {
    "Utah Kroll": "Jutta Kroll",
    "Judith Heller Stedt": "Judith Hellerstedt",
    "Siva": "Sivakumar Raghunathan",
    "Gerry Mbeki": "Gerald Mbeki",
    "Shivon Nee Brian": "Siobhán Ní Bhriain",
    "Siobhan Ni Brian": "Siobhán Ní Bhriain",
    "SIOBHAN": "Siobhán Ní Bhriain",
    "Win van der Mulen": "Wim van der Meulen",
    "Wim Vandermeulen": "Wim van der Meulen",
    "W. van der Meulen": "Wim van der Meulen",
    "Hendrik Bjornsted": "Henrik Bjornstad",
    "Layla Kareemy": "Leila Karimi",
    "Ms. Karimi": "Leila Karimi",
    "Petrović, Anja": "Anja Petrović",
    "Petrović Anja": "Anja Petrović",
    "Ana Petrovich": "Anja Petrović",
    "Anja Petrović (IGF Secretariat)": "Anja Petrović",
    "IGF | Anja": "Anja Petrović",
    "Chidima Okonko": "Chidinma Okonkwo",
    "Okonkwo": "Chidinma Okonkwo",
    "Usman Diallo": "Ousmane Diallo",
    "Yousef Al Amin": "Yusuf al-Amin",
    "June De Souza": "June D'Souza",
    "Prudent Tan": "Prudence Tan",
    "Ingrid Lund": "Ingrid Vasquez-Lund",
    "Jutta K.": "Jutta Kroll",
    "Marcus Kummerow": "Markus Kummerow",
    "Maria Luz": "Maria da Luz",
    "王小明": "王小明",
    "فاطمة": "فاطمة الزهراء",
    "Карина": "Карина Иванова",
}
OUTSIDERS = (
    "Mark", "Mark Karvel", "Paul", "Peter Kroll", "Marta", "Martin", "Joan", "Jana", "Ivan Petrov", "Henry", "Ian",
    "Gerard Deville", "Lisa Karlsson", "Tom", "Ann", "Amina", "Judy", "Marina", "Leo", "Will", "Tanya", "Monday",
    "Omar Diallo", "Diana Diallo", "Carl Meulen", "Secretariat", "Speaker 3", "", "   ", "1234", "李小龙",
)  # fmt: skip


@pytest.fixture(scope="module")
def people() -> People:
    return People(ROSTER)


@pytest.mark.parametrize(("heard", "name"), HEARD.items())
def test_a_name_is_found_misheard_or_in_part(people, heard, name):
    found = people.of(heard)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("heard", OUTSIDERS)
def test_nobody_is_better_than_the_wrong_one(people, heard):
    assert people.of(heard) is None


def test_a_given_name_that_two_people_share_is_nobody(people):
    assert people.of("Maria") is None
    assert [one.name for one in people.ambiguous("Maria")] == ["Maria da Luz", "Maria Lindqvist"]
    assert people.ambiguous("Anja") == ()


def test_speakers_who_are_not_on_the_roster_are_people_under_their_label():
    people = People(ROSTER, ["Anja", "Walter Guest", "Speaker 3", ">>", "DC on Rights", None])
    assert [one.name for one in people.people[len(ROSTER.people) :]] == ["Walter Guest"]
    assert people.of("Walter").name == "Walter Guest"


def named(people: People, text: str) -> list[tuple[str, str]]:
    return [(one.who.name, text[slice(*one.span)]) for one in people.named_in(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anja will send it.", [("Anja Petrović", "Anja")]),
        ("Could you, Siobhán, look at it?", [("Siobhán Ní Bhriain", "Siobhán")]),
        ("I asked Wim van der Meulen's group.", [("Wim van der Meulen", "Wim van der Meulen")]),
        ("We heard that Utah Kroll agreed.", [("Jutta Kroll", "Utah Kroll")]),
        ("The Secretariat will check.", [("IGF Secretariat", "Secretariat")]),
        ("the secretariat will check", [("IGF Secretariat", "secretariat")]),
        ("The DC on Accessibility asked.", [("DC on Accessibility", "DC on Accessibility")]),
        ("DCAD asked.", [("Dynamic Coalition on Accessibility and Disability", "DCAD")]),
        ("王小明 will do it.", [("王小明", "王小明")]),
        ("June will do it.", [("June D'Souza", "June")]),
        ("We meet in June.", []),
        ("By 3 June, please.", []),
        ("Maria, over to you.", []),
        ("Let us go on with the report.", []),
        ("", []),
    ],
)
def test_people_and_bodies_are_found_in_a_sentence(people, text, expected):
    assert named(people, text) == expected


def test_a_given_name_that_is_a_word_must_stand_as_a_name():
    people = People(Roster((Person("Mark Hollis"), Person("Will Okafor"))))
    assert named(people, "Mark the date. Will you?") == []
    assert named(people, "Mark, will you do it?") == [("Mark Hollis", "Mark")]
    assert named(people, "mark will do it") == []


def test_a_body_is_found_by_acronym_or_the_opening_of_its_name():
    people = People(Roster(bodies=(Body("Dynamic Coalition on Open Rivers and Lakes", "DC-ORL"),)))
    assert people.body("DC-ORL").name == "Dynamic Coalition on Open Rivers and Lakes"
    assert people.body("DC on Open Rivers").name == "Dynamic Coalition on Open Rivers and Lakes"
    assert people.body("Secretariat").name == "Secretariat"
    assert people.body("the committee") is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_it(text):
    people = People(ROSTER, [text])
    people.of(text), people.ambiguous(text), people.body(text)
    for one in people.named_in(text):
        assert text[slice(*one.span)]
