"""How two versions of a text differ, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Part = Literal["same", "removed", "added"]

# Scripts without spaces are compared by characters; a link stays whole.
_UNSPACED = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
_WORDS = re.compile(rf"\[[^\]\n]*\]\([^)\s]*\)|{_UNSPACED}|\w+|\s+|.")
MOST_WORDS = 3_000
"""Of longer texts whatever stands between their common beginning and end is one change."""


@dataclass(frozen=True)
class Run:
    """A stretch of text that stands in both versions, or only in the earlier or the later one."""

    part: Part
    text: str


def difference(before: str, after: str) -> tuple[Run, ...]:
    """Return the runs of both texts in reading order; what was removed stands ahead of what came for it.

    >>> [(run.part, run.text) for run in difference("by Friday noon", "by Monday noon")]
    [('same', 'by '), ('removed', 'Friday'), ('added', 'Monday'), ('same', ' noon')]
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if "".join(old) != before or "".join(new) != after:
        old, new = list(before), list(after)
    if len(old) + len(new) > MOST_WORDS:
        return _joined([("removed", [before]), ("added", [after])])
    found: list[tuple[Part, list[str]]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            # A space alone between two changes would tear them into shreds.
            lone = found and c > 0 and d < len(new) and not "".join(old[a:b]).strip()
            found += [("removed", old[a:b]), ("added", new[c:d])] if lone else [("same", old[a:b])]
        else:
            found += [("removed", old[a:b]), ("added", new[c:d])]
    return _joined(found)


def _joined(found: list[tuple[Part, list[str]]]) -> tuple[Run, ...]:
    out: list[Run] = []
    gone, come = "", ""
    for part, words in [*found, ("same", [])]:
        text = "".join(words)
        if part == "removed":
            gone += text
        elif part == "added":
            come += text
        else:
            out += [Run("removed", gone)] if gone else []
            out += [Run("added", come)] if come else []
            out += [Run("same", text)] if text else []
            gone, come = "", ""
    return tuple(out)
