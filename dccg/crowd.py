"""Who is connected, and who may still come in: counted in all and for each address."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from dccg.limits import Limits, address_of, household, within

MOST_KNOWN = 20_000
"""Addresses whose rates are remembered; the one not seen for longest is forgotten first."""
BURST_S = 10.0
"""So many seconds' worth of requests or connections may come at once after a rest."""

FILE_COST = 0.2
"""A script or a style counts so much of a request: a page brings many of them, and they cost little."""


class Bucket:
    """A rate with a reserve: `take` says whether one more is within it."""

    __slots__ = ("_at_s", "_left", "most", "rate")

    def __init__(self, rate: float, most: float, now_s: float) -> None:
        self.rate, self.most = rate, most
        self._left, self._at_s = most, now_s

    def take(self, now_s: float, cost: float = 1.0) -> bool:
        self._left = min(self.most, self._left + (now_s - self._at_s) * self.rate)
        self._at_s = now_s
        if self._left < cost:
            return False
        self._left -= cost
        return True


@dataclass(frozen=True)
class Refusal:
    """Why somebody is not served: a word for the figures, a status and a sentence for the client."""

    why: str
    status: int
    sentence: str
    retry_s: int = 0


FULL = Refusal("full", 503, "The server has no place left. Please try again in a minute.", 60)
ENDING = Refusal("ending", 503, "The server is being restarted. Please try again in a moment.", 5)
TOO_MANY = Refusal("connections", 429, "Too many connections from your address. Please close some of them.", 30)
TOO_OFTEN = Refusal("rate", 429, "Too many requests from your address. Please wait a moment.", 10)


class Crowd:
    """All connections: `visits` those that are open, `refused` how many were refused, by a word for the reason."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.refused: Counter[str] = Counter()
        self.visits: set[Visit] = set()
        self.received = 0
        self.sent = 0
        self.ending = False
        self._each: Counter[str] = Counter()
        self._connects: OrderedDict[str, Bucket] = OrderedDict()
        self._requests: OrderedDict[str, Bucket] = OrderedDict()

    @property
    def connections(self) -> int:
        return len(self.visits)

    def sent_so_far(self) -> int:
        """Return how many bytes clients have taken since the start."""
        return self.sent + sum(visit.sent() for visit in self.visits)

    def hold(self, name: str) -> Refusal | None:
        """Count one more of this client, if it may have one more."""
        if not name:
            return None
        if self._each[name] >= self.limits.each:
            return TOO_MANY
        self._each[name] += 1
        return None

    def release(self, name: str) -> None:
        self._each[name] -= 1
        if self._each[name] <= 0:
            del self._each[name]

    def connect_in_rate(self, name: str, now_s: float) -> bool:
        return _in_rate(self._connects, name, self.limits.connects_s, now_s)

    def request_in_rate(self, name: str, path: str, now_s: float) -> bool:
        cost = FILE_COST if "/static/" in path else 1.0
        return _in_rate(self._requests, name, self.limits.requests_s, now_s, cost)


def _in_rate(known: OrderedDict[str, Bucket], name: str, rate: float, now_s: float, cost: float = 1.0) -> bool:
    if not name:
        return True
    bucket = known.get(name)
    if bucket is None:
        bucket = known[name] = Bucket(rate, max(1.0, rate * BURST_S), now_s)
        if len(known) > MOST_KNOWN:
            known.popitem(last=False)
    else:
        known.move_to_end(name)
    return bucket.take(now_s, cost)


class Visit:
    """One connection, from its beginning to its end.

    Behind a trusted proxy the connection is the proxy's, and each of its requests is a client's. `sent` says how many
    bytes the other side has taken.
    """

    def __init__(self, crowd: Crowd, peer: str, sent: Callable[[], int] = int) -> None:
        self._crowd = crowd
        self.sent = sent
        self.peer = address_of(peer)
        self.proxied = within(self.peer, crowd.limits.trusted)
        self._name = "" if self.proxied else self._counted_as(peer)
        self._held = ""
        crowd.visits.add(self)

    def enter(self, now_s: float) -> Refusal | None:
        """Return why the connection is refused, if it is."""
        crowd = self._crowd
        if crowd.ending:
            return ENDING
        if crowd.connections > crowd.limits.most:
            return FULL
        if not crowd.connect_in_rate(self._name, now_s):
            return TOO_OFTEN
        return self._hold(self._name)

    def ask(self, path: str, client: str, now_s: float) -> Refusal | None:
        """Return why a request is refused, if it is; `client` is who asks, which a proxy tells."""
        crowd = self._crowd
        if crowd.ending:
            return ENDING
        if crowd.connections > crowd.limits.seats(path):
            return FULL
        name = self._counted_as(client) if self.proxied else self._name
        if not crowd.request_in_rate(name, path, now_s):
            return TOO_OFTEN
        return self._hold(name) if self.proxied and not self._held else None

    def answered(self) -> None:
        """A request is done; a proxy's connection is nobody's until the next one."""
        if self.proxied and self._held:
            self._crowd.release(self._held)
            self._held = ""

    def leave(self) -> None:
        """The connection has ended."""
        if self not in self._crowd.visits:
            return
        self._crowd.visits.discard(self)
        self._crowd.sent += self.sent()
        if self._held:
            self._crowd.release(self._held)
            self._held = ""

    def _hold(self, name: str) -> Refusal | None:
        refusal = self._crowd.hold(name)
        if refusal is None:
            self._held = name
        return refusal

    def _counted_as(self, client: str) -> str:
        address = address_of(client)
        return "" if within(address, self._crowd.limits.unlimited) else household(address)
