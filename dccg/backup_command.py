"""`dccg backup` and `dccg restore`: everything of a data folder in one file, and back."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dccg.backup_archive import BadBackup, read_archive, write_archive
from dccg.publish_command import FOLDER as SITE
from models.errors import MeetingError
from record import NotDurable
from record.checking import check
from record.copying import copy_record
from record.folder import make_private, sync_folder

RECORD = "dccg.sqlite"
SOUND = ("sound", "spill")
"""Folders of a meeting that hold sound: it is never handed on with the rest."""
_UNFINISHED = (".part", ".lock", ".tmp")


class InTheWay(MeetingError):
    """Raised when something would be written over."""


def backup(data: Path, file: Path) -> int:
    """Write the record, the meetings and the settings of `data` to the new file `file`; return how many files.

    Raises:
        InTheWay: If `file` exists.
    """
    if not data.is_dir():
        raise MeetingError(f"{data}: there is no such data folder; choose with --data")
    if file.resolve().is_relative_to(data.resolve()):
        raise InTheWay(f"{file}: lies in the data folder itself; choose a place outside of it, best on another disk")
    with _new(file) as whole, tempfile.TemporaryDirectory(dir=file.parent, prefix=".dccg-backup-") as near:
        members: list[tuple[str, Path]] = []
        if (data / RECORD).exists():
            copy_record(data / RECORD, Path(near) / RECORD)
            members.append((RECORD, Path(near) / RECORD))
        return write_archive(whole, [*members, *_files(data)])


def check_backup(file: Path) -> int:
    """Look through a backup, its record too; return how many files it holds.

    Raises:
        BadBackup: If anything in it is not as it was written.
    """
    with _opened(file) as whole, tempfile.TemporaryDirectory(dir=file.parent, prefix=".dccg-check-") as near:
        return _read(whole, file, Path(near))


def restore(data: Path, file: Path) -> int:
    """Put a backup back as the new data folder `data`; return how many files. Nothing is ever written over.

    Raises:
        InTheWay: If `data` is there and not empty.
        BadBackup: If anything in it is not as it was written; then `data` is as it was.
    """
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise InTheWay(f"{data}: is not empty, and nothing is written over; move it away or give another with --data")
    make_private(data.parent)
    near = Path(tempfile.mkdtemp(dir=data.parent, prefix=".dccg-restore-"))
    try:
        with _opened(file) as whole:
            count = _read(whole, file, near)
        if data.exists():
            data.rmdir()
        near.rename(data)
        sync_folder(data.parent)
    except BaseException as fault:
        shutil.rmtree(near, ignore_errors=True)
        if isinstance(fault, OSError):
            raise NotDurable(f"{data}: cannot be written ({fault.strerror}); check its space and rights") from None
        raise
    return count


def _read(whole: IO[bytes], file: Path, into: Path) -> int:
    try:
        found = read_archive(whole, into)
        if RECORD in found:
            for harm in check(into / RECORD) or ():
                raise BadBackup(harm.told)
    except BadBackup as fault:
        raise BadBackup(f"{file}: {fault}") from None
    for side in ("-wal", "-shm"):  # of the look into the record
        (into / f"{RECORD}{side}").unlink(missing_ok=True)
    return len(found)


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    """Every plain file but the record itself, the site, sound, and what is not finished."""
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data)
        own = name.parts[0].startswith(RECORD) or name.parts[0] == SITE
        sound = name.parts[0] == "meetings" and len(name.parts) > 3 and name.parts[2] in SOUND
        # A link could lead to anything on this machine.
        linked = any((data / Path(*name.parts[: at + 1])).is_symlink() for at in range(len(name.parts)))
        if not (own or sound or linked or path.suffix in _UNFINISHED) and path.is_file():
            yield name.as_posix(), path


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    try:
        whole = file.open("rb")
    except OSError as fault:
        raise BadBackup(f"{file}: cannot be read ({fault.strerror})") from None
    with whole:
        yield whole


@contextmanager
def _new(file: Path) -> Iterator[IO[bytes]]:
    """A new file, for its owner only, that is there when it is whole and on the disk."""
    unfinished = file.with_name(f".{file.name}.part")
    try:
        with open(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as whole:
            try:
                yield whole
                whole.flush()
                os.fsync(whole.fileno())
                os.link(unfinished, file)
            finally:
                unfinished.unlink()
        sync_folder(file.parent)
    except FileExistsError as fault:
        there = str(fault.filename2 or fault.filename)
        raise InTheWay(f"{there}: is there already, and nothing is written over; choose another name") from None
    except OSError as fault:
        raise NotDurable(f"{file}: cannot be written ({fault.strerror}); check the space and rights there") from None
