"""Who is meant: people and bodies of a meeting found by label or by name as heard. No match rather than a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from models.names import BadField, fold
from models.registry import COALITIONS
from models.roster import Body, Person, Roster, find_body
from summarizer.alignment import LONE, PARTICLES, WHOLE, WORD, lone_likeness, name_words, words_likeness

SECRETARIAT = Body("Secretariat", kind="office")
NEAR = 0.04
"""Two people who fit a name this equally are not told apart by it."""

_TITLES = frozenset("mr mrs ms mx miss dr prof professor sir dame madam lord lady am as mp ms mep phd".split())
_NOBODY = re.compile(
    r"(?:unknown|unidentified)\b.*"
    r"|(?:speaker|participant|person|host|guest|user|iphone|ipad)?[\W\d_]*"
    r"|(?:several |all |many )?(?:speakers?|members?|participants?|captioner|interpreter|moderator)"
)
_OFFICE = re.compile(r"(?:the|a|an) ", re.IGNORECASE)
_APART = re.compile(r"\s*[|/,;:•·]\s*|\s+[-–—]\s+|\s*[()\[\]]\s*")
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_ALSO_WORDS = _MONTHS | frozenset(
    "will mark art bill bob chance chase dawn dean drew faith frank grace grant hope jack joy lance max miles nick pat "
    "patience pearl penny prudence ray rich rob rose sue summer van victor wade ward".split()
)
"""Given names that are words as well: in a sentence they must stand as a name does."""
_DAYS_AND_MONTHS = _MONTHS | frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_BODY_OPENINGS = frozenset(("secretariat", "secretariat's", "secretariat’s", "coalition", "dynamic"))
"""The only words in small letters that a name begins with, where a text has capitals."""
_NAME_FOLLOWS = re.compile(r"\s*(?:[,?!:]|'s\b|’s\b|(?:will|would|could|can|has|is|and|or|here|from|to)\b|$)")
_TIME_BEFORE = re.compile(
    r"(?:\b(?:in|by|of|until|till|before|after|since|late|early|mid|next|last|this|\d+|\d*(?:st|nd|rd|th))"
    r"|\b\w+(?:th|first|second|third))[\s-]+$",
    re.IGNORECASE,
)


class Mention(NamedTuple):
    """A person or a body named in a text, and where."""

    who: Person | Body
    span: tuple[int, int]


class People:
    """Tells who is meant. Speakers who are not on the roster are people too, under their label as captioned."""

    def __init__(self, roster: Roster, speakers: Iterable[str | None] = ()) -> None:
        self.roster = roster
        self._known: dict[str, tuple[Person, ...]] = {}
        self.people: tuple[Person, ...] = roster.people
        outsiders: list[Person] = []
        for label in dict.fromkeys(label for label in speakers if label):
            if not self._find(label) and _is_name(label) and self.body(label) is None:
                outsiders += _person(label)
        self.people = (*roster.people, *outsiders)
        self._known.clear()
        self.__dict__.pop("_claims", None)
        self.__dict__.pop("_words", None)

    def of(self, text: str | None) -> Person | None:
        """Return who has this label or name: misheard, in part, the given name alone where one person has it."""
        found = self._find(text) if text else ()
        return found[0] if len(found) == 1 else None

    def ambiguous(self, text: str) -> tuple[Person, ...]:
        """Return everybody this may be when it may be several; empty when it is one person or nobody."""
        found = self._find(text)
        return found if len(found) > 1 else ()

    def body(self, text: str) -> Body | None:
        """Return the body of this name, acronym, or opening words of a name where one body has them."""
        found = find_body(text, self.bodies)
        if found is not None:
            return found
        key = _body_key(text)
        near = [body for body in self.bodies if key and any(_body_key(one).startswith(key + " ") for one in body.names)]
        return near[0] if len(near) == 1 and key.count(" ") + 1 >= (2 if "coalition" in fold(text) else 1) else None

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """The roster's own bodies, those its people speak for, the registry's coalitions, the Secretariat."""
        own = list(self.roster.bodies)
        for name in dict.fromkeys(person.body for person in self.roster.people if person.body):
            if find_body(name, own) is None:
                own.append(Body(name, kind="other"))
        offices = () if any("secretariat" in fold(body.name) for body in own) else (SECRETARIAT,)
        return (*own, *(body for body in COALITIONS if find_body(body.name, own) is None), *offices)

    def named_in(self, text: str) -> tuple[Mention, ...]:
        """Return the people and bodies named in the text, in its order; a name that two people share is nobody's."""
        found: list[Mention] = []
        words = list(WORD.finditer(text))
        cased = any(one.isupper() for one in text) and not text.isupper()
        at = 0
        while at < len(words):
            if cased and words[at][0][0].islower() and words[at][0].lower() not in _BODY_OPENINGS:
                at += 1
                continue
            hit = self._longest(text, words, at, cased) or self._heard(text, words, at, cased)
            if hit is None:
                at += 1
                continue
            mention, used = hit
            found += [mention] if mention else []
            at += used
        return tuple(found)

    def _find(self, text: str) -> tuple[Person, ...]:
        if text not in self._known:
            self._known[text] = self._search(text)
        return self._known[text]

    def _search(self, text: str) -> tuple[Person, ...]:
        exact = self.roster.person(text)
        if exact is not None:
            return (exact,)
        for part in dict.fromkeys((text, *_APART.split(text))):
            words = tuple(word for word in name_words(part) if word not in _TITLES) or name_words(part)
            claimed = self._claims.get(" ".join(words))
            if claimed:
                return claimed
            found = self._alike(words) if words else ()
            if found:
                return found
        return ()

    def _alike(self, words: tuple[str, ...]) -> tuple[Person, ...]:
        scored = []
        for person, (names, lone) in zip(self.people, self._words, strict=True):
            if len(words) == 1:
                score = max((lone_likeness(words[0], one) for one in lone), default=0.0)
            else:
                score = max((words_likeness(words, one) for one in names if len(one) > 1), default=0.0)
            if score >= (LONE if len(words) == 1 else WHOLE):
                scored.append((score, person))
        best = max((score for score, _ in scored), default=0.0)
        return tuple(person for score, person in scored if score > best - NEAR)

    @cached_property
    def _words(self) -> tuple[tuple[tuple[tuple[str, ...], ...], tuple[str, ...]], ...]:
        """Of each person: the words of each name, and the words that may stand for them alone."""
        return tuple((tuple(map(name_words, person.names)), tuple(_lone(person))) for person in self.people)

    @cached_property
    def _claims(self) -> dict[str, tuple[Person, ...]]:
        claims: dict[str, dict[str, Person]] = {}
        for person in self.people:
            for form in _forms(person):
                claims.setdefault(" ".join(name_words(form)), {})[person.name] = person
        return {form: tuple(people.values()) for form, people in claims.items() if form}

    @cached_property
    def _body_claims(self) -> dict[str, Body]:
        claims: dict[str, Body] = {}
        for body in reversed(self.bodies):
            for name in body.names:
                for form in _body_forms(name):
                    claims[form] = body
            if "secretariat" in fold(body.name):
                claims["secretariat"] = body
        return claims

    @cached_property
    def _longest_claim(self) -> dict[str, int]:
        """The most words that a name beginning with this word has."""
        longest: dict[str, int] = {}
        for form in (*self._claims, *self._body_claims):
            first, count = form.partition(" ")[0], form.count(" ") + 1
            longest[first] = max(longest.get(first, 0), count)
        return longest

    def _longest(
        self, text: str, words: list[re.Match[str]], at: int, cased: bool
    ) -> tuple[Mention | None, int] | None:
        """Return the longest name spelled out from this word on, and how many words it takes."""
        first = name_words(_bare(words[at][0]))
        most = self._longest_claim.get(first[0], 0) if first and not (len(first[0]) == 1 and first[0].isascii()) else 0
        for used in range(min(most, len(words) - at), 0, -1):
            span = (words[at].start(), words[at + used - 1].start() + len(_bare(words[at + used - 1][0])))
            heard = text[slice(*span)]
            key = " ".join(name_words(heard))
            body = self._body_claims.get(key)
            if body is not None and (not cased or any(one.isupper() for one in heard) or "secretariat" in key):
                return Mention(body, span), used
            people = self._claims.get(key)
            if people and (used > 1 or _stands_as_name(text, span, cased)):
                return (Mention(people[0], span) if len(people) == 1 else None), used
        return None

    def _heard(self, text: str, words: list[re.Match[str]], at: int, cased: bool) -> tuple[Mention | None, int] | None:
        """Return the person whose name this was heard as: two or three capitalised words, or one within a sentence."""
        if not cased or not words[at][0][0].isupper():
            return None
        for used in (3, 2, 1):
            run = words[at : at + used]
            if len(run) < used or not all(word[0][0].isupper() for word in run) or _broken(text, run):
                continue
            span = (run[0].start(), run[-1].start() + len(_bare(run[-1][0])))
            heard = text[slice(*span)]
            opens = not text[: span[0]].strip() or text[: span[0]].rstrip()[-1] in ".?!"
            if used == 1 and (opens or fold(heard) in _DAYS_AND_MONTHS or len(heard) < 4):
                return None
            found = self._find(heard)
            if found:
                return (Mention(found[0], span) if len(found) == 1 else None), used
        return None


