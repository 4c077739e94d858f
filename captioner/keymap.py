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


@dataclass(frozen=True)
class MarkKey:
    """A key that marks a moment of the meeting: by itself when single keys are on, else with Alt and Shift."""

    kind: str
    key: str

    @property
    def name(self) -> str:
        return self.kind.replace(" ", "_")


MARKS: tuple[MarkKey, ...] = (
    MarkKey("decision", "d"),
    MarkKey("next step", "n"),
    MarkKey("key point", "k"),
    MarkKey("dissent", "x"),
    MarkKey("question", "q"),
    MarkKey("agenda item", "a"),
)

ROW_KEYS: tuple[tuple[str, str], ...] = (
    ("Enter", "open"),
    ("Up, Down, Home, End", "rows"),
    ("Alt+1 to Alt+9", "person"),
    ("Alt+P, Ctrl+Alt+Space", "play"),
    ("Ctrl+Z", "undo"),
    ("Alt+J", "jump"),
)
"""Keys on the lines that can be corrected, and the name of the text that says what each does."""

EDIT_KEYS: tuple[tuple[str, str], ...] = (
    ("Enter, Ctrl+Enter", "save"),
    ("Esc", "leave"),
    ("Alt+Up, Alt+Down", "neighbour"),
    ("Alt+P, Ctrl+Alt+Space", "play"),
    ("Alt+S", "speaker"),
    ("Alt+1 to Alt+9", "person"),
    ("Alt+I", "inaudible"),
    ("Alt+X", "split"),
    ("Alt+M", "merge"),
    ("Alt+U", "earlier"),
    ("Alt+G", "term"),
)
"""Keys in the field where a line is corrected."""
