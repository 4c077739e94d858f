"""Whether the text of a WebVTT cue follows the grammar: spans, references, and times inside the cue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5

from models.webvtt.spans import SPANS, Token, tokens

_TIME = re.compile(r"(?:([0-9]{2,6}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})")
_REFERENCE = re.compile(r"&(?:#[0-9]+;|#[xX][0-9A-Fa-f]+;|([A-Za-z0-9]+;))?")
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def check_cue_text(text: str, start_ms: int, end_ms: int) -> Iterator[tuple[int, str]]:
    """Return the faults of a cue's text, each with its line in it, counted from 0."""
    opened: list[Token] = []
    last_ms, line = start_ms, 0
    parts = list(tokens(text))
    for token in parts:
        yield from ((line, what) for what in _references(token))
        if not token.closed:
            yield line, f"{token.raw[:40]!r} has no end; write &lt; for the sign itself"
        elif token.kind == "time":
            at = _milliseconds(token.text)
            if at is None or not last_ms < at < end_ms:
                yield (
                    line,
                    f"time <{_shown(token)}> is not one later than the time before it, inside its cue",
                )
            last_ms = max(last_ms, at or 0)
        elif token.kind == "start":
            yield from ((line, what) for what in _start(token, opened))
            opened.append(token)
        elif token.kind == "end":
            if opened and opened[-1].text == token.text:
                opened.pop()
            else:
                yield line, f"end tag </{_shown(token)}> without its start tag"
        line += token.raw.count("\n")
    for token in opened:
        # The end tag may be left out only where a voice is the whole cue.
        if token.text != "v" or token is not parts[0] or len(opened) > 1:
            yield line, f"{token.raw[:40]!r} has no end tag"


def _start(token: Token, opened: list[Token]) -> Iterator[str]:
    if token.text not in SPANS:
        yield f"<{_shown(token)}> is not a WebVTT tag; write &lt; for the sign itself"
        return
    if "" in token.classes:
        yield f"{token.raw[:40]!r} has an empty class"
    if "\n" in token.raw:
        yield f"{token.raw[:40]!r} goes over the end of a line"
    if token.text in ("v", "lang") and not token.annotation:
        yield f"<{token.text}> without {'a name' if token.text == 'v' else 'a language'}"
    elif token.text == "lang" and not _TAG.fullmatch(token.annotation):
        yield f"{token.annotation[:40]!r} is not a language tag"
    elif token.text not in ("v", "lang") and token.annotation:
        yield f"<{token.text}> with an annotation"
    if token.text == "rt" and not (opened and opened[-1].text == "ruby"):
        yield "<rt> outside <ruby>"


def _references(token: Token) -> Iterator[str]:
    if token.kind not in ("text", "start"):
        return
    for found in _REFERENCE.finditer(token.raw):
        if found[0] == "&" or (found[1] and found[1] not in html5):
            yield "an & that begins no character reference; write &amp; for the sign itself"


def _shown(token: Token) -> str:
    """The beginning of a tag on one line, as a fault is told on one."""
    return " ".join(token.text[:40].split())


def _milliseconds(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, ms = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
