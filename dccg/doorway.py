"""What every request passes: who may ask for changes, and what browsers may do with the answer."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dccg.logs import tell

SAFE = ("GET", "HEAD", "OPTIONS")

FRAMED = "frame-ancestors 'self'"

HEADERS = {
    "content-security-policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            FRAMED,
            "require-trusted-types-for 'script'",
        )
    ),
    "x-content-type-options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with our own forms.
    "referrer-policy": "same-origin",
    "permissions-policy": "microphone=(self), display-capture=(self)",
    "cross-origin-opener-policy": "same-origin",
}

ALWAYS_SECURE = {"strict-transport-security": "max-age=31536000"}
"""For answers over https: for a year browsers ask in no other way."""

EMBEDDED = HEADERS | {
    "content-security-policy": HEADERS["content-security-policy"].replace(FRAMED, "frame-ancestors *")
}
"""For captions inside another site's page or a streaming program: those views have nothing that could be clicked."""

FAILED = "The program failed on this request. Please try again; whoever runs this server finds more in its log."


class Doorway:
    """Refuses requests that another site's page sent, and puts the security headers on every answer.

    Also on the answer to a request that the program fails on: what it failed with is logged without its values.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE
        if unsafe and not is_ours(Headers(scope=scope)):
            return await _refuse(scope, receive, send)
        begun = False

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in headers_for(scope).items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, sealed)
        except ClientDisconnect:
            return
        except Exception as fault:
            if begun or scope["type"] == "websocket":
                # The server ends the connection, so that nobody takes what came for all there is, and logs it.
                raise
            route = getattr(scope.get("route"), "path", "")
            tell("a request failed", logging.ERROR, fault, route=route, method=scope["method"])
            await PlainTextResponse(FAILED, 500)(scope, receive, sealed)


def headers_for(scope: Scope) -> dict[str, str]:
    """Return the security headers of an answer to this request."""
    secure = ALWAYS_SECURE if scope.get("scheme") in ("https", "wss") else {}
    return (EMBEDDED if _is_embedded(scope) else HEADERS) | secure


def _is_embedded(scope: Scope) -> bool:
    if not scope["path"].startswith("/m/") or scope["path"].count("/") != 2:
        return False
    # The page reads its first `view`, and so does this: with two of them neither is taken for a view without buttons.
    return parse_qs(scope["query_string"].decode("latin-1")).get("view") in (["room"], ["overlay"])


def is_ours(headers: Headers) -> bool:
    """Say whether a request comes from one of our own pages, or from a program that is no browser.

    Browsers name the origin of every such request; a program sends neither header.
    """
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") in (None, "same-origin", "none")
    return bool(headers.get("host")) and urlsplit(origin).netloc == headers.get("host")


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        # Before the handshake is answered, closing is refused as 403.
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": "another site asked"})
        return
    sentence = "This was asked by a page of another site; open the page of this program."
    await PlainTextResponse(sentence, 403, headers_for(scope))(scope, receive, send)