def _stands_as_name(text: str, span: tuple[int, int], cased: bool) -> bool:
    heard = text[slice(*span)]
    if heard[:1].isascii() and cased and not heard[0].isupper():
        return False
    key = fold(heard)
    if key not in _ALSO_WORDS:
        return cased or len(heard) > 2
    if key in _MONTHS and (_TIME_BEFORE.search(text[: span[0]]) or re.match(r"\s*\d", text[span[1] :])):
        return False
    opens = not text[: span[0]].strip() or text[: span[0]].rstrip()[-1] in ".?!"
    return cased and (not opens or _NAME_FOLLOWS.match(text[span[1] :]) is not None)


def _broken(text: str, run: list[re.Match[str]]) -> bool:
    return any(text[one.end() : two.start()].strip() for one, two in zip(run, run[1:], strict=False))


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _is_name(label: str) -> bool:
    return any(one.isalpha() for one in label) and not _NOBODY.fullmatch(fold(label))


def _person(label: str) -> Iterator[Person]:
    try:
        yield Person(re.sub(r"\s+", " ", label).strip())
    except BadField:
        return


def _lone(person: Person) -> Iterator[str]:
    if _OFFICE.match(person.name):
        return
    for form in (person.given, person.family, *(alias for alias in person.aliases if " " not in alias)):
        words = [word for word in name_words(form) if word not in _TITLES]
        yield from ("".join(words),) if words else ()
        if len(words) > 1:
            yield from (word for word in words if len(word) > 3)


