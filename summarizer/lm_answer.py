"""A language model's answer, read from whatever text it came in; what is not wholly as asked for is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from summarizer.lm_request import ModelFault

LONGEST = 200_000
MOST = 60
"""Entries that are looked at; a model that repeats itself without end is not worth more."""
TRIES = 20
"""Places in a text at which an answer may begin."""

_THOUGHT = re.compile(r"\A\s*<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```[a-z]*\s*(.*?)```", re.DOTALL | re.IGNORECASE)


class BadAnswer(ModelFault):
    """Raised when an answer is not what was asked for."""


@dataclass(frozen=True)
class PointMade:
    text: str
    cues: tuple[str, ...]
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Worded:
    ref: str
    text: str


@dataclass(frozen=True)
class Answer:
    points: tuple[PointMade, ...] = ()
    wording: tuple[Worded, ...] = ()


def read_answer(text: str) -> Answer:
    """Return the answer, out of code fences or prose where it is in any. An answer that was cut short is none.

    >>> read_answer('Sure! ```json\\n{"points": [], "wording": [{"ref": "D1", "text": "Go."}]}\\n```').wording
    (Worded(ref='D1', text='Go'),)

    Raises:
        BadAnswer: If there is no object of the kind asked for, or it has other keys, or one key twice.
    """
    if len(text) > LONGEST:
        raise BadAnswer(f"it answered with {len(text)} characters; at most {LONGEST} are read")
    text = _THOUGHT.sub("", text.lstrip("\ufeff"))
    if not text.strip():
        raise BadAnswer("its answer was empty")
    fault = BadAnswer("it did not answer with a JSON object")
    for piece in _candidates(text):
        try:
            return _answer(piece)
        except BadAnswer as found:
            fault = found
    raise fault


def _candidates(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects in a text that may be the answer: all of it, what is fenced, what stands in prose."""
    decoder = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_refuse, parse_int=_whole)
    for part in (text, *(fence[1] for fence in _FENCE.finditer(text))):
        at = part.find("{")
        tries = 0
        while at >= 0 and tries < TRIES:
            try:
                found, end = decoder.raw_decode(part, at)
            except RecursionError:
                raise BadAnswer("its answer is nested too deeply") from None
            except BadAnswer:
                raise
            except ValueError:
                end = at + 1
                if not tries and part is text and not _closes(part):
                    raise BadAnswer("its answer was cut short") from None
            else:
                if isinstance(found, dict) and ("points" in found or "wording" in found or part.strip()[0] == "{"):
                    yield found
            at = part.find("{", end)
            tries += 1


def _closes(text: str) -> bool:
    return "}" in text and text.count("{") <= text.count("}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadAnswer("its answer has one key twice")
    return found


def _refuse(constant: str) -> Any:
    raise BadAnswer(f"its answer has {constant} in it")


def _whole(figures: str) -> int:
    return int(figures[:20])


def _answer(found: dict[str, Any]) -> Answer:
    _keys(found, {"points", "wording"}, set())
    if not found:
        raise BadAnswer("its answer lacks keys that were asked for")
    points, wording = _list(found.get("points", [])), _list(found.get("wording", []))
    return Answer(tuple(map(_point, points)), tuple(map(_worded, wording)))


def _point(found: Any) -> PointMade:
    _keys(found, {"text", "cues", "replaces"}, {"text", "cues"})
    return PointMade(_text(found["text"]), _ids(found["cues"]), _ids(found.get("replaces", [])))


def _worded(found: Any) -> Worded:
    _keys(found, {"ref", "text"}, {"ref", "text"})
    return Worded(_text(found["ref"]), _text(found["text"]))


def _keys(found: Any, allowed: set[str], needed: set[str]) -> None:
    if not isinstance(found, dict):
        raise BadAnswer("its answer is not of the shape asked for")
    if set(found) - allowed:
        raise BadAnswer("its answer has keys that were not asked for")
    if needed - set(found):
        raise BadAnswer("its answer lacks keys that were asked for")


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise BadAnswer("its answer is not of the shape asked for")
    return found[:MOST]


def _text(found: Any) -> str:
    """Return a text with its blanks tidied and without its full stop, as findings are."""
    if not isinstance(found, str):
        raise BadAnswer("its answer is not of the shape asked for")
    return re.sub(" +", " ", found).strip(" ").removesuffix(".")


def _ids(found: Any) -> tuple[str, ...]:
    """Return ids as text: some models answer with numbers where the ids are numbers."""
    if not isinstance(found, list) or any(isinstance(one, bool) or not isinstance(one, str | int) for one in found):
        raise BadAnswer("its answer is not of the shape asked for")
    return tuple(dict.fromkeys(str(one) for one in found))
