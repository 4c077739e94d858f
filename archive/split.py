"""What goes into one message and what into the next: as much as fits, cut only where a reader expects it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def split(
    units: Sequence[T], fits: Callable[[Sequence[T]], bool], smaller: Callable[[T], Sequence[T]] = lambda unit: ()
) -> list[tuple[T, ...]]:
    """Return the units in runs that fit, each as long as it can be, in order and each unit once.

    Args:
        fits: Whether units make a message within the limit; what is part of something that fits must fit too.
        smaller: The unit cut into smaller ones, for one that does not fit alone; fewer than two if it cannot be cut.

    A unit that does not fit and cannot be cut is a run of its own, over the limit.

    >>> split(["aa", "b", "cccc", "d"], lambda run: len("".join(run)) <= 3, list)
    [('aa', 'b'), ('c', 'c', 'c'), ('c', 'd')]
    """
    left, runs = list(units), []
    while left:
        count = _most(left, fits)
        if count == 0:
            cut = smaller(left[0])
            if len(cut) > 1:
                left[:1] = cut
                continue
            count = 1
        runs.append(tuple(left[:count]))
        del left[:count]
    return runs


def _most(units: Sequence[T], fits: Callable[[Sequence[T]], bool]) -> int:
    """Return how many of the first units fit, found by doubling and halving: each trial makes a whole message."""
    low, high = 0, 1
    while high <= len(units) and fits(units[:high]):
        low, high = high, high * 2
    high = min(high, len(units) + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(units[:middle]) else (low, middle)
    return low


def sections(text: str) -> list[str]:
    """Return plain text cut ahead of its main headings, which stand after two empty lines."""
    return _cut(text, "\n\n\n")


def smaller_text(text: str) -> list[str]:
    """Return a section cut into paragraphs, its heading kept with what follows it; a paragraph into lines."""
    paragraphs = _cut(text, "\n\n")
    if len(paragraphs) > 1 and _is_heading(paragraphs[0]):
        paragraphs[:2] = ["".join(paragraphs[:2])]
    if len(paragraphs) > 1:
        return paragraphs
    lines = text.splitlines(keepends=True)
    under = 3 if len(lines) > 3 and not lines[1].strip() else 1
    return ["".join(lines[:under]), *lines[under:]]


def _is_heading(paragraph: str) -> bool:
    return "\n" not in paragraph.strip("\n")


def _cut(text: str, between: str) -> list[str]:
    parts = text.split(between)
    made: list[str] = []
    for part in [part + between for part in parts[:-1]] + parts[-1:]:
        # Empty lines go with what they follow.
        made[-1:] = [made[-1] + part] if made and not part.strip() else [*made[-1:], part]
    return made
