"""Looking for what was posted in the list's public archive, so that a meeting knows where it can be read."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from archive.compared import lacks, mbox_text, page_text
from archive.journal import Posted
from archive.public import (
    ArchiveKind,
    hyperkitty_hash,
    hyperkitty_page,
    in_mbox,
    pipermail_is,
    pipermail_months,
    pipermail_pages,
    shows,
)
from archive.queue import Queue
from models.errors import MeetingError

LARGEST = 50_000_000
TIMEOUT_S = 30.0
WEB = ("http", "https")


class NoArchive(MeetingError):
    """Raised when the public archive cannot be asked; whether a message is there stays open."""


@dataclass(frozen=True)
class PublicArchive:
    """A list's archive: `address` is its first page, or an mbox on the web or in a file."""

    kind: ArchiveKind
    address: str
    timeout_s: float = TIMEOUT_S

    def find(self, message_id: str, subject: str, sent_utc: str) -> tuple[str, str] | None:
        """Return the public address of a message and the text that stands there; None if it is not there (yet).

        Raises:
            NoArchive: If the archive cannot be asked.
        """
        if self.kind == "hyperkitty":
            return self._hyperkitty(message_id, subject)
        if self.kind == "pipermail":
            return self._pipermail(message_id, subject, sent_utc)
        text = self._get(self.address)
        if text is None:
            raise NoArchive(f"{self.address}: there is nothing; archive_address should be that of an mbox")
        return (self.address, mbox_text(text[1], message_id)) if in_mbox(text[1], message_id) else None

    def _hyperkitty(self, message_id: str, subject: str) -> tuple[str, str] | None:
        found = self._get(hyperkitty_page(self.address, message_id))
        if found is None or hyperkitty_hash(message_id) not in found[0] or not shows(found[1], subject):
            return None
        return found[0], page_text(found[1])

    def _pipermail(self, message_id: str, subject: str, sent_utc: str) -> tuple[str, str] | None:
        for folder in pipermail_months(self.address, sent_utc):
            index = self._get(f"{folder}/date.html")
            for address in pipermail_pages(index[1], folder, subject) if index else ():
                page = self._get(address)
                if page is not None and pipermail_is(page[1], message_id):
                    return address, page_text(page[1])
            for name in (f"{folder}.txt", f"{folder}.txt.gz"):
                month = self._get(name)
                if month is not None and in_mbox(month[1], message_id):
                    return name, mbox_text(month[1], message_id)
        return None

    def _get(self, address: str) -> tuple[str, str] | None:
        """Return where it was found in the end, and the text; None if there is none."""
        scheme = urlsplit(address).scheme
        if scheme not in WEB:
            return _file(address)
        request = urllib.request.Request(address, headers={"User-Agent": "dccg-archive-check"})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=self.timeout_s) as answer:  # noqa: S310
                final, data = urljoin(address, answer.geturl()), answer.read(LARGEST + 1)
        except urllib.error.HTTPError as fault:
            fault.close()
            if fault.code in (404, 410):
                return None
            raise NoArchive(f"{address}: the archive answers {fault.code} {fault.reason}; try again later") from None
        except (OSError, ValueError) as fault:
            reason = getattr(fault, "reason", fault)
            raise NoArchive(f"{address}: the archive cannot be reached ({reason}); try again later") from None
        return final, _text(data, address)


def look(queue: Queue, archive: PublicArchive) -> Iterator[Posted]:
    """Look for each message that was or may have been sent and has no address yet; yield those that were found.

    A message in doubt that is found has arrived. One that is not found may still come. What stands there is compared
    with what was sent: `Posted.lacks`.

    Raises:
        NoArchive: If the archive cannot be asked.
    """
    for key, posted in queue.posts().items():
        if posted.state in ("sent", "unknown", "handing") and not posted.address:
            when = posted.sent_utc or (posted.last or posted.asked).utc
            found = archive.find(posted.asked.message_id, posted.asked.subject, when)
            if found is not None:
                yield queue.found(key, found[0], lacks(queue.raw(key), found[1]))


def _file(address: str) -> tuple[str, str] | None:
    try:
        return address, _text(Path(address).read_bytes(), address)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise NoArchive(f"{address}: cannot be read ({fault.strerror})") from None


def _text(data: bytes, address: str) -> str:
    if len(data) > LARGEST:
        raise NoArchive(f"{address}: has more than {LARGEST:,} octets; name a smaller mbox")
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            raise NoArchive(f"{address}: is no whole gzip file; try again later") from None
    return data.decode("utf-8", "replace")
