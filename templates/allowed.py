"""What whoever gets the page may ask for: pages offer no link and no button that would be refused."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

allowed: ContextVar[Callable[[str, str], bool] | None] = ContextVar("allowed", default=None)
"""Set for each request by who guards the door; None in a house without locks."""


def may(path: str, method: str = "GET") -> bool:
    """Say whether whoever gets this page may ask for that address."""
    asked = allowed.get()
    return asked is None or asked(method, path)


def locked() -> bool:
    """Say whether the house has locks: without, there are no links to make."""
    return allowed.get() is not None
