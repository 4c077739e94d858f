"""`dccg post` as people use it: they look, give their word, and are told what became of it."""

import email
import mailbox
from contextlib import closing
from dataclasses import replace
from email import policy

import pytest
from typer.testing import CliRunner

from dccg.__main__ import whole
from models.cue import Word
from models.events import Final, Note, Opening, encode
from models.report import Correction, Report
from models.report_json import from_json, to_json
from record import MeetingFolder, NewEvent, SqliteEventLog
from tests.archive.mail_server import MailServer
from tests.reports import SAMPLE

ID = "2026-02-11-dccg-91"
TOML = """
number = 91
title = "Planning call"
group = "Dynamic Coalition Coordination Group"
date = 2026-02-11
start = "14:00"
rule = "{rule}"
[[agenda]]
number = "1"
title = "Survey of coalitions"
[[roster]]
name = "Velda Korrin"
role = "participant"
"""
APPROVED = replace(SAMPLE, state="published", archived=(), corrections=())


@pytest.fixture
def data(tmp_path, monkeypatch):
    for name, value in {
        "data": tmp_path, "mail_from": "DCCG reports <reports@example.org>", "list_address": "dc@lists.example.org",
        "mail_host": "127.0.0.1", "address": "https://captions.example.org",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"DCCG_{name.upper()}", str(value))
    MeetingFolder(tmp_path, ID).write("meeting.toml", TOML.format(rule="open"))
    return tmp_path


def report(data, made: Report = APPROVED) -> None:
    MeetingFolder(data, ID).write("report.json", to_json(made))


async def captions(data, *, ended: bool = True) -> None:
    words = tuple(Word(300 * n, 300 * n + 200, one) for n, one in enumerate("The secret number is forty two.".split()))
    begun = {"state": "listening", "at_ms": 0, "utc": "2026-02-11T14:00:00+00:00", "engine": "x", "notice": ""}
    events = [
        Note("state", begun),
        Final(1, 0, words, Opening("Velda Korrin", "s1", "machine", "x", "en")),
        *([Note("state", {"state": "ended", "at_ms": 9_000, "engine": "x", "notice": ""})] if ended else []),
    ]  # fmt: skip
    log = SqliteEventLog(data / "dccg.sqlite")
    fence = await log.open_fence(ID)
    await log.append(ID, [NewEvent(f"k{n}", one.kind, encode(one)) for n, one in enumerate(events)], fence=fence)
    await log.close()


def post(*words: str, server: MailServer | None = None, typed: str = ""):
    env = {"DCCG_MAIL_PORT": str(server.port)} if server else {}
    return CliRunner().invoke(whole(), ["post", ID, *words], input=typed, env=env)


def test_a_dry_run_shows_the_message_and_keeps_nothing(data):
    report(data)
    shown = post("--dry-run").output
    mail = email.message_from_string(shown, policy=policy.default)
    assert mail["Subject"] == "DCCG meeting 91, 11 February 2026: report"
    assert "The survey goes out in March" in mail.get_body(("plain",)).get_content()
    assert not MeetingFolder(data, ID).has("post/journal.jsonl")


@pytest.mark.req("PUB-04")
@pytest.mark.req("THR-14")
def test_nothing_leaves_without_a_name_or_without_being_asked(data):
    report(data)
    with MailServer() as server:
        assert "whose it is: --by NAME" in str(post(server=server).exception)
        assert "say --yes" in str(post("--by", "Pello Urrutia", server=server).exception)
    assert server.taken == []
    assert not MeetingFolder(data, ID).has("post/journal.jsonl")


@pytest.mark.req("THR-14")
def test_an_approved_report_leaves_once(data):
    report(data)
    with MailServer() as server:
        done = post("final", "--by", "Pello Urrutia", "--yes", server=server)
        again = post("final", "--by", "Pello Urrutia", "--yes", server=server)
    assert done.exit_code == 0
    assert "on the word of Pello Urrutia" in done.output
    assert "final: sent (250 2.0.0 Queued as 4711)" in done.output
    assert "was posted, or is about to be" in str(again.exception)
    assert len(server.taken) == 1
    assert b"Pello Urrutia <" not in server.taken[0]


@pytest.mark.parametrize(("state", "kind", "words"), [
    ("draft", "final", "is not approved"), ("in review", "correction", "is not approved"),
    ("published", "draft", "is approved; post it as final"), ("withdrawn", "next-steps", "has been withdrawn"),
    ("published", "correction", "has no corrections"), ("published", "gossip", "is nothing to post"),
])  # fmt: skip
def test_a_report_is_posted_only_as_what_it_is(data, state: str, kind: str, words: str):
    report(data, replace(APPROVED, state=state))
    assert words in str(post(kind, "--dry-run").exception)


def test_changes_that_nobody_has_approved_yet_do_not_leave(data):
    change = Correction(target="1. Survey", before="March", after="May")
    report(data, replace(APPROVED, state="amended", corrections=(change,)))
    for kind in ("final", "correction"):
        assert "approve the corrections first" in str(post(kind, "--dry-run").exception)


