"""A process without what a decoder does not need: memory, time, files, sockets, a network."""

from __future__ import annotations

import ctypes
import signal
import sys

if sys.platform != "win32":
    import resource

MEMORY = 1 << 30
SECONDS = 600
CALL_S = 10
"""Processor seconds within which a decoder has to come up with something, or it is stuck."""

NEW_NETWORK, NEW_USER = 0x4000_0000, 0x1000_0000
NO_DUMP, NO_NEW_RIGHTS = 4, 38


def confine(file_bytes: int) -> bool:
    """Limit this process for good; call it once all modules are loaded.

    Windows has no such limits: there the parent's deadlines and the empty list of protocols remain.

    Returns:
        Whether the system also took away the network as a whole; where it does not let a process do that, no
        socket can be made all the same, since there is no number left for one.
    """
    apart = leave_network()
    if sys.platform == "win32":
        return apart
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS + (file_bytes >> 20)),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        # Descriptors that are open stay open; a new file or socket finds no number left.
        (resource.RLIMIT_NOFILE, 0),
        # Nor does a decoder need a thread or a program beside itself; only what runs as root is not held to this.
        (resource.RLIMIT_NPROC, 0),
    ):
        _, most = resource.getrlimit(limit)
        allowed = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(limit, (allowed, allowed))
    return apart


def go_on() -> None:
    """Give the decoder its time anew, as it came up with something; when that is over the system ends it."""
    timer = getattr(signal, "setitimer", None)
    if timer is not None:
        timer(signal.ITIMER_PROF, CALL_S)


def leave_network() -> bool:
    """Move this process to a network without a way out, and give up any right that a program could lend it.

    Returns whether the system let it move.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None)
    # Without rights of its own a process may do so as the first of a new set of users.
    apart: bool = libc.unshare(NEW_NETWORK) == 0 or libc.unshare(NEW_USER | NEW_NETWORK) == 0
    libc.prctl(NO_NEW_RIGHTS, 1, 0, 0, 0)
    libc.prctl(NO_DUMP, 0, 0, 0, 0)
    return apart
