"""`dccg report`: from a transcript or a meeting to a draft, its prints and its checks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dccg.demo.play import sample_meeting
from dccg.demo.sample import MEETING as SAMPLE_MEETING
from models.meeting_toml import print_meeting
from models.report_json import to_json
from record import MeetingFolder, SqliteEventLog
from summarizer.desk_store import DeskStore
from tests.dccg.program import run
from tests.fake_model import serving
from tests.reports import SAMPLE

VTT = """WEBVTT

00:01.000 --> 00:05.000
<v Peter Lindgren>Item one, the annual report. The proposal is to publish it in May. Any objections?

00:06.000 --> 00:08.000
<v Peter Lindgren>I see no objections, so it is agreed to publish the report in May.

00:09.000 --> 00:12.000
<v Susan Adeyemi>I will send the text to the list by Friday.
"""


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    path = tmp_path / "call.vtt"
    path.write_text(VTT, encoding="utf-8")
    return path


def test_a_transcript_becomes_a_draft_that_can_be_printed_and_checked(tmp_path: Path, transcript: Path):
    out = tmp_path / "report.json"
    done = run(tmp_path, "report", "draft", transcript, "--meeting", SAMPLE_MEETING, "-o", out)
    assert (done.returncode, done.stdout) == (0, f"{out}\n"), done.stderr
    made = run(tmp_path, "report", "render", out)
    assert made.returncode == 0, made.stderr
    assert "Owner: Susan Adeyemi. Due: by Friday (20 November 2026)." in " ".join(made.stdout.split())
    assert "without a language model" in " ".join(made.stdout.split())
    checked = run(tmp_path, "report", "check", out)
    assert checked.returncode == 1
    assert "is not confirmed" in checked.stdout


def test_a_report_is_never_written_over_unasked(tmp_path: Path, transcript: Path):
    out = tmp_path / "report.json"
    out.write_text("edited by hand", encoding="utf-8")
    done = run(tmp_path, "report", "draft", transcript, "-o", out)
    assert done.returncode == 1
    assert "there is a report already, perhaps edited" in done.stderr
    assert out.read_text(encoding="utf-8") == "edited by hand"
    assert run(tmp_path, "report", "draft", transcript, "-o", out, "--again").returncode == 0


def test_findings_are_listed_with_their_rules(tmp_path: Path, transcript: Path):
    done = run(tmp_path, "report", "findings", transcript)
    assert done.returncode == 0, done.stderr
    assert "decision: item 1, " in done.stdout
    assert "captions 1, 2)" in done.stdout


def test_a_record_is_imported_and_printed_again(tmp_path: Path, shared: Path):
    out = tmp_path / "report.json"
    done = run(tmp_path, "report", "import", shared / "reports" / "dccg-060.yaml", "-o", out)
    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["id"] == "dccg-060"
    assert "Apologies:" in run(tmp_path, "report", "render", out).stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("draft", "nothing.vtt"), "nothing.vtt: there is no such file; give a transcript, or the id of a meeting"),
        (("draft", "2026-01-01-x-1"), "there is no meeting '2026-01-01-x-1'"),
        (("render", "nothing.json"), "nothing.json: there is no such file"),
        (("render", "report.json", "--layout", "poster"), 'there is no layout "poster"; choose one of'),
        (("render", "report.json", "-f", "rtf"), 'there is no form "rtf" of a report; choose one of'),
        (("render", "report.json", "report.json", "--layout", "minutes"), "prints one report"),
        (("check", "nonsense.json"), "nonsense.json"),
        (("import", "nonsense.json"), "nonsense.json"),
        (("draft", "empty.vtt"), "empty.vtt"),
        (("draft", "sound.bin"), "sound.bin"),
    ],
)
def test_what_is_not_possible_is_told_in_a_sentence(tmp_path: Path, words: tuple[str, ...], sentence: str):
    (tmp_path / "report.json").write_text(to_json(SAMPLE), encoding="utf-8")
    (tmp_path / "nonsense.json").write_text('{"schema": "dccg-report/1", "blocks": "none"}', encoding="utf-8")
    (tmp_path / "empty.vtt").touch()
    (tmp_path / "sound.bin").write_bytes(bytes(range(256)) * 40)
    done = run(tmp_path, "report", *[tmp_path / one if "." in one else one for one in words])
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("dccg: ")
    assert done.stderr.count("\n") == 1
    assert sentence in done.stderr


def test_several_reports_are_tracked_together(tmp_path: Path):
    for name in ("one.json", "two.json"):
        (tmp_path / name).write_text(to_json(SAMPLE), encoding="utf-8")
    done = run(tmp_path, "report", "render", tmp_path / "one.json", tmp_path / "two.json", "--layout", "tracker")
    assert done.returncode == 0, done.stderr
    assert "Find a speaker" in done.stdout


def test_a_language_model_that_is_set_is_said_aloud_and_can_break_nothing(tmp_path: Path, transcript: Path):
    out = tmp_path / "report.json"
    with serving(lambda line, asked: line.send(500, "out of order")) as model:
        done = run(
            tmp_path, "report", "draft", transcript, "-o", out,
            DCCG_LM_ADDRESS=model.address, DCCG_LM_MODEL="parrot", DCCG_LM_TOTAL_S="5",
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert model.asked
    told = " ".join(run(tmp_path, "report", "render", out).stdout.split())
    assert "the language model parrot, which worded 0 of the lines" in told
    assert "Send the text to the list. Owner: Susan Adeyemi." in told


async def test_a_report_that_is_edited_at_the_desk_is_not_drafted_over(tmp_path: Path):
    data, meeting = tmp_path / "data", sample_meeting()
    MeetingFolder(data, meeting.id).write("meeting.toml", print_meeting(meeting))
    log = SqliteEventLog(data / "dccg.sqlite")
    await DeskStore(log, data).draft(meeting.id, SAMPLE, "Ada Quill", "k1")
    await log.close()
    done = run(tmp_path, "report", "draft", meeting.id, "--again", "--data", data)
    assert done.returncode == 1
    assert "its report is edited at the desk" in done.stderr
