"""The record's interface: numbered events of a meeting, and the faults that a caller can meet."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from models.errors import MeetingError

MAX_BODY = 1 << 20  # a body must be smaller than this, in bytes
MAX_KEY = 200

_MEETING_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
REPORT = ".report"
"""What the id of a meeting's second stream ends in: the edits of its report."""

_KIND = re.compile(r"[a-z][a-z0-9_-]{0,31}")


class BadMeetingId(MeetingError):
    """Raised when a meeting's id could not be the name of a folder everywhere."""


class BadEvent(MeetingError):
    """Raised when an event has no usable key or kind."""


class TooLarge(MeetingError):
    """Raised when an event's body is 1 MiB or more."""


class KeyReused(MeetingError):
    """Raised when a key that is already in the record comes again with another kind or body."""


class Fenced(MeetingError):
    """Raised when someone else has taken the meeting over since this writer began."""


class Sealed(MeetingError):
    """Raised when something new is appended to a meeting that is closed for good."""


class NotDurable(MeetingError):
    """Raised when nothing was promised: the caller keeps the events and appends them again later."""


class Damaged(MeetingError):
    """Raised when what is stored is not what was written, or cannot be read."""


class CannotOpen(MeetingError):
    """Raised when a file cannot be opened as a record."""


class InUse(MeetingError):
    """Raised when another program has the record open."""


class Closed(MeetingError):
    """Raised when the record is used after `close`."""


class Gone(MeetingError):
    """Raised when the wanted events are no longer kept; the oldest one left is `first`."""

    def __init__(self, first: int, meeting: str = "") -> None:
        super().__init__(f"{_where(meeting)}events before number {first} are no longer kept; begin at {first}")
        self.first = first


class Lagging(MeetingError):
    """Raised when a subscriber fell behind; it was given everything up to `last` and goes on by `read`."""

    def __init__(self, last: int, meeting: str = "") -> None:
        super().__init__(f"{_where(meeting)}the reader fell behind after event {last}; read on from {last}")
        self.last = last


def _where(meeting: str) -> str:
    return f"meeting {meeting}: " if meeting else ""


def check_meeting_id(meeting: str) -> str:
    """Return the id if it is one.

    >>> check_meeting_id("2022-03-23-dccg-60")
    '2022-03-23-dccg-60'
    """
    if not _MEETING_ID.fullmatch(meeting):
        raise BadMeetingId(
            f"meeting id {meeting[:80]!r}: expected 1 to 64 of the characters a-z, 0-9 and '-', not '-' first"
        )
    return meeting


def report_stream(meeting: str) -> str:
    """Return the id of the stream that holds the edits of a meeting's report.

    >>> report_stream("2022-03-23-dccg-60")
    '2022-03-23-dccg-60.report'
    """
    return check_meeting_id(meeting) + REPORT


def check_stream_id(stream: str) -> str:
    """Return the id if it is that of a meeting, or of the edits of its report.

    A point can stand in no meeting's id, so that no meeting is ever taken for the edits of another one's report.
    """
    check_meeting_id(stream.removesuffix(REPORT))
    return stream


@dataclass(frozen=True)
class NewEvent:
    """An event to be kept; `key` says which it is, so that sending it twice keeps it once."""

    key: str
    kind: str
    body: bytes

    def __post_init__(self) -> None:
        if not (0 < len(self.key) <= MAX_KEY and self.key.isprintable()):
            raise BadEvent(f"event key {self.key[:80]!r}: expected 1 to {MAX_KEY} printable characters")
        if not _KIND.fullmatch(self.kind):
            raise BadEvent(f"event kind {self.kind[:80]!r}: expected a word of a-z, 0-9, '_' and '-'")
        if len(self.body) >= MAX_BODY:
            raise TooLarge(f"event {self.key}: its body has {len(self.body)} bytes; expected fewer than {MAX_BODY}")


@dataclass(frozen=True)
class Event:
    """A kept event, or with `seq` 0 one that was only passed on.

    `at` is the UTC wall time of keeping, a label that takes no part in order or equality.
    """

    seq: int
    kind: str
    body: bytes
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Head:
    """Where a meeting's numbering stands.

    `epoch` is new whenever earlier numbers mean nothing any more; it is empty, with first 1 and last 0,
    for a meeting without a record. `first` is the oldest number still kept.
    """

    epoch: str
    first: int
    last: int


class EventLog(Protocol):
    """The numbered events of every meeting. Used from one event loop.

    `meeting` is the id of a meeting, or of the edits of its report (`report_stream`): a stream with its own numbers and
    fence, which `meetings` does not list and which goes when its meeting is erased.
    """

    async def append(self, meeting: str, events: Sequence[NewEvent], *, fence: int) -> list[int]:
        """Return the events' numbers once all of them are durable; all or none, also when cancelled.

        The same key again gives the same number, even after `seal`. A fence above the one known takes the
        meeting over, as `open_fence` does.

        Raises:
            Fenced: If the fence is lower than one seen before.
            Sealed: If the meeting is sealed and an event is new.
            KeyReused: If a key is known with another kind or body.
            NotDurable: If the store failed; nothing was promised.
        """
        ...

    async def read(self, meeting: str, after: int, limit: int = 500) -> list[Event]:
        """Return durable events after number `after`, in order; empty at the end.

        A page holds at most `limit` events and about 4 MB, but at least one event if there is one.

        Raises:
            Gone: If events right after `after` are no longer kept.
            Damaged: If a stored event is not what was written.
        """
        ...

    async def head(self, meeting: str) -> Head: ...

    def subscribe(self, meeting: str, after: int) -> AsyncGenerator[Event, None]:
        """Yield everything after `after` in order, each once: first what is stored, then what comes.

        Ends after the last event of a sealed meeting. Published events come between with `seq` 0.
        An `after` beyond the last number waits for the numbers above it: compare epochs first.

        Raises:
            Gone: If `after` is older than what is kept, or the meeting was erased meanwhile.
            Lagging: If the subscriber takes too long over live events.
        """
        ...

    async def publish(self, meeting: str, event: NewEvent) -> None:
        """Pass an event on at most once, unstored, behind the durable events that came before it."""
        ...

    async def seal(self, meeting: str) -> None:
        """Close the meeting for good; its subscribers end when they have everything."""
        ...

    async def open_fence(self, meeting: str) -> int:
        """Return a fence higher than any before it: from now on only its holder may append."""
        ...

    async def meetings(self) -> list[str]:
        """Return the ids of all meetings that have a record, sorted; none of the edits of a report."""
        ...

    async def trim(self, meeting: str, first: int) -> None:
        """Drop the events before number `first`, and their keys."""
        ...

    async def erase(self, meeting: str) -> None:
        """Delete a meeting's events for good, and the edits of its report; writers who had it open are fenced off."""
        ...

    async def rewrite(self, stream: str, bodies: Mapping[int, bytes]) -> None:
        """Put other bodies in the place of stored ones, by number; nothing of the old ones is left.

        The one change to what was kept: for words that must be deleted. Numbers, keys, kinds and times stay. The stream
        gets a new epoch, so that nobody goes on from what they hold; writers who had it open are fenced off.

        Raises:
            Gone: If an event of such a number is not kept; nothing is changed.
            TooLarge: If a body is; nothing is changed.
        """
        ...

    async def close(self) -> None: ...
