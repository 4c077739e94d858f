"""A process without what a decoder does not need: memory, time, files, sockets."""

from __future__ import annotations

MEMORY = 1_536 << 20
SECONDS = 600


def confine(file_bytes: int) -> None:
    """Limit this process for good; call it once all modules are loaded.

    Windows has no such limits: there the parent's deadlines and the empty list of protocols remain.
    """
    try:
        import resource
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS + (file_bytes >> 20)),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        # Descriptors that are open stay open; a new file or socket finds no number left.
        (resource.RLIMIT_NOFILE, 0),
    ):
        _, most = resource.getrlimit(limit)
        allowed = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(limit, (allowed, allowed))
