"""Points without names: who is named becomes a participant, and what still holds a name is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.names import fold
from models.roster import Body
from summarizer.alignment import PARTICLES
from summarizer.people import People
from summarizer.talk import Talk

SOMEBODY = "a participant"
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Sir|Dame|Madam|Lord|Lady)\b\.? [^\W\d_a-z][\w'’-]+"
                     r"(?: [^\W\d_a-z][\w'’-]+)*")
_QUOTED = re.compile(
    r"\b((?:as|like|what|with|to) )(?!I\b)[^\W\d_a-z][\w'’-]+(?: [^\W\d_a-z][\w'’-]+)?"
    r"(?= (?:said|says|mentioned|noted|pointed|suggested|explained|proposed|asked|was|just|has|put)\b)"
)
_SEVERAL = re.compile(r"\ba participant(?:(?:,| and|, and| or) a participant)+\b", re.IGNORECASE)
_GENERAL = frozenset("a an the participant participants group speaker one another view point it".split())


class Anonymous:
    """Knows every name of a meeting: of the roster with its aliases, and those that captions say who speaks by."""

    def __init__(self, talk: Talk, people: People) -> None:
        self._people = people
        wholes, parts = set[str](), set[str]()
        for person in people.people:
            wholes.update(person.names)
            parts.update(_parts(" ".join((person.name, person.given, person.family))))
            parts.update(alias for alias in person.aliases if " " not in alias)
        wholes.update(one.speaker for one in talk.utterances if one.speaker)
        self._wholes = frozenset(key for key in map(_key, wholes) if len(key) > 1 and key not in _GENERAL)
        self._longest = max((key.count(" ") + 1 for key in self._wholes), default=0)
        self._parts = frozenset(parts)
        self._folded = frozenset(fold(one) for one in parts)

    def spoken(self, text: str) -> str:
        """Return the text with "a participant" for each name that is understood, and without those it is spoken to."""
        for who, (start, end) in reversed(self._people.named_in(text)):
            if not isinstance(who, Body):
                text = _without(text, start, end)
        text = _QUOTED.sub(rf"\1{SOMEBODY}", _TITLED.sub(SOMEBODY, text))
        text = _SEVERAL.sub("participants", text)
        text = text.replace("participants's", "participants'")
        return text.strip(" ,;")

    def __call__(self, text: str) -> str:
        """Return the text, or nothing where any name is left in it."""
        return "" if self.names_in(text) else text

    def names_in(self, text: str) -> tuple[str, ...]:
        """Return the names that are left: whole ones in any letters, parts of names where they look like names."""
        words = [one.removesuffix("'s").removesuffix("’s") for one in _WORD.findall(text)]
        cased = any(one.isupper() for one in text[1:])
        found = [word for word in words if self._is_part(word, cased)]
        for size in range(1, self._longest + 1):
            runs = (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
            whole = (run for run in runs if _key(run) in self._wholes)
            found += [run for run in whole if size > 1 or run != run.lower() or not cased]
        return tuple(found)

    def _is_part(self, word: str, cased: bool) -> bool:
        if word in self._parts:
            return True
        return (word[:1].isupper() or not cased) and fold(word) in self._folded


def _without(text: str, start: int, end: int) -> str:
    before, after = text[:start].rstrip(), text[end:]
    spoken_to = (not before or before[-1] in ",.;:!?–—") and (not after.strip() or after.lstrip()[0] in ",.;:!?–—")
    if not spoken_to:
        return text[:start] + SOMEBODY + text[end:]
    joined = ", " if before and after.lstrip()[:1] == "," else " " if after.lstrip(" ,")[:1].isalnum() else ""
    return before.rstrip(" ,") + joined + after.lstrip(" ,")


def _key(text: str) -> str:
    return " ".join(fold(one) for one in _WORD.findall(text))


def _parts(name: str) -> Iterator[str]:
    for word in _WORD.findall(name):
        if len(word) > 1 and fold(word) not in PARTICLES:
            yield word