def test_a_meeting_is_one_thread_from_the_notice_to_the_correction(data):
    with MailServer() as server:
        for made in (None, replace(APPROVED, state="draft"), APPROVED):
            if made is not None:
                report(data, made)
            assert post("--by", "Pello Urrutia", "--yes", server=server).exit_code == 0
        change = Correction(target="1. Survey", before="March", after="May", accepted=True)
        report(data, replace(APPROVED, version=2, corrections=(change,)))
        assert post("--by", "Pello Urrutia", "--yes", server=server).exit_code == 0
    mails = [email.message_from_bytes(one, policy=policy.default) for one in server.taken]
    assert [mail["Message-ID"].split("@")[0].rpartition(".")[2] for mail in mails] == [
        "notice", "draft", "final", "correction",
    ]  # fmt: skip
    assert mails[0]["In-Reply-To"] is None
    assert [mail["In-Reply-To"] for mail in mails[1:]] == [
        mails[0]["Message-ID"], mails[0]["Message-ID"], mails[2]["Message-ID"],
    ]  # fmt: skip
    with closing(mailbox.mbox(data / "meetings" / ID / "published/thread.mbox")) as box:
        assert len(box) == 4


async def test_a_transcript_leaves_when_the_captions_have_ended(data):
    await captions(data, ended=False)
    assert "have not ended" in str(post("transcript", "--dry-run").exception)


async def test_what_is_redacted_does_not_leave(data):
    await captions(data)
    assert "forty two" in post("transcript", "--dry-run").output
    redacted = '[[redaction]]\non = 2026-02-12\nwhy = "Private."\ntext = "forty two"\n'
    MeetingFolder(data, ID).write("redactions.toml", redacted)
    shown = post("transcript", "--dry-run")
    assert shown.exit_code == 0
    assert "forty" not in shown.output


async def test_under_the_chatham_house_rule_a_post_names_nobody_who_spoke(data):
    MeetingFolder(data, ID).write("meeting.toml", TOML.format(rule="chatham-house"))
    await captions(data)
    shown = post("transcript", "--dry-run")
    assert "The secret number" in shown.output
    assert "Korrin" not in shown.output


def test_what_is_put_off_is_told_with_the_time_and_goes_when_it_is_sent_again(data):
    report(data)
    with MailServer("later") as server:
        first = post("--by", "Pello Urrutia", "--yes", server=server)
        status = post("--status")
        second = post("--send", server=server)
    assert "waiting (451 4.7.1 Greylisted, try again later)" in first.output
    assert "It is tried again from" in status.output
    assert "final: sent" in second.output


def test_when_nobody_knows_a_person_is_asked_and_their_word_is_kept(data):
    report(data)
    with MailServer("drop") as server:
        first = post("--by", "Pello Urrutia", "--yes", server=server)
        second = post("--send", server=server)
    assert (first.exit_code, second.exit_code) == (1, 1)
    assert "nobody knows whether it arrived" in first.output
    assert "say --arrived final or --not-arrived final" in second.output
    assert "sent" in post("--arrived", "final", "--by", "Bettina Aalto").output
    assert len(server.taken) == 1


def test_a_refusal_says_what_to_do(data):
    report(data)
    with MailServer("refused") as server:
        first = post("--by", "Pello Urrutia", "--yes", server=server)
        post("--retry", "final", "--by", "Pello Urrutia")
        second = post("--send", server=server)
    assert first.exit_code == 1
    assert "refused (550 5.7.1 Only members may post)" in first.output
    assert second.exit_code == 0


def test_what_the_public_archive_shows_is_kept_with_the_report(data, monkeypatch):
    report(data)
    with MailServer() as server:
        post("--by", "Pello Urrutia", "--yes", server=server)
    monkeypatch.setenv("DCCG_ARCHIVE_KIND", "mbox")
    monkeypatch.setenv("DCCG_ARCHIVE_ADDRESS", str(data / "dc.mbox"))
    (data / "dc.mbox").write_bytes(b"")
    assert "Not in the public archive yet: final" in post("--look").output
    (data / "dc.mbox").write_bytes(b"From x\n" + server.taken[0])
    assert post("--look").exit_code == 0
    folder = MeetingFolder(data, ID)
    (kept,) = from_json(folder.read_text("published/report.json")).archived
    assert kept.address == str(data / "dc.mbox")
    assert "report.json" in folder.read_text("published/SHA256SUMS")


def test_a_password_under_a_misspelt_name_is_not_shown(data):
    (data / "settings.toml").write_text('mail_passwort = "hunter2"\n', encoding="utf-8")
    fault = str(post("--status").exception)
    assert "mail_passwort" in fault
    assert "hunter2" not in fault


def test_settings_that_are_missing_are_named(data, monkeypatch):
    report(data)
    monkeypatch.setenv("DCCG_MAIL_HOST", "")
    assert "'mail_host' is empty" in str(post("--by", "Pello Urrutia", "--yes").exception)
    monkeypatch.setenv("DCCG_MAIL_FROM", "nobody")
    assert "mail_from is 'nobody'" in str(post("--dry-run").exception)
