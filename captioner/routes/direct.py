"""The live lines where the server lets us at its connections: frames are written to them, past all that lies between.

A viewer costs one task that waits for its end, and no room in Starlette. Whatever is asked in an odd way, or of a
meeting that is not there, and every request on other servers, goes on to `captioner.routes.stream`.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi.responses import StreamingResponse
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from captioner import framing
from captioner.fanout import Way, hello
from captioner.hub import Hub, Taste
from captioner.live import LiveMeeting
from captioner.routes.asked import admit, meetings_of, reader_of
from captioner.routes.stream import LINE, opening_of
from models.errors import MeetingError

EVENTS = "text/event-stream"
HEADERS = tuple(StreamingResponse((), headers=LINE, media_type=EVENTS).raw_headers)
MORE: dict[str, Taste] = {"": "all", "1": "more", "2": "brief"}
"""How much less a viewer wants to be sent, as its address asks for it."""
TRANSPORT = "dccg.transport"
"""Name of the connection's `asyncio.Transport` in `scope["extensions"]`."""

_PLACE = re.compile(r"/m/([^/]+)/(live|events)")
_WAYS: dict[tuple[str, str], Way] = {("websocket", "live"): "websocket", ("http", "events"): "events"}
_GONE = ("websocket.disconnect", "http.disconnect")
_FIELDS = {"after": r"[0-9]{1,11}", "only": "(finals)?", "more": "[12]?", "epoch": "[0-9A-Za-z-]{0,64}"}


@dataclass(frozen=True)
class Asked:
    """What a viewer asked for. `epoch` is that of the stream it knows, None if it does not ask for it."""

    way: Way
    meeting: str
    after: int
    taste: Taste
    epoch: str | None


class Direct:
    """ASGI middleware around everything that requests for pages pass."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = _asked(scope) if (scope.get("extensions") or {}).get(TRANSPORT) is not None else None
        live = await _found(HTTPConnection(scope), asked.meeting) if asked is not None else None
        if asked is None or live is None:
            await self._app(scope, receive, send)
        elif asked.way == "websocket":
            await _socket(asked, live, scope, receive, send)
        else:
            await _events(asked, live, scope, receive, send)


def _asked(scope: Scope) -> Asked | None:
    place = _PLACE.fullmatch(scope["path"])
    way = _WAYS.get((scope["type"], place[2])) if place is not None else None
    if place is None or way is None:
        return None
    if way == "events" and (scope["method"] != "GET" or scope["http_version"] != "1.1"):
        return None
    given = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    if any(not re.fullmatch(form, given[name], re.ASCII) for name, form in _FIELDS.items() if name in given):
        return None
    after = int(given.get("after", "0"))
    if way == "events":
        # A browser that comes back by itself asks at the old address and tells its newest number in this header.
        told = next((value for name, value in scope["headers"] if name == b"last-event-id"), b"")
        after = int(told) if told.isdigit() and len(told) < 12 else after
    taste: Taste = "finals" if given.get("only") else MORE[given.get("more", "")]
    return Asked(way, place[1], after, taste, given.get("epoch"))


async def _found(connection: HTTPConnection, meeting_id: str) -> LiveMeeting | None:
    try:
        return await meetings_of(connection).get(meeting_id)
    except MeetingError:
        return None


async def _socket(asked: Asked, live: LiveMeeting, scope: Scope, receive: Receive, send: Send) -> None:
    reader = reader_of(HTTPConnection(scope), live)
    await receive()
    await send({"type": "websocket.accept", "headers": [(b"x-since", reader.since.encode())] if reader.since else []})
    if not live.hub.is_of(asked.after, asked.epoch):
        return await send({"type": "websocket.close", "code": framing.BEGIN_AGAIN, "reason": "begin again"})
    if asked.epoch is not None:
        await send({"type": "websocket.send", "text": hello(live.hub).decode()})
    transport: asyncio.WriteTransport = scope["extensions"][TRANSPORT]
    if await _stay(live.hub, asked, max(asked.after, reader.at), transport, receive):
        await send({"type": "websocket.close", "code": framing.RESUME, "reason": "resume"})


async def _events(asked: Asked, live: LiveMeeting, scope: Scope, receive: Receive, send: Send) -> None:
    connection = HTTPConnection(scope)
    reader = reader_of(connection, live)
    headers = list(HEADERS)
    if reader.since:
        headers = admit(connection, StreamingResponse((), headers=LINE, media_type=EVENTS), live, reader).raw_headers
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    opening, again = opening_of(live.hub, asked.epoch), not live.hub.is_of(asked.after, asked.epoch)
    if again:
        return await send({"type": "http.response.body", "body": opening + framing.AGAIN_EVENT})
    await send({"type": "http.response.body", "body": opening, "more_body": True})
    transport: asyncio.WriteTransport = scope["extensions"][TRANSPORT]
    if await _stay(live.hub, asked, max(asked.after, reader.at), transport, receive):
        await send({"type": "http.response.body", "body": framing.RESUME_EVENT})


async def _stay(hub: Hub, asked: Asked, after: int, transport: asyncio.WriteTransport, receive: Receive) -> bool:
    """Have the connection written to until it is gone; return whether it is for us to end it."""
    if hub.closed:
        return True
    bank, wire = hub.fanout.join(asked.way, asked.taste, transport, after)
    try:
        while (await receive())["type"] not in _GONE:
            pass  # what viewers send is not looked at
    except asyncio.CancelledError:
        # Cancelled by the hub, which is over, and not by whoever takes the viewer's right or ends the program.
        if not wire.over or wire.task is None:
            raise
        wire.task.uncancel()
    finally:
        bank.remove(wire)
    return wire.over
