import pytest

from models.errors import MeetingError
from models.meeting import AgendaItem, Document, Meeting, check_meeting_id, meeting_id

PLAIN = {
    "id": "2031-02-03-dccg-9", "number": "9", "title": "Virtual meeting 9", "group": "DCCG",
    "date": "2031-02-03", "start": "14:00", "rule": "open",
}  # fmt: skip


@pytest.mark.parametrize(
    ("group", "number", "expected"),
    [
        ("Dynamic Coalition Coordination Group", "60", "2022-03-23-dccg-60"),
        ("DCCG", "XLII", "2022-03-23-dccg-xlii"),
        ("DC on Platform Responsibility", "3", "2022-03-23-dcpr-3"),
        ("Working Group on Tides (WG-T)", "1", "2022-03-23-wg-t-1"),
        ("Harbour and Tides Panel", "", "2022-03-23-htp"),
        ("مجموعة", "7", "2022-03-23-7"),
    ],
)
def test_the_id_is_day_group_and_number(group, number, expected):
    assert meeting_id("2022-03-23", group, number) == check_meeting_id(expected) == expected


@pytest.mark.parametrize("bad", ["../x", "", "-a", "a/b", "A", "a\n", "a.b", "a" * 65, "a\x00", None, 7, "é"])
def test_an_id_that_is_no_safe_folder_name_is_refused(bad):
    with pytest.raises(MeetingError, match=r"id is .*; expected 1 to 64 of a-z"):
        check_meeting_id(bad)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("date", "2031-02-30", "date is '2031-02-30'; expected a day of the calendar"),
        ("start", "24:00", "start is '24:00'"),
        ("start", "9:00", "expected a time in UTC"),
        ("rule", "chatham", 'rule is "chatham"; expected one of open, chatham-house'),
        ("language", "English", "expected a BCP 47 tag"),
        ("title", " ", "title is empty"),
        ("terms", ("a\nb",), "terms holds"),
    ],
)
def test_a_field_that_cannot_be_used_is_refused(key, value, said):
    with pytest.raises(MeetingError, match=said):
        Meeting(**PLAIN | {key: value})


@pytest.mark.req("PRV-01")
def test_a_meeting_without_a_rule_cannot_be_made():
    with pytest.raises(TypeError, match="rule"):
        Meeting(**{key: value for key, value in PLAIN.items() if key != "rule"})


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//x.org", "https://", "https://a@b.org", "http://x y", "ftp://x"]
)
def test_only_web_addresses_become_links(url):
    with pytest.raises(MeetingError, match="expected an address that begins with https"):
        Document("Paper", url)


def test_an_agenda_item_is_numbered_as_printed():
    assert [AgendaItem(n, "Tides").number for n in ("1", "2.10", "3a", "AOB")] == ["1", "2.10", "3a", "AOB"]
    with pytest.raises(MeetingError, match="number is 'one'"):
        AgendaItem("one", "Tides")
