"""The book of links, the commands that change it, and what the program says about them at its start."""

from __future__ import annotations

import json
import threading
import time
from datetime import date

import pytest
from typer.testing import CliRunner

from dccg.access_start import greeting
from dccg.links import DAY_S, MOST_LINKS, BadLinks, Book, Link, Session, book_of, day_of, end_of, told_of, usual_day
from dccg.links_command import links as command
from dccg.links_file import LinkFile, make_admin, make_link
from record import MeetingFolder

NOW_S = 20_000 * DAY_S + 5
DAY = day_of(NOW_S)


def link(n: int, role: str = "viewer", until_s: int | None = NOW_S + DAY_S) -> Link:
    return Link(f"k{n}", role, "" if role == "admin" else "m1", "", f"{n:064}", NOW_S, until_s)


def test_a_book_reads_back_as_it_was_written():
    book = Book((link(1), link(2, "admin", None)), (Session("s1", "d", ("k1",), NOW_S + 9),), "http://a")
    assert book_of(json.loads(json.dumps(told_of(book)))) == book


@pytest.mark.parametrize(
    "told",
    [None, [], {}, {"links": [], "sessions": [1]}, {"links": [{"role": "admin"}], "sessions": []},
     {"links": [vars(link(1)) | {"role": "king"}], "sessions": []},
     {"links": [vars(link(1)) | {"meeting": "../.."}], "sessions": []}],
)  # fmt: skip
def test_a_file_that_tells_something_else_is_refused(told):
    with pytest.raises(BadLinks):
        book_of(told)


def test_what_has_ended_is_swept_out_with_the_browsers_that_came_in_by_it():
    browsers = (Session("a", "d", ("k1", "k2"), NOW_S + 9), Session("b", "e", ("k1",), NOW_S + 9))
    book = Book((link(1, until_s=NOW_S), link(2)), browsers)
    swept = book.swept(NOW_S)
    assert [one.id for one in swept.links] == ["k2"]
    assert [(one.id, one.links) for one in swept.sessions] == [("a", ("k2",))]
    assert book.next_end_s(NOW_S) == NOW_S + 9


def test_a_meeting_has_not_more_links_than_can_be_looked_through():
    book = Book(tuple(link(n) for n in range(MOST_LINKS)))
    with pytest.raises(BadLinks, match="revoke some first"):
        book.with_link(link(MOST_LINKS), NOW_S)


def test_a_link_works_thirty_days_after_its_meeting_or_from_today_if_that_is_over():
    assert usual_day("2030-01-01", NOW_S) == "2030-01-31"
    assert date.fromisoformat(usual_day("2020-01-01", NOW_S)).toordinal() == date.fromisoformat(DAY).toordinal() + 30
    assert end_of(DAY, NOW_S) == 20_001 * DAY_S


def test_the_first_start_tells_the_operators_link_and_later_ones_a_way_into_the_sample_alone(tmp_path):
    file = LinkFile(tmp_path)
    first = greeting(file, "http://here", NOW_S, "sample")
    token = first[0].rpartition("#")[2]
    assert file.read().by_token(token, NOW_S).role == "admin"
    assert not any(token in line for line in greeting(file, "http://here", NOW_S))
    for _ in range(2):
        later = greeting(file, "http://here", NOW_S, "sample")
        assert "http://here/m/sample/enter#" in later[0]
        made = file.read().by_token(later[0].rpartition("#")[2], NOW_S)
        assert (made.role, made.meeting, made.until_s) == ("host", "sample", NOW_S + DAY_S)
    assert len(file.read().links) == 2  # the one of the start before is gone


def test_changes_at_the_same_time_are_all_kept(tmp_path):
    files = [LinkFile(tmp_path) for _ in range(8)]
    work = [threading.Thread(target=make_link, args=(one, "viewer", "m1", "", NOW_S + 9, NOW_S)) for one in files]
    for one in work:
        one.start()
    for one in work:
        one.join()
    assert len(files[0].read().links) == 8
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.fixture
def dccg(tmp_path):
    folder = MeetingFolder(tmp_path, "m1")
    folder.write("meeting.toml", 'title = "One"\ngroup = "G"\ndate = 2026-01-14\nstart = "14:00"\nrule = "open"\n')

    def run(*words: str):
        return CliRunner().invoke(command, [*words, "--data", str(tmp_path)])

    return run


def test_links_are_made_listed_and_taken_back_at_the_command_line(dccg, tmp_path):
    file = LinkFile(tmp_path)
    file.change(lambda book: Book(book.links, book.sessions, "http://told.example"))
    made = dccg("make", "m1", "captioner", "--label", "Ana")
    assert made.stdout.startswith("http://told.example/m/m1/enter#")
    listed = dccg("list", "m1").stdout
    assert "captioner" in listed
    assert listed.rstrip().endswith("Ana")
    assert dccg("revoke", listed.split()[0]).exit_code == 0
    assert dccg("list", "m1").stdout == ""
    for words in ("revoke k1", "make m2 host", "make m1 king", "make m1 host --last soon"):
        assert isinstance(dccg(*words.split()).exception, BadLinks)


def test_the_operators_link_made_anew_ends_the_old_one_alone(dccg, tmp_path):
    file = LinkFile(tmp_path)
    old, now_s = make_admin(file, time.time()), time.time()
    kept = make_link(file, "host", "m1", "", None, now_s)[1]
    new = dccg("admin").stdout.strip().rpartition("#")[2]
    book = file.read()
    assert [book.by_token(one, now_s) is not None for one in (old, new, kept)] == [False, True, True]
