"""What a message to the list is: its kind, its place in the meeting's thread, its bytes. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Literal, get_args

from archive.address import Address
from archive.headers import address_header, ids_header, text_header
from archive.mime import Part, Several, message_bytes
from models.errors import MeetingError

PostKind = Literal["notice", "next-steps", "draft", "final", "transcript", "correction"]
KINDS: tuple[PostKind, ...] = get_args(PostKind)
AGAIN: tuple[PostKind, ...] = ("notice", "next-steps", "draft", "transcript", "correction")
"""What may follow in another edition; the final report goes once, and corrections follow it."""

RESERVE = 5 * 1024
"""Octets that a list may add: its own headers, the way the message came, a footer."""

_LOADS = re.compile(
    r"<\s*/?(?:script|img|iframe|object|embed|link|video|audio|source|form|input|base|svg)\b|url\s*\(|@import|"
    r"<[^>]*\s(?:on[a-z]+|background|srcset)\s*=|http-equiv",
    re.IGNORECASE,
)


class NotForMail(MeetingError):
    """Raised when a page would load something, or run something, in a reader's mail program."""


@dataclass(frozen=True)
class Mailing:
    """Who sends to which list; a message may have `limit_kb` times 1024 octets as the list counts it, 0 for no limit.

    `domain` ends every message id; without one it is that of the sender.
    """

    sender: Address
    to: Address
    limit_kb: int = 40

    @property
    def limit(self) -> int:
        """Return the octets that a message may have when it leaves; 0 for no limit."""
        return max(self.limit_kb * 1024 - RESERVE, 4 * 1024) if self.limit_kb else 0


@dataclass(frozen=True)
class Place:
    """Where a post stands in the thread of its meeting.

    `edition` counts from 1. `root` is the id of the thread's first message, `answers` that of the message this one
    corrects; both empty if there is none.
    """

    meeting: str
    kind: PostKind
    edition: int = 1
    root: str = ""
    answers: str = ""

    @property
    def key(self) -> str:
        return self.kind if self.edition == 1 else f"{self.kind}-e{self.edition}"


@dataclass(frozen=True)
class Letter:
    """What one message says. `html` says the same; `files` are attached."""

    subject: str
    text: str
    html: str = ""
    files: tuple[Part, ...] = ()
    language: str = "en"

    def __post_init__(self) -> None:
        if found := _LOADS.search(self.html):
            raise NotForMail(
                f"the page of this message has {found[0]!r}, which loads or runs something in a mail program; "
                "take it out of the layout"
            )


@dataclass(frozen=True)
class Message:
    """One message, whole. `key` is its name in the meeting: "final", "transcript-2"; `message_id` has its brackets."""

    key: str
    kind: PostKind
    part: int
    parts: int
    message_id: str
    subject: str
    raw: bytes
    said: str
    """A checksum of the text alone, by which the same words are known again."""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def message_id(place: Place, part: int, domain: str) -> str:
    """Return the id that this part of the post always has.

    >>> message_id(Place("2022-03-23-dccg-60", "transcript"), 2, "example.org")
    '<2022-03-23-dccg-60.transcript-2@example.org>'
    """
    return f"<{place.meeting}.{_key(place, part)}@{domain}>"


def compose(letter: Letter, place: Place, mailing: Mailing, when: datetime, part: int = 1, parts: int = 1) -> Message:
    """Return the message. Its parts answer the first one, and the first one the root of the thread or what it corrects.

    Args:
        when: The moment at which the message was finished, in UTC.
    """
    own = message_id(place, part, mailing.sender.domain)
    first = message_id(place, 1, mailing.sender.domain)
    above = [one for one in dict.fromkeys((place.root, place.answers)) if one]
    above += [first] if part > 1 else []
    headers = [
        address_header("From", mailing.sender),
        address_header("To", mailing.to),
        text_header("Subject", letter.subject),
        f"Date: {format_datetime(when)}",
        f"Message-ID: {own}",
        *([ids_header("In-Reply-To", above[-1:]), ids_header("References", above)] if above else []),
        # By RFC 3834 anything but "no" is for what no person pressed send on.
        "Auto-Submitted: no",
        text_header("Content-Language", letter.language),
    ]
    raw = message_bytes(headers, _content(letter))
    return Message(_key(place, part), place.kind, part, parts, own, letter.subject, raw, _said(letter))


def _said(letter: Letter) -> str:
    return hashlib.sha256(letter.text.encode()).hexdigest()


def _content(letter: Letter) -> Part | Several:
    said: Part | Several = Part("text/plain", letter.text)
    if letter.html:
        said = Several("alternative", (Part("text/plain", letter.text), Part("text/html", letter.html)))
    return Several("mixed", (said, *letter.files)) if letter.files else said


def _key(place: Place, part: int) -> str:
    return place.key if part == 1 else f"{place.key}-{part}"
