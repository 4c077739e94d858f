"""What the last build of a site knew of each meeting, so that one that did not change need not be read again.

It is kept in the data folder and never in the site: what it was made from may hold what was redacted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from archive.entry import Entry
from dccg.approved import Approved
from dccg.settings import Settings
from record import MeetingFolder, folder_ids, read_beside, report_stream

FILE = "site-made.json"


@dataclass(frozen=True)
class Source:
    """A meeting that is read only when it must be; `raw` tells whether anything of it changed.

    `read` gives None for one that is not published.
    """

    id: str
    raw: str
    read: Callable[[], Approved | None]


@dataclass(frozen=True)
class Known:
    """A meeting as the last build had it: what its files were made from, its entry, and what was told of it."""

    made_from: str
    entry: Entry
    told: tuple[str, ...]


class Memory:
    """What was known by raw meeting; `setting` is what all pages were made with, and another one forgets all."""

    def __init__(self, path: Path | None, setting: str = "") -> None:
        self._path, self._setting = path, setting
        self._before: dict[str, Any] = {}
        self._now: dict[str, Any] = {}
        try:
            held = json.loads(path.read_text(encoding="utf-8")) if path is not None else {}
            if held.get("setting") == setting:
                self._before = dict(held["meetings"])
        except (OSError, ValueError, KeyError, AttributeError, TypeError):
            self._before = {}

    def get(self, raw: str) -> Known | None:
        """Return what is known of a meeting, None if it is another than it was."""
        held = self._before.get(raw)
        try:
            return None if held is None else _adapter().validate_python(held)
        except ValidationError:
            return None

    def put(self, raw: str, known: Known) -> None:
        self._now[raw] = _adapter().dump_python(known, mode="json")

    def save(self) -> None:
        """Keep what was put, for the next build; a memory that cannot be kept only costs time."""
        if self._path is None:
            return
        text = json.dumps({"setting": self._setting, "meetings": self._now}, sort_keys=True)
        try:
            if not self._path.is_file() or self._path.read_text(encoding="utf-8") != text:
                self._path.write_text(text, encoding="utf-8")
        except OSError:
            return


def raw_of(settings: Settings, id: str) -> str:
    """Return what tells whether anything of a meeting changed: its files, its captions, the edits of its report."""
    made = sha256(f"{id} {settings.contact}".encode())
    folder = MeetingFolder(settings.data, id)
    for name in ("meeting.toml", "report.json", "redactions.toml", *folder.names("imported")):
        if folder.has(name):
            content = folder.read(name)
            made.update(f"{name} {len(content)} ".encode() + content)
    for stream in (id, report_stream(id)):
        for event in read_beside(settings.data / "dccg.sqlite", stream):
            made.update(f"{event.seq} {event.kind} {len(event.body)} ".encode() + event.body)
    return made.hexdigest()


def sources(settings: Settings, read: Callable[[str], Approved | None]) -> Iterator[Source]:
    """Yield every meeting of the data folder, unread, by its id."""
    for id in folder_ids(settings.data):
        yield Source(id, raw_of(settings, id), partial(read, id))


@cache
def _adapter() -> TypeAdapter[Known]:
    return TypeAdapter(Known)
