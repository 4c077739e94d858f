"""Which words of a hypothesis are new, and which of those are settled."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from models.cue import Word

_MS_PER_EDIT = 500
"""How far from the seam a word may lie before its place outweighs its spelling."""


def normal(text: str) -> str:
    """The word as it is compared: without case, accents of typography or punctuation at its edges."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    stripped = "".join(c for c in folded if c.isalnum() or c == "'")
    return stripped.strip("'") or folded


def seam(committed: Sequence[Word], words: Sequence[Word]) -> int:
    """Return how many leading words of a hypothesis say what is already committed.

    Args:
        committed: The committed words that lie within the window, in order.
        words: The hypothesis over that window, in order.

    The split with the least cost is taken: edits between the words ahead of it and the committed ones, plus half
    a second's worth of an edit for each word on the wrong side of the last committed word's end. Spelling alone
    fails on "very, very good", time alone on a recogniser whose times wander by a tenth of a second.
    """
    if not committed or not words:
        return 0
    end_ms = max(word.end_ms for word in committed)
    said = [normal(word.text) for word in committed]
    heard = [normal(word.text) for word in words]
    middles = [(word.start_ms + word.end_ms) / 2 for word in words]
    late = [max(0.0, middle - end_ms) / _MS_PER_EDIT for middle in middles]
    early = [max(0.0, end_ms - middle) / _MS_PER_EDIT for middle in middles]
    best, best_cost = 0, float("inf")
    row = [float(i) for i in range(len(said) + 1)]  # edits between the heard words so far and said[:i]
    ahead, behind = 0.0, sum(early)
    for split in range(len(heard) + 1):
        cost = row[-1] + ahead + behind
        if cost < best_cost - 1e-9:
            best, best_cost = split, cost
        if split == len(heard):
            break
        row = _edit_row(row, said, heard[split])
        ahead += late[split]
        behind -= early[split]
    return best


def _edit_row(row: list[float], said: Sequence[str], word: str) -> list[float]:
    """One more row of the edit distance between the heard words and every prefix of `said`."""
    below = [row[0] + 1]
    for i, expected in enumerate(said):
        below.append(min(row[i] + (expected != word), row[i + 1] + 1, below[i] + 1))
    return below


def agreed(words: Sequence[Word], earlier: Sequence[Sequence[Word]]) -> int:
    """Return how many leading words all earlier hypotheses begin with too; 0 without any to compare with."""
    if not earlier:
        return 0
    count = len(words)
    for other in earlier:
        same = 0
        for word, before in zip(words[:count], other, strict=False):
            if normal(word.text) != normal(before.text):
                break
            same += 1
        count = min(count, same)
    return count


def held(words: Sequence[Word], last_ms: int) -> int:
    """Return how many leading words end by `last_ms`."""
    for count, word in enumerate(words):
        if word.end_ms > last_ms:
            return count
    return len(words)
