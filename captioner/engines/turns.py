"""Whose window is recognised next: of all clients, the one whose audio has waited longest."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from captioner.recognition import Hypothesis, Window
from models.errors import MeetingError


class NotRecognized(MeetingError):
    """Raised when a window could not be recognised, although it was tried again where that made sense."""


class Client(Protocol):
    """A live meeting, or whoever else has windows to be recognised. Windows come back as the same objects."""

    def unread_ms(self) -> int:
        """Return how much audio waits; -1 when nothing is due."""

    def take_due(self) -> Window | None:
        """Return a window to recognise now; its answer comes back by one of the other two."""

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

    def __contains__(self, client: Client) -> bool:
        return id(client) in self._clients

    def __iter__(self) -> Iterator[Client]:
        return iter([client for _, client in self._clients.values()])

    def add(self, client: Client) -> None:
        self._clients.setdefault(id(client), (next(self._numbers), client))

    def remove(self, client: Client) -> str:
        """Forget the client and return what the keys of its jobs begin with."""
        number, _ = self._clients.pop(id(client), (0, client))
        return f"{number}:"

    def next(self) -> Iterator[Job]:
        """Yield due windows, always of the client whose audio waits longest at that moment."""
        done: set[int] = set()
        while True:
            waiting = [
                (client.unread_ms(), -number, client) for number, client in self._clients.values() if number not in done
            ]
            due = max((one for one in waiting if one[0] >= 0), key=lambda one: one[:2], default=None)
            if due is None:
                return
            _, minus, client = due
            window = client.take_due()
            if window is None:
                done.add(-minus)
            else:
                yield Job(client, window, f"{-minus}:{window.key}")


class Asked:
    """A client with one window and one answer."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.answer: asyncio.Future[Hypothesis] = asyncio.get_running_loop().create_future()
        self._taken = False

    def unread_ms(self) -> int:
        return -1 if self._taken else self.window.end_ms - self.window.start_ms

    def take_due(self) -> Window | None:
        taken, self._taken = self._taken, True
        return None if taken else self.window

    def receive_hypothesis(self, window: Window, hypothesis: Hypothesis) -> None:
        if not self.answer.done():
            self.answer.set_result(hypothesis)

    def recognition_failed(self, window: Window, why: str) -> None:
        if not self.answer.done():
            self.answer.set_exception(NotRecognized(f"{window.key}, {window.start_ms} ms: not recognised: {why}"))
