from __future__ import annotations

import asyncio
import io
import os
import shutil
import stat
import tarfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dccg.__main__ import whole
from dccg.backup_archive import SUMS, BadBackup, check_name
from dccg.backup_command import InTheWay, backup, check_backup, restore
from record import MeetingFolder, NewEvent, SqliteEventLog, read_beside
from tests.dccg.program import run

M = "2026-02-03-dccg-8"


def fill(data: Path, words: int = 50) -> None:
    async def append() -> None:
        log = SqliteEventLog(data / "dccg.sqlite")
        events = [NewEvent(f"{i}", "notice", b'{"text":"the words of %d"}' % i) for i in range(words)]
        await log.append(M, events, fence=1)
        await log.close()

    asyncio.run(append())
    folder = MeetingFolder(data, M)
    folder.write("meeting.toml", 'title = "Lighthouses"\n')
    folder.write("published/report.html", "<p>Approved.</p>")
    folder.write("sound/room.flac", b"sound of people")
    (data / "settings.toml").write_text('contact = "captions@example.org"\n', encoding="utf-8")
    (data / "links.json").write_text("{}", encoding="utf-8")
    (data / "site").mkdir()
    (data / "site" / "index.html").write_text("made again at any time", encoding="utf-8")


def read(data: Path) -> list[bytes]:
    async def bodies() -> list[bytes]:
        log = SqliteEventLog(data / "dccg.sqlite")
        try:
            return [event.body for event in await log.read(M, 0, limit=10_000)]
        finally:
            await log.close()

    return asyncio.run(bodies())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    fill(folder / "data")
    backup(folder / "data", folder / "backup.tar")
    return folder


@pytest.fixture
def data(tmp_path: Path, filled: Path) -> Path:
    return Path(shutil.copytree(filled / "data", tmp_path / "data"))


@pytest.fixture
def file(tmp_path: Path, filled: Path) -> Path:
    return Path(shutil.copy(filled / "backup.tar", tmp_path / "backup.tar"))


def test_what_is_put_back_is_what_was_there(tmp_path: Path, data: Path, file: Path):
    assert check_backup(file) == 5
    assert restore(tmp_path / "new", file) == 5
    assert read(tmp_path / "new") == read(data)
    there = {path.relative_to(tmp_path / "new").as_posix() for path in (tmp_path / "new").rglob("*") if path.is_file()}
    assert {name for name in there if not name.startswith("dccg.sqlite")} == {
        "settings.toml", "links.json", f"meetings/{M}/meeting.toml", f"meetings/{M}/published/report.html"
    }  # fmt: skip
    assert MeetingFolder(tmp_path / "new", M).read("published/report.html") == b"<p>Approved.</p>"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar", "data", "new"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such file modes")
