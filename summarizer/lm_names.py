"""The names in a sentence: of people, who stay unnamed in a point, and of anything else, which must have been said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from models.names import fold
from models.roster import Body, Person
from summarizer.alignment import PARTICLES
from summarizer.lm_words import FREE, FUNCTION, NUMBERS, among, content_stems, is_negator, stem
from summarizer.people import People
from summarizer.unnamed import ORDINARY

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SAYS = re.compile(
    r"\b([^\W\d_]*[a-zß-ÿ])(?=\s+(?:(?:also|then|again|further|strongly)\s+)?(?:said|says|noted|notes|asked|asks|"
    r"suggested|suggests|proposed|added|argued|thought|thinks|felt|feels|objected|reported|explained|stressed|"
    r"considered|raised|recalled|replied|answered|offered|supported|opposed|wondered|mentioned|reminded|wanted|wants|"
    r"believes|believed)\b)"
)
_OPENERS = frozenset(
    map(
        stem,
        "clarification hope doubt worry interest preference proposal suggestion request appreciation thanks gratitude "
        "progress work information update background question regret support opposition agreement difficulty".split(),
    )
)
"""Words that often open a sentence of a report without having been said."""


def people_named(text: str, people: People) -> tuple[str, ...]:
    """Return everybody named in the text, as on the roster or by label, in the order of the text.

    Any name, alias, given or family name counts, whatever its case; one that is also a word counts where it stands
    as a name.
    """
    bodies = [span for who, span in people.named_in(text) if isinstance(who, Body)]
    found = [(span[0], who.name) for who, span in people.named_in(text) if isinstance(who, Person)]
    plain = _aligned(text)
    for form, name in _forms(people):
        if form not in plain:
            continue
        # Scripts without blanks between words have no edges to look for.
        edges = form.isascii()
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)" if edges else re.escape(form), plain):
            if not any(start <= match.start() < end for start, end in bodies):
                found.append((match.start(), name))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def names_somebody(text: str, people: People, said: Iterable[str] = ()) -> bool:
    """Return whether the text names anybody: of the roster, among the speakers, or as one who says something."""
    if people_named(text, people):
        return True
    known = frozenset(content_stems(" ".join(said)))
    bodies = [span for who, span in people.named_in(text) if isinstance(who, Body)]
    for match in _SAYS.finditer(text):
        if any(start <= match.start() < end for start, end in bodies):
            continue
        word = match[1]
        opens = not text[: match.start()].strip()
        ordinary = word.lower() in FUNCTION or is_negator(word) or stem(word) in FREE | _OPENERS
        lower = any(word.lower() in one for one in said)
        if word[0].isupper() and not ordinary and not (opens and (lower or among(stem(word), known))):
            return True
    return False


def unsaid_name(text: str, said: Iterable[str], people: People, also: Iterable[str] = ()) -> str:
    """Return the first name in the text that nobody said; "" if there is none. `also` holds titles of the agenda.

    A body may be written as the roster writes it, where it was named in any of its ways.
    """
    said = (*said, *also)
    heard = {fold(word) for one in said for word in _WORD.findall(one)}
    heard |= {part for word in heard for part in re.split(r"[-'’.]", word)}
    bodies = {who.name: who for one in said for who, _ in people.named_in(one) if isinstance(who, Body)}
    heard |= {fold(word) for body in bodies.values() for name in body.names for word in _WORD.findall(name)}
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match[0])
        if word == word.lower() or fold(word) in heard:
            continue
        if word[1:] == word[1:].lower() and not text[: match.start()].strip(" \"'“‘("):
            # Any word that opens a sentence has a capital: `opening_unsaid` looks at it.
            continue
        return match[0]
    named = [who.name for who, _ in people.named_in(text) if isinstance(who, Body)]
    return next((one for one in named if one not in bodies), "")


def opening_unsaid(text: str, stems: frozenset[str]) -> bool:
    """Return whether the first word may be a name that nobody said: it is not among these, nor opens reports."""
    match = _WORD.search(text)
    word = re.sub(r"['’]s?$", "", match[0]) if match else ""
    if not word or not word[0].isupper() or word.lower() in FUNCTION | NUMBERS or is_negator(word):
        return False
    parts = [stem(part) for part in word.split("-") if part.lower() not in NUMBERS]
    return stem(word) not in FREE | _OPENERS and not all(among(part, stems) for part in parts)


def swapped(text: str, said: Iterable[str], people: People) -> bool:
    """Return whether bodies come in another order than they were spoken of: who did what to whom may be turned."""
    mine = _bodies((text,), people)
    theirs = [one for one in _bodies(said, people) if one in mine]
    return len(mine) > 1 and mine != theirs


def _bodies(texts: Iterable[str], people: People) -> list[str]:
    found = (who.name for one in texts for who, _ in people.named_in(one) if isinstance(who, Body))
    return list(dict.fromkeys(found))


def _aligned(text: str) -> str:
    """Return the text folded letter by letter, so that places in it stay the same."""
    return "".join((fold(one) or " ")[0] if not one.isspace() else " " for one in text)


def _forms(people: People) -> Iterable[tuple[str, str]]:
    return _forms_of(people.people)


@lru_cache(maxsize=16)
def _forms_of(people: tuple[Person, ...]) -> tuple[tuple[str, str], ...]:
    words = {one.lower() for one in ORDINARY} | FUNCTION | PARTICLES
    forms = []
    for person in people:
        parts = (person.given, person.family, *person.given.split(), *person.family.split())
        for form in (*person.names, *(() if person.name.lower().startswith("the ") else parts)):
            plain = _aligned(form)
            if len(plain) > (2 if plain.isascii() else 1) and plain not in words:
                forms.append((plain, person.name))
    return tuple(dict.fromkeys(forms))
