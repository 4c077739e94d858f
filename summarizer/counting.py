"""What the marks of a list count in: 3. 4. 5., (a) (b), ii. iii."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_MARK = re.compile(r"([(\[]?)([0-9]{1,4}|[a-z]+|[A-Z]+)([.)\]]{0,2})")
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LARGEST_ROMAN = 399


@dataclass(frozen=True)
class Counting:
    """How a list is counted: its kind, the number that it starts with, and what stands around each number."""

    kind: str
    start: int
    before: str = ""
    after: str = ""


def counting_of(marks: Sequence[str]) -> Counting | None:
    """Return what the marks count in if each is one more than the mark ahead of it, else None.

    >>> counting_of(["(c)", "(d)"])
    Counting(kind='lower-letter', start=3, before='(', after=')')
    >>> counting_of(["3.", "5."]), counting_of(["▢"])
    (None, None)
    """
    first = _MARK.fullmatch(marks[0]) if marks else None
    if not first or not (first[1] or first[3]):
        return None
    for kind, shown in KINDS.items():
        start = _start(kind, first[2])
        if start and list(marks) == [f"{first[1]}{shown(start + at)}{first[3]}" for at in range(len(marks))]:
            return Counting(kind, start, first[1], first[3])
    return None


def _start(kind: str, sign: str) -> int:
    """Return the number that the sign stands for, 0 for none of this kind."""
    if sign.isdigit():
        return int(sign) if kind == "decimal" else 0
    return next((one for one in range(1, LARGEST_ROMAN) if KINDS[kind](one) == sign), 0)


def _letter(number: int) -> str:
    return chr(96 + number) if 1 <= number <= 26 else ""


def _roman(number: int) -> str:
    made = ""
    for value, sign in _ROMAN:
        made += sign * (number // value)
        number %= value
    return made


KINDS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "lower-letter": _letter,
    "upper-letter": lambda number: _letter(number).upper(),
    "lower-roman": _roman,
    "upper-roman": lambda number: _roman(number).upper(),
}
