"""Links that give a role, and the browsers that came in by one: who holds what, until when. Tokens only hashed.

Times are whole seconds since 1970, UTC, because they outlast the program.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from dccg.rights import ADMIN, OF_MEETING, Held
from models.errors import MeetingError
from models.meeting import check_date, check_meeting_id
from models.names import check_line

DAY_S = 24 * 3600
LINK_DAYS = 30
"""So long a link works after the day of its meeting, if its maker says nothing else."""
LONGEST_DAYS = 3 * 366
SESSION_S = 30 * DAY_S
LABEL_LENGTH = 80
MOST_LINKS = 200
MOST_SESSIONS = 20_000
LONGEST_TOKEN = 200


class BadLinks(MeetingError):
    """Raised when a link cannot be made, or the file of links cannot be read."""


def usual_day(meeting_day: str, now_s: float) -> str:
    """Return the last day on which a link of a meeting of that day works, if nothing else is said."""
    first = max(date.fromisoformat(meeting_day), date.fromisoformat(day_of(now_s)))
    return (first + timedelta(days=LINK_DAYS)).isoformat()


def day_of(at_s: float) -> str:
    """Return the day of a moment, in UTC.

    >>> day_of(86_400)
    '1970-01-02'
    """
    return (date(1970, 1, 1) + timedelta(seconds=int(at_s))).isoformat()


def end_of(day: str, now_s: float) -> int:
    """Return the end of a day: links work up to it.

    Raises:
        BadLinks: If the day is none, is over, or is too far away.
    """
    try:
        end_s = (date.fromisoformat(check_date(day.strip())) - date(1970, 1, 1)).days * DAY_S + DAY_S
    except (MeetingError, ValueError):
        raise BadLinks(f"the last day is {day[:20]!r}; expected a day of the calendar like 2026-01-14") from None
    if not now_s < end_s <= now_s + LONGEST_DAYS * DAY_S:
        last = day_of(now_s + (LONGEST_DAYS - 1) * DAY_S)
        raise BadLinks(f"the last day is {day[:20]!r}; expected one from {day_of(now_s)} to {last}")
    return end_s


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token[:LONGEST_TOKEN].encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class Link:
    """One link: what it gives, what its maker calls it, and until when; `until_s` None is until it is revoked."""

    id: str
    role: str
    meeting: str
    label: str
    digest: str
    made_s: int
    until_s: int | None

    def __post_init__(self) -> None:
        if self.role not in (ADMIN, *OF_MEETING):
            raise BadLinks(f"role {self.role[:40]!r}: there is no such role; there are {', '.join(OF_MEETING)}")
        if self.role != ADMIN:
            check_meeting_id(self.meeting)
        if self.label:
            object.__setattr__(self, "label", check_line(self.label, "label", LABEL_LENGTH))

    def works(self, now_s: float) -> bool:
        return self.until_s is None or now_s < self.until_s

    @property
    def held(self) -> Held:
        return Held(self.role, "" if self.role == ADMIN else self.meeting)


@dataclass(frozen=True)
class Session:
    """A browser that came in: the hash of its cookie, and the links that it came in by."""

    id: str
    digest: str
    links: tuple[str, ...]
    until_s: int


@dataclass(frozen=True)
class Book:
    """All links and sessions there are. Changing it gives a new one, without what no longer works."""

    links: tuple[Link, ...] = ()
    sessions: tuple[Session, ...] = ()
    address: str = ""
    _links: Mapping[str, Link] = field(init=False, repr=False, compare=False)
    _digests: Mapping[str, Link | Session] = field(init=False, repr=False, compare=False)
    _sessions: Mapping[str, Session] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_links", {one.id: one for one in self.links})
        object.__setattr__(self, "_sessions", {one.id: one for one in self.sessions})
        digests: dict[str, Link | Session] = {one.digest: one for one in self.links}
        object.__setattr__(self, "_digests", digests | {one.digest: one for one in self.sessions})

    def link(self, id: str, now_s: float) -> Link | None:
        """Return the link, if it works."""
        found = self._links.get(id)
        return found if found is not None and found.works(now_s) else None

    def by_token(self, token: str, now_s: float) -> Link | None:
        """Return the working link of a token. It takes as long whatever is asked for."""
        found = self._digests.get(digest_of(token))
        # What is looked up is a hash, so its time tells nothing of a token; the comparison is for whoever changes that.
        same = hmac.compare_digest(found.digest if found is not None else digest_of(""), digest_of(token))
        return found if same and isinstance(found, Link) and found.works(now_s) else None

    def by_cookie(self, token: str, now_s: float) -> Session | None:
        found = self._digests.get(digest_of(token))
        return found if isinstance(found, Session) and now_s < found.until_s else None

    def session(self, id: str, now_s: float) -> Session | None:
        found = self._sessions.get(id)
        return found if found is not None and now_s < found.until_s else None

    def held(self, links: Iterable[str], now_s: float) -> list[Held]:
        """Return what those of the links give that work."""
        return [one.held for id in links if (one := self.link(id, now_s)) is not None]

    def of_meeting(self, meeting: str, now_s: float) -> list[Link]:
        """Return the working links of a meeting, by role, the oldest first."""
        found = [one for one in self.links if one.meeting == meeting and one.role != ADMIN and one.works(now_s)]
        return sorted(found, key=lambda one: (OF_MEETING.index(one.role), one.made_s, one.id))

    def admins(self, now_s: float) -> list[Link]:
        return [one for one in self.links if one.role == ADMIN and one.works(now_s)]

    def with_link(self, link: Link, now_s: float) -> Book:
        """Return the book with this link; one of the same id is replaced.

        Raises:
            BadLinks: If the meeting has as many links as it can have.
        """
        others = [one for one in self.links if one.id != link.id]
        if sum(one.meeting == link.meeting for one in others if one.works(now_s)) >= MOST_LINKS:
            raise BadLinks(f"{link.meeting} has {MOST_LINKS} links, the most there can be; revoke some first")
        return replace(self, links=(*others, link)).swept(now_s)

    def without_link(self, id: str, now_s: float) -> Book:
        return replace(self, links=tuple(one for one in self.links if one.id != id)).swept(now_s)

    def with_session(self, session: Session, now_s: float) -> Book:
        """Return the book with this session; one of the same id is replaced, the oldest go when there are too many."""
        others = [one for one in self.sessions if one.id != session.id][-MOST_SESSIONS + 1 :]
        return replace(self, sessions=(*others, session)).swept(now_s)

    def without_session(self, id: str, now_s: float) -> Book:
        return replace(self, sessions=tuple(one for one in self.sessions if one.id != id)).swept(now_s)

    def swept(self, now_s: float) -> Book:
        """Return the book without what has ended: it cannot come back, even when a clock is put back."""
        links = tuple(one for one in self.links if one.works(now_s))
        known = {one.id for one in links}
        kept = (
            replace(one, links=tuple(id for id in one.links if id in known))
            for one in self.sessions if now_s < one.until_s
        )  # fmt: skip
        return replace(self, links=links, sessions=tuple(one for one in kept if one.links))

    def next_end_s(self, now_s: float) -> float:
        """Return when the next link or session ends by itself; infinity if none does."""
        ends = [*(one.until_s for one in self.links), *(one.until_s for one in self.sessions)]
        return min((one for one in ends if one is not None and one > now_s), default=float("inf"))


def book_of(told: Any) -> Book:
    """Return the book that a file's JSON tells.

    Raises:
        BadLinks: If it tells something else.
    """
    try:
        links = tuple(Link(**one) for one in told["links"])
        sessions = tuple(Session(**{**one, "links": tuple(one["links"])}) for one in told["sessions"])
        return Book(links, sessions, str(told.get("address", "")))
    except (TypeError, KeyError, AttributeError, MeetingError) as fault:
        kind = type(fault).__name__
        raise BadLinks(f"the file of links is not as this program writes it ({kind}: {fault})") from None


def told_of(book: Book) -> dict[str, Any]:
    """Return the book for a file's JSON."""
    return {
        "address": book.address,
        "links": [vars(one) for one in book.links],
        "sessions": [vars(one) for one in book.sessions],
    }
