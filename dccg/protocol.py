"""How bytes of a connection become requests: uvicorn's protocols, with what a server in public needs besides.

Every request's scope has the connection's transport in it, so that captions for many readers can be written straight
to their connections. That needs what uvicorn promises nobody; tests/dccg/test_protocol.py says what.
"""

from __future__ import annotations

from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

TRANSPORT = "dccg.transport"
"""Name of the `asyncio.Transport` in `scope["extensions"]`; other servers and test clients have none."""


class HttpProtocol(HttpToolsProtocol):
    """HTTP/1.1 of one connection."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        cast(dict[str, Any], self.scope)["extensions"] = {TRANSPORT: self.transport}


class SocketProtocol(WebSocketsSansIOProtocol):
    """A WebSocket, from its handshake on."""

    async def run_asgi(self) -> None:
        cast(dict[str, Any], self.scope["extensions"])[TRANSPORT] = self.transport
        await super().run_asgi()
