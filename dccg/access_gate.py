"""The door of every room: what the table of rights forbids gets no further, and what lasts ends with its right."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from captioner.sources.hello import NOT_LET_IN
from dccg.access import NOBODY, Access, TooOften, Visitor, WrongToken, wider
from dccg.access_answers import cookie_name, refused, too_often, unknown
from dccg.access_hello import Hearing
from dccg.connections import Line
from dccg.doorway import is_ours
from dccg.rights import SOCKET, Asked, find
from templates.allowed import allowed

GOODBYE_S = 1.0
"""So long whoever has lost the right is waited for to take the news; then the line is cut."""
AGAIN = b"event: again\ndata: {}\n\n"
"""What tells a page that reads events to load itself anew; it is then told why it cannot."""


class Doorkeeper:
    """Lets through what may be asked for by whoever asks."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        asked = find(SOCKET if scope["type"] == "websocket" else scope["method"], scope["path"])
        if asked is None:
            return await unknown(scope, receive, send)
        try:
            visitor = self._visitor(scope)
        except TooOften as fault:
            return await too_often(scope, receive, send, fault.wait_s)
        except WrongToken:
            return await refused(scope, receive, send, asked, False)
        scope["dccg.visitor"] = visitor
        scope["dccg.may"] = may = partial(self._access.may_ask, visitor)
        told = allowed.set(may)
        try:
            await self._let_in(scope, receive, send, visitor, asked)
        finally:
            allowed.reset(told)

    def _visitor(self, scope: Scope) -> Visitor:
        headers = Headers(scope=scope)
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind.casefold() == "bearer":
            return wider(NOBODY, self._access.link_of(token.strip(), address_of(scope)))
        return self._access.of_cookie(cookie_parser(headers.get("cookie", "")).get(cookie_name(scope), ""))

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor, asked: Asked) -> None:
        if _is_foreign(scope, visitor, asked):
            visitor = NOBODY
        right = self._access.may(visitor, asked)
        if not right and not asked.hello:
            return await refused(scope, receive, send, asked, bool(self._access.held(visitor)))
        if not asked.lasts:
            return await self._app(scope, receive, self._private(asked, send))
        with self._access.connections.line(visitor, asked, waits=not right) as line:
            end = _End(scope, self._private(asked, send), line)
            hearing = Hearing(self._access, line, receive, end, address_of(scope))
            try:
                await self._app(scope, hearing, end)
            except (asyncio.CancelledError, Exception):
                if not line.ended:
                    raise
        if line.ended:
            await _settled(line)
            await end.tell()

    def _private(self, asked: Asked, send: Send) -> Send:
        """Have no cache between us and the reader keep what not everybody may read."""
        if asked.readable and not (asked.meeting and self._access.by_link(asked.meeting)):
            return send

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                told = headers.get("cache-control", "no-cache")
                headers["cache-control"] = told if "no-store" in told else f"private, {told}"
            await send(message)

        return sealed


class _End:
    """What goes out, and the last words when the right to it has ended."""

    def __init__(self, scope: Scope, send: Send, line: Line) -> None:
        self._scope, self._send, self._line = scope, send, line
        self._begun = self._over = self._events = False

    async def __call__(self, message: Message) -> None:
        if self._over or self._line.ended:
            return
        if message["type"] in ("http.response.start", "websocket.accept"):
            self._begun = True
            headers = Headers(raw=list(message.get("headers", ())))
            plain = "content-encoding" not in headers
            self._events = plain and headers.get("content-type", "").startswith("text/event-stream")
        self._over = message["type"] == "websocket.close" or (
            message["type"] == "http.response.body" and not message.get("more_body", False)
        )
        await self._send(message)

    async def tell(self) -> None:
        """Close with a code that scripts understand; whoever does not take it in time is cut off."""
        if self._over:
            return
        try:
            async with asyncio.timeout(GOODBYE_S):
                await self._last()
        except (TimeoutError, OSError, RuntimeError):
            transport = (self._scope.get("extensions") or {}).get("dccg.transport")
            if transport is not None:
                with suppress(Exception):
                    transport.abort()
        self._over = True

    async def _last(self) -> None:
        if self._scope["type"] == "websocket":
            await self._send({"type": "websocket.close", "code": NOT_LET_IN, "reason": "the right to this has ended"})
        elif self._begun:
            await self._send({"type": "http.response.body", "body": AGAIN if self._events else b"", "more_body": False})
        else:
            asked = find(self._scope["method"], self._scope["path"])
            assert asked is not None
            await refused(self._scope, _nothing, self._send, asked, False)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _settled(line: Line) -> None:
    """Take up a cancellation that came when there was nothing left to cancel."""
    task = asyncio.current_task()
    assert task is not None
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(0)
    while task.cancelling():
        task.uncancel()


def _is_foreign(scope: Scope, visitor: Visitor, asked: Asked) -> bool:
    """Say whether another site's page uses what a browser holds: for sockets and streams, whose headers tell it."""
    if not asked.lasts or not visitor.session:
        return False
    headers = Headers(scope=scope)
    if scope["type"] == "websocket":
        # Browsers name the origin of every socket; who has none shows a token, not a cookie.
        return "origin" not in headers or not is_ours(headers)
    return not is_ours(headers) and headers.get("sec-fetch-mode") != "navigate"


def address_of(scope: Scope) -> str:
    """Return the address of whoever asks; behind a proxy that is trusted, the one that it tells."""
    client = scope.get("client")
    return str(client[0]) if client else ""
