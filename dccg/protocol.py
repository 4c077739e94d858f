"""How bytes of a connection become requests: uvicorn's protocol, with the deadlines and limits of a public server.

Every request's scope has the connection's transport in it, so that captions for many readers can be written straight
to their connections. Both need what uvicorn promises nobody; tests/dccg/test_protocol.py says what.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from dccg.crowd import Refusal, Visit
from dccg.limits import told_by_proxy, without_hops
from dccg.refusing import refusal_bytes
from dccg.sent import sent_by

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application

    from dccg.server import ServerConfig

TRANSPORT = "dccg.transport"
"""Name of the `asyncio.Transport` in `scope["extensions"]`; other servers and test clients have none."""

TICKS = 12
"""How often within its time a body is looked at."""

SLOW_HEADER = Refusal("slow", 408, "The request did not come in time.")
SLOW_BODY = Refusal("slow", 408, "What was sent came too slowly.")
LONG_HEADER = Refusal("header", 431, "The header of the request is too long.")
LONG_BODY = Refusal("body", 413, "More was sent than is taken here.")
MALFORMED = Refusal("malformed", 400, "This is no valid request.")
PIPELINED = Refusal("pipelined", 429, "Too many requests at once.", 1)


class _Refused(Exception):
    """Raised when the parser need not read on."""


class HttpProtocol(HttpToolsProtocol):
    """HTTP/1.1 of one connection."""

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
        self._running: RequestResponseCycle | None = None
        self._refusal: Refusal | None = None
        self._over = False
        self._timer: asyncio.TimerHandle | None = None
        self._watched = ""
        self._in = "nothing"
        self._path = ""
        self._header_bytes = self._body_bytes = self._unseen_bytes = 0
        self._body_since_s = 0.0

    # --- from the first to the last byte ---------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.visit = Visit(self.crowd, self.client[0] if self.client else "", partial(sent_by, transport))
        refusal = self.visit.enter(self.loop.time())
        if refusal is not None:
            self._refuse(refusal)
        else:
            self._watch("header")

    def data_received(self, data: bytes) -> None:
        if self._over:
            return
        self.crowd.received += len(data)
        # Of bytes that end one request and begin the next nobody knows how many are which.
        was_in, self._unseen_bytes = self._in, self._unseen_bytes + len(data)
        super().data_received(data)
        if self._over or self.parser is None or self._in == "socket":
            return
        if self._in == "body":
            self._watch("body")
            if self._unseen_bytes > max(self.limits.header_bytes, len(data)):
                self._refuse(LONG_HEADER)
        elif self._in == "header" or not self._is_answering():
            self._watch("header")
            self._header_bytes += len(data) if was_in != "body" else 0
            if self._header_bytes > self.limits.header_bytes:
                self._refuse(LONG_HEADER)
        else:
            self._watch("")

    def connection_lost(self, exc: Exception | None) -> None:
        self._over = True
        self._watch("")
        self._disconnect(self._running)
        super().connection_lost(exc)
        self.visit.leave()

    # --- what the parser finds -------------------------------------------------------------------

    def on_message_begin(self) -> None:
        self._in, self._header_bytes, self._body_bytes = "header", 0, 0
        super().on_message_begin()
        cast(dict[str, Any], self.scope)["extensions"] = {TRANSPORT: self.transport}

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + 4)
        if self._in == "header":
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in, self._unseen_bytes, self._body_since_s = "body", 0, self.loop.time()
        self._path = self.url.partition(b"?")[0].decode("latin-1")
        self._stop(self._admitted())
        if len(self.pipeline) >= self.limits.pipelined:
            self._stop(PIPELINED)
        if not self._should_upgrade() and self._announced() > self.limits.body_of(self._path):
            self._stop(LONG_BODY)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unseen_bytes = 0
        self._body_bytes += len(body)
        if self._body_bytes > self.limits.body_of(self._path):
            self._stop(LONG_BODY)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._in, self._header_bytes = "nothing", 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self.visit.answered()
        super().on_response_complete()
        if self._in == "body" and not self.transport.is_closing():
            # It was answered before it was heard out; what is still sent is read for a moment, as else the
            # client would not see the answer.
            self._unset_keepalive_if_required()
            self._over = True
            self._end_soon()

    def handle_websocket_upgrade(self) -> None:
        self._in = "socket"
        self._watch("")
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        self._refuse(self._refusal or MALFORMED)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    # --- inside ----------------------------------------------------------------------------------

    def _disconnect(self, cycle: RequestResponseCycle | None) -> None:
        """Have an answer that nobody gets end quietly; uvicorn tells only the newest of several."""
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()

    def _count(self, size: int) -> None:
        self._header_bytes += size
        if self._header_bytes > self.limits.header_bytes:
            self._stop(LONG_HEADER)

    def _admitted(self) -> Refusal | None:
        client = self.client[0] if self.client else ""
        if self.visit.proxied and self.visit.peer is not None:
            address, scheme = told_by_proxy(self.headers, self.visit.peer, self.limits.trusted)
            client = str(address)
            self.scope["client"] = (client, 0)
            self.scope["scheme"] = cast(Any, scheme or self.scheme)
        self.headers[:] = without_hops(self.headers)
        return self.visit.ask(self._path, client, self.loop.time())

    def _announced(self) -> int:
        lengths = [value for name, value in self.headers if name == b"content-length"]
        return int(lengths[0]) if lengths and lengths[0].isdigit() else 0

    def _stop(self, refusal: Refusal | None) -> None:
        if refusal is not None:
            self._refusal = refusal
            raise _Refused

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _refuse(self, refusal: Refusal) -> None:
        """Answer with the refusal, unless an answer is under way, and end the connection."""
        self._over = True
        self._watch("")
        self.crowd.refused[refusal.why] += 1
        if self._interrupted():
            self.transport.abort()
            return
        self.pipeline.clear()
        self.transport.write(refusal_bytes(refusal))
        self._end_soon()

    def _interrupted(self) -> bool:
        """Give up the answers that are under way; say whether the client waits for one of them first."""
        running = self._running
        under_way = running is not None and not running.response_complete
        self._disconnect(running)
        self._disconnect(self.cycle)
        if running is None or not under_way:
            return False
        return running.response_started or running is not self.cycle or self._in == "header"

    def _end_soon(self) -> None:
        """Send the end; a client that still sends gets a moment to see the answer."""
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            # Who is gone already needs no end.
            with suppress(OSError):
                self.transport.write_eof()
        self._timer = self.loop.call_later(self.limits.linger_s, self.transport.abort)

    def _watch(self, what: str) -> None:
        """Let the client have its time for `what`: a header, a body, or nothing."""
        if what == self._watched:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._watched = what
        if what == "header":
            self._timer = self.loop.call_later(self.limits.header_s, self._refuse_if_open, SLOW_HEADER)
        elif what == "body":
            self._timer = self.loop.call_later(self.limits.body_s / TICKS, self._look_at_body)

    def _refuse_if_open(self, refusal: Refusal) -> None:
        if not self._over and not self.transport.is_closing():
            self._refuse(refusal)

    def _look_at_body(self) -> None:
        tick_s = self.limits.body_s / TICKS
        if self.flow.read_paused:
            # We don't read, so the client is not to blame.
            self._body_since_s += tick_s
        taken_s = self.loop.time() - self._body_since_s
        if taken_s >= max(self.limits.body_s, self._body_bytes / self.limits.body_rate):
            self._refuse_if_open(SLOW_BODY)
        else:
            self._timer = self.loop.call_later(tick_s, self._look_at_body)
