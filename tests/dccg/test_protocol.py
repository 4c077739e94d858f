"""What this program relies on in the installed uvicorn, which promises none of it."""

from __future__ import annotations

import asyncio
import inspect
from http.client import HTTPConnection
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.sync.client import connect

from dccg.protocol import TRANSPORT, HttpProtocol
from dccg.protocol_socket import SocketProtocol
from dccg.server import server_config
from tests.dccg.served import served


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Write the answer past the server, straight to the transport, in pieces as the server would."""
    if scope["type"] == "lifespan":
        return
    await receive()
    transport = scope["extensions"][TRANSPORT]
    assert isinstance(transport, asyncio.Transport)
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        transport.write(b"\x81\x05hello")
        await send({"type": "websocket.send", "text": "and on"})
        await send({"type": "websocket.close"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    transport.write(b"5\r\nhello\r\n")
    await send({"type": "http.response.body", "body": b" and on"})


def test_what_is_written_to_the_transport_of_a_request_is_a_piece_of_its_answer():
    with served(app) as server:
        line = HTTPConnection("127.0.0.1", server.port, timeout=10)
        for _ in range(2):
            line.request("GET", "/")
            assert line.getresponse().read() == b"hello and on"
        line.close()


def test_what_is_written_to_the_transport_of_a_websocket_is_a_message():
    with served(app) as server, connect(f"ws://127.0.0.1:{server.port}/", compression=None) as line:
        assert [line.recv(timeout=10), line.recv(timeout=10)] == ["hello", "and on"]


def test_the_installed_server_has_what_the_protocols_build_on():
    config = server_config(app)
    config.load()
    assert (config.http_protocol_class, config.ws_protocol_class) == (HttpProtocol, SocketProtocol)
    for owner, names in {
        HttpToolsProtocol: (
            "connection_made", "data_received", "connection_lost", "on_message_begin", "on_url", "on_header",
            "on_headers_complete", "on_body", "on_message_complete", "on_response_complete",
            "handle_websocket_upgrade", "send_400_response", "_start_asgi_task", "_should_upgrade",
            "_unset_keepalive_if_required",
        ),
        WebSocketsSansIOProtocol: (
            "connection_made", "data_received", "connection_lost", "run_asgi", "handle_text", "handle_bytes",
            "handle_cont", "handle_ping", "handle_pong", "handle_parser_exception", "send_500_response",
        ),
        RequestResponseCycle: ("send", "receive"),
    }.items():  # fmt: skip
        for name in names:
            assert inspect.isfunction(vars(owner).get(name)), f"{owner.__name__}.{name}"
