"""Hostile text in what leaves the program: tables, mails, headers, names of files, documents, logs, the record."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from archive.actions import Step
from archive.address import BadAddress, read_address
from archive.attendance import Attended, Row, as_csv
from archive.calendar import calendar
from archive.entry import Entry
from archive.feeds import MOST, meetings_feed, steps_feed
from archive.letters import report_messages
from dccg.app import create_app
from dccg.import_command import bring_in
from dccg.settings import read_settings
from models.errors import MeetingError
from models.foreign import read_transcript
from models.meeting import check_meeting_id
from models.plain import clean
from models.report import NextMeeting, Report
from models.report_json import from_json
from record import MeetingFolder, NewEvent, SqliteEventLog
from summarizer.layout_template import BadLayout, Source, Values, run
from summarizer.layouts import layouts, render
from templates.wording import wording
from tests.archive.posts import writing
from tests.fakes_live import SAMPLE, FakeMeetings
from tests.fuzz_targets import mail
from tests.payloads import FORMULAS, HEADERS, LINKS, MARKUP, PATHS, PAYLOADS, SHOWN, SQL, TEMPLATES
from tests.reports import SAMPLE as REPORT

AT = f"/m/{SAMPLE.id}"
TEXTS = st.sampled_from(PAYLOADS) | st.text(max_size=40) | st.sampled_from(FORMULAS).map(lambda one: f" \ufeff{one}")
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


# --- tables ------------------------------------------------------------------------------------


@pytest.mark.req("THR-13")
@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS)
def test_no_cell_of_a_table_is_a_formula(name, acronym):
    made = as_csv("2026", (Row(Attended(name, acronym, True), ("m1",)),), 1, {"m1": "2026-01-14"})
    head, *rows = csv.reader(io.StringIO(made, newline=""))
    assert len(head) == 7
    assert len(rows) == 1
    for cell in rows[0]:
        bare = cell.lstrip(" \ufeff\u200b\xa0\u3000")
        assert bare[:1] not in tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20") or bare == "", cell


# --- mail --------------------------------------------------------------------------------------


@pytest.mark.req("THR-14")
@settings(max_examples=150, deadline=None)
@given(st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, TEXTS))
def test_no_field_of_a_mail_adds_a_header_or_a_part(texts):
    mail(b"\xff".join(text.encode("utf-8", "replace") for text in texts))


@pytest.mark.req("THR-14")
@pytest.mark.parametrize("text", [*HEADERS, "a@b.example\n", "a\r@b.example", "<a@b.example",
                                  "a@b.example, c@d.example",
                                  "a@b.example\x00", "a b@c.example", "@x.example", "a@", "é@x.example"])  # fmt: skip
def test_what_is_no_single_address_on_one_line_is_refused(text):
    with pytest.raises(BadAddress):
        read_address(text if "@" in text else f"{text}@example.org")


@pytest.mark.req("THR-09", "THR-14")
def test_a_mail_says_what_was_typed_in_its_text_alone():
    text = "\n\n".join(clean(one) for one in SHOWN)
    raw = b"".join(one.raw for one in report_messages(writing(limit_kb=0), text))
    read = message_from_bytes(raw, policy=SMTP)
    assert [part.get_content_type() for part in read.walk()] == ["text/plain"]
    said = " ".join(read.get_content().split())
    assert [one for one in SHOWN if " ".join(clean(one).split()) not in said] == []


# --- calendar and feeds -------------------------------------------------------------------------


def listed(at: int, text: str) -> Entry:
    return Entry(
        id=f"2026-01-14-hostile-{at}", title=text, label=text, group=text, date="2026-01-14", start="14:00",
        rule="open", language="en", version=1, updated="2026-01-15T10:00:00Z", summary=f"{text} and more",
        following=NextMeeting(date=text, time_utc=text),
    )  # fmt: skip


LISTED = [listed(at, text) for at, text in enumerate(PAYLOADS)]
PROPERTIES = set("BEGIN END VERSION PRODID CALSCALE X-WR-CALNAME UID DTSTAMP DTSTART SUMMARY DESCRIPTION URL SEQUENCE "
                 "STATUS TRANSP".split())  # fmt: skip


@pytest.mark.req("THR-09", "THR-15")
def test_no_text_adds_a_line_or_an_event_to_the_calendar():
    made = calendar(LISTED, HEADERS[0], "https://example.org/", wording("en"))
    assert HIDDEN.search(made.replace("\r\n", "")) is None
    lines = made.replace("\r\n ", "").split("\r\n")[:-1]
    assert {re.split("[:;]", line)[0] for line in lines} == PROPERTIES
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(PAYLOADS)
    titles = [line.partition(":")[2] for line in lines if line.startswith("SUMMARY:")]
    assert sorted(re.sub(r"\\(.)", r"\1", one) for one in titles) == sorted(map(clean, PAYLOADS))


@pytest.mark.req("THR-09")
def test_no_text_is_more_than_text_in_a_feed():
    steps = [Step(f"s{at}", text, text, (text,), (text,), text, since=LISTED[at].id, last=LISTED[at].id)
             for at, text in enumerate(PAYLOADS)]  # fmt: skip
    for start in range(0, len(LISTED), MOST):
        part = LISTED[start : start + MOST]
        feeds = (
            (meetings_feed(part, HEADERS[0], "https://example.org/", wording("en")), ", 2026-01-14"),
            (steps_feed(steps[start : start + MOST], part, HEADERS[0], "https://example.org/", wording("en")), ""),
        )
        for feed, behind in feeds:
            assert HIDDEN.search(feed) is None
            root = ElementTree.fromstring(feed)  # noqa: S314
            entries = [one for one in root if one.tag.endswith("}entry")]
            assert len(entries) == len(part)
            assert {len(one) for entry in entries for one in entry} == {0}
            told = {entry[1].text.partition(": ")[2] if not behind else entry[1].text for entry in entries}
            wanted = {clean(f"x: {one.title}")[3:] if not behind else clean(f"{one.title}{behind}") for one in part}
            assert told == wanted


# --- headers and names of files -----------------------------------------------------------------


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    meetings = FakeMeetings(replace(SAMPLE, title=MARKUP[0][:80], group="Group \"; x=y"))
    (tmp_path / "secret.txt").write_text("root:canary")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "dccg.sqlite").write_text("root:canary")
    app = create_app(meetings, data=tmp_path / "data")
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        client.post(f"{AT}/console/start")
        yield client


@pytest.mark.req("THR-15")
def test_no_field_adds_a_header_to_an_answer_or_names_a_file_elsewhere(client):
    for text in (*HEADERS, *MARKUP[:3], *PATHS[:4]):
        sent = text.encode("utf-8", "replace").decode()
        for path, fields in (
            ("/desk/name", {"by": sent}), ("/desk", {"form": "line", "target": sent, "text": sent, "by": sent}),
            ("/correct", {"cue": sent, "text": sent, "by": sent, "key": sent}),
            ("/correct/term", {"term": sent, "cue": sent}),
            ("/typed", {"by": sent or "x", "text": sent, "n": sent, "key": sent}),
        ):  # fmt: skip
            answer = client.post(AT + path, data=fields, headers={"accept": "text/html"})
            assert answer.status_code < 500, (path, text)
            known = {"bcc", "x", "set-cookie"} & {name.lower() for name in answer.headers} - {"set-cookie"}
            assert not known
            where = answer.headers.get("location", AT)
            assert where.startswith(AT), where
            assert len(answer.headers.get_list("set-cookie")) <= 1
            assert answer.headers.get("set-cookie", "dccg-name=").startswith("dccg-name=")
    for suffix in ("vtt", "srt", "txt", "json"):
        named = client.get(f"{AT}/transcript.{suffix}").headers["content-disposition"]
        assert re.fullmatch(r'(?:inline|attachment); filename="[a-z0-9.-]+"', named)


def sendable(path: str) -> str:
    """The path with what no client sends as it is written in the way of addresses."""
    return "".join(one if one.isascii() and one.isprintable() else quote(one) for one in path)


# --- paths --------------------------------------------------------------------------------------


@pytest.mark.req("THR-16")
def test_no_path_leads_out_of_what_is_served(client):
    ways = ("/archive/{}", "/archive/meetings/{}", "/static/{}", "/desk/static/{}", "/m/{}", "/m/{}/transcript.vtt",
            f"{AT}/transcript.{{}}", f"{AT}/sound/{{}}", f"{AT}/report.{{}}", f"{AT}/{{}}")  # fmt: skip
    tried = 0
    for way in ways:
        for path in (*PATHS, "../dccg.sqlite", "..%2fdccg.sqlite", "../../secret.txt", "%2e%2e/%2e%2e/secret.txt"):
            answer = client.get(way.format(sendable(path)))
            tried += 1
            assert "root:" not in answer.text
            assert answer.status_code < 500, (way, path)
    assert tried >= 200


@pytest.mark.req("THR-16")
def test_no_name_leads_out_of_a_meetings_folder(tmp_path):
    folder = MeetingFolder(tmp_path / "data", "2026-01-14-dccg-7")
    for name in (*PATHS, *(f"published/{path}" for path in PATHS)):
        try:
            written = folder.write(name, "x")
        except MeetingError:
            continue
        assert written.resolve().is_relative_to(folder.path.resolve())
    for id in PATHS:
        if id not in ("con", "-rf"):
            with pytest.raises(MeetingError):
                check_meeting_id(id)
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


@pytest.mark.req("THR-16")
def test_an_import_follows_no_link_out_of_its_folder(tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "private.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>The canary sings")
    old = tmp_path / "old"
    old.mkdir()
    (old / "2022-03-23-call.vtt").symlink_to(secret / "private.vtt")
    (old / "more").symlink_to(secret, target_is_directory=True)
    said: list[str] = []
    done = bring_in(read_settings(data=tmp_path / "data"), old, said.append)
    assert done.new == 0
    assert "leads out of the folder" in " ".join(said)
    assert not any("canary" in path.read_text() for path in (tmp_path / "data").rglob("*") if path.is_file())


# --- documents and templates --------------------------------------------------------------------


def hostile() -> Report:
    lines = [{"id": f"h{at}", "text": " ".join(text.split())} for at, text in enumerate((*MARKUP, *LINKS, *TEMPLATES))]
    data = {
        "schema": REPORT.schema, "id": "dccg-091", "state": "published",
        "about": {"title": MARKUP[1], "label": TEMPLATES[0], "group": LINKS[0],
                  "sittings": [{"date": "2026-02-11", "start_utc": "14:00"}]},
        "blocks": [{"id": "b1", "kind": "agenda item", "heading": MARKUP[4], "number": "1", "statements": lines}],
    }  # fmt: skip
    return from_json(json.dumps(data))


@pytest.mark.req("THR-10", "THR-20")
@pytest.mark.parametrize("layout", ["per-item", "minutes", "conclusions-first"])
def test_text_like_a_template_or_markup_stays_text_in_every_document(layout):
    made = {form: render(hostile(), layouts()[layout], form) for form in ("text", "html", "markdown", "docx", "pdf")}
    text = " ".join(str(made["text"]).split())
    for one in TEMPLATES:
        assert " ".join(one.split()) in text
    assert "1337" not in text  # which is 7 * 191
    html = str(made["html"])
    assert not re.search(r"<(?:script|img|svg|iframe|object|base|form|meta http|video|math)\b", html)
    assert not re.search(r'href="(?!https?:|mailto:|#)', html)
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as parts:  # type: ignore[arg-type]
        outside = [name for name in parts.namelist() if b'TargetMode="External"' in parts.read(name)]
        targets = re.findall(rb'Target="([^"]+)" TargetMode="External"', b"".join(map(parts.read, outside)))
        assert all(re.match(rb"https?://|mailto:", target) for target in targets)
    assert isinstance(made["pdf"], bytes)
    assert not re.search(rb"/JavaScript|/Launch|/OpenAction|/URI ?\((?!https?:|mailto:)", made["pdf"])


@pytest.mark.req("THR-20")
@pytest.mark.parametrize("text", [
    "{{ ''.__class__.__mro__ }}", "{{ ''|attr('__class__') }}", "{{ '{0.__class__}'.format(x) }}",
    "{{ self.__init__ }}",
    "{{ cycler.__init__.__globals__ }}", "{{ lipsum.__globals__ }}", "{% include '/etc/passwd' %}",
    "{{ 'a' * 99999999 }}",
    "{% import '../x' as y %}", "{{ range(999999999)|list }}", "{% set x = joiner.__class__ %}{{ x }}",
    "{{ ()|map(attribute='__class__')|list }}{{ (1,)|map(attribute='__class__')|first }}", "{{ 9**9**9 }}",
    "{{ ''['format'].__globals__ }}", "{{ '%999999999d' % 1 }}", "{{ 'x'.ljust(999999999) }}",
])  # fmt: skip
def test_a_layout_of_a_users_own_cannot_leave_its_sandbox(text):
    try:
        written = run({"t": Source(text, "t")}, "t", {"x": 1}, Values())
    except (BadLayout, MeetingError):
        return
    assert len(written) < 100_000
    assert "class" not in written


@pytest.mark.req("THR-20")
@pytest.mark.parametrize("entries", [1, 900])
def test_a_packed_document_is_refused_without_being_unpacked(entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(entries):
            packed.writestr(f"../../word/{number}.xml", bytes(20_000_000 // entries))
    with pytest.raises(MeetingError, match="a Word, OpenDocument or ZIP file"):
        read_transcript(made.getvalue(), "minutes.docx")


# --- record and logs -----------------------------------------------------------------------------


@pytest.mark.req("THR-24")
async def test_no_text_becomes_part_of_a_query(tmp_path):
    texts = [text.encode("utf-8", "replace").decode() for text in (*SQL, *HEADERS, *SHOWN)]
    log = SqliteEventLog(tmp_path / "dccg.sqlite")
    fence = await log.open_fence("m1")
    events = [NewEvent(f"k{at}", "notice", json.dumps({"text": text}).encode()) for at, text in enumerate(texts)]
    await log.append("m1", events, fence=fence)
    kept = await log.read("m1", 0)
    assert [json.loads(one.body)["text"] for one in kept] == texts
    for text in SQL:
        with pytest.raises(MeetingError):
            await log.read(text, 0)
    await log.close()
    base = sqlite3.connect(tmp_path / "dccg.sqlite")
    assert base.execute("select count(*) from sqlite_master where name = 'events'").fetchone() == (1,)
    base.close()


@pytest.mark.req("THR-24")
def test_no_text_becomes_a_second_line_of_the_log_or_stands_in_it(client, caplog):
    caplog.set_level(logging.DEBUG)
    for at, text in enumerate((*HEADERS, *SQL, *MARKUP[:4])):
        sent = f"canary{at} {text}".encode("utf-8", "replace").decode()
        client.post(f"{AT}/typed", data={"by": sent, "text": sent, "n": sent})
        client.post(f"{AT}/console/{sendable(sent[:20].replace('/', ''))}", data={"name": sent})
        if at < 3:  # each has a process of its own to be decoded in
            name = sent.replace("\r", "").replace("\n", "")
            client.post(f"{AT}/upload", files={"file": (name, b"RIFF" + sent.encode())})
        client.get(f"{AT}/poll", params={"after": sent, "cursor": sent})
    ours = [one for one in caplog.records if not one.name.startswith(("httpx", "asyncio"))]
    assert not [one for one in ours if "canary" in one.getMessage() or "\n" in one.getMessage()]
