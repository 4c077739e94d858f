"""How much each line of a talk sounds like a next step, a decision, or a point worth reporting.

The ranker only orders suggestions: nothing becomes sure by it. It is a linear model over words (`ranking_words.py`),
trained by `make ranker`; docs/ranker.md tells on what, how well it does, and what it cannot do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt

from summarizer.chair import find_chairs
from summarizer.floor import Line, hear
from summarizer.people import People
from summarizer.ranking_weights import KINDS, Block, Kind, Terms, Weights, read_weights
from summarizer.ranking_words import Seen, see
from summarizer.sentences import Sentence
from summarizer.talk import Talk

_Heavy = tuple[int, ...]
"""Of one term: the square of its rarity, and its rarity times its weight for each kind."""


@dataclass(frozen=True)
class Ranks:
    """What each line ranks for each kind: above 0 is more likely than not. As many as there are lines."""

    action: tuple[float, ...]
    decision: tuple[float, ...]
    point: tuple[float, ...]

    def of(self, kind: Kind) -> tuple[float, ...]:
        return {"action": self.action, "decision": self.decision, "point": self.point}[kind]


class Ranker:
    """Ranks the lines of a talk. The same line among the same neighbours ranks the same wherever it stands."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._heavy = {name: _heavy(block, name) for name, block in weights.blocks.items()}
        self._scales = {name: tuple(block.scales[kind] for kind in KINDS) for name, block in weights.blocks.items()}

    def rank(self, lines: Sequence[Line]) -> Ranks:
        """Return what the lines rank; time grows with the number of words, not faster."""
        columns = list(zip(*self._rows(lines), strict=True)) or [()] * len(KINDS)
        return Ranks(*columns)

    def likelihood(self, kind: Kind, rank: float) -> float:
        """Return how likely, from 0 to 1, a suggestion is right whose best line ranks this."""
        return 1 / (1 + exp(-max(-60.0, min(60.0, self.weights.slope[kind] * rank + self.weights.bias[kind]))))

    def _rows(self, lines: Sequence[Line]) -> Iterator[tuple[float, ...]]:
        around = _Neighbourhood(self._heavy["wide"])
        offset = [self.weights.offset[kind] for kind in KINDS]
        for seen in see(lines):
            around.move(seen)
            parts = [
                self._part("own", _sums(seen.own, self._heavy["own"])),
                self._part("near", _sums(seen.near, self._heavy["near"])),
                self._part("wide", around.sums),
                self._part("manner", _sums(seen.manner, self._heavy["manner"])),
            ]
            yield tuple(sum(some) for some in zip(offset, *parts, strict=True))

    def _part(self, name: Block, sums: Sequence[int]) -> list[float]:
        # Words are scaled to one length, so that a long line is not ahead by its length alone.
        length = sqrt(sums[0]) or 1.0
        if name == "manner":
            length = 1.0
        return [scale * one / length for scale, one in zip(self._scales[name], sums[1:], strict=True)]


class _Neighbourhood:
    """Which words stand around a line; whole numbers, so that it is the same however long the talk was before."""

    def __init__(self, heavy: Mapping[str, _Heavy]) -> None:
        self._heavy = heavy
        self._count: dict[str, int] = {}
        self.sums = [0] * (len(KINDS) + 1)

    def move(self, seen: Seen) -> None:
        for word in seen.came:
            heavy = self._heavy.get(word)
            if heavy is not None:
                self._count[word] = self._count.get(word, 0) + 1
                if self._count[word] == 1:
                    self.sums = [one + more for one, more in zip(self.sums, heavy, strict=True)]
        for word in seen.went:
            heavy = self._heavy.get(word)
            if heavy is not None:
                self._count[word] -= 1
                if self._count[word] == 0:
                    self.sums = [one - less for one, less in zip(self.sums, heavy, strict=True)]


def _heavy(block: Terms, name: Block) -> dict[str, _Heavy]:
    rare = (1,) * len(block.terms) if name == "manner" else block.rarity
    columns = zip(*(block.weights[kind] for kind in KINDS), strict=True)
    return {
        term: (one * one, *(one * weight for weight in weights))
        for term, one, weights in zip(block.terms, rare, columns, strict=True)
    }


def _sums(terms: Iterable[str], heavy: Mapping[str, _Heavy]) -> list[int]:
    known = [found for found in map(heavy.get, terms) if found is not None]
    return [sum(column) for column in zip(*known, strict=True)] if known else [0] * (len(KINDS) + 1)


def rank_talk(talk: Talk, sentences: Sequence[Sentence], people: People) -> Ranks:
    """Return what the sentences of a talk rank, for whoever needs it more than once."""
    return load_ranker().rank(hear(sentences, people, find_chairs(talk, sentences, people)))


@cache
def load_ranker() -> Ranker:
    """Return the ranker that comes with the program.

    Raises:
        BadRanker: If its weights were replaced by something else.
    """
    return Ranker(read_weights(files("summarizer").joinpath("ranker.json").read_text(encoding="utf-8")))
