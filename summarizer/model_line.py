"""One request over HTTP to one address, held to a deadline by every single read; nothing else is ever called."""

from __future__ import annotations

import io
import ipaddress
import re
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from models.errors import MeetingError
from summarizer.lm_reply import Reply


class BadAddress(MeetingError):
    """Raised when the address or the key of a language model can't be used."""


class Late(Exception):
    """Raised when the deadline has passed."""


class Unreachable(Exception):
    """Raised when nobody listens at the address, or whoever does can't prove to be it."""


@dataclass(frozen=True)
class Place:
    """Where a model is: `path` with its query; `shown` is how errors call it."""

    host: str
    port: int
    path: str
    secure: bool
    local: bool
    shown: str


def read_address(address: str, key: str = "", plain_http: bool = False) -> Place:
    """Return the place of this address.

    Raises:
        BadAddress: If it is no https address, nor http to this machine or with `plain_http`; or if the key is no
            single plain word.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host or not re.fullmatch(r"[\w.:-]+", host, re.ASCII):
        raise BadAddress("`lm_address` is no web address; expected one like http://localhost:11434/v1")
    if parts.username is not None or parts.fragment:
        raise BadAddress("`lm_address` holds a user name or a `#`; expected the address alone, the key in `lm_key`")
    if not re.fullmatch(r"[!-~]*", parts.path + parts.query):
        raise BadAddress("`lm_address` holds a blank or a letter that no address has; write it percent-encoded")
    if not re.fullmatch(r"[!-~]*", key):
        raise BadAddress("`lm_key` holds a blank, a line break or a letter that no key has; give the key alone")
    secure, local = parts.scheme == "https", _is_local(host)
    if not (secure or local or plain_http):
        raise BadAddress(
            f"`lm_address` would send what was said to {host} in the clear; use https, or set `lm_plain_http` "
            "if the network between is yours"
        )
    path = parts.path.rstrip("/")
    path += "" if path.endswith("/chat/completions") else "/chat/completions"
    at = f"[{host}]" if ":" in host else host
    shown = f"{parts.scheme}://{at}{f':{port}' if port else ''}"
    return Place(
        host, port or (443 if secure else 80), path + (f"?{parts.query}" if parts.query else ""), secure, local, shown
    )


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def post(place: Place, body: bytes, headers: dict[str, str], until: float, largest: int) -> Reply:
    """Return the reply, read up to `largest` bytes. `until` is a time of the monotonic clock.

    Raises:
        Late: If the whole reply is not there by then, however fast its bytes drip.
        Unreachable: If no connection can be made; also HTTPException and OSError for what breaks later.
    """
    sock = _connected(place, until)
    try:
        line = HTTPConnection(place.host, place.port)
        line.sock = _Held(sock, until)
        line.request("POST", place.path, body, {**headers, "Connection": "close"})
        with line.getresponse() as response:
            data = _read(response, largest)
            kept = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, kept, data[:largest], len(data) <= largest)
    except TimeoutError:
        raise Late from None
    finally:
        sock.close()


def _read(response: HTTPResponse, largest: int) -> bytes:
    if response.status != 200:
        # What an error says is looked at for its cause only; a few words are enough.
        largest = min(largest, 8_000)
    parts, size = [], 0
    while size <= largest:
        part = response.read1(65_536)
        if not part:
            break
        parts.append(part)
        size += len(part)
    if response.length and size <= largest:
        raise HTTPException("the reply ended early")
    return b"".join(parts)


def _connected(place: Place, until: float) -> socket.socket:
    fault = "no address found"
    for family, kind, protocol, _, where in _found(place, until):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(_left(until))
            sock.connect(where)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if not place.secure:
                return sock
            sock.settimeout(_left(until))
            return ssl.create_default_context().wrap_socket(sock, server_hostname=place.host)
        except ssl.SSLCertVerificationError as bad:
            sock.close()
            raise Unreachable(f"its certificate is not valid: {bad.verify_message}") from None
        except ssl.SSLError:
            fault = "no secure line could be made"
        except TimeoutError:
            sock.close()
            raise Late from None
        except OSError as bad:
            fault = (bad.strerror or type(bad).__name__).lower()
        sock.close()
    raise Unreachable(fault)


def _found(place: Place, until: float) -> list[Any]:
    """Return the addresses of the host. Asked for in a thread, for resolvers know no deadline."""
    found: list[Any] = []

    def look_up() -> None:
        try:
            found.extend(socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            return

    looking = threading.Thread(target=look_up, daemon=True)
    looking.start()
    looking.join(_left(until))
    if looking.is_alive():
        raise Late
    # A name for this machine that leads elsewhere would be sent there in the clear.
    return [one for one in found if not place.local or ipaddress.ip_address(one[4][0].partition("%")[0]).is_loopback]


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Late
    return left


class _Held:
    """A socket whose every send and read ends by the deadline; as much of a socket as HTTPConnection asks of one."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock, self._until = sock, until

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(_left(self._until))
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_HeldReads(self._sock, self._until))

    def close(self) -> None:
        """Leave the socket open: the connection lets go of it before its reply has been read."""


class _HeldReads(io.RawIOBase):
    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock, self._until = sock, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(_left(self._until))
        return self._sock.recv_into(buffer)
