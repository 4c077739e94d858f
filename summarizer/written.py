"""What the template of a layout writes, and the values that it lets in.

A value is not escaped but held: the template's text carries a mark in its place, which no value can forge, and the
value comes back only after the markup was read. So nothing in a name, a caption or a report can be markup.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

LONGEST = 1_000_000
OPEN, CLOSE = "\ue000", "\ue001"


class Written(str):
    """Text that a template wrote itself: markup counts in it."""

    __slots__ = ()


class Prose(str):
    """Text of a report, in which [label](address) is a link and nothing else is markup."""

    __slots__ = ()


class Mark(str):
    """What is printed ahead of a paragraph or an entry of a list: "3.", "●", "(a)"."""

    __slots__ = ()


class Values:
    """The values that one print holds back."""

    def __init__(self) -> None:
        self._secret = str(secrets.randbelow(10**9))
        self._held: list[str] = []
        self._size = 0
        self._mark = re.compile(f"{OPEN}{self._secret}\\.(\\d+){CLOSE}")

    def hold(self, value: object) -> Written:
        """Return the mark that stands for the value; text that a template wrote is returned as it is.

        Raises:
            TypeError: If it is no text or number: a whole list or part would print what nobody meant to print.
            ValueError: If this is more than any report holds.
        """
        if isinstance(value, Written):
            return value
        if value is None:
            return Written()
        if not isinstance(value, str | int | float):
            name = type(value).__name__
            raise TypeError(f"{{{{ … }}}} was given a whole {name}; name one of its fields")
        self._size += len(str(value)) + 1
        if self._size > LONGEST:
            raise ValueError(f"it prints more than {LONGEST:,} characters of the report")
        self._held.append(value if isinstance(value, str) else str(value))
        return Written(f"{OPEN}{self._secret}.{len(self._held) - 1}{CLOSE}")

    def pieces(self, text: str) -> Iterator[str]:
        """Yield what the text is made of, in order: `Written` from the template, other text from the report."""
        at = 0
        for found in self._mark.finditer(text):
            if found.start() > at:
                yield Written(text[at : found.start()])
            value = self._held[int(found[1])]
            # What a template joined with `~` holds marks in its turn.
            yield from self.pieces(value) if self._mark.search(value) else (value,)
            at = found.end()
        if at < len(text):
            yield Written(text[at:])

    def plain(self, text: str) -> str:
        """Return the text with the values in it."""
        return "".join(self.pieces(text))
