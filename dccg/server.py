"""The web server as the product, its tests and its benchmarks start it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import uvicorn

from dccg.crowd import Crowd
from dccg.limits import KB, Limits, networks
from dccg.protocol import HttpProtocol
from dccg.protocol_socket import SocketProtocol
from dccg.settings import Settings

MOST_FILES = 65_536
"""More open files are not asked of the system."""


class ServerConfig(uvicorn.Config):
    """Uvicorn's, and the crowd that its connections are counted in."""

    crowd: Crowd


def server_config(
    app: Any, host: str = "127.0.0.1", port: int = 0, *, ending_s: int = 3, limits: Limits | None = None
) -> ServerConfig:
    """Return how uvicorn serves the application; `ending_s` is how long requests have to end at the stop."""
    limits = limits or Limits()
    config = ServerConfig(
        app,
        host,
        port,
        http=HttpProtocol,
        ws=SocketProtocol,
        log_config=None,
        log_level="warning",
        access_log=False,
        # The protocol reads what proxies say, and only from those that are trusted.
        proxy_headers=False,
        ws_max_size=limits.sound_bytes,
        ws_per_message_deflate=False,
        timeout_keep_alive=limits.idle_s,  # type: ignore[arg-type]
        timeout_graceful_shutdown=ending_s,
        server_header=False,
    )
    config.crowd = Crowd(limits if limits.most else replace(limits, most=places()))
    return config


def limits_of(settings: Settings) -> Limits:
    """Return the limits that the settings ask for.

    Raises:
        BadAddress: If a list of addresses holds something else.
    """
    return Limits(
        header_s=settings.header_s,
        body_s=settings.body_s,
        idle_s=settings.idle_s,
        handshake_s=settings.header_s,
        first_message_s=settings.header_s / 2,
        upload_bytes=(settings.upload_mb + 1) * KB * KB,
        most=settings.most_connections,
        each=settings.connections_per_address,
        connects_s=settings.connects_per_address_s,
        requests_s=settings.requests_per_address_s,
        trusted=networks(settings.trusted_proxies, "trusted_proxies"),
        unlimited=networks(settings.unlimited_addresses, "unlimited_addresses"),
    )


def places() -> int:
    """Return how many connections the system's open files allow, a fifth of them left for everything else."""
    if sys.platform == "win32":
        return 8_000
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, MOST_FILES) if hard != resource.RLIM_INFINITY else MOST_FILES
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted) * 4 // 5
