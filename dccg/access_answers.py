"""What whoever may not is answered: which link is needed, and whom to ask for it."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from dccg.rights import ADMIN, Asked, methods_of
from templates import render
from templates.wording import wording

COOKIE = "dccg"
NO_STORE = {"cache-control": "no-store"}


def cookie_name(scope: Scope) -> str:
    """Return the name of our cookie: over https one that no other host and no plain http can set."""
    return f"__Host-{COOKIE}" if is_secure(scope) else COOKIE


def is_secure(scope: Scope) -> bool:
    return scope["scheme"] in ("https", "wss")


async def refused(scope: Scope, receive: Receive, send: Send, asked: Asked, known: bool) -> None:
    """Answer 403 to somebody who holds other links, 401 to everybody else."""
    say = wording("en")
    roles = [say(f"roles.{role.replace('-', '_')}") for role in asked.needed]
    key = "access.needs_admin" if asked.needed == (ADMIN,) else "access.needs"
    needs = say(key, roles=say("access.or").join(roles))
    values = {"needs": needs, "admin": asked.needed == (ADMIN,), "known": known}
    extra = {} if known else {"www-authenticate": "Bearer"}
    await _answer(scope, receive, send, 403 if known else 401, needs, "access_needed.html", values, extra)


async def too_often(scope: Scope, receive: Receive, send: Send, wait_s: int) -> None:
    sentence = wording("en")("access.too_often", n=wait_s)
    values = {"sentence": sentence, "status": 429}
    await _answer(scope, receive, send, 429, sentence, "error.html", values, {"retry-after": str(wait_s)})


async def unknown(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what no line of the table of rights is about."""
    methods = methods_of(scope["path"]) if scope["type"] == "http" else ()
    sentence = wording("en")("access.no_method" if methods else "access.no_page")
    status = 405 if methods else 404
    extra = {"allow": ", ".join(methods)} if methods else {}
    await _answer(scope, receive, send, status, sentence, "error.html", {"sentence": sentence, "status": status}, extra)


async def _answer(
    scope: Scope, receive: Receive, send: Send, status: int, sentence: str, template: str, values: dict[str, Any],
    extra: dict[str, str],
) -> None:  # fmt: skip
    if scope["type"] == "websocket":
        # Before the handshake is answered, closing is refused as 403.
        await receive()
        return await send({"type": "websocket.close", "code": 1008, "reason": sentence[:120]})
    headers = NO_STORE | extra
    answer: Response = JSONResponse({"error": sentence}, status, headers)
    if "text/html" in Headers(scope=scope).get("accept", ""):
        answer = HTMLResponse(render(template, **values), status, headers)
    await answer(scope, receive, send)
