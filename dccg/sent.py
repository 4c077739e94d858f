"""How much of what was written to a connection has arrived."""

from __future__ import annotations

import asyncio
import socket
import struct
import sys

ACKED = 120
"""Where the kernel's `struct tcp_info` has the count of bytes that were acknowledged."""


def sent_by(transport: asyncio.Transport) -> int:
    """Return how many bytes the other side has taken; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    line = transport.get_extra_info("socket")
    try:
        info = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, ACKED + 8)
    except (OSError, AttributeError):
        return 0
    return int(struct.unpack_from("=Q", info, ACKED)[0]) if len(info) == ACKED + 8 else 0
