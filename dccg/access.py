"""Who is there, and what they may: links and sessions as the running program knows them."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from captioner.allowance import Allowance
from captioner.routes.ask import whose
from dccg.connections import Connections
from dccg.links import SESSION_S, BadLinks, Book, Link, Session, digest_of
from dccg.links_file import LinkFile, new_token
from dccg.rights import Asked, Held, find, may
from models.errors import MeetingError

WRONG_TRIES = (10, 60_000)
LOOK_S = 0.5
"""So often the file is looked at, which a command may have changed, and rights that end by themselves are."""
Readers = Literal["anyone", "link"]
T = TypeVar("T")


@dataclass(frozen=True)
class Visitor:
    """Whoever asks: by which session, or with which links' tokens. Nobody known, if neither."""

    session: str = ""
    links: tuple[str, ...] = ()


NOBODY = Visitor()


class WrongToken(Exception):
    """Raised when a token opens nothing."""


class TooOften(Exception):
    """Raised when too many tokens that open nothing came from an address; holds the seconds to wait."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


class Clock:
    """The time of day, in seconds, that goes on evenly when somebody sets the machine's clock."""

    def __init__(self) -> None:
        self._ahead_s = time.time() - time.monotonic()

    def __call__(self) -> float:
        return time.monotonic() + self._ahead_s


class Access:
    """The locks of the house.

    Args:
        file: The links and sessions on disk.
        readers: Says of a meeting whether anyone may read it.
        clock: Seconds since 1970.
        address: Where readers reach this program, "" for where they asked.
    """

    def __init__(
        self,
        file: LinkFile,
        readers: Callable[[str], Readers],
        clock: Callable[[], float] | None = None,
        address: str = "",
    ) -> None:
        self.file, self.address = file, address.rstrip("/")
        self.now_s: Callable[[], float] = clock or Clock()
        self._readers = readers
        self._wrong = Allowance(WRONG_TRIES)
        self._stamp = file.stamp()
        self.book = file.read()
        self.connections = Connections(lambda visitor, asked: self.may(visitor, asked))

    def may(self, visitor: Visitor, asked: Asked) -> bool:
        """Say whether a visitor may have what is asked for, now."""
        by_link = bool(asked.meeting) and self._readers(asked.meeting) == "link"
        return may(asked, self.held(visitor), by_link)

    def may_ask(self, visitor: Visitor, method: str, path: str) -> bool:
        asked = find(method, path)
        return asked is not None and self.may(visitor, asked)

    def by_link(self, meeting: str) -> bool:
        return self._readers(meeting) == "link"

    def held(self, visitor: Visitor) -> list[Held]:
        now_s, links = self.now_s(), visitor.links
        if visitor.session:
            session = self.book.session(visitor.session, now_s)
            links += session.links if session is not None else ()
        return self.book.held(links, now_s)

    def of_cookie(self, token: str) -> Visitor:
        """Return who has this cookie; one that is not known is nobody's, and held against nobody."""
        session = self.book.by_cookie(token, self.now_s()) if token else None
        return Visitor(session=session.id) if session is not None else NOBODY

    def link_of(self, token: str, address: str) -> Link:
        """Return the link of a token that came from an address.

        Raises:
            WrongToken: If it opens nothing, for whatever reason: the answer is always the same.
            TooOften: If too many such came from there; then a right one is not looked at either.
        """
        now_ms, who = time.monotonic_ns() // 1_000_000, whose(address) or "here"
        wait_ms = self._wrong.wait_ms(who, now_ms)
        if wait_ms > 0:
            raise TooOften(-(-wait_ms // 1000))
        link = self.book.by_token(token, self.now_s())
        if link is None:
            self._wrong.count(who, now_ms)
            raise WrongToken
        return link

    async def enter(self, link: Link, visitor: Visitor) -> tuple[str, int]:
        """Let a browser in by a link, beside what it holds already; return its new cookie and for how many seconds."""
        token, now_s = new_token(), self.now_s()
        until_s = int(now_s) + SESSION_S

        def do(book: Book) -> Book:
            old = book.session(visitor.session, now_s)
            held = old.links if old is not None else ()
            links = (*(one for one in held if one != link.id), link.id)
            id = old.id if old is not None else f"s{secrets.token_hex(8)}"
            return book.with_session(Session(id, digest_of(token), links, until_s), now_s)

        await self.change(do)
        return token, SESSION_S

    async def leave(self, visitor: Visitor) -> None:
        """Forget the browser."""
        if visitor.session:
            await self.change(lambda book: book.without_session(visitor.session, self.now_s()))

    async def apply(self, work: Callable[..., T], *about: object) -> T:
        """Do one of the works on the file of links; who has lost a right by it is out at once.

        Raises:
            BadLinks, NotDurable: If it cannot be done, or the disk refuses.
        """
        found = await asyncio.to_thread(work, self.file, *about, self.now_s())
        self.look()
        self.connections.check()
        return found

    async def change(self, do: Callable[[Book], Book]) -> None:
        """Change what is on disk; who has lost a right by it is out at once.

        Raises:
            NotDurable: If the disk refuses.
        """
        await asyncio.to_thread(self.file.change, do)
        self.look()
        self.connections.check()

    def look(self) -> None:
        """Take over what was changed on disk; a file that cannot be read changes nothing."""
        stamp = self.file.stamp()
        if stamp != self._stamp:
            with contextlib.suppress(BadLinks):
                self.book = self.file.read()
                self._stamp = stamp

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """While it lasts, connections are ended when the right to them ends."""
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)

    async def _watch(self) -> None:
        seen: object = None
        ends_s = 0.0
        while True:
            await asyncio.sleep(LOOK_S)
            self.look()
            now_s = self.now_s()
            told = (self._stamp, self.connections.meetings_by_link(self.by_link))
            if now_s >= ends_s > 0:
                await self._sweep()
            if told != seen or now_s >= ends_s:
                seen, ends_s = told, self.book.next_end_s(now_s)
                self.connections.check()

    async def _sweep(self) -> None:
        """Have the file forget what has ended; a disk that refuses is no reason to let anybody in."""
        with contextlib.suppress(MeetingError):
            await asyncio.to_thread(self.file.change, lambda book: book.swept(self.now_s()))


def wider(visitor: Visitor, link: Link) -> Visitor:
    """Return the visitor with this link's right too."""
    return replace(visitor, links=(*visitor.links, link.id))
