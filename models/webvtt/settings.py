"""What may follow the times of a WebVTT cue, and stand in a region."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_PERCENT = r"(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?)%"
_SETTINGS = {
    "vertical": r"rl|lr",
    "line": rf"(?:{_PERCENT}|-?[0-9]+)(?:,(?:start|center|end))?",
    "position": rf"{_PERCENT}(?:,(?:line-left|center|line-right))?",
    "size": _PERCENT,
    "align": r"start|center|end|left|right",
    "region": r"[^ \t]+",
}
_REGION = {
    "id": r"[^ \t]+",
    "width": _PERCENT,
    "lines": r"[0-9]+",
    "regionanchor": rf"{_PERCENT},{_PERCENT}",
    "viewportanchor": rf"{_PERCENT},{_PERCENT}",
    "scroll": r"up",
}


def check_settings(text: str, regions: set[str]) -> Iterator[str]:
    """Return the faults of a cue's settings; `regions` are the ids that stand above it."""
    values: dict[str, str] = {}
    yield from _check(text.split(), _SETTINGS, "cue setting", values)
    region = values.get("region")
    if region is not None and region not in regions:
        yield f"region {region!r} is not defined above"


def check_region(lines: Sequence[str], regions: set[str]) -> Iterator[tuple[int, str]]:
    """Return the faults of a region's lines, each with its place among them, and note its id in `regions`."""
    values: dict[str, str] = {}
    for at, line in enumerate(lines):
        for what in _check(line.split(), _REGION, "region setting", values):
            yield at, what
    if "id" not in values:
        yield -1, "a region without an id"
    elif values["id"] in regions:
        yield -1, f"region {values['id']!r} is defined twice"
    else:
        regions.add(values["id"])


def _check(settings: Sequence[str], legal: dict[str, str], what: str, values: dict[str, str]) -> Iterator[str]:
    for setting in settings:
        name, _, value = setting.partition(":")
        if name not in legal:
            yield f"{name[:40]!r} is not a {what}"
        elif name in values:
            yield f"{what} {name!r} stands twice"
        elif not re.fullmatch(legal[name], value):
            yield f"{what} {name!r} cannot be {value[:40]!r}"
        values.setdefault(name, value)
