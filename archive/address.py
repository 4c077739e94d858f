"""A mail address as headers and servers take it: one line, plain ASCII, nothing that could begin another header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.errors import MeetingError
from models.plain import clean

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_NAMED = re.compile(r'(?P<name>[^"<>]*|"[^"<>]*"\s*)<(?P<spec>[^<>\s]+)>')
LONGEST = 400


class BadAddress(MeetingError):
    """Raised when a text is no mail address."""


@dataclass(frozen=True)
class Address:
    """`spec` is "dc@example.org"; `name` stands before it and may be empty."""

    spec: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.spec.rpartition("@")[2]


def read_address(text: str, what: str = "mail address") -> Address:
    """Return the address; a domain with other letters in its ASCII form.

    >>> read_address("DCCG reports <dccg@example.org>")
    Address(spec='dccg@example.org', name='DCCG reports')

    Raises:
        BadAddress: If it is none.
    """
    given = text.strip() if text.isprintable() and len(text) <= LONGEST else ""
    found = _NAMED.fullmatch(given)
    name, spec = (found["name"].strip().strip('"'), found["spec"]) if found else ("", given)
    local, at, domain = spec.rpartition("@")
    try:
        labels = domain.encode("idna").decode("ascii").lower().split(".")
    except UnicodeError:
        labels = [""]
    if not (at and len(local) <= 64 and _LOCAL.fullmatch(local) and all(map(_LABEL.fullmatch, labels))):
        raise BadAddress(f"{what} is {text[:100]!r}; expected one like dc@example.org or Name <dc@example.org>")
    return Address(f"{local}@{'.'.join(labels)}", clean(name))