def _forms(person: Person) -> Iterator[str]:
    given, family = person.given, person.family
    yield from person.names
    if _OFFICE.match(person.name):
        return
    yield from (given, family, f"{given} {family[:1]}", f"{given[:1]} {family}", f"{family} {given}")
    bare = [word for word in re.split(r"[\s-]+", family) if word and fold(word) not in _TITLES]
    if len(bare) > 1:
        yield from (f"{given} {bare[-1]}", f"{given} {bare[0]}", bare[-1])
    if bare and " ".join(bare) != family:
        yield from (" ".join(bare), f"{given} {' '.join(bare)}")
    yield from (f"{given} {word[:1]}" for word in bare if name_words(word) and name_words(word)[0] not in PARTICLES)
    yield from given.split(" ")[:1]


def _body_key(name: str) -> str:
    words = " ".join(name_words(name))
    return re.sub(r"^(?:the )?(?:dynamic coalition on|dc on|coalition on)(?: the)? ", "", words)


def _body_forms(name: str) -> Iterator[str]:
    words = " ".join(name_words(name))
    yield words
    key = _body_key(name)
    if key != words:
        first = key.partition(" and ")[0]
        for rest in dict.fromkeys((key, first)):
            yield from (f"dynamic coalition on {rest}", f"dc on {rest}", f"coalition on {rest}")
