"""What every request passes: who may ask for changes, and what browsers may do with the answer."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


EMBEDDED = HEADERS | {
    "content-security-policy": HEADERS["content-security-policy"].replace(FRAMED, "frame-ancestors *")
}
"""For captions inside another site's page or a streaming program: those views have nothing that could be clicked."""


class Doorway:
    """Refuses requests that another site's page sent, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE
        if unsafe and not is_ours(Headers(scope=scope)):
            return await _refuse(scope, receive, send)

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (EMBEDDED if _is_embedded(scope) else HEADERS).items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sealed)


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
    answer = PlainTextResponse("This was asked by a page of another site; open the page of this program.", 403)
    await answer(scope, receive, send)
