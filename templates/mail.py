"""Messages to the list: a frame of plain text of 72 columns, and the same words for the web page beside it."""

from __future__ import annotations

import textwrap
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

WIDTH = 72
RULE = "-" * 20
HERE = Path(__file__).parent / "mail"


def mail_text(opening: list[str], body: str, closing: list[str]) -> str:
    """Return the text: paragraphs ahead of the body, and behind a line those that end it."""
    made = _environment().get_template("message.txt")
    return made.render(opening=opening, body=body.strip("\n"), closing=closing, rule=RULE).rstrip("\n") + "\n"


def mail_words(paragraphs: list[str]) -> str:
    """Return paragraphs as HTML, addresses in them as links."""
    return _environment().get_template("words.html").render(paragraphs=paragraphs)


def columns(text: str) -> str:
    """Return each line of the text in 72 columns; an address is never cut, a script without spaces is.

    >>> columns("a " * 40).count("\\n")
    1
    """
    return "\n".join(_wrapped(line) for line in text.split("\n"))


def _wrapped(line: str) -> str:
    lines = textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(piece for one in lines for piece in _cut(one))


def _cut(line: str) -> list[str]:
    if len(line) <= WIDTH or line.isascii():
        return [line]
    return [line[at : at + WIDTH] for at in range(0, len(line), WIDTH)]


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["columns"] = columns
    return made
