"""What is wrong in a hand-edited `report.json`, in the words of the person who edited it."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from models.report import Report

KINDS = {
    "string_type": "text", "int_type": "a whole number", "int_from_float": "a whole number", "float_type": "a number",
    "bool_type": "true or false", "tuple_type": "a list", "list_type": "a list", "dict_type": "fields in { }",
    "dataclass_type": "fields in { }", "dataclass_exact_type": "fields in { }",
}  # fmt: skip


def place_words(path: Sequence[str | int]) -> str:
    """Return a path as a person counts.

    >>> place_words(("blocks", 1, "statements", 0, "text"))
    'blocks 2, statements 1, field "text"'
    """
    parts: list[str] = []
    for at, step in enumerate(path):
        if isinstance(step, int):
            parts[-1:] = [f"{path[at - 1]} {step + 1}"] if parts else [f"entry {step + 1}"]
        elif at + 1 < len(path):
            parts.append(step)
        else:
            parts.append(f'field "{step}"')
    return ", ".join(parts) or "the report"


def fault_words(fault: Mapping[str, Any], data: Any) -> str:
    """Return one clause for the first fault that pydantic found: the place, what was found, what was expected."""
    path = tuple(step for step in fault["loc"] if isinstance(step, (str, int)))
    place, kind = place_words(path), fault["type"]
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        known = _fields_at(path[:-1])
        near = difflib.get_close_matches(str(path[-1]), known, 1)
        meant = f' (did you mean "{near[0]}"?)' if near else ""
        return f"{place}: not known{meant}; expected one of {', '.join(known)}"
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return f"{place}: missing; every entry there needs it"
    if kind == "literal_error":
        return f"{place}: found {_shown(fault['input'])}; expected {fault['ctx']['expected']}"
    expected = KINDS.get(kind, str(fault["msg"])[:1].lower() + str(fault["msg"])[1:])
    return f"{place}: found {_shown(fault['input'])}; expected {expected}"


def _shown(value: Any) -> str:
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _fields_at(path: Sequence[str | int]) -> list[str]:
    """The fields of what stands at the path."""
    here: Any = Report
    for step in path:
        if isinstance(step, str) and is_dataclass(here):
            here = _class_in(get_type_hints(here).get(step))
    return [one.name for one in fields(here)] if is_dataclass(here) else []


def _class_in(hint: Any) -> Any:
    """The dataclass in a field's type: itself, that of a tuple's entries, or what may also be null."""
    if is_dataclass(hint):
        return hint
    return next((found for found in map(_class_in, get_args(hint)) if found), None)
