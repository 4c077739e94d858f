"""Every regular expression of the rooms, and strings made from it on which a search may take longest."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).parent.parent
ROOMS = ("models", "record", "templates", "captioner", "summarizer", "archive", "dccg")
CALLS = ("compile", "match", "search", "fullmatch", "findall", "finditer", "sub", "split")
WRITTEN = re.compile(rf"\bre\.(?:{'|'.join(CALLS)})\(")
LONG = 20
"""A repeat of at most so many times is no attack."""
FAMILIES = {
    kinds.CATEGORY_DIGIT: "7", kinds.CATEGORY_SPACE: " ", kinds.CATEGORY_WORD: "a", kinds.CATEGORY_NOT_DIGIT: "a",
    kinds.CATEGORY_NOT_SPACE: "a", kinds.CATEGORY_NOT_WORD: " ",
}  # fmt: skip


AT_ONE_PLACE = {"match", "fullmatch"}
"""What tries a pattern at the start of the text alone; all else tries it at every place."""


def patterns() -> dict[tuple[str, int, bool], str]:
    """Return the patterns by text, flags and whether they are tried at every place, with where one of each stands.

    They are held by modules, or written in calls.
    """
    found: dict[tuple[str, int, bool], str] = {}
    for path in sorted(one for room in ROOMS for one in (ROOT / room).rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        if path.name == "__main__.py" or "demo" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        module = importlib.import_module(where.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
        for name, value in vars(module).items():
            for one in _held(value):
                everywhere = not isinstance(value, re.Pattern) or not AT_ONE_PLACE.issuperset(_ways(name, source))
                found.setdefault((one.pattern, one.flags & ~re.UNICODE, everywhere), f"{where}: {name}")
        if not WRITTEN.search(source):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                base, first = node.func.value, node.args[0]
                named = isinstance(base, ast.Name) and base.id == "re" and node.func.attr in CALLS
                if named and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    everywhere = node.func.attr not in AT_ONE_PLACE
                    found.setdefault((first.value, 0, everywhere), f"{where}, line {node.lineno}")
    return found


def _ways(name: str, source: str) -> set[str]:
    """Return how a module uses its pattern, as far as the lines that name it tell; "search" where they don't."""
    used = (line for line in source.splitlines() if re.search(rf"\b{name}\b(?! =)", line))
    return {way for line in used for way in re.findall(rf"\.({'|'.join(CALLS[1:])})\(", line)} or {"search"}


def _held(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4 and isinstance(value, dict):
        for one in value.items():
            yield from _held(one, depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset) and len(value) < 500:
        for one in value:
            yield from _held(one, depth + 1)
    elif depth < 4 and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for name in value.__dataclass_fields__:
            yield from _held(getattr(value, name, None), depth + 1)


def attacks(pattern: str, flags: int, length: int) -> Iterator[str]:
    """Yield strings of about `length`: what each repeat takes, again and again, behind what leads up to it."""
    seen: set[tuple[str, str]] = set()
    for lead, pumps in _repeats(parser.parse(pattern, flags), ""):
        for pump in pumps:
            if not pump or (lead, pump) in seen:
                continue
            seen.add((lead, pump))
            yield lead + pump * (length // len(pump)) + "\x01"
            both = lead + pump
            yield both * (length // len(both)) + "\x01"
            yield "a " + pump * (length // len(pump)) + " \x01"


def _repeats(parsed: Any, lead: str) -> Iterator[tuple[str, list[str]]]:
    for op, value in parsed:
        if op in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            if value[1] is kinds.MAXREPEAT or value[1] > LONG:
                yield lead, _examples(value[2])
            yield from _repeats(value[2], lead)
            lead += _example(value[2]) * min(value[0], 3)
            continue
        for inner in _inside(op, value):
            yield from _repeats(inner, lead)
        lead += _one(op, value)[0]


def _inside(op: Any, value: Any) -> list[Any]:
    if op is kinds.SUBPATTERN:
        return [value[3]]
    if op is kinds.BRANCH:
        return list(value[1])
    if op in (kinds.ASSERT, kinds.ASSERT_NOT):
        return [value[1]]
    return [value] if op is kinds.ATOMIC_GROUP else []


def _examples(parsed: Any) -> list[str]:
    """Return texts that the parsed pattern takes: one for each way of its branches and sets, as far as that goes."""
    made = [""]
    for op, value in parsed:
        ways = _one(op, value)
        made = [head + way for head in made for way in ways][:12]
    return made


def _example(parsed: Any) -> str:
    return _examples(parsed)[0]


def _one(op: Any, value: Any) -> list[str]:
    if op is kinds.LITERAL:
        return [chr(value)]
    if op is kinds.NOT_LITERAL:
        return ["a" if value != ord("a") else "b"]
    if op is kinds.ANY:
        return ["a", " "]
    if op is kinds.IN:
        return _set(value)
    if op is kinds.SUBPATTERN:
        return _examples(value[3])
    if op is kinds.BRANCH:
        return [_example(one) for one in value[1]][:12]
    if op in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
        return [one * max(1, min(value[0], 3)) for one in _examples(value[2])] if value[1] else [""]
    if op is kinds.ATOMIC_GROUP:
        return _examples(value)
    return [""]


def _set(value: Any) -> list[str]:
    if value and value[0][0] is kinds.NEGATE:
        barred = re.compile(f"[{''.join(re.escape(one) for one in _set(value[1:]))}]") if len(value) > 1 else None
        return [one for one in ("a", " ", "7", ".", "<", "\n") if barred is None or not barred.match(one)][:3] or ["é"]
    made = []
    for op, one in value:
        if op is kinds.LITERAL:
            made.append(chr(one))
        elif op is kinds.RANGE:
            made.append(chr(one[0]))
        elif op is kinds.CATEGORY:
            made.append(FAMILIES[one])
    return made[:6] or ["a"]
