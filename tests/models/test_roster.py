import pytest

from models.errors import MeetingError
from models.names import BadField, fold
from models.roster import Body, DuplicateEntry, Person, Roster

SCRIPTS = ["Anja Petrović", "Łukasz Wiśniewski", "Siobhán Ní Bhriain", "سلمى نور", "नीला जोशी", "王小明", "Þóra Ýr"]


@pytest.mark.req("SPK-10")
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_keeps_its_spelling_whatever_its_script(name):
    assert Person(name).name == name


def test_two_ways_to_write_an_accent_are_kept_as_one():
    assert Person("Petrovic\u0301").name == "Petrovi\u0107"


@pytest.mark.parametrize("bad", ["A\x00na", "Ana\nSilva", "Ana\u2028Silva", "Ana \u202egnoW", "Ana\u2066x", "A\ud800"])
def test_control_characters_line_breaks_and_overrides_are_refused(bad):
    with pytest.raises(BadField, match=r"name holds U\+[0-9A-F]{4}"):
        Person(bad)


def test_invisible_marks_are_dropped_so_that_equal_looking_names_are_equal():
    assert Person("\u200fسلمى\u200b نور ").name == "سلمى نور"


def test_markup_in_a_name_is_plain_text():
    assert Person("<b>Ana</b> & Co").name == "<b>Ana</b> & Co"


@pytest.mark.req("SPK-05")
def test_a_telephone_number_is_nobodys_name():
    with pytest.raises(BadField, match="no letter"):
        Person("+44 20 7946 0000")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "name is empty"),
        ({"name": "a" * 81}, "81 characters long; expected at most 80"),
        ({"name": "Ana", "role": "chiar"}, 'role is "chiar"; expected one of chair, facilitator'),
        ({"name": "Ana", "member": "half"}, 'member is "half"; expected one of full, observer'),
        ({"name": "Ana", "aliases": ("",)}, "aliases is empty"),
    ],
)
def test_a_field_that_cannot_be_used_is_refused_in_a_sentence(fields, said):
    with pytest.raises(MeetingError, match=said):
        Person(**fields)


def test_given_and_family_names_are_split_at_the_particle():
    people = [Person("Wim van der Meulen"), Person("Ana Maria Silva"), Person("Tevita")]
    assert [(p.given, p.family) for p in people] == [
        ("Wim", "van der Meulen"),
        ("Ana Maria", "Silva"),
        ("Tevita", ""),
    ]


def test_a_person_is_found_by_name_or_alias_whatever_the_case_and_accents():
    anja = Person("Anja Petrović", aliases=("A. P.",))
    roster = Roster((anja,))
    assert roster.person("ANJA  PETROVIC") is roster.person("a. p.") is anja
    assert roster.person("Anja") is None


@pytest.mark.req("SPK-03")
def test_the_short_form_is_the_given_name_unless_two_share_it():
    roster = Roster((Person("Ana Silva"), Person("Aná Ruiz"), Person("Wim van Loon"), Person("Ana R.")))
    assert [roster.short(p.name) for p in roster] == ["Ana S.", "Aná Ruiz", "Wim", "Ana R."]
    assert roster.short("Somebody Else") == "Somebody Else"


def test_two_people_of_one_name_are_refused_and_both_are_named():
    with pytest.raises(DuplicateEntry, match=r'roster entries 1 \("Ana Silva"\) and 3 \("ana sílva"\)') as caught:
        Roster((Person("Ana Silva"), Person("Wim Loon"), Person("ana sílva")))
    assert (caught.value.first, caught.value.second) == (0, 2)


def test_an_alias_that_is_another_persons_name_is_refused():
    with pytest.raises(DuplicateEntry, match="both answer to"):
        Roster((Person("Ana Silva"), Person("Wim Loon", aliases=("ANA SILVA",))))


def test_a_body_is_found_by_name_acronym_and_either_way_to_say_coalition():
    tides = Body("Dynamic Coalition on Tides", "DC-Tides")
    roster = Roster((Person("Ana Silva", body=tides.name), Person("Wim Loon", body="Harbour Office")), (tides,))
    assert roster.body("dc tides") is roster.body("DC on Tides") is tides
    assert [roster.body_of(p) for p in roster] == [tides, Body("Harbour Office", kind="other")]


def test_vowel_signs_that_are_letters_are_not_folded_away():
    assert fold("जोशी") != fold("जशा")
