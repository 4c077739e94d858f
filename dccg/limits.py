"""How much of the server one client may use: times, sizes, numbers, and whose word about clients is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from models.errors import MeetingError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Header = tuple[bytes, bytes]

KB = 1024
HOUSEHOLD = 64
"""Bits of an IPv6 address that name one household; it chooses the rest as it likes."""
HOPS = (b"forwarded", b"x-forwarded-", b"x-real-ip")
"""How the names of headers begin that are a proxy's business."""
LAST = frozenset(("source", "capture", "typed", "type", "upload", "console", "desk"))
"""Parts of a meeting without which it ends: refused only when there is no place at all."""


class BadAddress(MeetingError):
    """Raised when a setting that lists addresses holds something else."""


def networks(text: str, setting: str) -> tuple[Network, ...]:
    """Return the addresses and networks of a setting, as "10.0.0.7 192.168.0.0/16".

    >>> networks("127.0.0.1, ::1", "trusted_proxies")
    (IPv4Network('127.0.0.1/32'), IPv6Network('::1/128'))
    """
    found = []
    for word in text.replace(",", " ").split():
        try:
            found.append(ip_network(word, strict=False))
        except ValueError:
            raise BadAddress(
                f"setting {setting}: {word!r} is no address or network; write them as 10.0.0.7 or 192.168.0.0/16"
            ) from None
    return tuple(found)


@dataclass(frozen=True)
class Limits:
    """What a client may do. Times are seconds, sizes bytes; 0 for `most` is what the system's files allow."""

    header_s: float = 10.0
    body_s: float = 60.0
    body_rate: float = 1_000.0
    handshake_s: float = 10.0
    first_message_s: float = 5.0
    idle_s: float = 15.0
    linger_s: float = 0.5
    header_bytes: int = 16 * KB
    form_bytes: int = 8 * KB * KB
    upload_bytes: int = 2 * KB * KB * KB
    sound_bytes: int = 64 * KB + 8
    text_bytes: int = 16 * KB
    pieces: int = 64
    messages_s: float = 200.0
    messages_at_once: int = 2_000
    pipelined: int = 4
    most: int = 0
    each: int = 64
    connects_s: float = 20.0
    requests_s: float = 50.0
    trusted: tuple[Network, ...] = ()
    unlimited: tuple[Network, ...] = networks("127.0.0.0/8 ::1", "")

    def __post_init__(self) -> None:
        if min(self.header_s, self.body_s, self.handshake_s, self.idle_s, self.connects_s, self.requests_s) <= 0:
            raise ValueError("times and rates are greater than 0")

    def body_of(self, path: str) -> int:
        """Return how many bytes a request to this path may send: a recording, or a form."""
        return self.upload_bytes if path.endswith("/upload") else self.form_bytes

    def seats(self, path: str) -> int:
        """Return at how many connections in all a request to this path is refused: readers before sources."""
        return self.most if is_last(path) else self.most - self.most // 10


def is_last(path: str) -> bool:
    """Say whether this is asked by a source, a captioner, a host or a note-taker.

    >>> is_last("/m/2026-01-14-dccg-7/source"), is_last("/m/2026-01-14-dccg-7/events")
    (True, False)
    """
    parts = path.split("/")
    return len(parts) > 3 and parts[1] == "m" and parts[3] in LAST


def address_of(text: str) -> Address | None:
    """Return an address without what may stand around it; None if it is none.

    >>> address_of("[2001:db8::7]:443"), address_of("::ffff:192.0.2.7"), address_of("192.0.2.7:80")
    (IPv6Address('2001:db8::7'), IPv4Address('192.0.2.7'), IPv4Address('192.0.2.7'))
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def within(address: Address | None, among: Sequence[Network]) -> bool:
    return address is not None and any(address in one for one in among)


def household(address: Address | None) -> str:
    """Return the name under which a client is counted."""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOUSEHOLD), strict=False).network_address)
    return str(address) if address is not None else ""


def told_by_proxy(headers: Iterable[Header], peer: Address, trusted: Sequence[Network]) -> tuple[Address, str]:
    """Return the client's address and "https", "http" or "", as a trusted proxy tells them.

    Each proxy adds the address it was asked from at the end, so the last one that is no proxy of ours is the
    client; what stands before it, the client may have written. `Forwarded` is not read: proxies that set the one
    header pass on the other as it came.
    """
    hops: list[str] = []
    scheme = ""
    for name, value in headers:
        if name == b"x-forwarded-for":
            hops += value.decode("latin-1").split(",")
        elif name == b"x-forwarded-proto":
            scheme = value.decode("latin-1").rpartition(",")[2].strip().lower()
    client = peer
    for hop in reversed(hops):
        found = address_of(hop)
        if found is None:
            break
        client = found
        if not within(found, trusted):
            break
    return client, scheme if scheme in ("http", "https") else ""


def without_hops(headers: Iterable[Header]) -> list[Header]:
    """Return the headers without those that only a proxy has to say something in."""
    return [(name, value) for name, value in headers if not name.startswith(HOPS)]
