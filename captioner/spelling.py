"""The words of the glossary by their letters and by their sound, and how like them a heard word is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jellyfish import metaphone
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from captioner.common_names import COMMON_NAMES
from captioner.ordinary import is_ordinary
from models.names import fold

SAME_SOUND = 0.86
"""How alike by Jaro-Winkler two words of one metaphone must be."""
SAME_SHORT_SOUND = 0.92
"""The same where the metaphone has two letters or fewer, from five letters on."""
OTHER_SOUND = 0.94
"""The same for words of another metaphone, from six letters on."""
BESIDE_FAMILY = 0.60
"""What a given name must score before the exact family name of the same person."""
BESIDE_GIVEN = 0.86
"""What a family name must score after the exact given name of the same person."""
CLEAR = 0.01
"""By how much the best must lead the second best."""

_CORE = re.compile(r"^(\W*)(.*?)((?:['’][sS])?)(\W*)$", re.DOTALL)


@dataclass(frozen=True)
class Heard:
    """A word as it came, cut into what is compared and what is kept around it."""

    lead: str
    core: str
    tail: str
    key: str

    @property
    def fixed(self) -> bool:
        """Whether it is never respelled by its sound: too short, an ordinary word, or not in Latin letters."""
        return len(self.key) < 4 or not self.key.isascii() or not self.key.isalpha() or is_ordinary(self.key)

    @property
    def guarded(self) -> bool:
        """Whether it is respelled by its sound only beside the other half of a person's name."""
        return self.fixed or self.key in COMMON_NAMES

    @property
    def letter(self) -> bool:
        return len(self.key) == 1


@lru_cache(maxsize=8192)
def hear(text: str) -> Heard:
    """Return the word cut up; a possessive "'s" is kept apart, so that a name is found in it."""
    lead, core, ending, trail = _CORE.match(text).groups()  # type: ignore[union-attr]
    return Heard(lead, core, ending + trail, squeeze(core))


def squeeze(text: str) -> str:
    """Return the letters and digits that are compared: "DC-CIV" and "dc civ" give the same.

    >>> squeeze("Vásquez-Lund")
    'vasquezlund'
    """
    if text.isascii():
        return "".join(character for character in text.casefold() if character.isalnum())
    return "".join(character for character in fold(text) if character.isalnum())


def likeness(heard: str, term: str) -> float:
    """Return how alike two folded words are: Jaro-Winkler, or its mean with 1 where they sound the same."""
    letters = JaroWinkler.similarity(heard, term)
    return (letters + 1) / 2 if metaphone(heard) == metaphone(term) else letters


@dataclass(frozen=True)
class Target:
    """One word of the glossary that heard words may be taken for; `rank` is smaller for who matters more."""

    text: str
    key: str
    rank: int
    keeps_case: bool = False


class Sounds:
    """The targets, found by sound and by their first letters."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._by_sound: dict[str, dict[str, Target]] = {}
        self._by_start: dict[str, dict[str, Target]] = {}
        for target in targets:
            if len(target.key) < 4 or not target.key.isascii() or not target.key.isalpha():
                continue
            self._by_sound.setdefault(metaphone(target.key), {}).setdefault(target.key, target)
            self._by_start.setdefault(target.key[:2], {}).setdefault(target.key, target)

        # A pass hears most words of the pass before it again.
        self._remembered = lru_cache(maxsize=4096)(self._search)

    def nearest(self, key: str) -> Target | None:
        """Return the one target that the folded word sounds like; None if there is none, or more than one."""
        return self._remembered(key)

    def _search(self, key: str) -> Target | None:
        found: dict[str, tuple[float, Target]] = {}
        sound = metaphone(key)
        # A sound of two consonants ("MR") is shared by too many names to trust a loose likeness.
        least = SAME_SOUND if len(sound) > 2 else SAME_SHORT_SOUND if len(key) > 4 else 1
        sounding = self._by_sound.get(sound, {})
        for near, letters, _ in process.extract(
            key, list(sounding), scorer=JaroWinkler.similarity, score_cutoff=least, limit=3
        ):
            found[near] = ((letters + 1) / 2, sounding[near])
        if len(key) >= 6:
            starting = self._by_start.get(key[:2], {})
            for near, letters, _ in process.extract(
                key, list(starting), scorer=JaroWinkler.similarity, score_cutoff=OTHER_SOUND, limit=3
            ):
                found.setdefault(near, (letters, starting[near]))
        fitting = [(score, target) for score, target in found.values() if fits(key, target.key)]
        best = sorted(fitting, key=lambda pair: (-pair[0], -len(pair[1].key), pair[1].rank, pair[1].text))
        if not best or (len(best) > 1 and best[0][0] - best[1][0] < CLEAR):
            return None
        return best[0][1]


def fits(heard: str, term: str) -> bool:
    """Whether the two are of about one length: a part of a name is not the name."""
    return abs(len(heard) - len(term)) <= max(1, len(term) // 4)
