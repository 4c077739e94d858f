from models.meeting import meeting_id
from models.registry import ACRONYMS, COALITIONS, acronym_of, known_body
from models.roster import Roster


def test_no_two_coalitions_share_a_name_or_acronym():
    assert Roster(bodies=COALITIONS).bodies == COALITIONS
    assert not {body.acronym for body in COALITIONS} & set(ACRONYMS)


def test_the_coalitions_active_in_2017_and_those_that_came_later_are_known():
    for name in (
        "DC on Trade",
        "dynamic coalition on publicness",
        "DCAD",
        "dc-civ",
        "DC on Data Driven Health Technologies",
    ):
        assert known_body(name), name
    assert known_body("Dynamic Coalition on Internet Rights and Principles") is known_body("IRPC")
    assert known_body("DC on Nothing") is None


def test_a_group_is_abbreviated_by_its_known_short_form():
    assert acronym_of("dynamic coalition coordination group") == "DCCG"
    assert acronym_of("MAG") == "MAG"
    assert acronym_of("Harbour Office") == ""
    assert meeting_id("2031-01-01", "UN DESA", "2") == "2031-01-01-un-desa-2"
