"""How alike two names sound, word by word, and where the words of a sentence stand: what telling people apart needs."""

from __future__ import annotations

import re
from functools import lru_cache

import jellyfish
from rapidfuzz.distance import JaroWinkler

from models.names import fold

WORD = re.compile(r"[^\s,.;:!?¿¡()\"“”„«»…—–/\[\]{}<>|&*#@^=+、。，！？：；（）「」]+(?:\.(?=\s|$)(?<=\b[A-Z]\.))?")
PARTICLES = frozenset("al bin da dal das de del della den der di do dos du el ibn la le ní ni o van von zu".split())

LONE, EACH, WHOLE = 0.9, 0.76, 0.83
"""How alike a word must be that stands alone, each word of several, and several words together."""
SAME_VOWELS = 0.62
"""How alike each word of several must be when it is sung on the same vowels (Utah and Jutta)."""
_VOWELS = re.compile(r"[^aeiou]")


@lru_cache(maxsize=50_000)
def likeness(heard: str, name: str) -> float:
    """Return how alike two folded words are, 0 to 1: as they are written, or as written and sounded together.

    >>> likeness("carl", "karl") > likeness("carl", "kurt")
    True
    """
    if heard == name:
        return 1.0
    written = JaroWinkler.similarity(heard, name)
    if not (heard.isascii() and name.isascii()):
        return float(written)
    sounded = JaroWinkler.similarity(_sound(heard), _sound(name))
    return float(max(written, (written + sounded) / 2))


def lone_likeness(heard: str, name: str) -> float:
    """Return how alike two words are when nothing else tells the person: 0 where it may as well be another name.

    Endings and short vowels are what names differ by (Paul and Paula, John and Joan); a longer name may be cut.
    """
    if heard == name:
        return 1.0
    if min(len(heard), len(name)) < 3 or (heard[0] != name[0] and _sound(heard)[:1] != _sound(name)[:1]):
        return 0.0
    if name.startswith(heard):
        return 0.95 if len(heard) > 3 and len(name) - len(heard) > 3 else 0.0
    if heard.startswith(name) and heard[len(name) :][0] in "aeiou":
        return 0.0
    same = _same_start(heard, name)
    if 3 < same < min(len(heard), len(name)) and same > len(name) - 4 and _tail(heard[same:]) != _tail(name[same:]):
        return 0.0
    return likeness(heard, name) if _vowels(heard) == _vowels(name) else 0.0


def words_likeness(heard: tuple[str, ...], name: tuple[str, ...]) -> float:
    """Return how well every word heard finds one of the name, each once, 0 to 1; 0 where one finds none.

    A word may be heard as two, and two as one. Words of the name that nobody heard cost little.
    """
    if not heard or not name:
        return 0.0
    best = _matched(heard, name)
    for at in range(len(heard) - 1):
        best = max(best, _matched((*heard[:at], heard[at] + heard[at + 1], *heard[at + 2 :]), name))
    for at in range(len(name) - 1):
        best = max(best, _matched(heard, (*name[:at], name[at] + name[at + 1], *name[at + 2 :])))
    return best


@lru_cache(maxsize=50_000)
def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name, folded, hyphens and apostrophes open.

    >>> name_words("June D'Souza-Lund")
    ('june', 'dsouza', 'lund')
    """
    words = (word.replace("'", "").strip("._") for word in WORD.findall(fold(text)))
    return tuple(one for word in words for one in word.split("-") if one)


def _matched(heard: tuple[str, ...], name: tuple[str, ...]) -> float:
    left, total, weight = list(name), 0.0, 0
    for word in sorted(heard, key=len, reverse=True):
        if not left:
            return 0.0
        score, other = max((likeness(word, other), other) for other in left)
        alike = score >= EACH or (score >= SAME_VOWELS and _vowels(word) == _vowels(other))
        if not alike and not (word in PARTICLES or (len(word) == 1 and other.startswith(word))):
            return 0.0
        left.remove(other)
        total, weight = total + score * len(word), weight + len(word)
    bare = sum(word not in PARTICLES for word in left)
    return total / weight - 0.02 * bare


@lru_cache(maxsize=50_000)
def _sound(word: str) -> str:
    return str(jellyfish.metaphone(word)) or word


def _vowels(word: str) -> str:
    return _VOWELS.sub("", re.sub(r"y(?![aeiou])", "i", word))


def _tail(rest: str) -> str:
    return re.sub(r"[^aeiou]", "", rest)


def _same_start(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
