from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import MeetingError
from models.meeting import AgendaItem, Document, Meeting
from models.meeting_toml import form_of, meeting_from_form, parse_meeting, print_meeting
from models.roster import Body, Person, Roster

TEXT = """number = 60
title = "Virtual meeting 60"
group = "Dynamic Coalition Coordination Group"
date = 2031-03-23
start = "14:00"
rule = "open"
terms = [
    "zero rating",
    "tidal mapping",
]

[[agenda]]
number = 1
title = "Welcome"

[[agenda]]
number = "AOB"
title = "Any other business"
link = "https://example.org/aob"

[[body]]
name = "Dynamic Coalition on Tides"
acronym = "DC-Tides"

[[document]]
label = "Draft"
url = "https://example.org/draft"

[[roster]]
name = "Ana Petrović"
body = "DC-Tides"
role = "chair"
member = "full"
aliases = ["A. P."]

[[roster]]
name = "Wim van Loon"
body = "DC on Trade"
"""


def test_a_file_becomes_the_meeting_it_describes():
    meeting = parse_meeting(TEXT)
    assert (meeting.id, meeting.number, meeting.date, meeting.start) == (
        "2031-03-23-dccg-60", "60", "2031-03-23", "14:00",
    )  # fmt: skip
    assert [item.number for item in meeting.agenda] == ["1", "AOB"]
    assert [p.body for p in meeting.roster] == ["Dynamic Coalition on Tides", "Dynamic Coalition on Trade"]
    assert meeting.documents == (Document("Draft", "https://example.org/draft"),)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('role = "chair"', 'role = "chiar"', r'line 32: role is "chiar"; expected one of chair,'),
        ('rule = "open"\n', "", 'line 1: rule is missing from the meeting; add rule = "open" or rule = "chat'),
        ('rule = "open"', 'rule = "secret"', 'line 6: rule is "secret"; expected one of open, chatham-house'),
        ("role =", "rol =", r'line 32: "rol" is no key of this roster entry; did you mean "role"\?'),
        ("terms = [", "colour = 1\nterms = [", 'line 7: "colour" is no key of the meeting; expected one of number'),
        ('name = "Wim van Loon"', 'name = "ana petrovic"', r"line 37: roster entries 1 .* line 30\)"),
        ('name = "Wim van Loon"\n', "", "line 36: name is missing from this roster entry"),
        ('"tidal mapping"', '"tidal\\tmapping"', r"line 9: terms holds U\+0009"),
        ("2031-03-23", "2031-02-29", r"line 4: this is no TOML .*"),
        ("2031-03-23", '"2031-02-29"', "line 4: date is '2031-02-29'"),
        ('"14:00"', "14:00:00", None),
        ('"14:00"', "14:00:30", "line 5: start is '14:00:30'"),
        ("number = 1\n", 'number = "AOB"\n', 'line 17: agenda number AOB is taken by "Welcome"'),
        ('link = "https', 'link = "javascript', "line 19: link is"),
        ('url = "https', 'url = "file', "line 27: url is"),
        ('"A. P."', "7", r"line 34: aliases is 7"),
        ('aliases = ["A. P."]', 'aliases = "A. P."', "line 34: aliases is 'A. P.'; expected a list"),
        ("[[agenda]]\nnumber = 1", "[agenda]\nnumber = 1", "is no TOML|not a list of entries"),
        ('member = "full"', 'member = "full', "line 33: this is no TOML at column 15"),
        ("number = 60", 'id = "../x"', r"line 1: id is '\.\./x'; expected 1 to 64"),
        ('title = "Welcome"', "title = 5", "line 14: title is 5; expected text in quotes"),
        ("number = 60", "number = " + "[" * 8000, "line 1: lists are nested too deeply"),
        ('"Ana Petrović"', '"Ana \\u202eP"', r"line 30: name holds U\+202E \(right-to-left override\)"),
    ],
)  # fmt: skip
def test_a_fault_is_reported_with_the_file_and_the_line(old, new, said):
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    if said is None:
        assert parse_meeting(text) == parse_meeting(TEXT)
        return
    with pytest.raises(MeetingError, match="^m.toml, " + said if said.startswith("line") else said):
        parse_meeting(text, "m.toml")


