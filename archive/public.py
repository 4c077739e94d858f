"""Where a message stands in a list's public archive, by what each kind of archive is known to print. Pure."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal

from models.plain import clean

ArchiveKind = Literal["hyperkitty", "pipermail", "mbox"]

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_ENTRY = re.compile(r'<A HREF="(\d+\.html)">(.*?)</A>', re.IGNORECASE | re.DOTALL)
_ANSWER = re.compile(r"In-Reply-To=([^\"'&>]+)", re.IGNORECASE)
_ID = re.compile(r"^Message-ID:[ \t]*(?:\n[ \t]+)?(<[^>\n]+>)", re.IGNORECASE | re.MULTILINE)


def hyperkitty_hash(message_id: str) -> str:
    """Return the name that HyperKitty gives the page of a message.

    >>> hyperkitty_hash("<87myycy5eh.fsf@uwakimon.sk.tsukuba.ac.jp>")
    'JJIGKPKB6CVDX6B2CUG4IHAJRIQIOUTP'
    """
    return base64.b32encode(hashlib.sha1(_bare(message_id).encode(), usedforsecurity=False).digest()).decode("ascii")


def hyperkitty_page(archive: str, message_id: str) -> str:
    """Return the lasting address of a message, below the address of the list's archive."""
    return f"{_folder(archive)}message/{hyperkitty_hash(message_id)}/"


def shows(page: str, subject: str) -> bool:
    """Return whether a page has the subject in it: an archive may answer with another page and call it found."""
    return _words(subject) in _words(re.sub(r"<[^>]*>", " ", page))


def pipermail_months(archive: str, sent_utc: str) -> Iterator[str]:
    """Yield the folders that Pipermail may have put a message in: its clock can be in another month than ours."""
    sent = datetime.fromisoformat(sent_utc).astimezone(UTC)
    for day in dict.fromkeys((_month(sent), _month(sent + timedelta(days=1)), _month(sent - timedelta(days=1)))):
        yield f"{_folder(archive)}{day}"


def pipermail_pages(index: str, folder: str, subject: str) -> list[str]:
    """Return the pages that a month's index lists under the subject, the newest first."""
    found = [f"{folder}/{page}" for page, title in _ENTRY.findall(index) if shows(title, subject)]
    return found[::-1]


def pipermail_is(page: str, message_id: str) -> bool:
    """Return whether this is the page of the message: an answer to it would name its id."""
    return any(_bare(_unquoted(html.unescape(one))) == _bare(message_id) for one in _ANSWER.findall(page))


def in_mbox(text: str, message_id: str) -> bool:
    """Return whether an mbox has the message."""
    return any(_bare(one) == _bare(message_id) for one in _ID.findall(text.replace("\r\n", "\n")))


def _month(day: datetime) -> str:
    return f"{day.year}-{_MONTHS[day.month - 1]}"


def _folder(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"


def _unquoted(text: str) -> str:
    return re.sub("%([0-9A-Fa-f]{2})", lambda octet: chr(int(octet[1], 16)), text)


def _bare(message_id: str) -> str:
    return message_id.strip().removeprefix("<").removesuffix(">")


def _words(text: str) -> str:
    return clean(html.unescape(text)).casefold()
