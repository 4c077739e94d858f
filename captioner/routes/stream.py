"""The live stream of a meeting over three lines, for networks that let only some of them through.

All three carry the same frames, are resumed by number, and say something at least every two seconds.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Literal

import anyio
from fastapi import APIRouter, Header, Query, WebSocket, WebSocketDisconnect
from fastapi.responses import Response, StreamingResponse

from captioner.following import BEAT, Follower
from captioner.hub import Hub
from captioner.routes.asked import Live

router = APIRouter()

RESUME = 4001
"""Close code: the stream moved on; come back and resume by number."""
BEGIN_AGAIN = 4002
"""Close code: the meeting has fewer events than the reader holds, so it was made anew; load the page."""
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


@router.websocket("/m/{meeting_id}/live")
async def live_socket(socket: WebSocket, live: Live, after: After = 0, only: Only = "") -> None:
    await socket.accept()
    if after > live.hub.last:
        return await socket.close(BEGIN_AGAIN, "begin again")
    follower = Follower(live.hub, after, only == "finals")
    async with anyio.create_task_group() as group:
        group.start_soon(_gone, socket, group.cancel_scope)
        with suppress(WebSocketDisconnect), follower.watching():
            while not follower.over:
                for frame in await follower.next() or [BEAT]:
                    await socket.send_text(frame)
            await socket.close(RESUME, "resume")
        group.cancel_scope.cancel()


async def _gone(socket: WebSocket, scope: anyio.CancelScope) -> None:
    """End everything when the reader is gone; what readers send is not looked at."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
    scope.cancel()


@router.get("/m/{meeting_id}/events")
async def events(
    live: Live, after: After = 0, only: Only = "", last_event_id: Annotated[str, Header()] = ""
) -> Response:
    # A browser that comes back by itself asks at the old address and tells its newest number in this header.
    held = int(last_event_id) if last_event_id.isdecimal() and len(last_event_id) < 12 else after
    return StreamingResponse(_events(live.hub, held, only == "finals"), media_type="text/event-stream", headers=LINE)


async def _events(hub: Hub, after: int, finals: bool) -> AsyncIterator[str]:
    # A proxy that waits for a first piece before it passes on the headers gets one.
    yield f": the events of a meeting\nretry: {RETRY_MS}\n\n"
    if after > hub.last:
        yield "event: again\ndata: {}\n\n"
        return
    follower = Follower(hub, after, finals)
    with follower.watching():
        while not follower.over:
            yield "".join(map(_event, await follower.next() or [BEAT]))


def _event(frame: str) -> str:
    """The frame as a server-sent event; one that is kept has its number as its id."""
    number = frame.removeprefix('{"seq":').partition(",")[0]
    return f"id: {number}\ndata: {frame}\n\n" if number.isdecimal() else f"data: {frame}\n\n"


@router.get("/m/{meeting_id}/poll")
async def poll(live: Live, after: After = 0, only: Only = "", cursor: str = "") -> Response:
    if after > live.hub.last:
        return Response('{"again":true,"cursor":"","frames":[]}', media_type="application/json", headers=LINE)
    follower = Follower(live.hub, after, only == "finals", cursor[:MOST_CURSOR])
    with follower.watching():
        frames = await follower.next(calm_s=CALM_S if cursor else 0.0)
    body = f'{{"cursor":{json.dumps(follower.place)},"frames":[{",".join(frames)}]}}'
    return Response(body, media_type="application/json", headers=LINE)
