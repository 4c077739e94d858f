"""`dccg publish` and `dccg import`: what is approved goes out, the past comes in, and neither does anything twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dccg.approved import Approved, Passed, approved_at, meetings
from dccg.import_command import bring_in
from dccg.publish_command import publish
from dccg.reports import BadFile
from dccg.settings import Settings
from models.errors import MeetingError
from models.meeting_toml import print_meeting
from models.report import Correction
from models.report_json import to_json
from record import MeetingFolder
from tests.archive.sites import dead_links, meeting, published
from tests.dccg.program import run
from tests.reports import sample

VTT = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ana Silva>Good morning, tangerine.\n"
TITLE = "Archive of a test"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def put(settings: Settings, report, id: str = "2026-02-11-dccg-91") -> MeetingFolder:
    folder = MeetingFolder(settings.data, id)
    folder.write("meeting.toml", print_meeting(meeting(id)))
    folder.write("report.json", to_json(report))
    return folder


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_only_approved_reports_are_published(settings: Settings, capsys: pytest.CaptureFixture[str]):
    put(settings, published())
    put(settings, sample(state="in review"), "2026-03-11-dccg-92")
    bare = "2026-04-11-dccg-93"
    MeetingFolder(settings.data, bare).write("meeting.toml", print_meeting(meeting(bare)))
    index = publish(settings, None, "", TITLE, False)
    assert index == settings.data / "site" / "index.html"
    assert [path.name for path in (settings.data / "site" / "meetings").iterdir()] == ["2026-02-11-dccg-91"]
    said = capsys.readouterr().err
    assert "2026-03-11-dccg-92: not published: its report is not approved (it is in review)" in said
    assert "2026-04-11-dccg-93: not published: it has no report" in said
    assert dead_links(settings.data / "site") == []


def test_corrections_that_wait_for_approval_are_not_published(settings: Settings):
    waiting = Correction(target="item 1", before="May", after="June", on="2026-02-15")
    put(settings, published(state="amended", corrections=(waiting,)))
    (one,) = meetings(settings)
    assert isinstance(one, Passed)
    assert "the record does not hold the version that was approved before" in one.why
    put(settings, published(state="amended", corrections=(replace(waiting, accepted=True),)))
    (one,) = meetings(settings)
    assert isinstance(one, Approved)


def test_a_report_that_cannot_be_read_does_not_take_its_page_off_the_site(settings: Settings):
    folder = put(settings, published())
    publish(settings, None, "", TITLE, False)
    folder.write("report.json", "{")
    before = files(settings.data / "site")
    with pytest.raises(MeetingError, match="its page would vanish from the site, so the site was not built"):
        publish(settings, None, "", TITLE, False)
    assert files(settings.data / "site") == before


def test_a_redaction_that_fails_stops_everything(settings: Settings):
    folder = put(settings, published())
    folder.write("redactions.toml", "[[redaction]]\non = 2026-02-20\nwhy = 'Private.'\ncues = [999]\n")
    with pytest.raises(MeetingError, match=r"caption 999 is to be redacted.*the site was not built"):
        publish(settings, None, "", TITLE, False)


def test_a_meeting_that_did_not_change_is_not_read_again(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    first = put(settings, published())
    put(settings, published(id="other"), "2026-03-11-dccg-92")
    publish(settings, None, "", TITLE, False)
    before, read = files(settings.data), []

    def watched(settings: Settings, id: str) -> Approved | Passed:
        read.append(id)
        return approved_at(settings, id)

    monkeypatch.setattr("dccg.publish_command.approved_at", watched)
    publish(settings, None, "", TITLE, False)
    assert (read, files(settings.data)) == ([], before)
    first.write("redactions.toml", "[[redaction]]\non = 2026-02-20\nwhy = 'Private.'\ntext = 'survey'\n")
    publish(settings, None, "", TITLE, False)
    assert read == ["2026-02-11-dccg-91"]
    page = settings.data / "site" / "meetings" / "2026-03-11-dccg-92" / "index.html"
    page.write_text("cut", encoding="utf-8")
    publish(settings, None, "", TITLE, False)
    assert read == ["2026-02-11-dccg-91", "2026-03-11-dccg-92"]
    assert str(page) in before
    assert page.read_bytes() == before[str(page)][0]
    publish(settings, None, "https://example.org/dc", TITLE, False)
    assert len(read) == 4


def test_what_was_remembered_may_be_lost_or_spoilt(settings: Settings):
    put(settings, published())
    publish(settings, None, "", TITLE, False)
    before = files(settings.data / "site")
    for spoilt in ("{", "[]", '{"setting": 1, "meetings": []}'):
        (settings.data / "site-made.json").write_text(spoilt, encoding="utf-8")
        publish(settings, None, "", TITLE, False)
        assert files(settings.data / "site") == before


def test_the_past_comes_in_and_is_published(settings: Settings, tmp_path: Path):
    old = tmp_path / "old"
    old.mkdir()
    (old / "91.json").write_text(to_json(published()), encoding="utf-8")
    (old / "91.vtt").write_text(VTT, encoding="utf-8")
    (old / "notes.odt").write_bytes(b"PK")
    (old / "empty.vtt").write_bytes(b"")
    (old / ".hidden").write_bytes(b"")
    said: list[str] = []
    done = bring_in(settings, old, said.append)
    assert (done.new, done.same, done.not_understood) == (1, 0, 2)
    assert "91.json: report (published) of Virtual meeting 91, 2026-02-11: 2026-02-11-dccg-91" in said
    assert "91.vtt: WebVTT, captions: 1, speakers: 1, of Virtual meeting 91, 2026-02-11: 2026-02-11-dccg-91" in said
    assert any(line.startswith("notes.odt: not understood: files of this kind are not brought in") for line in said)
    assert any(line.startswith("empty.vtt: not understood:") for line in said)
    publish(settings, None, "", TITLE, False)
    made = settings.data / "site" / "meetings" / "2026-02-11-dccg-91"
    assert "tangerine" in (made / "transcript.vtt").read_text(encoding="utf-8")
    assert "Captions made elsewhere and brought into this archive from a file (WebVTT)." in (
        made / "transcript.html"
    ).read_text(encoding="utf-8")
    before = files(settings.data)
    assert bring_in(settings, old, said.append).same == 1
    publish(settings, None, "", TITLE, False)
    assert files(settings.data) == before


def test_an_import_changes_nothing_that_was_edited_here_or_is_the_programs_own(settings: Settings, tmp_path: Path):
    old = tmp_path / "old"
    old.mkdir()
    (old / "91.json").write_text(to_json(published()), encoding="utf-8")
    bring_in(settings, old, print)
    folder = put(settings, published(made="edited here"))
    said: list[str] = []
    bring_in(settings, old, said.append)
    assert "edited here" in folder.read_text("report.json")
    assert "  2026-02-11-dccg-91/report.json is there already and differs; it was kept as it is" in said
    folder.remove("imported/about.json")
    said.clear()
    bring_in(settings, old, said.append)
    assert said == ["2026-02-11-dccg-91: this meeting is one of the program's own; nothing of it was changed"]


def test_a_folder_that_is_not_there_is_told(settings: Settings, tmp_path: Path):
    with pytest.raises(BadFile, match="there is no such folder"):
        bring_in(settings, tmp_path / "nowhere", print)


def test_anybody_can_try_it_with_the_sample(tmp_path: Path):
    done = run(tmp_path, "publish", "--sample", "--site", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'site' / 'index.html'}\n"
    for page in (tmp_path / "site").rglob("*.html"):
        assert "This is a sample, to try the archive" in page.read_text(encoding="utf-8"), page
    assert dead_links(tmp_path / "site") == []
    again = run(tmp_path, "publish", "--sample", "--site", tmp_path / "site")
    assert "; 0 written, 0 removed" in again.stderr


def test_older_reports_come_in_from_their_records(settings: Settings, shared: Path):
    said: list[str] = []
    done = bring_in(settings, shared / "reports", said.append)
    assert done.new == 3
    assert any(line.startswith("dccg-052.yaml: not understood: no day is told") for line in said)
    publish(settings, None, "https://example.org/dc", TITLE, False)
    assert dead_links(settings.data / "site") == []
