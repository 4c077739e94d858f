"""Where the text of a caption is broken: into lines, and into captions when it is too long for one.

Rule: at most two lines of at most 37 characters, never over 42 unless a single word is longer. Among the
breaks that fit, the end of a sentence is best, then a comma or the like, then the place before a word that
opens a phrase; after an article, a preposition or a conjunction is worst. A line goes past 37 only to avoid
the worst.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.plain import width

LINE = 37
LONGEST_LINE = 42
LINES = 2
FULL = LINE * LINES

_CLOSERS = "\"'”’)]»"
_OPENERS = frozenset(
    "a an the this that these those my your his her its our their "
    "of in on at to for from by with about into onto over under after before between among through during "
    "without within against towards toward upon across behind beyond per via as than since until till "
    "and or but nor so yet if because although though while whereas when where which who whom whose whether "
    "unless not no very".split()
)


# A bad edge (100) outweighs a long line (60); a long line outweighs every other edge and the balance.
_EDGE_COSTS = (0, 5, 10, 15, 20, 100)


def ends_sentence(word: str) -> bool:
    return word.rstrip(_CLOSERS).endswith((".", "?", "!", "…", "。", "؟"))


def edge(word: str, following: str) -> int:
    """Return how bad a break between the two words is, from 0 (a sentence ends) to 5 (after an article)."""
    if ends_sentence(word):
        return 0
    if word.rstrip(_CLOSERS).endswith((",", ";", ":", "–", "—", "،")):
        return 1
    if word.casefold() in _OPENERS:
        return 5
    return 2 if following.casefold() in _OPENERS else 3


def break_lines(words: Sequence[str]) -> tuple[str, ...] | None:
    """Return the words on one or two lines, or None if they need more.

    >>> break_lines("we agreed on this in March, and the chair will write to the members".split())
    ('we agreed on this in March,', 'and the chair will write to the members')
    """
    if not words:
        return ()
    widths = [width(word) for word in words]
    total = sum(widths) + len(words) - 1
    if total <= LINE or len(words) == 1:
        return (" ".join(words),)
    best: tuple[float, int] | None = None
    first = -1
    for at in range(1, len(words)):
        first += widths[at - 1] + 1
        second = total - first - 1
        if (first > LONGEST_LINE and at > 1) or (second > LONGEST_LINE and at < len(words) - 1):
            continue
        over = 60 if max(first, second) > LINE else 0
        cost = _EDGE_COSTS[edge(words[at - 1], words[at])] + over + abs(first - second) / 2
        if best is None or cost < best[0]:
            best = (cost, at)
    if best is not None:
        return (" ".join(words[: best[1]]), " ".join(words[best[1] :]))
    return (" ".join(words),) if total <= LONGEST_LINE else None


def share_out(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the words in runs of about equal length that fit two lines each, in order, none lost.

    A run ends at the best edge near its share; a text that fits two lines is one run.
    """
    runs: list[tuple[str, ...]] = []
    rest = tuple(words)
    left = width(" ".join(rest))
    while rest:
        if left <= LONGEST_LINE * LINES and break_lines(rest) is not None:
            return [*runs, rest]
        at = _cut(rest, left / -(-left // FULL))
        runs.append(rest[:at])
        left -= width(" ".join(rest[:at])) + 1
        rest = rest[at:]
    return runs


def _cut(words: Sequence[str], share: float) -> int:
    """Return how many words the next run takes: as near its share as a good edge allows, at least one."""
    best, at, length = float("inf"), 1, -1
    for count in range(1, len(words)):
        length += width(words[count - 1]) + 1
        if count > 1 and (length > LONGEST_LINE * LINES or not _fits(words[:count])):
            break
        cost = edge(words[count - 1], words[count]) * 6 + abs(share - length) / 2
        if cost < best:
            best, at = cost, count
    return at


def _fits(words: Sequence[str]) -> bool:
    lines = break_lines(words)
    return lines is not None and all(width(line) <= LINE or " " not in line for line in lines)
