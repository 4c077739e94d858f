"""The live stream of a meeting over three lines, for networks that let only some of them through.

All three carry the same frames, are resumed by number, and say something at least every two seconds. Where the server
lets us at its connections, `captioner.routes.direct` takes the first two.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Literal

import anyio
from fastapi import APIRouter, Header, Query, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import Response, StreamingResponse

from captioner import framing
from captioner.fanout import beat, hello, spread_ms
from captioner.following import Follower
from captioner.hub import Hub
from captioner.routes.asked import Live, admit, reader_of

router = APIRouter()

RETRY_MS = 2_000
"""How long a browser waits before it opens a broken line of events again by itself."""
MOST_CURSOR = 80
CALM_S = 1.0
"""A poll is answered at most so often when all that is new is unsettled."""

LINE = {
    # Whatever stands between us and the reader must pass on every piece at once, as it is.
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    # No page: the shortest policy, as it is sent with every poll.
    "content-security-policy": "default-src 'none'",
}

After = Annotated[int, Query(ge=0)]
Only = Annotated[Literal["", "finals"], Query()]
Epoch = Annotated[str | None, Query(max_length=64)]


@router.websocket("/m/{meeting_id}/live")
async def live_socket(socket: WebSocket, live: Live, after: After = 0, only: Only = "", epoch: Epoch = None) -> None:
    reader = reader_of(socket, live)
    await socket.accept(headers=[(b"x-since", reader.since.encode())] if reader.since else [])
    if not live.hub.is_of(after, epoch):
        return await socket.close(framing.BEGIN_AGAIN, "begin again")
    if epoch is not None:
        await socket.send_text(hello(live.hub).decode())
    follower = Follower(live.hub, max(after, reader.at), only == "finals")
    async with anyio.create_task_group() as group:
        group.start_soon(_gone, socket, group.cancel_scope)
        with suppress(WebSocketDisconnect), follower.watching():
            while not follower.over:
                for frame in await follower.next() or [beat(live.hub.viewers).decode()]:
                    await socket.send_text(frame)
            await socket.close(framing.RESUME, "resume")
        group.cancel_scope.cancel()


async def _gone(socket: WebSocket, scope: anyio.CancelScope) -> None:
    """End everything when the reader is gone; what readers send is not looked at."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
    scope.cancel()


@router.get("/m/{meeting_id}/events")
async def events(
    request: Request,
    live: Live,
    after: After = 0,
    only: Only = "",
    epoch: Epoch = None,
    last_event_id: Annotated[str, Header()] = "",
) -> Response:
    # A browser that comes back by itself asks at the old address and tells its newest number in this header.
    held = int(last_event_id) if last_event_id.isdecimal() and len(last_event_id) < 12 else after
    reader = reader_of(request, live)
    told = _events(live.hub, held, reader.at, only == "finals", epoch)
    return admit(request, StreamingResponse(told, media_type="text/event-stream", headers=LINE), live, reader)


def opening_of(hub: Hub, epoch: str | None) -> bytes:
    """Return what every answer of server-sent events begins with."""
    # A proxy that waits for a first piece before it passes on the headers gets one.
    retry_ms = RETRY_MS + secrets.randbelow(spread_ms(hub.viewers) + 1_000)
    told = framing.event(hello(hub)) if epoch is not None else b""
    return b": the events of a meeting\nretry:%d\n\n" % retry_ms + told


async def _events(hub: Hub, after: int, least: int, finals: bool, epoch: str | None) -> AsyncIterator[bytes]:
    yield opening_of(hub, epoch)
    if not hub.is_of(after, epoch):
        yield framing.AGAIN_EVENT
        return
    follower = Follower(hub, max(after, least), finals)
    with follower.watching():
        while not follower.over:
            frames = [frame.encode() for frame in await follower.next()]
            yield b"".join(map(framing.event, frames or [beat(hub.viewers)]))
    yield framing.RESUME_EVENT


@router.get("/m/{meeting_id}/poll")
async def poll(
    request: Request, live: Live, after: After = 0, only: Only = "", epoch: Epoch = None, cursor: str = ""
) -> Response:
    if not live.hub.is_of(after, epoch):
        return Response('{"again":true,"cursor":"","frames":[]}', media_type="application/json", headers=LINE)
    reader = reader_of(request, live)
    follower = Follower(live.hub, max(after, reader.at), only == "finals", cursor[:MOST_CURSOR])
    with follower.watching():
        frames = await follower.next(calm_s=CALM_S if cursor else 0.0)
    if epoch is not None and epoch != live.hub.epoch:
        frames.insert(0, hello(live.hub).decode())
    body = f'{{"cursor":{json.dumps(follower.place)},"frames":[{",".join(frames)}]}}'
    return admit(request, Response(body, media_type="application/json", headers=LINE), live, reader)
