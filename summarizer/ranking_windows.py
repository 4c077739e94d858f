"""The few lines that a suggestion cites: a line that ranks high, and those beside it that rank nearly as high."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from summarizer.floor import Line
from summarizer.ranking_weights import Kind

MOST_LINKS = 7
"""Utterances that a suggestion cites at most: whoever reads them all decides faster than by hearing it again."""


@dataclass(frozen=True)
class Shape:
    """How windows are made of scores: lines within `reach` of the best join it unless they fall below it by `drop`.

    No other window begins within `apart` lines of a window.
    """

    reach: int = 1
    drop: float = 1.0
    apart: int = 0


SHAPES: dict[Kind, Shape] = {
    "action": Shape(reach=1, drop=1.0, apart=0),
    "decision": Shape(reach=3, drop=3.0, apart=3),
}
"""Next steps are handed out one after another; a decision is talked round, and no line of it ranks far above others."""
FLOOR = -4.0
"""Lines that rank lower are no suggestion."""


@dataclass(frozen=True)
class Window:
    """Lines by their places in order; `best` is the place of the one that ranks highest, `score` what it ranks."""

    lines: tuple[int, ...]
    best: int
    score: float


def windows(
    scores: Sequence[float],
    lines: Sequence[Line],
    shape: Shape,
    floor: float,
    taken: Collection[str] = (),
) -> list[Window]:
    """Return the windows that rank above the floor, the best first; none cites what is taken or what another cites."""
    used = {at for at, line in enumerate(lines) if any(one in taken for one in line.ids)}
    closed = set(used)
    found = []
    for at in sorted((at for at, score in enumerate(scores) if score > floor), key=lambda at: (-scores[at], at)):
        if at in closed:
            continue
        chosen = _around(at, scores, lines, shape, used)
        used.update(chosen)
        for one in chosen:
            closed.update(range(one - shape.apart, one + shape.apart + 1))
        found.append(Window(tuple(sorted(chosen)), at, scores[at]))
    return found


def _around(at: int, scores: Sequence[float], lines: Sequence[Line], shape: Shape, used: Collection[int]) -> list[int]:
    """Return the place and those joined to it, whose utterances are no more than `MOST_LINKS`."""
    chosen = [at]
    near = [one for one in range(at - shape.reach, at + shape.reach + 1) if 0 <= one < len(scores) and one != at]
    links = set(lines[at].ids)
    for one in sorted(near, key=lambda one: (-scores[one], one)):
        more = links | set(lines[one].ids)
        if one not in used and scores[one] >= scores[at] - shape.drop and len(more) <= MOST_LINKS:
            chosen.append(one)
            links = more
    return chosen
