"""Names in capitals, as captioners shout them, in the letters that people write them in."""

from __future__ import annotations

import re

from models.registry import COALITIONS

_SMALL = frozenset("van von der den de la las los du da dos das di del della bin ibn and of the for".split())
_ACRONYMS = frozenset(
    "IGF UN UNESCO ITU DC DCS NRI NRIS MAG ICANN ISOC IETF DESA UNDESA EU AU OECD WSIS WTO WIPO IFLA APC GNI W3C IEEE "
    "NGO TV II III IV UK USA US UAE CEO AI IT IOT".split()
) | {body.acronym for body in COALITIONS if body.acronym.isupper()}
_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def spoken_name(label: str) -> str:
    """Return the name without its capitals; one that is not all in capitals stays, and so do known acronyms.

    >>> spoken_name("ANA-LUCIA O'NEILL"), spoken_name("JOHN McDONALD"), spoken_name("WIM VAN DER MEULEN, UNESCO")
    ("Ana-Lucia O'Neill", 'John McDonald', 'Wim van der Meulen, UNESCO')
    >>> spoken_name("Ana PETROVIC")
    'Ana PETROVIC'
    """
    words = _PART.findall(label)
    if not words or not all(is_shouted(word) for word in words):
        return label
    return _PART.sub(lambda found: _lowered(found[0], first=found.start() == 0), label)


def is_shouted(word: str) -> bool:
    """Say whether the word is in capitals, but for the small letters of Mc, Mac and particles."""
    return not any(one.islower() for one in re.sub(r"^(?:Mc|Mac|de|d['’]|O['’])(?=[A-Z])", "", word)) or word in _SMALL


def _lowered(word: str, first: bool) -> str:
    if word in _ACRONYMS or word.islower():
        return word
    if word.casefold() in _SMALL and not first:
        return word.casefold()
    mac = re.match(r"(Mc|Mac(?=[A-Z])|MC(?=[A-Z]{3}))(.+)", word)
    if mac:
        return mac[1].capitalize() + mac[2].capitalize()
    parts = re.split(r"(['’])", word)
    # O'Neill and D'Almeida, but Ng'ang'a: only one letter before the first mark makes the next part a name.
    if len(parts) == 3 and len(parts[0]) == 1 and len(parts[2]) > 1:
        return parts[0] + parts[1] + parts[2].capitalize()
    return word[0] + word[1:].lower()
