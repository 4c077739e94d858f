"""The site's files on disk: each is written whole, and only if it is another than the one that is there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from archive.manifest import SUMS, digest, is_inside, print_sums, read_sums
from models.errors import MeetingError

OWN = "site.json"
MARK = {"made_by": "dccg publish", "format": 1}
ABOUT = "metadata.json"


class CannotBuild(MeetingError):
    """Raised when the site cannot be written where it should be."""


class SiteFolder:
    """A folder that a site is built into. `put` everything, then `finish`; what is of an earlier build goes.

    Raises:
        CannotBuild: If the folder holds anything but a site of ours.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: list[str] = []
        self.removed: list[str] = []
        self._sums: dict[str, str] = {}
        if path.exists() and not path.is_dir():
            raise CannotBuild(f"{path}: is no folder; give a folder for the site")
        there = sorted(one.name for one in path.iterdir()) if path.is_dir() else []
        if there and OWN not in there:
            raise CannotBuild(
                f"{path}: holds {there[0]} and is no site of this program; give an empty folder, or one built before"
            )
        self._before = read_sums(_text(path / SUMS))
        self.put(OWN, json.dumps(MARK, sort_keys=True) + "\n")

    @property
    def count(self) -> int:
        """How many files the site has so far."""
        return len(self._sums)

    def put(self, name: str, content: str | bytes) -> None:
        """Put a file in place; one that is the same already is not touched."""
        assert is_inside(name), name
        made = content.encode("utf-8", "replace") if isinstance(content, str) else content
        self._sums[name] = digest(made)
        self._write(name, made)

    def put_meeting(self, folder: str, files: Mapping[str, str | bytes], made_from: str) -> None:
        """Put the files of one meeting, with their checksums and what they were made from."""
        about = json.dumps({"format": 1, "made_from": made_from}, sort_keys=True) + "\n"
        sums = {}
        for name, content in {**files, ABOUT: about}.items():
            self.put(f"{folder}/{name}", content)
            sums[name] = self._sums[f"{folder}/{name}"]
        self.put(f"{folder}/{SUMS}", print_sums(sums))

    def keep(self, folder: str, made_from: str) -> bool:
        """Say whether the meeting's files are there, whole, and made from the same; then they stay as they are."""
        try:
            about = json.loads(_text(self.path / folder / ABOUT) or "{}")
        except ValueError:
            return False
        if not isinstance(about, dict) or about.get("made_from") != made_from:
            return False
        listed = _text(self.path / folder / SUMS)
        sums = read_sums(listed)
        if ABOUT not in sums or any(_digest(self.path / folder / name) != sum for name, sum in sums.items()):
            return False
        self._sums |= {f"{folder}/{name}": sum for name, sum in sums.items()}
        self._sums[f"{folder}/{SUMS}"] = digest(listed.encode())
        return True

    def text(self, name: str) -> str:
        """Return a file of the site as text, "" if there is none."""
        return _text(self.path / name)

    def finish(self) -> None:
        """Write the checksums of the site, and remove what an earlier build made and this one did not."""
        for name in sorted(set(self._before) - set(self._sums)):
            with suppress(OSError):
                (self.path / name).unlink()
                self.removed.append(name)
            self._prune((self.path / name).parent)
        self._write(SUMS, print_sums(self._sums).encode())

    def _write(self, name: str, content: bytes) -> None:
        target = self.path / name
        try:
            if target.is_file() and target.read_bytes() == content:
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(f".{target.name}.part")
            unfinished.write_bytes(content)
            os.replace(unfinished, target)
        except OSError as fault:
            raise CannotBuild(f"{target}: cannot be written ({fault.strerror}); check the disk") from None
        self.written.append(name)

    def _prune(self, folder: Path) -> None:
        """Remove folders that are empty now, up to the site's own."""
        while folder != self.path and self.path in folder.parents:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent


def fingerprint(parts: Iterable[str]) -> str:
    """Return what tells whether something would be made the same again."""
    return digest("\x1f".join(digest(part.encode("utf-8", "replace")) for part in parts).encode())


def _digest(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
