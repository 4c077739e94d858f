"""How a source introduces itself."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass

from captioner.sources.resample import HIGHEST_RATE, LOWEST_RATE
from models.errors import MeetingError

LONGEST_NAME = 80
LONGEST_TEXT = 4_096
MOST_HELD_MS = 300_000
LONGEST_TOKEN = 200
NOT_LET_IN = 4003
"""Close code of a socket that has not, or no longer, the right to be there; coming back with the same is of no use."""
KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
HELLO = '{"kind": "hello", "name": "Room", "rate": 48000, "channels": 1, "key": "8 to 64 letters or digits"}'
# Control, surrogate and private characters, and separators of lines: none belongs to a name on one line.
UNFIT = ("Cc", "Cs", "Co", "Zl", "Zp")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class BadHello(MeetingError):
    """Raised when the first message of a source cannot be used."""


@dataclass(frozen=True)
class Hello:
    """A source's name, the rate of its samples, and the key that stays the same when it comes back.

    `held_ms`: sound that the source recorded before its first hello and still holds, to be sent now.
    """

    name: str
    rate: int
    key: str
    held_ms: int = 0


def read_hello(message: str | bytes) -> Hello:
    """Return the hello in the first message.

    Raises:
        BadHello: If it is anything else.
    """
    fields = read_message(message)
    if fields is None or fields.get("kind") != "hello":
        raise BadHello(f"the first message of a source must be a text like {HELLO}")
    if fields.get("channels", 1) != 1:
        raise BadHello(f"a source sends one channel, not {_shown(fields.get('channels'))}; mix it down first")
    held = fields.get("held_ms", 0)
    if not isinstance(held, int) or isinstance(held, bool) or not 0 <= held <= MOST_HELD_MS:
        raise BadHello(f"held_ms is {_shown(held)}; it must be a whole number from 0 to {MOST_HELD_MS}")
    return Hello(_name(fields.get("name")), _rate(fields.get("rate")), _key(fields.get("key")), held)


def read_message(message: str | bytes) -> dict[str, object] | None:
    """Return the fields of a text message, None if it is not a small JSON object."""
    if isinstance(message, bytes) or len(message) > LONGEST_TEXT:
        return None
    try:
        fields = json.loads(message)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def token_of(message: str | bytes) -> str:
    """Return the token of the link that a source shows with its hello, "" for none. It is no part of the hello: what
    is kept and told of a source has no token in it."""
    fields = read_message(message) or {}
    token = fields.get("token")
    return token if isinstance(token, str) and len(token) <= LONGEST_TOKEN else ""


def _shown(value: object) -> str:
    return ascii(value)[:40]


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadHello("the source has no name; give it one, such as the room's or the participant's")
    name = unicodedata.normalize("NFC", value.strip())
    if len(name) > LONGEST_NAME:
        raise BadHello(f"the source's name has {len(name)} characters; at most {LONGEST_NAME} are shown")
    if any(c in TURNING or unicodedata.category(c) in UNFIT for c in name):
        raise BadHello("the source's name has control characters in it; leave them out")
    return name


def _rate(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not LOWEST_RATE <= value <= HIGHEST_RATE:
        raise BadHello(
            f"the source's rate is {_shown(value)}; it must be a whole number of samples a second "
            f"from {LOWEST_RATE} to {HIGHEST_RATE}"
        )
    return value


def _key(value: object) -> str:
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise BadHello("the source's key must be 8 to 64 letters, digits, hyphens or underscores, made at random")
    return value
