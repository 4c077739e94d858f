"""How wide the columns of a table are on paper."""

from __future__ import annotations

from summarizer.document import Table, words_of
from summarizer.text_lines import columns

NARROW = 24
"""A column whose longest text has no more letters than this is as wide as that text."""
LEAST, MOST = 36, 72
"""Between these a wide column counts by its longest text: one long remark must not squeeze the others."""


def longest_texts(table: Table) -> list[int]:
    """Return the letters of the longest text in each column, its header counted in: that is bold, so it takes more."""
    return [
        max(_letters(table.header[at]) * 5 // 4, *(_letters(words_of(row[at])) for row in table.rows))
        for at in range(len(table.header))
    ]


def _letters(text: str) -> int:
    # Capitals are wide, and numbers such as DCCG-91-A1.1 should stay on one line.
    return columns(text) + sum(map(str.isupper, text)) // 3


def column_weights(table: Table) -> list[int]:
    """Return the share of the line that each column takes, 0 for one that is as wide as its longest text.

    A table of narrow columns only is as wide as they are.
    """
    return [0 if one <= NARROW else min(max(one, LEAST), MOST) for one in longest_texts(table)]


def column_widths(table: Table, line: int, letter: int, edges: int) -> list[int]:
    """Return the width of each column, together no more than a line.

    Args:
        table: Of a fitted document.
        line: The width of a line; `letter` of a letter, `edges` of what is empty beside a text, all in one unit.
    """
    weights = column_weights(table)
    natural = [one * letter + edges for one in longest_texts(table)]
    fixed = sum(width for width, weight in zip(natural, weights, strict=True) if not weight)
    if not any(weights) or fixed > line * 2 // 3:
        full = sum(natural)
        return natural if full <= line else [width * line // full for width in natural]
    left, shares = line - fixed, sum(weights)
    return [left * weight // shares if weight else width for width, weight in zip(natural, weights, strict=True)]
