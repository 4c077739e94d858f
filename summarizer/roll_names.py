"""Names in what is said about who is here: those of people known, and those that only look like names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from models.names import fold
from models.roster import Body, Person
from summarizer.people import People

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĜĞĠĢĤĦĪĮİĴĶĹĻĽŁŃŅŇŊŌŐŒŔŖŘŚŜŞŠŢŤŪŮŰŲŴŶŸŹŻŽ"
_WORD = rf"(?:(?:al|el|ul|bin|d|O|Mc)['’-])?[{_UPPER}][\w'’-]*(?<!['’]s)"
_NAME = re.compile(
    rf"(?:(?:Dr|Mr|Mrs|Ms|Prof)\.? )?{_WORD}(?: (?:(?:van|von|der|den|de|da|di|do|dos|del|la|le|el|al|bin|"
    rf"ibn|y|ap|ab|ní|ó) ){{0,3}}{_WORD}){{0,4}}"
)
_NONE = frozenset(
    "i i'm i've i'll i'd we we've we're they he she it its it's you there their his her our my this that "
    "these those the a an and or but so then "
    "also today tomorrow unfortunately sadly yes no okay ok right well now thank thanks sorry apologies "
    "apology regrets "
    "welcome hello hi good great please can could will would let let's just both maybe perhaps as in on for "
    "from with if any are "
    "is do does has have some all everybody everyone nobody somebody everyone's colleagues members chair "
    "minister unfortunately "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december christmas easter mag igf dc dcs un utc zoom teams secretariat dear at by to of not only "
    "first second next finally before after when while because am as ms mp".split()
)
_BETWEEN = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:who|which) [^,.;]{0,80}?)?(?:,? (?:from|of|for) (?:the )?[\w "
    r"-]{1,40}?)?\s*(?:,|;|&|\band\b|\bor\b|\bas well as\b|\balso\b|\bfrom\b|\bboth\b|\bfurther\b|\s)+\s*",
    re.IGNORECASE,
)
_TO_VERB = re.compile(
    r"\s*(?:back|again|today|here|this morning|this afternoon)?\s*(?:\([^)]*\)\s*)?(?:,?\s*(?:who|which) "
    r"[^,.;]{0,60}?)?(?:,? (?:from|of) (?:the )?[\w -]{1,40}?)?\s*(?:,|\b(?:also|both|just|all|unfortunately|"
    r"sadly|too|has|have|had|too|as well|actually|only|now|already|still)\b|\s)*",
    re.IGNORECASE,
)
_TO_NAME = re.compile(
    r"\s*(?:[:,-]|\b(?:also|both|our|my|colleagues?|friends?|the|dear|mr|mrs|ms|dr|today|again|first|of "
    r"all)\b\.?|\s)*",
    re.IGNORECASE,
)


class Named(NamedTuple):
    """A name in a text, as on the roster where it is known, and where it stands."""

    name: str
    start: int
    end: int


def names_in(text: str, people: People) -> tuple[Named, ...]:
    """Return the names of people in the text in its order: known ones, and capitalised words that may be names."""
    mentions = people.named_in(text)
    known = [
        Named(known_name(text[slice(*one.span)], one.who, people), *one.span)
        for one in mentions
        if not isinstance(one.who, Body)
    ]
    taken = [one.span for one in mentions]
    found = list(known)
    for match in _NAME.finditer(text):
        start, end = _trimmed(text, match.start(), match.end())
        if start >= end:
            continue
        inside = [one for one in taken if one[0] < end and start < one[1]]
        name = text[start:end]
        if inside:
            # "Hefin David" where only a Hefin is known is one name, and perhaps another person's.
            longer = [
                one for one in known if one.start >= start and one.end <= end and (one.end - one.start) < end - start
            ]
            if len(inside) != 1 or not longer or not _apart(longer[0], name):
                continue
            found.remove(longer[0])
            found.append(Named(name, start, end))
            continue
        if people.body(name) is None and not (name.isupper() and len(name) > 2 and " " not in name):
            found.append(Named(known_name(name, people.of(name), people), start, end))
    return tuple(sorted(set(found), key=lambda one: one.start))


def known_name(heard: str, person: Person | None, people: People) -> str:
    """Return the person's name, the name as heard where it is nobody's.

    A speaker who is not on the roster is meant only by words of their own label: who sent apologies may be nearly
    their namesake, and nobody spelled either.
    """
    if person is None:
        return heard
    said, own = (set(re.findall(r"[^\W\d_]{2,}", fold(one))) for one in (heard, person.name))
    listed = any(one is person for one in people.roster.people)
    return person.name if listed or said <= own or own <= said else heard


def names_before(text: str, end: int, names: Sequence[Named]) -> tuple[str, ...]:
    """Return the list of names that leads up to this place: the subject of the verb there."""
    found: list[Named] = []
    for one in reversed([name for name in names if name.end <= end]):
        gap = text[one.end : found[-1].start if found else end]
        if not (_BETWEEN if found else _TO_VERB).fullmatch(gap):
            break
        found.append(one)
    return tuple(one.name for one in reversed(found))


def names_after(text: str, start: int, names: Sequence[Named]) -> tuple[str, ...]:
    """Return the list of names that begins at this place."""
    found: list[Named] = []
    for one in (name for name in names if name.start >= start):
        gap = text[found[-1].end if found else start : one.start]
        if not (_BETWEEN if found else _TO_NAME).fullmatch(gap) and not (not found and not gap.strip()):
            break
        found.append(one)
    return tuple(one.name for one in found)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without leading and trailing words that are no names."""
    words = [(start + one.start(), start + one.end()) for one in re.finditer(r"[^\s]+", text[start:end])]
    while words and fold(text[slice(*words[0])]).strip(".,'’") in _NONE:
        words.pop(0)
    for at, word in enumerate(words):
        if fold(text[slice(*word)]) in _NONE - {"am", "as", "ms", "mp"}:
            words = words[:at]
            break
    return (words[0][0], words[-1][1]) if words else (end, end)


def _apart(known: Named, name: str) -> bool:
    """Whether the longer name does not belong to whom the shorter one was taken for."""
    return len(set(fold(name).split()) & set(fold(known.name).split())) < 2
