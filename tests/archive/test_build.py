"""The public site as files: whole, the same each time, with no link that leads nowhere, whatever the words are."""

from __future__ import annotations

import hashlib
import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest

from archive.build import CannotBuild
from dccg.publishing import FORMS
from models.names import BadField
from models.report import Correction
from tests.archive.sites import approved, built, dead_links, meeting, on, pages, published
from tests.reports import HOSTILE_NAMES, chatham_house, hostile

OTHERS = [(f"2026-03-{day:02}-dccg-{day + 100}", f"Virtual meeting {day + 100}") for day in (4, 18)]


def three() -> list:
    first = approved()
    rest = [approved(meeting(id, title=title, number=""), report_of(id)) for id, title in OTHERS]
    return [first, *rest]


def report_of(id: str):
    report = on(published(), id[:10])
    actions = tuple(replace(one, id=f"{id}-{at}", children=()) for at, one in enumerate(report.actions))
    return replace(report, id=id, actions=actions, blocks=())


def nasty() -> list:
    made = []
    for at, name in enumerate(HOSTILE_NAMES, 1):
        id = f"2026-01-{at:02}-hostile-{at}"
        report = on(replace(hostile(name), state="published", next_meeting=None), id[:10])
        try:
            planned = meeting(id, title=name)
        except BadField:
            planned = meeting(id)
        made.append(approved(planned, report, ((name, name), (name, f"{name} --> {name}"))))
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site")
    held_so = on(replace(chatham_house(), state="published"), "2026-04-01")
    nameless = approved(meeting("2026-04-01-dccg-95", rule="chatham-house"), held_so)
    built(path, *three(), nameless, *nasty(), address="https://example.org/dc/", contact="list@example.org")
    return path


def contents(path: Path) -> dict[str, tuple[bytes, int]]:
    files = (one for one in path.rglob("*") if one.is_file())
    return {one.relative_to(path).as_posix(): (one.read_bytes(), one.stat().st_mtime_ns) for one in files}


@pytest.mark.req("PUB-06")
def test_no_link_and_no_anchor_leads_nowhere(site: Path):
    assert dead_links(site) == []


def test_pages_are_well_formed_and_hold_no_script_or_style_of_their_own(site: Path):
    for name, page in pages(site).items():
        assert page.faults == [], name
        assert page.heads[0] == 1, name
        assert page.heads.count(1) == 1, name
        steps = zip(page.heads, page.heads[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), f"{name}: {page.heads}"


@pytest.mark.parametrize("name", ["feed.xml", "actions.xml"])
def test_feeds_are_atom_whatever_the_titles_are(site: Path, name: str):
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring((site / name).read_text(encoding="utf-8"))  # noqa: S314
    assert root.tag == f"{atom}feed"
    entries = root.findall(f"{atom}entry")
    assert len(entries) > 3
    ids = [one.findtext(f"{atom}id") for one in entries]
    assert len(set(ids)) == len(ids)
    for one in entries:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one.findtext(f"{atom}updated") or "")
        assert (one.find(f"{atom}link").get("href")).startswith("https://example.org/dc/")


def test_lines_of_the_calendar_are_short_and_ids_do_not_change(site: Path, tmp_path: Path):
    raw = (site / "calendar.ics").read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    unfolded = raw.decode("utf-8").replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == unfolded.count("\r\nUID:")
    assert "DTSTART:20260211T140000Z" in unfolded
    assert "DTSTART:20260312T140000Z" in unfolded, "the next meeting, as a report announces it"
    built(tmp_path / "other", approved(), address="https://elsewhere.example/")
    other = (tmp_path / "other" / "calendar.ics").read_text(encoding="utf-8")
    first = re.search(r"UID:(\S+)", other)
    assert first is not None
    assert first[0] in unfolded


def test_checksums_are_those_of_the_files(site: Path):
    listed = dict(reversed(line.split("  ", 1)) for line in (site / "SHA256SUMS").read_text().splitlines())
    there = {name for name in contents(site) if name != "SHA256SUMS"}
    assert set(listed) == there
    for name, sum in listed.items():
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == sum


