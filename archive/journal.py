"""What became of every message of a meeting, from the journal of its posts. Pure.

The journal is a list of entries, oldest first, one JSON object a line. A message is handed over only when the entry
that says so is on disk: whatever stops the program, it is known afterwards which message may have left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from archive.messages import KINDS, Message, Place, PostKind
from models.errors import MeetingError

What = Literal["asked", "handing", "sent", "later", "refused", "unknown", "arrived", "retry", "dropped", "found"]
State = Literal["waiting", "handing", "sent", "refused", "unknown", "dropped"]

PAUSES_MIN = (5, 10, 20, 40, 60, 120, 240)
"""Minutes between tries; the last one repeats. A server that greylists takes a message after five to thirty."""
LONGEST = timedelta(days=4)
"""How long a message is tried before a person is asked, as mail servers do."""

_AFTER: Mapping[What, State] = {
    "asked": "waiting", "handing": "handing", "sent": "sent", "later": "waiting", "refused": "refused",
    "unknown": "unknown", "arrived": "sent", "retry": "waiting", "dropped": "dropped",
}  # fmt: skip


class BadJournal(MeetingError):
    """Raised when the journal of a meeting's posts cannot be read; nothing is sent then."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened to the message `key`, at `utc`; `by` is the person who said so.

    `words` tells more: what the server said, or where the message was found; there, `lacks` is what it has not of what
    was sent. The rest is set where it is "asked".
    """

    what: What
    key: str
    utc: str
    by: str = ""
    words: str = ""
    message_id: str = ""
    subject: str = ""
    kind: str = ""
    part: int = 1
    parts: int = 1
    octets: int = 0
    sha256: str = ""
    said: str = ""
    sender: str = ""
    to: str = ""
    lacks: str = ""


@dataclass(frozen=True)
class Posted:
    """A message as it stands now: as it was asked for, and the last thing that happened to it.

    `tries` counts those that a server put off. `sent_utc` and `address` are empty until they are known; `lacks` is a
    paragraph of it that the public archive does not show.
    """

    asked: Entry
    state: State = "waiting"
    last: Entry | None = None
    tries: int = 0
    since_utc: str = ""
    sent_utc: str = ""
    address: str = ""
    lacks: str = ""

    @property
    def due(self) -> datetime:
        """Return when it may be tried next."""
        if self.last is None or not self.tries:
            return datetime.fromisoformat(self.since_utc)
        pause = PAUSES_MIN[min(self.tries, len(PAUSES_MIN)) - 1]
        return datetime.fromisoformat(self.last.utc) + timedelta(minutes=pause)

    @property
    def post(self) -> str:
        """Return what the parts of one post have in common: "transcript" of "transcript-2"."""
        return self.asked.key.removesuffix(f"-{self.asked.part}") if self.asked.part > 1 else self.asked.key

    @property
    def out(self) -> bool:
        """Whether it has left, or may have, or will."""
        return self.state not in ("dropped", "refused")

    def tired(self, now: datetime) -> bool:
        """Whether it has been put off for so long that a person should be asked."""
        return now - datetime.fromisoformat(self.since_utc) > LONGEST


def asked(message: Message, by: str, utc: str, sender: str, to: str) -> Entry:
    """Return the entry that a person gave their word for this message."""
    return Entry(
        "asked", message.key, utc, by, "", message.message_id, message.subject, message.kind, message.part,
        message.parts, len(message.raw), message.sha256, message.said, sender, to,
    )  # fmt: skip


def print_entry(entry: Entry) -> str:
    """Return the entry as a line; what is empty is left out."""
    usual = Entry(entry.what, entry.key, entry.utc)
    kept = {name: value for name, value in asdict(entry).items()
            if name in ("what", "key", "utc") or value != getattr(usual, name)}  # fmt: skip
    return json.dumps(kept, ensure_ascii=False) + "\n"


def read_journal(text: str, where: str) -> tuple[Entry, ...]:
    """Return the entries of a journal.

    Raises:
        BadJournal: With the line, and what is wrong there.
    """
    entries = []
    for number, line in enumerate(text.split("\n"), 1):
        if line:
            try:
                entries.append(_entry(json.loads(line)))
            except (ValueError, TypeError, KeyError) as fault:
                raise BadJournal(
                    f"{where}, line {number}: this is no entry of a journal of posts ({fault}); "
                    "put a backup in its place: without it nobody knows what was sent"
                ) from None
    return tuple(entries)


def fold(entries: tuple[Entry, ...], where: str = "the journal") -> dict[str, Posted]:
    """Return every message by key, in the order in which they were asked for."""
    found: dict[str, Posted] = {}
    for entry in entries:
        if entry.what == "asked":
            found.pop(entry.key, None)
            found[entry.key] = Posted(entry, since_utc=entry.utc)
            continue
        before = found.get(entry.key)
        if before is None:
            raise BadJournal(f"{where}: {entry.key} was {entry.what}, but nobody had asked for it; put back a backup")
        found[entry.key] = _after(before, entry)
    return found


def _after(before: Posted, entry: Entry) -> Posted:
    if entry.what == "found":
        arrived = before.state != "sent"
        return replace(
            before, address=entry.words, lacks=entry.lacks, state="sent", last=entry if arrived else before.last,
            sent_utc=before.sent_utc or entry.utc,
        )  # fmt: skip
    state = _AFTER[entry.what]
    tries = before.tries + 1 if entry.what == "later" else 0 if entry.what == "retry" else before.tries
    return replace(
        before, state=state, last=entry, tries=tries,
        since_utc=entry.utc if entry.what == "retry" else before.since_utc,
        sent_utc=entry.utc if state == "sent" else before.sent_utc,
    )  # fmt: skip


def _entry(data: dict[str, Any]) -> Entry:
    entry = Entry(**data)
    if entry.what not in get_args(What) or not entry.key or (entry.what == "asked" and entry.kind not in KINDS):
        raise ValueError(f"found {entry.what!r} of {entry.key!r}")
    datetime.fromisoformat(entry.utc)
    return entry


def place_of(meeting: str, kind: PostKind, posts: Mapping[str, Posted]) -> Place:
    """Return the place of the next post of this kind: its edition, the thread's root, what a correction answers."""
    out = {one.post: one for one in posts.values() if one.out and one.asked.part == 1}
    edition = 1 + sum(1 for one in out.values() if one.asked.kind == kind)
    root = next((one.asked.message_id for one in out.values()), "")
    final = next((one.asked.message_id for one in out.values() if one.asked.kind == "final"), "")
    return Place(meeting, kind, edition, root, final if kind == "correction" else "")
