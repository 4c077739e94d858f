"""The names and terms of a meeting: what the recogniser is told to expect, and how they are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from captioner.ordinary import is_ordinary
from captioner.respelling import Form, Kind, Name, Respelling
from captioner.spelling import Target, hear, squeeze
from models.cue import Word
from models.meeting import Meeting
from models.registry import ACRONYMS, COALITIONS
from models.roster import Body, Person

PROMPT_CHARS = 200
"""About 60 tokens of names: more context costs every pass time."""

_FIRST = ("chair", "facilitator")


@dataclass(frozen=True)
class Glossary:
    """Terms in the order of their worth: the roster's people, its bodies, the meeting's terms, the registry."""

    terms: tuple[str, ...] = ()
    own: int = 0
    """How many of the terms the meeting itself brings; the registry's stand behind them."""
    _respelling: Respelling = field(default_factory=lambda: Respelling((), (), ()), compare=False, repr=False)

    @classmethod
    def of(cls, meeting: Meeting) -> Glossary:
        """Return the glossary of a meeting: roster, bodies, agenda, extra terms and the shipped registry."""
        people = sorted(meeting.roster.people, key=lambda person: person.role not in _FIRST)
        entries = list(_entries(meeting, people))
        made = (Form.of(text, kind) for text, kind, _ in entries)
        forms = [form for form in made if any(len(key) > 1 for key in form.keys)]
        names = [Name(given, family) for person in people for given, family in _halves(person)]
        targets = list(_targets(entries))
        terms = tuple(dict.fromkeys(text for text, _, _ in entries))
        own = len({text for text, _, _ in _own_entries(meeting, people)})
        return cls(terms, own, Respelling([*forms, *_plurals(forms)], names, targets))

    def prompt(self, limit_chars: int = PROMPT_CHARS) -> str:
        """Return the first terms as a comma list for a recogniser's context, never longer than the limit.

        A term that is already part of one before it, and one that no longer fits, is left out. A meeting that names
        nobody and nothing gets none: acronyms out of nowhere do a recogniser more harm than good.
        """
        text = ""
        if not self.own:
            return text
        for term in self.terms:
            longer = f"{text}, {term}" if text else term
            if len(longer) <= limit_chars and not re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text):
                text = longer
            if limit_chars - len(text) < 5:
                break
        return text

    def respell(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Return the words with names and terms spelled as the glossary has them; see `docs/glossary.md`.

        A word that took the place of several spans their times and has the least of their probabilities.
        Give all words that are not yet committed at once: a name cut in two is mended only as a whole.
        """
        return self._respelling.respell(words)


_Entry = tuple[str, Kind, bool]
"""A term, its kind, and whether heard words may be taken for its words by their sound."""


def _entries(meeting: Meeting, people: Sequence[Person]) -> Iterator[_Entry]:
    yield from _own_entries(meeting, people)
    yield from ((acronym, "acronym", False) for acronym in ACRONYMS)
    for body in COALITIONS:
        yield from _of_body(body, False)
    yield from ((full, "term", False) for full in ACRONYMS.values() if " " in full)


def _own_entries(meeting: Meeting, people: Sequence[Person]) -> Iterator[_Entry]:
    for person in people:
        yield person.name, "person", True
        # An alias without the accents of the name ("Petrovic") is no other spelling to keep.
        key = squeeze(person.name)
        yield from ((alias, "person", True) for alias in person.aliases if squeeze(alias) != key)
    for person in people:
        yield from ((part, "person", True) for part in (person.given, person.family) if len(squeeze(part)) > 1)
    spoken_for = {person.body for person in people}
    present = [body for body in COALITIONS if body.name in spoken_for]
    for body in (*meeting.roster.bodies, *present):
        yield from _of_body(body, body not in COALITIONS)
    for term in meeting.terms:
        yield term, "acronym" if _is_acronym(term) else "term", True
    for item in meeting.agenda:
        for part in map(hear, item.title.split()):
            if len(part.key) > 3 and not is_ordinary(part.key):
                small = part.core.lower() if part.core == part.core.capitalize() else part.core
                yield small, "acronym" if _is_acronym(part.core) else "term", True


def _of_body(body: Body, by_sound: bool) -> Iterator[_Entry]:
    if body.acronym:
        yield body.acronym, "acronym", False
    for name in (body.name, *body.aliases):
        # A body of one word ("Trade") is a name in its full form only.
        if " " in name or not is_ordinary(squeeze(name)):
            yield name, "term", by_sound
        if name.startswith("Dynamic Coalition on "):
            yield "DC on " + name.removeprefix("Dynamic Coalition on "), "term", False


def _halves(person: Person) -> Iterator[tuple[str, str]]:
    """The words of a person's name that stand side by side: the last given one and the first family one."""
    given, family = person.given.split(), person.family.split()
    if given and family:
        yield given[-1], family[0]


def _targets(entries: Iterable[_Entry]) -> Iterator[Target]:
    for rank, (text, kind, by_sound) in enumerate(entries):
        if by_sound and kind != "acronym":
            for part in map(hear, text.split()):
                if not is_ordinary(part.key):
                    yield Target(part.core, part.key, rank, part.core.islower())


def _plurals(forms: Iterable[Form]) -> Iterator[Form]:
    for form in forms:
        if form.kind == "acronym" and len(form.words) == 1 and form.words[0][-1:].isupper():
            yield Form((form.words[0] + "s",), (form.key + "s",), "acronym")


def _is_acronym(text: str) -> bool:
    return len(text) > 1 and sum(character.isupper() for character in text) > len(squeeze(text)) / 2
