"""A meeting's folder: the files people read, each always whole."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import MeetingError
from record.log import NotDurable, check_meeting_id

if TYPE_CHECKING:
    from record.second_place import SecondPlace

_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9_-]{0,63}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_UNFINISHED = ".part"
_SOUND = ("sound", "spill", "aside")


class BadFileName(MeetingError):
    """Raised when a name could lead out of the meeting's folder or is not plain."""


class NoSuchFile(MeetingError):
    """Raised when the meeting's folder has no file of that name."""


class MeetingFolder:
    """The files of one meeting, in `data`/meetings/<id>; the folder is made with the first file.

    Calls block; file names are plain, with at most one folder before them: "published/report.html". `aside` is where
    events go that the record cannot take.
    """

    def __init__(self, data: Path, meeting_id: str, aside: SecondPlace | None = None) -> None:
        self.id, self.aside = check_meeting_id(meeting_id), aside
        self.path = data / "meetings" / self.id

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file in place as a whole: whoever reads sees the old content or the new, never less.

        Text is stored as UTF-8 with its line ends as they are; a lone surrogate becomes "?".

        Raises:
            NotDurable: If the disk refuses; the old file is untouched.
        """
        target = self._find(name)
        whole = content.encode("utf-8", "replace") if isinstance(content, str) else content
        unfinished = ""
        try:
            make_private(target.parent)
            descriptor, unfinished = tempfile.mkstemp(_UNFINISHED, f".{target.name}.", target.parent)
            with os.fdopen(descriptor, "wb") as file:
                file.write(whole)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, target)
            sync_folder(target.parent)
        except OSError as fault:
            if unfinished:
                with suppress(OSError):
                    os.unlink(unfinished)
            raise NotDurable(f"{target}: not saved ({fault.strerror}); check the disk's space and rights") from fault
        return target

    def read(self, name: str) -> bytes:
        path = self._find(name)
        try:
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as fault:
            raise NoSuchFile(f"{path}: there is no such file in this meeting's folder") from fault

    def read_text(self, name: str) -> str:
        return self.read(name).decode("utf-8", "replace")

    def has(self, name: str) -> bool:
        return self._find(name).is_file()

    def names(self, under: str = "") -> list[str]:
        """Return the names of all finished files, or of those in one folder below, sorted; empty if there is none.

        Sound is told only to who names its folder: nobody hands it over by accident.
        """
        files = (path for path in (self.path / under).rglob("*") if path.is_file() and not path.name.startswith("."))
        found = (path.relative_to(self.path) for path in files)
        return sorted(path.as_posix() for path in found if under or path.parts[0] not in _SOUND)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        self._find(name).unlink(missing_ok=True)

    def remove_all(self, under: str) -> None:
        """Remove one of the folders below with everything in it, what was not finished too.

        Raises:
            NotDurable: If the disk refuses.
        """
        path = self._find(f"{under}/all").parent
        try:
            if path.exists():
                shutil.rmtree(path)
                sync_folder(self.path)
        except OSError as fault:
            raise NotDurable(f"{path}: not deleted ({fault.strerror}); check the rights of the folder") from fault

    def erase(self) -> None:
        """Delete the folder and everything in it, and what was set aside."""
        if self.aside is not None:
            self.aside.clear(self.id)
        if self.path.exists():
            shutil.rmtree(self.path)

    def _find(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise BadFileName(
                f"file name {name[:80]!r}: expected letters, digits, '.', '_' and '-', at most one folder before it"
            )
        path = self.path / name
        # A link inside the folder must not lead a write or a read elsewhere.
        if path.is_symlink() or path.parent.resolve() != self.path.resolve() / Path(name).parent:
            raise BadFileName(f"{path}: is a link out of the meeting's folder; remove the link")
        return path


def folder_ids(data: Path) -> list[str]:
    """Return the ids of all meetings that have a folder, sorted."""
    found = (data / "meetings").glob("[a-z0-9]*")
    return sorted(path.name for path in found if path.is_dir())


def sweep(data: Path) -> int:
    """Remove what writes left behind that were killed, and return how many; only while nobody writes."""
    left = list((data / "meetings").glob(f"*/**/.*{_UNFINISHED}"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner only, to outlast a power cut."""
    if folder.is_dir():
        return
    make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    if sys.platform == "win32":
        return  # a folder cannot be opened there; the rename is in the file system's own journal
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
