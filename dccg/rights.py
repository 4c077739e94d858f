"""Who may do what: one table of every address, and the roles that may ask for it. What is not in it is refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

ADMIN = "admin"
OF_MEETING = ("host", "captioner", "source", "note-taker", "viewer")
"""The roles in one meeting. The admin, who runs the program, has no meeting and may everything."""

SOCKET = "SOCKET"
"""The method of a WebSocket, as the table has it."""
EVERYBODY = frozenset({"everybody"})
NOBODY_BUT_ADMIN = frozenset({ADMIN})
HOST = frozenset({"host"})
TYPE = frozenset({"host", "captioner"})
SEND = frozenset({"host", "source"})
NOTE = frozenset({"host", "note-taker"})
READ = frozenset({"host", "captioner", "note-taker", "viewer"})
"""Who may read a meeting that is read by link only; others are read by everybody. A source only speaks: a link that
lies in a machine in the room does not let anybody read."""


@dataclass(frozen=True)
class Held:
    """A role that somebody holds, and the meeting that it holds in ("" for the admin)."""

    role: str
    meeting: str


@dataclass(frozen=True)
class Rule:
    """One line of the table.

    `lasts`: the answer may go on for as long as the meeting, so it is ended when the right is. `hello`: the right may
    also come with the first message of the socket.
    """

    method: str
    path: str
    roles: frozenset[str]
    lasts: bool = False
    hello: bool = False


def _rule(line: str, roles: frozenset[str]) -> Rule:
    method, path, *marks = line.split()
    return Rule(method, path, roles, "lasts" in marks, "hello" in marks)


_LINES: dict[frozenset[str], str] = {
    EVERYBODY: """
        GET / | GET /help | GET /healthz | GET /readyz | GET /static/{path:path} | GET /desk/static/{path:path}
        GET /archive | GET /archive/{path:path}
        GET /enter | POST /enter | GET /m/{meeting_id}/enter | POST /leave
    """,
    READ: """
        GET /m/{meeting_id} | GET /m/{meeting_id}/live.txt lasts | SOCKET /m/{meeting_id}/live lasts
        GET /m/{meeting_id}/events lasts | GET /m/{meeting_id}/poll lasts
        GET /m/{meeting_id}/transcript | GET /m/{meeting_id}/transcript.{suffix}
        GET /m/{meeting_id}/report | GET /m/{meeting_id}/report.zip | GET /m/{meeting_id}/report.{suffix}
        GET /m/{meeting_id}/ask | POST /m/{meeting_id}/ask
        GET /m/{meeting_id}/survey | POST /m/{meeting_id}/survey
    """,
    TYPE: "GET /m/{meeting_id}/type | POST /m/{meeting_id}/typed",
    SEND: """
        GET /m/{meeting_id}/capture | SOCKET /m/{meeting_id}/source lasts hello
        POST /m/{meeting_id}/upload lasts
    """,
    NOTE: """
        GET /m/{meeting_id}/correct | GET /m/{meeting_id}/correct/lines | POST /m/{meeting_id}/correct
        POST /m/{meeting_id}/correct/term | GET /m/{meeting_id}/sound/{cue}
        GET /m/{meeting_id}/desk | POST /m/{meeting_id}/desk | GET /m/{meeting_id}/desk/preview
        POST /m/{meeting_id}/desk/name | POST /m/{meeting_id}/desk/draft | GET /m/{meeting_id}/desk/history
        GET /m/{meeting_id}/desk/stream lasts | GET /m/{meeting_id}/desk/parts
        POST /m/{meeting_id}/desk/lock | GET /m/{meeting_id}/desk/heard | POST /m/{meeting_id}/desk/mark
        GET /m/{meeting_id}/desk/report.zip
    """,
    HOST: """
        GET /m/{meeting_id}/console | GET /m/{meeting_id}/console/state | POST /m/{meeting_id}/console/{action}
        GET /m/{meeting_id}/before | GET /m/{meeting_id}/survey/answers
        GET /m/{meeting_id}/edit | POST /m/{meeting_id}/edit
        GET /m/{meeting_id}/links | POST /m/{meeting_id}/links
    """,
    NOBODY_BUT_ADMIN: "GET /new | POST /new",
}
TABLE: tuple[Rule, ...] = tuple(
    _rule(line, roles) for roles, lines in _LINES.items() for line in re.split(r"[|\n]", lines) if line.strip()
)


@dataclass(frozen=True)
class Asked:
    """What is asked for: the lines of the table that its address fits, and the meeting that is in it ("" for none)."""

    rules: tuple[Rule, ...]
    meeting: str

    @property
    def lasts(self) -> bool:
        return any(rule.lasts for rule in self.rules)

    @property
    def hello(self) -> bool:
        return all(rule.hello for rule in self.rules)

    @property
    def readable(self) -> bool:
        """Whether everybody may have it when the meeting is read by anyone."""
        return all(rule.roles in (READ, EVERYBODY) for rule in self.rules)

    @property
    def needed(self) -> tuple[str, ...]:
        """The roles that may, the least of them first; the admin may always and is named only when nobody else may."""
        roles = frozenset[str].intersection(*(rule.roles for rule in self.rules))
        return tuple(role for role in reversed(OF_MEETING) if role in roles) or (ADMIN,)


def find(method: str, path: str) -> Asked | None:
    """Return what is asked for; None if the table has no such address, or not with this method.

    >>> find("GET", "/m/60/console").needed
    ('host',)
    >>> find("GET", "/m/60/secrets") is None
    True
    """
    method = "GET" if method == "HEAD" else method
    # The router sends an address with a slash too many to the one without.
    bare = path[:-1] if len(path) > 1 and path.endswith("/") else path
    found = [(rule, fit) for rule, pattern in _patterns() if (fit := pattern.fullmatch(bare)) and rule.method == method]
    if not found:
        return None
    meetings = {fit.groupdict().get("meeting_id") or "" for _, fit in found}
    return Asked(tuple(rule for rule, _ in found), meetings.pop()) if len(meetings) == 1 else None


def methods_of(path: str) -> tuple[str, ...]:
    """Return the methods that an address has in the table; empty if there is no such address."""
    return tuple(method for method in ("GET", "POST") if find(method, path) is not None)


def may(asked: Asked, held: Collection[Held], by_link: bool) -> bool:
    """Say whether somebody who holds these roles may have it; `by_link`: the meeting is read by link only."""
    if all(rule.roles == EVERYBODY for rule in asked.rules) or (asked.readable and not by_link):
        return True
    return any(one.role == ADMIN or (one.meeting == asked.meeting and one.role in asked.needed) for one in held)


@cache
def _patterns() -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(_pattern(rule.path))) for rule in TABLE)


def _pattern(path: str) -> str:
    parts = re.split(r"(\{\w+(?::path)?\})", path)
    return "".join(_hole(part[1:-1]) if part.startswith("{") else re.escape(part) for part in parts)


def _hole(name: str) -> str:
    name, _, kind = name.partition(":")
    return f"(?P<{name}>.*)" if kind else f"(?P<{name}>[^/]+)"
