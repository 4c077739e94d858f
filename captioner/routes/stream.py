"""The live stream of a meeting over a WebSocket: every durable event once, and between them what is unsettled."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import Annotated, cast

import anyio
from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect

from captioner.routes.asked import Live

router = APIRouter()

BEAT_S = 2.0
"""A reader hears something at least so often: silence means that the line is dead."""
BEAT = '{"seq":null,"kind":"beat"}'
RESUME = 4001
"""Close code: the reader was too slow or the stream moved on; come back and resume by number."""

BEGIN_AGAIN = 4002
"""Close code: the meeting has fewer events than the reader holds, so it was made anew; load the page."""


@router.websocket("/m/{meeting_id}/live")
async def follow(socket: WebSocket, live: Live, after: Annotated[int, Query(ge=0)] = 0) -> None:
    await socket.accept()
    if after > live.hub.last:
        return await socket.close(BEGIN_AGAIN, "begin again")
    reader = Reader(socket)
    async with anyio.create_task_group() as group:
        group.start_soon(reader.gone, group.cancel_scope)
        group.start_soon(reader.beat)
        with suppress(WebSocketDisconnect):
            async with aclosing(cast(AsyncGenerator[str, None], live.watch(after))) as frames:
                async for frame in frames:
                    await reader.send(frame)
            await socket.close(RESUME, "resume")
        group.cancel_scope.cancel()


@dataclass
class Reader:
    """One reader's socket."""

    socket: WebSocket
    quiet: bool = True

    async def send(self, frame: str) -> None:
        await self.socket.send_text(frame)
        self.quiet = False

    async def gone(self, scope: anyio.CancelScope) -> None:
        """End everything when the reader is gone; what readers send is not looked at."""
        while (await self.socket.receive())["type"] != "websocket.disconnect":
            pass
        scope.cancel()

    async def beat(self) -> None:
        """Send a beat whenever nothing was sent for a while."""
        with suppress(WebSocketDisconnect):
            while True:
                self.quiet = True
                await anyio.sleep(BEAT_S)
                if self.quiet:
                    await self.socket.send_text(BEAT)
