"""Which names and terms a correction teaches: what a person wrote instead of what was heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from captioner.ordinary import is_ordinary
from captioner.spelling import squeeze
from models.plain import clean

_EDGES = ".,;:!?…\"'“”‘’()[]«»"


def new_terms(heard: str, corrected: str) -> tuple[str, ...]:
    """Return the names and terms that stand in the corrected text instead of other words, in its order.

    Ordinary words around them are left out; a correction of ordinary words only teaches nothing.

    >>> new_terms("so in lilly strum we met", "So in Lillestrøm, we met")
    ('Lillestrøm',)
    """
    old, new = [*map(_bare, heard.split())], [*map(_bare, corrected.split())]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    found = (_trimmed(new[a:b]) for tag, _, _, a, b in matcher.get_opcodes() if tag in ("replace", "insert"))
    return tuple(dict.fromkeys(term for term in found if term))


def joined(terms: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """Return the terms with the new ones behind them, each once, however it is written.

    >>> joined(("IXP",), ("ixp", "Lillestrøm"))
    ('IXP', 'Lillestrøm')
    """
    known = {term.casefold(): term for term in terms}
    for term in map(clean, new):
        known.setdefault(term.casefold(), term)
    return tuple(known.values())


def _bare(word: str) -> str:
    return word.strip(_EDGES)


def _trimmed(words: Sequence[str]) -> str:
    """Return the words from the first to the last that is not an ordinary one."""
    telling = [at for at, word in enumerate(words) if word and not _is_plain(word)]
    return " ".join(filter(None, words[telling[0] : telling[-1] + 1])) if telling else ""


def _is_plain(word: str) -> bool:
    return all(is_ordinary(key) for key in _keys(word)) and not word.isupper()


def _keys(word: str) -> Iterator[str]:
    return (squeeze(part) for part in word.replace("-", " ").split() if squeeze(part))
