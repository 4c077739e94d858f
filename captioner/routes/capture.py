"""Live sound over a socket, and the page that captures it in a browser."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from socket import SO_RCVBUF, SOL_SOCKET

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from fastapi.responses import Response

from captioner.arrivals import Arrivals
from captioner.routes.asked import Live, page
from captioner.sources.hello import BadHello, read_hello

router = APIRouter()

HELD_BYTES = 65_536


@router.get("/m/{meeting_id}/capture")
async def capture(live: Live) -> Response:
    return await page("capture.html", meeting=live.meeting, given={"source": f"/m/{live.id}/source"})


@dataclass(eq=False)
class SocketLine:
    """A WebSocket as a source's connection; what can't be sent any more is not."""

    socket: WebSocket

    async def say(self, message: dict[str, object]) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            await self.socket.send_json(message)

    async def close(self) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            await self.socket.close(1000)


@router.websocket("/m/{meeting_id}/source")
async def source(socket: WebSocket, live: Live) -> None:
    arrivals: Arrivals = socket.app.state.arrivals
    await socket.accept()
    _hold_little(socket)
    line = SocketLine(socket)
    try:
        hello = read_hello(await _message(socket))
    except BadHello as fault:
        await line.say({"kind": "error", "text": str(fault)})
        return await line.close()
    except WebSocketDisconnect:
        return
    arrival = await arrivals.connect(live, hello, line)
    try:
        with suppress(WebSocketDisconnect):
            going = await arrivals.welcome(arrival, hello)
            while going:
                going = await arrivals.take(arrival, await _message(socket))
        await line.close()
    finally:
        # Also when the right to send has ended in the middle of it: the source is not to be held for ever.
        arrivals.leave(live, arrival, line)


def _hold_little(socket: WebSocket) -> None:
    """Have the system hold two seconds of a source's sound at most: a source that is too fast soon notices."""
    transport = socket.scope.get("extensions", {}).get("dccg.transport")
    line = transport.get_extra_info("socket") if transport is not None else None
    if line is not None:
        with suppress(OSError):
            line.setsockopt(SOL_SOCKET, SO_RCVBUF, HELD_BYTES)


async def _message(socket: WebSocket) -> str | bytes:
    """Return the next message as it came."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text, sound = message.get("text"), message.get("bytes")
    return str(text) if text is not None else bytes(sound or b"")
