"""The links on disk: `links.json` in the data folder, written whole, for its owner only, without any token."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from dccg.links import BadLinks, Book, Link, book_of, digest_of, told_of
from dccg.rights import ADMIN
from record.folder import make_private
from record.lock import OwnerLock
from record.log import InUse, NotDurable

NAME = "links.json"
PATIENCE_S = 5.0
_MINE = threading.Lock()


def new_token() -> str:
    """Return 128 bits by chance, as text for an address."""
    return secrets.token_urlsafe(16)


class LinkFile:
    """The book of links and sessions of a data folder. The server and the commands may change it at the same time."""

    def __init__(self, data: Path) -> None:
        self.path = data / NAME

    def stamp(self) -> tuple[int, int, int]:
        """Return what is another one after every change, whoever made it."""
        try:
            told = self.path.stat()
        except FileNotFoundError:
            return (0, 0, 0)
        return (told.st_mtime_ns, told.st_ino, told.st_size)

    def read(self) -> Book:
        """Return the book; empty if there is no file.

        Raises:
            BadLinks: If there is one and it cannot be read.
        """
        try:
            return book_of(json.loads(self.path.read_bytes()))
        except FileNotFoundError:
            return Book()
        except (OSError, ValueError, BadLinks) as fault:
            raise BadLinks(
                f"{self.path}: cannot be read ({fault}); move it away and start the program again: "
                "all links are then new"
            ) from None

    def change(self, do: Callable[[Book], Book]) -> Book:
        """Change the book as it is on disk now, and return it as it was written.

        Raises:
            NotDurable: If the disk refuses; nothing was changed then.
        """
        with _MINE:
            make_private(self.path.parent)
            lock = self._lock()
            try:
                before = self.read()
                book = do(before)
                if book != before:
                    self._write(json.dumps(told_of(book), ensure_ascii=True, indent=1).encode("ascii"))
                return book
            finally:
                lock.release()

    def _lock(self) -> OwnerLock:
        ends = time.monotonic() + PATIENCE_S
        while True:
            try:
                return OwnerLock(self.path.with_suffix(".lock"))
            except InUse:
                if time.monotonic() > ends:
                    raise NotDurable(f"{self.path}: another program does not let go of it; try again") from None
                time.sleep(0.02)

    def _write(self, body: bytes) -> None:
        unfinished = ""
        try:
            descriptor, unfinished = tempfile.mkstemp(".part", f".{NAME}.", self.path.parent)
            with os.fdopen(descriptor, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, self.path)
            if os.name != "nt":
                folder = os.open(self.path.parent, os.O_RDONLY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
        except OSError as fault:
            if unfinished:
                with suppress(OSError):
                    os.unlink(unfinished)
            raise NotDurable(f"{self.path}: not saved ({fault.strerror}); check the disk's space and rights") from fault


def make_link(
    file: LinkFile, role: str, meeting: str, label: str, until_s: int | None, now_s: float
) -> tuple[Link, str]:
    """Make a link and return it with its token, which is kept nowhere."""
    token = new_token()
    link = Link(f"k{secrets.token_hex(5)}", role, meeting, label, digest_of(token), int(now_s), until_s)
    file.change(lambda book: book.with_link(link, now_s))
    return link, token


def make_admin(file: LinkFile, now_s: float) -> str:
    """Make the admin's link anew and return its token; those there were, and whoever came in by them, end."""
    token = new_token()
    link = Link(f"k{secrets.token_hex(5)}", ADMIN, "", "", digest_of(token), int(now_s), None)

    def do(book: Book) -> Book:
        others = tuple(one for one in book.links if one.role != ADMIN)
        return replace(book, links=(*others, link)).swept(now_s)

    file.change(do)
    return token


def rotate(file: LinkFile, id: str, now_s: float) -> tuple[Link, str] | None:
    """Give a link another token and return both; None if there is no such link. Whoever came in by the old one is out,
    for the link has a new id as well."""
    token, made = new_token(), []

    def do(book: Book) -> Book:
        old = book.link(id, now_s)
        if old is None:
            return book
        made.append(replace(old, id=f"k{secrets.token_hex(5)}", digest=digest_of(token), made_s=int(now_s)))
        return book.without_link(id, now_s).with_link(made[0], now_s)

    file.change(do)
    return (made[0], token) if made else None