def test_every_json_ld_is_json_and_tells_meeting_and_report(site: Path):
    for path in (site / "meetings").glob("*/index.html"):
        data = re.search(r'"application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)
        assert data is not None
        kinds = [one["@type"] for one in json.loads(data[1])["@graph"]]
        assert kinds == ["Event", "Report"]


def test_a_second_build_touches_nothing_and_a_third_only_what_changed(tmp_path: Path):
    path = tmp_path / "site"
    built(path, *three())
    first = contents(path)
    done = built(path, *three())
    assert (done.written, done.removed) == ((), ())
    assert contents(path) == first
    _, second, third = three()
    changed = replace(second.archived.report, corrections=(
        Correction(target="item 1", before="It was in May.", after="It was in June.", on="2026-03-20", accepted=True),
    ))  # fmt: skip
    second = replace(second, archived=replace(second.archived, report=changed))
    done = built(path, approved(), second, third)
    meetings = {name.split("/")[1] for name in done.written if name.startswith("meetings/")}
    assert meetings == {OTHERS[0][0]}
    assert not [name for name in done.written if name.startswith("search/t-")], "no term of the search changed"
    page = (path / "meetings" / OTHERS[0][0] / "index.html").read_text(encoding="utf-8")
    assert "It was in May." in page
    assert "It was in June." in page
    assert "20 March 2026" in page


def test_two_builds_in_two_places_are_the_same_bytes(tmp_path: Path):
    built(tmp_path / "one", *three()[:2], forms=FORMS)
    built(tmp_path / "two", *reversed(three()[:2]), forms=FORMS)
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert {name: held for name, (held, _) in one.items()} == {name: held for name, (held, _) in two.items()}


def test_a_damaged_file_is_made_again(tmp_path: Path):
    built(tmp_path / "site", approved())
    page = tmp_path / "site" / "meetings" / "2026-02-11-dccg-91" / "report.txt"
    whole = page.read_bytes()
    page.write_bytes(whole[:40])
    built(tmp_path / "site", approved())
    assert page.read_bytes() == whole


def test_what_is_no_longer_approved_goes_and_what_others_put_there_stays(tmp_path: Path):
    path = tmp_path / "site"
    built(path, *three())
    (path / "CNAME").write_text("example.org", encoding="utf-8")
    done = built(path, approved())
    assert not (path / "meetings" / OTHERS[0][0]).exists()
    assert (path / "CNAME").exists()
    assert f"meetings/{OTHERS[0][0]}/index.html" in done.removed


def test_a_folder_with_other_things_in_it_is_refused(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("do not lose this", encoding="utf-8")
    with pytest.raises(CannotBuild, match=r"holds thesis.txt and is no site of this program"):
        built(tmp_path, approved())
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_withdrawn_report_leaves_its_address(tmp_path: Path):
    one = approved(report=on(published(state="withdrawn"), "2026-02-11"))
    built(tmp_path / "site", one)
    page = (tmp_path / "site" / "meetings" / "2026-02-11-dccg-91" / "index.html").read_text(encoding="utf-8")
    assert "was withdrawn" in page
    assert "survey" not in page
    assert dead_links(tmp_path / "site") == []


@pytest.mark.req("PUB-09")
def test_under_the_chatham_house_rule_no_name_of_a_speaker_is_in_any_file(tmp_path: Path):
    planned = meeting(rule="chatham-house")
    report = on(replace(chatham_house(), state="published", archived=(), extra={}), planned.date)
    built(tmp_path / "site", approved(planned, report))
    held = b"".join(one for name, (one, _) in contents(tmp_path / "site").items() if "/transcript." in name)
    assert b"Korrin" not in held
    assert b"Aalto" not in held
    passages = (tmp_path / "site" / "meetings" / planned.id / "passages.json").read_text(encoding="utf-8")
    assert "Korrin" not in passages
    assert "Chatham House Rule" in (tmp_path / "site" / "attendance" / "2026.html").read_text(encoding="utf-8")
