"""Whose window is recognised next: of all clients, the one whose audio has waited longest.

Unless it had far more than its share of the recognition there was, as one has whose sound never ends or comes ten
times too fast: then the others go first. And whoever was passed over for long gets a turn, however little they need
it, so that a recording gets on too while others talk.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from captioner.recognition import Hypothesis, Window
from captioner.shares import Shares
from models.errors import MeetingError

LONGEST_QUEUE = 40
"""So many windows of others are recognised at most while somebody waits."""


class NotRecognized(MeetingError):
    """Raised when a window could not be recognised, although it was tried again where that made sense."""


class Client(Protocol):
    """A live meeting, or whoever else has windows to be recognised. Windows come back as the same objects."""

    def unread_ms(self) -> int:
        """Return how much audio of people who speak now waits, 0 if there is other audio; -1 when nothing is due."""

    def take_due(self, spare: bool) -> Window | None:
        """Return a window to recognise now; its answer comes back by one of the other two.

        `spare`: nobody who speaks now needs the worker, so recordings and gaps have their turn.
        """

    def receive_hypothesis(self, window: Window, hypothesis: Hypothesis) -> None: ...

    def recognition_failed(self, window: Window, why: str) -> None: ...


@dataclass(frozen=True)
class Job:
    """A window on its way. `key` is the window's, made unique among all clients."""

    client: Client
    window: Window
    key: str

    @property
    def source(self) -> str:
        return self.key.partition("/")[0]


class Turns:
    """The clients, in the order in which they came."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._clients: dict[int, tuple[int, Client]] = {}  # by identity
        self._numbered: dict[int, Client] = {}
        self._shares = Shares()
        self._passed: dict[int, int] = {}  # how often each that had something was passed over, by number

    def __contains__(self, client: Client) -> bool:
        return id(client) in self._clients

    def __iter__(self) -> Iterator[Client]:
        return iter([client for _, client in self._clients.values()])

    def add(self, client: Client) -> None:
        if client not in self:
            number = next(self._numbers)
            self._clients[id(client)], self._numbered[number] = (number, client), client

    def remove(self, client: Client) -> str:
        """Forget the client and return what the keys of its jobs begin with."""
        number, _ = self._clients.pop(id(client), (0, client))
        self._numbered.pop(number, None)
        self._passed.pop(number, None)
        return f"{number}:"

    def took(self, client: Client, work_ms: int) -> None:
        """Note how long a worker was busy for a client."""
        number, _ = self._clients.get(id(client), (0, client))
        self._shares.took(str(number), work_ms)

    def next(self) -> Iterator[Job]:
        """Yield due windows, always of the client whose turn it is at that moment."""
        for spare in (False, True):
            yield from self._due(spare)

    def _due(self, spare: bool) -> Iterator[Job]:
        waiting = [self._need(number, client) for number, client in self._clients.values() if client.unread_ms() >= 0]
        heapq.heapify(waiting)
        while waiting:
            number = heapq.heappop(waiting)[-1]
            client, all_of_it = self._numbered[number], spare or self._waits_long(number)
            window = client.take_due(all_of_it)
            if window is None:
                if all_of_it:
                    self._passed[number] = 0  # it waits for nothing
                continue
            self._passed[number] = 0
            for *_, other in waiting:
                self._passed[other] = self._passed.get(other, 0) + 1
            yield Job(client, window, f"{number}:{window.key}")
            if number in self._numbered and client.unread_ms() >= 0:
                heapq.heappush(waiting, self._need(number, client))

    def _need(self, number: int, client: Client) -> tuple[bool, bool, int, int]:
        """The smallest comes first."""
        return not self._waits_long(number), self._shares.over(str(number)), -client.unread_ms(), number

    def _waits_long(self, number: int) -> bool:
        return self._passed.get(number, 0) >= LONGEST_QUEUE


class Asked:
    """A client with one window and one answer."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.answer: asyncio.Future[Hypothesis] = asyncio.get_running_loop().create_future()
        self._taken = False

    def unread_ms(self) -> int:
        return -1 if self._taken else self.window.end_ms - self.window.start_ms

    def take_due(self, spare: bool) -> Window | None:
        taken, self._taken = self._taken, True
        return None if taken else self.window

    def receive_hypothesis(self, window: Window, hypothesis: Hypothesis) -> None:
        if not self.answer.done():
            self.answer.set_result(hypothesis)

    def recognition_failed(self, window: Window, why: str) -> None:
        if not self.answer.done():
            self.answer.set_exception(NotRecognized(f"{window.key}, {window.start_ms} ms: not recognised: {why}"))
