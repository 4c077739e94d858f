"""Glossary terms in a decoder of the built-in engine.

Every word of a term that English text seldom has becomes an entry of its own, with our guess of how it is said and
a raised probability, and comes back in the glossary's spelling. Of 25 names and acronyms in sentences spoken by two
synthetic voices none was read right without this and 36 of 50 with it, among 60 entries; other words suffered none
(docs/performance.md has the figures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from captioner.engines.pronounce import fold, pronounce

MOST_TERMS = 200
MOST_WAYS = 2
WEIGHT = 100.0
"""How much likelier an entry is than the mean word of the language model."""
COMMON = 2e-6
"""A word of the model at least this probable needs no help."""
_ENTRY = "term"


class Terms:
    """The entries that were added to one decoder."""

    def __init__(self, decoder: Any, terms: Sequence[str]) -> None:
        self._texts: dict[str, str] = {}
        model = decoder.get_lm()
        base = decoder.logmath
        entries: list[tuple[str, str]] = []
        for word in _words_of(terms):
            if len(self._texts) >= MOST_TERMS:
                break
            known = fold(word)
            if not word.isupper() and decoder.lookup_word(known) and base.exp(model.prob([known])) >= COMMON:
                continue
            ways = pronounce(word, decoder.lookup_word) or []
            token = f"{_ENTRY}-{len(self._texts)}"
            self._texts[token] = word
            model.add_word(token, WEIGHT)
            entries += [(token if n == 1 else f"{token}({n})", way) for n, way in enumerate(ways[:MOST_WAYS], 1)]
        for token, way in entries:
            # The search is built anew once, not for every entry.
            decoder.add_word(token, way, token == entries[-1][0])

    def text_of(self, token: str) -> str | None:
        """Return the word as it is written, None for silence and noise."""
        if token[0] in "<[+":
            return None
        plain = token.partition("(")[0]
        return self._texts.get(plain, plain)


def _words_of(terms: Sequence[str]) -> Iterator[str]:
    """The words of all terms, each once, in order; those too short to be told from noise are left out."""
    seen = set[str]()
    for term in terms:
        for word in re.findall(r"[^\W\d_][\w'\u2019-]*", term):
            if word not in seen and len(word) > 2 and word[0].isupper():
                seen.add(word)
                yield word