@pytest.mark.req("OPS-09")
def test_what_participants_need_is_kept_with_the_meeting_and_a_fault_in_it_placed():
    text = TEXT.replace("terms = [", 'needs = [\n    "Sign language",\n    "A captioner who types",\n]\nterms = [')
    meeting = parse_meeting(text)
    assert meeting.needs == ("Sign language", "A captioner who types")
    assert parse_meeting(print_meeting(meeting)) == meeting
    assert meeting_from_form(form_of(meeting)) == meeting
    with pytest.raises(MeetingError, match=r"line 9: needs holds U\+0009"):
        parse_meeting(text.replace("A captioner", "A\\tcaptioner"))


def test_keys_and_tables_inside_long_strings_do_not_mislead_the_line():
    text = TEXT.replace('"zero rating"', '"""zero [[roster]] rating"""').replace("chair", "chiar")
    with pytest.raises(MeetingError, match="line 32: role"):
        parse_meeting("\ufeff" + text.replace("\n", "\r\n"))


def words(limit: int = 12) -> st.SearchStrategy[str]:
    letters = st.sampled_from("abcXYZéøćش王 |,\\<&\"'#=[]")
    return st.text(letters, min_size=1, max_size=limit).map(lambda text: "n" + " ".join(text.split()))


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    names = draw(st.lists(words(), max_size=4, unique_by=lambda text: text.casefold()))
    people = tuple(
        Person(f"{name} p{at}", aliases=(f"{draw(words())} a{at}",), given=draw(st.sampled_from(["", "Ana"])))
        for at, name in enumerate(names)
    )
    body = Body(draw(words()), "QQ", "office", (draw(words()) + " b",))
    return Meeting(
        draw(st.sampled_from(["2031-01-02-dccg-7", "own-id"])), "7", draw(words()), "DCCG", "2031-01-02", "09:30",
        "chatham-house", "pt-BR", (AgendaItem("2.1", draw(words()), "https://e.org/?a|b,c"),), Roster(people, (body,)),
        tuple(draw(st.lists(words(), max_size=3))), (Document(draw(words()), "https://e.org/a,b|c"),),
    )  # fmt: skip


@pytest.mark.req("SPK-10")
@settings(deadline=None, max_examples=150)
@given(meetings())
def test_what_is_written_reads_back_equal_by_file_and_by_form(meeting):
    assert parse_meeting(print_meeting(meeting)) == meeting
    assert meeting_from_form(form_of(meeting)) == meeting


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("roster", "Ana\n\nWim | | chiar", 'field roster, line 3: role is "chiar"'),
        ("roster", "Ana\nana", "field roster, line 2: roster entries 1 .* at field roster, line 1"),
        ("roster", "Ana | b | chair | full | a | g | f | x", "field roster, line 1: 'x' is one column too many"),
        ("agenda", "Welcome\n1. Again", "field agenda, line 2: agenda number 1 is taken"),
        ("terms", "ok\nbad\u202e", "field terms, line 2: terms holds"),
        ("documents", "Draft", "field documents, line 1: url is missing"),
        ("rule", "", "the form: rule is missing from the meeting"),
        ("start", "25:99", "field start: start is '25:99'"),
    ],
)
def test_a_fault_in_the_form_names_the_field_and_line(field, value, said):
    form = {"title": "T", "group": "DCCG", "date": "2031-01-02", "start": "14:00", "rule": "open"}
    with pytest.raises(MeetingError, match="^" + said):
        meeting_from_form(form | {field: value})


def test_form_and_file_make_the_same_meeting():
    meeting = parse_meeting(TEXT)
    assert meeting_from_form(form_of(meeting)) == meeting
    assert meeting_from_form(form_of(meeting) | {"roster": "", "token": "x"}).roster.people == ()


def test_ten_thousand_terms_are_read_quickly():
    text = TEXT.replace('"zero rating"', ",\n".join(f'"term {number}"' for number in range(10_000)))
    began = perf_counter()
    assert len(parse_meeting(text).terms) == 10_001
    assert perf_counter() - began < 5


def test_the_sample_meetings_file_reads():
    file = Path(__file__).parents[2] / "dccg" / "demo" / "meeting.toml"
    if not file.exists():
        pytest.skip("the sample meeting is not there")
    assert parse_meeting(file.read_text("utf-8")).roster.people
