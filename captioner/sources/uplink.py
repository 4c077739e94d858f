"""The line from an outbox to a meeting's server: joined again whenever it breaks, until all has arrived."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus, InvalidURI

from captioner.recognition import SAMPLE_RATE
from captioner.sources.hello import MOST_HELD_MS, NOT_LET_IN
from captioner.sources.outbox import Outbox
from models.errors import MeetingError

FIRST_TRIES = 5
LONGEST_PAUSE_S = 10.0
PATIENCE_S = 20.0
WINDOW = 20 * SAMPLE_RATE
"""Samples that may be under way: more would make a server that holds back look like a dead one."""
ASK = "ask the host of the meeting for a link for a source of sound, and give it with --to"
ENDED = f"the link was taken back or has ended; {ASK}"
PASSING = (408, 425, 429)
"""Answers below 500 that may be another one a moment later."""


class FeedFailed(MeetingError):
    """Raised when a meeting cannot be reached or does not take the sound."""


class Uplink:
    """Sends what is put in and keeps what the server has not acknowledged.

    Args:
        address: The meeting's source socket.
        outbox: Where the sound waits.
        name: What the source is called in the meeting.
        pause_s: The first pause before a broken line is joined again; it doubles each time.
        on_change: Told whenever the server got more, or a line broke (then with the reason).
        token: That of the link which lets the source in, "" for none.
    """

    def __init__(
        self,
        address: str,
        outbox: Outbox,
        name: str,
        pause_s: float,
        on_change: Callable[[str], None],
        token: str = "",
    ) -> None:
        self._shown = {"authorization": f"Bearer {token}"} if token else {}
        self.outbox, self.connected = outbox, False
        self._address, self._name, self._pause_s, self._on_change = address, name, pause_s, on_change
        self._key = secrets.token_urlsafe(16)
        self._news = asyncio.Condition()
        self._complete = self._said_end = self._ever = False

    async def put(self, pcm: bytes) -> None:
        async with self._news:
            self.outbox.put(pcm)
            self._news.notify_all()

    async def room(self) -> None:
        """Wait until the outbox can take more without giving up what it holds."""
        async with self._news:
            await self._news.wait_for(lambda: not self.outbox.full)

    async def finish(self) -> None:
        """Say that nothing more is put in."""
        async with self._news:
            self._complete = True
            self._news.notify_all()

    async def run(self) -> None:
        """Send until all has arrived and the end was said.

        Raises:
            FeedFailed: If nobody answered at first, or the server refused.
        """
        failures = 0
        while True:
            why = await self._connection()
            failures = 0 if self.connected else failures + 1
            self.connected = False
            if self._done():
                return
            if not self._ever and failures >= FIRST_TRIES:
                raise FeedFailed(f"no meeting answers at {self._address} ({why}); check the address")
            self._on_change(f"the line is broken ({why}); trying again")
            pause = min(LONGEST_PAUSE_S, self._pause_s * 2 ** min(failures, 10))
            # Jitter, so that the sources of a server that restarts do not come back all at once.
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))

    async def _connection(self) -> str:
        """Send over one connection until all is received or it breaks; return why it broke."""
        try:
            async with connect(
                self._address, compression=None, max_size=65_536, ping_interval=10, ping_timeout=60,
                additional_headers=self._shown,
            ) as socket:
                await self._talk(socket)
        except ConnectionClosed as closed:
            if closed.rcvd is not None and closed.rcvd.code == NOT_LET_IN:
                raise FeedFailed(ENDED) from None
            return "the server closed it" if closed.rcvd else "it went silent"
        except InvalidStatus as error:
            status = error.response.status_code
            if status in (401, 403):
                raise FeedFailed(f"{self._address} lets no sound in without a link that works; {ASK}") from None
            if 400 <= status < 500 and status not in PASSING:
                raise FeedFailed(
                    f"{self._address} answers {status}, so no meeting takes sound there; check the address"
                ) from error
            return f"the server answers {status}"
        except InvalidURI as error:
            raise FeedFailed(f"{self._address} is not an address that can be reached") from error
        except (OSError, InvalidHandshake, TimeoutError) as error:
            return str(error) or "no answer"
        return "the server closed it"

    async def _talk(self, socket: ClientConnection) -> None:
        hello = {"kind": "hello", "name": self._name, "rate": SAMPLE_RATE, "channels": 1, "key": self._key}
        await socket.send(json.dumps(hello | {"held_ms": min(MOST_HELD_MS, self.outbox.kept_ms)}))
        async with asyncio.timeout(PATIENCE_S):
            ready = _understood(await socket.recv())
        self.connected = self._ever = True
        await self._heard(ready)
        self._said_end = False
        listening = asyncio.create_task(self._listen(socket))
        sending = asyncio.create_task(self._send(socket, int(ready.get("received", 0))))
        try:
            await asyncio.wait({listening, sending}, return_when=asyncio.FIRST_COMPLETED)
            # A server that refuses says why before it closes, so what it said comes first.
            await listening
            if sending.done():
                with suppress(ConnectionClosed):
                    sending.result()
        finally:
            listening.cancel()
            sending.cancel()
            await asyncio.gather(listening, sending, return_exceptions=True)

    async def _send(self, socket: ClientConnection, sample: int) -> None:
        while True:
            async with self._news:
                while not self._may_go_on(sample):
                    await self._news.wait()
                piece = self.outbox.after(sample)
            if piece is None:
                self._said_end = True
                return await socket.send('{"kind": "end"}')
            await socket.send(piece.message())
            sample = piece.end

    def _may_go_on(self, sample: int) -> bool:
        piece = self.outbox.after(sample)
        if piece is None:
            return self._complete
        # What was given up while the server was away is not under way.
        return piece.at - max(self.outbox.received, self.outbox.first) < WINDOW

    async def _listen(self, socket: ClientConnection) -> None:
        async for message in socket:
            await self._heard(_understood(message))
            if self._done():
                return

    async def _heard(self, message: dict[str, Any]) -> None:
        if message.get("kind") == "error":
            raise FeedFailed(f"the server does not take the sound: {message.get('text', 'no reason given')}")
        count = message.get("received" if message.get("kind") == "ready" else "samples")
        if isinstance(count, int):
            async with self._news:
                self.outbox.acknowledge(count)
                self._news.notify_all()
            self._on_change("")

    def _done(self) -> bool:
        return self._said_end and self.outbox.received >= self.outbox.end


def _understood(message: str | bytes) -> dict[str, Any]:
    """The server's message; its texts end up on a terminal, so without control characters."""
    try:
        fields = json.loads(message)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise FeedFailed("the server answers in a way that is not known here; is it of another version?")
    return {
        key: "".join(c for c in value if c.isprintable()) if isinstance(value, str) else value
        for key, value in fields.items()
    }
