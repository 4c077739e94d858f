"""A second place for what the record cannot take: a plain file for each meeting, until the record can."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from record.folder import make_private, sync_folder
from record.log import MAX_BODY, NewEvent, NotDurable, check_meeting_id

NAME = "dccg-unsaved"


class SecondPlace:
    """Files of events below `folder`, apart for each data folder; best on another disk than `data`. Calls block.

    A line is one event as JSON with a checksum, so that a person can read it, and half a line is told from a whole one.
    """

    def __init__(self, data: Path, folder: Path | None = None) -> None:
        # On a machine that others use too, nobody else may have made the folder.
        whose = f"{NAME}-{os.getuid()}" if hasattr(os, "getuid") else NAME
        of = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
        self._folder = (folder or Path(tempfile.gettempdir()) / whose) / of

    def path(self, meeting: str) -> Path:
        return self._folder / f"{check_meeting_id(meeting)}.jsonl"

    def put(self, meeting: str, events: Sequence[NewEvent]) -> None:
        """Add the events to the meeting's file; on the disk when this returns.

        Raises:
            NotDurable: If this place refuses too.
        """
        path = self.path(meeting)
        lines = "".join(_line(event) for event in events).encode()
        try:
            self._own()
            new = not path.exists()
            with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | _NO_LINK, 0o600), "ab") as file:
                # Behind half a line, which a full disk may have left, a new one begins.
                file.write(b"\n" + lines)
                file.flush()
                os.fsync(file.fileno())
            if new:
                sync_folder(path.parent)
        except OSError as fault:
            raise NotDurable(f"{path}: not saved ({fault.strerror}); set second_place to a folder elsewhere") from fault

    def take(self, meeting: str) -> list[NewEvent]:
        """Return what was put there, in order, each once; lines that are not whole are left out."""
        found: dict[str, NewEvent] = {}
        with suppress(OSError):
            if not self.path(meeting).exists():
                return []
            self._own()
            for line in self.path(meeting).read_bytes().splitlines():
                event = _event(line)
                if event is not None:
                    found.setdefault(event.key, event)
        return list(found.values())

    def clear(self, meeting: str) -> None:
        """Delete the meeting's file, if there is one."""
        with suppress(OSError):
            self.path(meeting).unlink(missing_ok=True)

    def _own(self) -> None:
        for folder in (self._folder.parent, self._folder):
            make_private(folder)
            told = folder.lstat()
            if hasattr(os, "getuid") and (told.st_uid != os.getuid() or folder.is_symlink()):
                raise PermissionError(1, "the folder belongs to somebody else")


_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def _line(event: NewEvent) -> str:
    # Any bytes are text in Latin-1; those of our events are ASCII, so that a person can read them.
    said = [event.key, event.kind, event.body.decode("latin-1")]
    return json.dumps([*said, zlib.crc32(repr(said).encode())]) + "\n"


def _event(line: bytes) -> NewEvent | None:
    if not line or len(line) > 8 * MAX_BODY:
        return None
    try:
        key, kind, body, crc = json.loads(line)
        if crc != zlib.crc32(repr([key, kind, body]).encode()):
            return None
        return NewEvent(key, kind, body.encode("latin-1"))
    except (ValueError, TypeError, AttributeError):
        return None
