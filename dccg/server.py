"""The web server as the product, its tests and its benchmarks start it."""

from __future__ import annotations

from typing import Any

import uvicorn

from dccg.protocol import HttpProtocol, SocketProtocol

MOST_MESSAGE = 64 * 1024 + 8
"""Bytes of one WebSocket message: a second and more of sound, with its offset."""


def server_config(app: Any, host: str = "127.0.0.1", port: int = 0, *, ending_s: int = 3) -> uvicorn.Config:
    """Return how uvicorn serves the application; `ending_s` is how long requests have to end at the stop."""
    return uvicorn.Config(
        app,
        host,
        port,
        http=HttpProtocol,
        ws=SocketProtocol,
        log_level="warning",
        access_log=False,
        ws_max_size=MOST_MESSAGE,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=ending_s,
        server_header=False,
    )