def test_only_the_owner_may_read_a_backup_and_what_was_put_back(tmp_path: Path, filled: Path):
    restore(tmp_path / "new", filled / "backup.tar")
    assert stat.S_IMODE((filled / "backup.tar").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    files = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_no_sound_and_nothing_behind_a_link_is_in_a_backup(tmp_path: Path, data: Path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("private key", encoding="utf-8")
    (data / "meetings" / M / "linked").symlink_to(tmp_path / "secret")
    (data / "key").symlink_to(tmp_path / "secret" / "key")
    backup(data, tmp_path / "one.tar")
    whole = (tmp_path / "one.tar").read_bytes()
    assert b"sound of people" not in whole
    assert b"private key" not in whole


def test_what_was_erased_is_not_in_a_backup(tmp_path: Path, data: Path):
    async def erase() -> None:
        log = SqliteEventLog(data / "dccg.sqlite")
        await log.erase(M)
        await log.close()

    asyncio.run(erase())
    backup(data, tmp_path / "one.tar")
    assert b"the words of" not in (tmp_path / "one.tar").read_bytes()


def test_nothing_is_ever_written_over(tmp_path: Path, data: Path, file: Path):
    before = file.read_bytes()
    with pytest.raises(InTheWay, match="is there already"):
        backup(data, file)
    with pytest.raises(InTheWay, match="is not empty"):
        restore(data, file)
    with pytest.raises(InTheWay, match="lies in the data folder itself"):
        backup(data, data / "meetings" / "b.tar")
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar", "data"]


@pytest.mark.parametrize("seed", range(10))
def test_a_changed_byte_or_a_missing_end_is_found_and_nothing_is_put_back(tmp_path: Path, file: Path, seed: int):
    whole = bytearray(file.read_bytes())
    if seed % 5 == 0:
        del whole[len(whole) * (seed + 1) // 30 :]
    else:
        place = whole.index([b"the words of 17", b"Lighthouses", b"Approved", b"captions@"][seed % 5 - 1]) + seed % 7
        whole[place] ^= 1 << seed % 8
    file.write_bytes(whole)
    with pytest.raises(BadBackup, match="take another backup"):
        restore(tmp_path / "new", file)
    with pytest.raises(BadBackup):
        check_backup(file)
    assert [path.name for path in tmp_path.iterdir()] == ["backup.tar"]


def forged(path: Path, *heads: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w") as tar:
        for head in (*heads, tarfile.TarInfo(SUMS)):
            tar.addfile(head, io.BytesIO(b"x" * head.size) if head.isreg() else None)
    return path


def head(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, to, 1 if kind == tarfile.REGTYPE else 0
    return made


OUT = [
    "../out",
    "a/../../out",
    "/out",
    "//out",
    "a//b",
    "./a",
    "a/.",
    "..",
    "a\\..\\out",
    "C:out",
    "a\x01b",
    "a/" * 300,
]


@pytest.mark.req("THR-16")
@pytest.mark.parametrize("name", OUT)
def test_a_name_that_leads_out_of_the_data_folder_is_refused(tmp_path: Path, name: str):
    with pytest.raises(BadBackup):
        check_name(name)
    file = forged(tmp_path / "b.tar", head(name))
    with pytest.raises(BadBackup):
        restore(tmp_path / "data", file)
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar"]


@pytest.mark.req("THR-16")
@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.GNUTYPE_SPARSE],
)
def test_only_plain_files_are_put_back(tmp_path: Path, kind: bytes):
    file = forged(tmp_path / "b.tar", head("a", kind, "/etc/passwd"))
    with pytest.raises(BadBackup, match=r"plain file|whole tar"):
        restore(tmp_path / "data", file)
    assert [path.name for path in tmp_path.iterdir()] == ["b.tar"]


@pytest.mark.parametrize(
    "content", [b"", b"WEBVTT\n", b"\0" * 10_240, b"\x1f\x8b" + b"x" * 600], ids=["empty", "text", "zeros", "packed"]
)
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "b.tar").write_bytes(content)
    with pytest.raises(BadBackup, match=r"b\.tar: "):
        check_backup(tmp_path / "b.tar")


def test_files_that_nobody_listed_or_that_are_there_twice_are_refused(tmp_path: Path):
    with pytest.raises(BadBackup, match="not what was written"):
        check_backup(forged(tmp_path / "a.tar", head("a")))
    with pytest.raises(BadBackup, match="there twice"):
        check_backup(forged(tmp_path / "b.tar", head("a"), head("a")))


def test_the_commands_work_beside_a_program_that_has_the_record_open(tmp_path: Path, data: Path):
    log, file = SqliteEventLog(data / "dccg.sqlite"), tmp_path / "backup.tar"
    try:
        done = run(tmp_path, "backup", file, "--data", data)
    finally:
        asyncio.run(log.close())
    assert (done.returncode, done.stdout) == (0, f"{file}\n"), done.stderr
    told = CliRunner().invoke(whole(), ["backup", "--check", str(file)])
    assert (told.exit_code, told.stdout) == (0, f"{file}\n")
    told = CliRunner().invoke(whole(), ["restore", str(file), "--data", str(data)])
    assert isinstance(told.exception, InTheWay)
    told = CliRunner().invoke(whole(), ["restore", str(file), "--data", str(tmp_path / "new")])
    assert (told.exit_code, told.stdout) == (0, f"{tmp_path / 'new'}\n")
    assert sum(1 for _ in read_beside(tmp_path / "new" / "dccg.sqlite", M)) == 50
