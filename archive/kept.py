"""What was posted, for people and for the site: each message, the thread as an mbox, and checksums. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from archive.journal import Posted
from models.report import ArchiveRecord

SUMS = "SHA256SUMS"
THREAD = "thread.mbox"
_FROM = re.compile(rb"^(>*From )", re.MULTILINE)


def mbox(messages: Iterable[tuple[Posted, bytes]]) -> bytes:
    """Return messages as an mbox: a line of sender and time ahead of each, lines that look like one marked with ">"."""
    made = []
    for posted, raw in messages:
        when = datetime.fromisoformat(posted.sent_utc)
        head = f"From {posted.asked.sender} {when.strftime('%a %b %d %H:%M:%S %Y')}\n".encode("ascii")
        made.append(head + _FROM.sub(rb">\1", raw.replace(b"\r\n", b"\n")).rstrip(b"\n") + b"\n\n")
    return b"".join(made)


def sums(files: Iterable[tuple[str, bytes]]) -> str:
    """Return checksums as `sha256sum --check` reads them, by name."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files))


def records(posts: Iterable[Posted]) -> tuple[ArchiveRecord, ...]:
    """Return where each message that was sent is kept."""
    return tuple(
        ArchiveRecord(
            place=one.asked.to, message_id=one.asked.message_id, sent_utc=one.sent_utc, address=one.address,
            subject=one.asked.subject, sha256=one.asked.sha256,
        )
        for one in posts if one.state == "sent"
    )  # fmt: skip
