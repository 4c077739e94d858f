import os
import resource
import stat
import sys
import threading
from pathlib import Path

import pytest

from record import BadFileName, BadMeetingId, MeetingFolder, NoSuchFile, NotDurable, folder_ids, sweep

MEETING = "2022-03-23-dccg-60"


@pytest.fixture
def folder(tmp_path: Path) -> MeetingFolder:
    return MeetingFolder(tmp_path, MEETING)


@pytest.mark.parametrize("content", ["WEBVTT\r\n\n1 · é\n", "", b"", b"\0\xff\r\n" * 9999])
def test_what_is_written_reads_back_equal(folder: MeetingFolder, content: str | bytes) -> None:
    folder.write("transcript.vtt", "an older one")
    path = folder.write("transcript.vtt", content)
    assert folder.read("transcript.vtt") == (content.encode() if isinstance(content, str) else content)
    assert path == folder.path / "transcript.vtt"


def test_a_lone_surrogate_does_not_stop_a_transcript(folder: MeetingFolder) -> None:
    folder.write("transcript.txt", "a\ud800b")
    assert folder.read_text("transcript.txt") == "a?b"


def test_names_lists_finished_files_also_those_in_a_folder(folder: MeetingFolder) -> None:
    assert folder.names() == []
    for name in ("transcript.vtt", "published/report.html", "meeting.toml"):
        folder.write(name, "x")
    (folder.path / ".transcript.vtt.abc.part").write_text("half")
    assert folder.names() == ["meeting.toml", "published/report.html", "transcript.vtt"]
    assert folder.has("meeting.toml")
    assert not folder.has("report.json")
    folder.remove("meeting.toml")
    folder.remove("meeting.toml")
    assert not folder.has("meeting.toml")


def test_a_missing_file_is_told(folder: MeetingFolder) -> None:
    with pytest.raises(NoSuchFile, match="there is no such file"):
        folder.read("transcript.vtt")


@pytest.mark.parametrize(
    "meeting", ["../x", "", ".", "..", "a/b", "A", "-a", "a" * 65, "a\0", "x\n", "c:x", "2022-03-23-dccg-60.report"]
)
def test_an_id_that_could_lead_elsewhere_is_refused(tmp_path: Path, meeting: str) -> None:
    with pytest.raises(BadMeetingId, match="expected 1 to 64 of the characters"):
        MeetingFolder(tmp_path, meeting)


@pytest.mark.parametrize(
    "name", ["../x", "/etc/passwd", "", ".", "..", ".hidden", "a/../b", "a/b/c", "a\\b", "a\0", "a\n", "a/", "c:x"]
)
def test_a_name_that_could_lead_elsewhere_is_refused(folder: MeetingFolder, name: str) -> None:
    with pytest.raises(BadFileName, match="file name"):
        folder.write(name, "x")
    with pytest.raises(BadFileName):
        folder.read(name)


def test_a_link_out_of_the_folder_is_not_followed(folder: MeetingFolder, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    folder.write("a.txt", "x")
    (folder.path / "link.txt").symlink_to(outside / "secret.txt")
    (folder.path / "published").symlink_to(outside)
    for name in ("link.txt", "published/secret.txt"):
        with pytest.raises(BadFileName, match="link out of the meeting's folder"):
            folder.read(name)
        with pytest.raises(BadFileName):
            folder.write(name, "x")
    assert (outside / "secret.txt").read_text() == "secret"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_only_the_owner_may_read_a_meetings_files(folder: MeetingFolder) -> None:
    path = folder.write("published/report.html", "x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_a_reader_sees_the_old_file_or_the_new_never_half_of_one(folder: MeetingFolder) -> None:
    versions = {b"a" * 200_000, b"b" * 100_000, b"c"}
    folder.write("transcript.vtt", b"c")
    writers = [
        threading.Thread(target=lambda v=v: [folder.write("transcript.vtt", v) for _ in range(15)]) for v in versions
    ]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        seen.add(folder.read("transcript.vtt"))
    assert seen <= versions
    assert [path.name for path in folder.path.iterdir()] == ["transcript.vtt"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_full_disk_leaves_the_old_file_and_no_other(folder: MeetingFolder) -> None:
    folder.write("transcript.vtt", "the old one")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(NotDurable, match=r"transcript.vtt: not saved \(File too large\)"):
            folder.write("transcript.vtt", b"x" * 9000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert folder.read_text("transcript.vtt") == "the old one"
    assert os.listdir(folder.path) == ["transcript.vtt"]


def test_the_meetings_with_a_folder_are_listed(tmp_path: Path) -> None:
    assert folder_ids(tmp_path) == []
    for meeting in ("b", "a-1"):
        MeetingFolder(tmp_path, meeting).write("meeting.toml", "x")
    (tmp_path / "meetings" / "a file").write_text("x")
    assert folder_ids(tmp_path) == ["a-1", "b"]
    MeetingFolder(tmp_path, "b").erase()
    MeetingFolder(tmp_path, "b").erase()
    assert folder_ids(tmp_path) == ["a-1"]


def test_what_a_killed_write_left_behind_is_swept_away(folder: MeetingFolder, tmp_path: Path) -> None:
    folder.write("published/report.html", "x")
    (folder.path / ".transcript.vtt.abc.part").write_text("half")
    (folder.path / "published" / ".report.html.abc.part").write_text("half")
    assert sweep(tmp_path) == 2
    assert folder.names() == ["published/report.html"]
    assert sweep(tmp_path) == 0
