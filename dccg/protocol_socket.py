"""A WebSocket of a public server: uvicorn's protocol, with deadlines and limits of messages."""

from __future__ import annotations

import asyncio
from asyncio.transports import BaseTransport
from typing import TYPE_CHECKING, Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame

from dccg.crowd import Bucket, Visit
from dccg.limits import is_last
from dccg.protocol import TRANSPORT, HttpProtocol

if TYPE_CHECKING:
    from dccg.server import ServerConfig

SLICE = 4 * 1024
"""Bytes that are read at a time: after each the message rate is looked at."""
TOO_BIG, NOT_TAKEN = 1009, 1008


class SocketProtocol(WebSocketsSansIOProtocol):
    """A WebSocket, from its handshake on."""

    config: ServerConfig

    def __init__(
        self,
        config: ServerConfig,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.crowd, self.limits = config.crowd, config.crowd.limits
        self.visit = cast(Visit, None)
        self._over = self._heard = False
        self._pieces = self._size = 0
        self._timer: asyncio.TimerHandle | None = None
        self._rate = Bucket(self.limits.messages_s, self.limits.messages_at_once, self.loop.time())

    def connection_made(self, transport: BaseTransport) -> None:
        before = cast(HttpProtocol, cast(asyncio.Transport, transport).get_protocol())
        self.visit = before.visit
        super().connection_made(transport)
        self.client = before.scope["client"]
        self.scheme = "wss" if before.scope["scheme"] == "https" else "ws"
        self._timer = self.loop.call_later(self.limits.first_message_s, self._look)

    async def run_asgi(self) -> None:
        cast(dict[str, Any], self.scope["extensions"])[TRANSPORT] = self.transport
        await super().run_asgi()

    def connection_lost(self, exc: Exception | None) -> None:
        self._over = True
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)
        self.visit.leave()

    def data_received(self, data: bytes) -> None:
        if self._over:
            return
        self.crowd.received += len(data)
        for first in range(0, len(data), SLICE):
            super().data_received(data[first : first + SLICE])
            if self._over or self.conn.parser_exc is not None:
                return

    # --- messages --------------------------------------------------------------------------------

    def handle_text(self, event: Frame) -> None:
        self._pieces = self._size = 0
        if self._takes(event, self.limits.text_bytes):
            super().handle_text(event)

    def handle_bytes(self, event: Frame) -> None:
        self._pieces = self._size = 0
        if self._takes(event, self.limits.sound_bytes):
            super().handle_bytes(event)

    def handle_cont(self, event: Frame) -> None:
        is_text = self.curr_msg_data_type == "text"
        if self._takes(event, self.limits.text_bytes if is_text else self.limits.sound_bytes):
            super().handle_cont(event)

    def handle_ping(self) -> None:
        if not self._in_rate():
            return
        if not self.writable.is_set():
            # It asks on and on and takes no answer.
            self.crowd.refused["pings"] += 1
            self._over = True
            self.transport.abort()
            return
        super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._in_rate():
            super().handle_pong(event)

    # --- inside ----------------------------------------------------------------------------------

    def _takes(self, frame: Frame, most: int) -> bool:
        self._heard = True
        self._pieces += 1
        self._size += len(frame.data)
        if self._over:
            return False
        if self._size > most:
            return self._fail(TOO_BIG, f"a message has at most {most} bytes", "message")
        if self._pieces > self.limits.pieces:
            return self._fail(TOO_BIG, f"a message has at most {self.limits.pieces} pieces", "pieces")
        return self._in_rate()

    def _in_rate(self) -> bool:
        if self._over:
            return False
        return self._rate.take(self.loop.time()) or self._fail(NOT_TAKEN, "too many messages", "messages")

    def _fail(self, code: int, reason: str, why: str) -> bool:
        self._over = True
        self.crowd.refused[why] += 1
        self.frames = []
        self.conn.fail(code, reason)
        self.handle_parser_exception()
        return False

    def _look(self) -> None:
        """Let a handshake have its time, and a source its own to say who it is."""
        self._timer = None
        if self._over or self.transport.is_closing():
            return
        if not self.handshake_complete:
            left_s = max(0.0, self.limits.handshake_s - self.limits.first_message_s)
            self._timer = self.loop.call_later(left_s, self._give_up)
        elif not self._heard and not self.close_sent and is_last(self.scope["path"]):
            self._fail(NOT_TAKEN, "nothing was said in time", "slow")

    def _give_up(self) -> None:
        if not self.handshake_complete and not self._over:
            self.crowd.refused["slow"] += 1
            self.send_500_response()
            self.transport.close()
