"""The socket that the program listens on."""

from __future__ import annotations

import socket

from dccg.settings import Settings
from models.errors import MeetingError


class PortTaken(MeetingError):
    """Raised when the port is in use or may not be listened on."""


def listen(settings: Settings, port_was_chosen: bool) -> socket.socket:
    """Return a listening socket; when nobody chose the port and it is taken, on a free one."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    for port in (settings.port, 0):
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, port))
        except OSError as fault:
            listener.close()
            if port_was_chosen or port == 0:
                raise PortTaken(
                    f"cannot listen on {settings.host} port {port}: {fault.strerror}; choose another with --port"
                ) from None
            continue
        return listener
    raise AssertionError("port 0 binds or raises")
