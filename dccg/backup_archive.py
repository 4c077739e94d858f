"""The file of a backup: a plain tar of files, its last member the SHA-256 of each of them."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from models.errors import MeetingError

SUMS = "SHA256SUMS"
MOST_NAME = 400
MOST_SUMS = 64 << 20
_PART = re.compile(r"(?!\.{1,2}$)[^/\\:\x00-\x1f\x7f]{1,255}")
_BLOCK = 1 << 20


class BadBackup(MeetingError):
    """Raised when a file is no backup, or not as it was written."""


class Summed(io.RawIOBase):
    """A file that is read once, and its SHA-256."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._sum.update(block)
        return block

    @property
    def hexdigest(self) -> str:
        return self._sum.hexdigest()


def write_archive(file: IO[bytes], members: Iterable[tuple[str, Path]]) -> int:
    """Write these files under these names, and return how many there were. What has vanished meanwhile is left out."""
    sums: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, path in members:
            try:
                opened = path.open("rb")
            except FileNotFoundError:
                continue
            with opened:
                told = os.fstat(opened.fileno())
                head = tarfile.TarInfo(check_name(name))
                head.size, head.mtime, head.mode = told.st_size, int(told.st_mtime), 0o600
                read = Summed(opened)
                tar.addfile(head, read)
                sums[name] = read.hexdigest
        lines = "".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode("utf-8", "surrogateescape")
        last = tarfile.TarInfo(SUMS)
        last.size, last.mode = len(lines), 0o600
        tar.addfile(last, io.BytesIO(lines))
    return len(sums)


def read_archive(file: IO[bytes], into: Path | None) -> dict[str, str]:
    """Check a backup, write its files below the empty folder `into` if there is one, and return their sums by name.

    Raises:
        BadBackup: If it is not one, holds anything but plain files with plain names, or a sum is wrong.
    """
    found: dict[str, str] = {}
    listed: dict[str, str] | None = None
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            for head in tar:
                if listed is not None:
                    raise BadBackup(f"{head.name[:80]!r} stands behind the list of sums, which must be the last")
                content = _plain(tar, head, found)
                if head.name == SUMS:
                    listed = _sums(content.read(MOST_SUMS))
                else:
                    found[head.name] = _taken(content, into and into / head.name)
    except (tarfile.TarError, UnicodeError, EOFError) as fault:
        raise BadBackup(f"it is not a whole tar file ({fault}); take another backup") from None
    if listed is None:
        raise BadBackup(f"its end is missing: there is no {SUMS}; take another backup")
    for name in sorted(found.keys() | listed.keys()):
        if found.get(name) != listed.get(name):
            raise BadBackup(f"{name[:80]!r} is not what was written; take another backup")
    return found


def check_name(name: str) -> str:
    """Return the name if it is a plain one below a folder: no "..", no absolute path, no drive, no control sign."""
    if len(name) > MOST_NAME or not all(_PART.fullmatch(part) for part in name.split("/")):
        raise BadBackup(f"file name {name[:80]!r}: expected a plain name below the data folder")
    return name


def _plain(tar: tarfile.TarFile, head: tarfile.TarInfo, found: dict[str, str]) -> IO[bytes]:
    name = check_name(head.name)
    if head.type not in (tarfile.REGTYPE, tarfile.AREGTYPE) or head.sparse is not None:
        raise BadBackup(f"{name[:80]!r} is no plain file; a backup holds no links, folders or devices")
    if name in found:
        raise BadBackup(f"{name[:80]!r} is there twice")
    content = tar.extractfile(head)
    if content is None:
        raise BadBackup(f"{name[:80]!r} is no plain file")
    return content


def _taken(content: IO[bytes], path: Path | None) -> str:
    read = Summed(content)
    if path is None:
        while read.read(_BLOCK):
            pass
        return read.hexdigest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        for block in _blocks(read):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return read.hexdigest


def _blocks(read: Summed) -> Iterator[bytes]:
    while block := read.read(_BLOCK):
        yield block


def _sums(raw: bytes) -> dict[str, str]:
    lines = raw.decode("utf-8", "surrogateescape").split("\n")
    return {line[66:]: line[:64] for line in lines if line}
