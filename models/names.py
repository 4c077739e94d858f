"""Names and lines of text as people give them: one rule of what may stand in them, one rule of sameness."""

from __future__ import annotations

import re
import unicodedata

from models.errors import MeetingError

NAME_LENGTH = 80
LINE_LENGTH = 200

_INVISIBLE = dict.fromkeys([0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF])
"""Direction marks, the zero-width space, the word joiner, the soft hyphen: dropped, because two names that
look alike would differ by them. The joiners U+200C and U+200D stay: Persian and Indian scripts need them."""

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Refused: text after them can be made to read backwards on somebody else's line."""

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
    | dict.fromkeys("’‘ʼ`´", "'")
    | dict.fromkeys("‐‑‒–", "-")
    | dict.fromkeys("\u200c\u200d", "")
)
_PARTICLES = frozenset(
    {"af", "al", "ap", "ben", "bin", "bint", "da", "dal", "das", "de", "degli", "dei", "del", "della", "den"}
    | {"der", "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "mac", "mc", "ní", "nic"}
    | {"o", "op", "san", "santa", "st", "ten", "ter", "ua", "uí", "van", "vom", "von", "zu", "zum", "zur"}
)


class BadField(MeetingError):
    """Raised when one field of a meeting cannot be used; `key` is the field's name in the file.

    The message is the problem alone; who reads a file or a form adds where it stands.
    """

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(problem)
        self.key = key


def check_line(text: object, key: str, limit: int = LINE_LENGTH) -> str:
    """Return the text as it is kept: composed (NFC), spaces tidied, invisible marks dropped.

    Markup is plain text here and is escaped where it is written out.

    Raises:
        BadField: If it is no text, empty, too long, or holds a control character, a line break, half a
            character or a character that turns the direction of the text around it.

    >>> check_line("  Ana   Petrovic\u0301 ", "name")
    'Ana Petrović'
    """
    if not isinstance(text, str):
        raise BadField(key, f"{key} is {text!r}; expected text in quotes")
    composed = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    kept = " ".join(part for part in composed.split(" ") if part)
    for character in kept:
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _OVERRIDES:
            said = unicodedata.name(character, "a control character or line break").lower()
            raise BadField(key, f"{key} holds U+{ord(character):04X} ({said}); expected one plain line")
    if not kept:
        raise BadField(key, f"{key} is empty; expected text")
    if len(kept) > limit:
        raise BadField(key, f"{key} is {len(kept)} characters long; expected at most {limit}")
    return kept


def check_name(text: object, key: str = "name", limit: int = NAME_LENGTH) -> str:
    """Return a name as it is kept; as `check_line`, and it must have a letter: a number is nobody's name."""
    kept = check_line(text, key, limit)
    if not any(character.isalpha() for character in kept):
        raise BadField(key, f"{key} is {kept!r}, which has no letter; expected a name, never a number")
    return kept


def fold(text: str) -> str:
    """Return what makes two spellings the same name: case, accents and kinds of hyphen set aside.

    Marks that are letters of their own (the vowels of Indian scripts) stay.

    >>> fold("Siobhán  Ní Bhriain") == fold("SIOBHAN NI BHRIAIN")
    True
    """
    open_text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(character for character in open_text if not unicodedata.combining(character))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def split_name(name: str) -> tuple[str, str]:
    """Return the given and the family name as they most likely are; the roster may say otherwise.

    >>> split_name("Wim van der Meulen")
    ('Wim', 'van der Meulen')
    """
    parts = name.split(" ")
    for at, part in enumerate(parts[1:-1], 1):
        if part.casefold() in _PARTICLES:
            return " ".join(parts[:at]), " ".join(parts[at:])
    return (" ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (name, "")


def slug(text: str) -> str:
    """Return the text as lower-case letters, digits and hyphens; empty when nothing of it can be kept.

    >>> slug("DC on Trade")
    'dc-on-trade'
    """
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
