"""The keys of the reader's page: one table, from which the page, its help and its script are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Use = Literal["help", "all", "none"]
USES: tuple[str, ...] = get_args(Use)
"""Which single keys work: only the one for this help, all of them, or none."""


@dataclass(frozen=True)
class Key:
    """A single key and what it does; `always` is a combination that does the same whatever the reader chose.

    `own` says whether there is anything for it to do where the reader reads at their own pace.
    """

    action: str
    key: str
    always: str = ""
    own: bool = True


KEYS: tuple[Key, ...] = (
    Key("help", "?"),
    Key("jump", "j", "Alt+J", own=False),
    Key("pause", "p", own=False),
    Key("search", "/"),
    Key("mark", "m"),
    Key("go", "g"),
    Key("copy", "c"),
    Key("settings", "s"),
    Key("larger", "+"),
    Key("smaller", "-"),
    Key("announce", "a"),
    Key("live", "1"),
    Key("sentences", "2"),
    Key("own", "3"),
)
"""Every single key, in the order in which readers are told of them."""

NATIVE: tuple[tuple[str, str], ...] = (
    ("Tab", "tab"),
    ("Esc", "escape"),
    ("Home, End", "ends"),
    ("Page Up, Page Down", "pages"),
)
"""Keys that always work: what they are called, and the name of the text that says what they do."""


def keys_for(mode: str) -> tuple[Key, ...]:
    """Return the keys that have something to do in this way of reading."""
    return tuple(key for key in KEYS if key.own or mode != "own")
