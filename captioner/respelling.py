"""Respelling: heard words that sound like a name or a term of the glossary get its spelling.

`docs/glossary.md` tells the rule to people. Words are respelled before they are committed, never after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from captioner.ordinary import is_ordinary
from captioner.spelling import (
    BESIDE_FAMILY,
    BESIDE_GIVEN,
    Heard,
    Sounds,
    Target,
    fits,
    hear,
    likeness,
    squeeze,
)
from models.cue import Word

Kind = Literal["person", "acronym", "term"]

Span = tuple[int, int, tuple[str, ...]]
"""The first heard word, the one after the last, and what is written in their place."""

NEARLY_WORDS = 4
NEARLY_LIKE = 0.7
"""In a term of four words or more, one may be misheard so far when all the others are right."""

LONGEST = 12
"""Heard words that may make up one term."""

_NEVER_SWALLOWED = frozenset(
    "the and for you are was not but can had has have this that with from they will one all our out who how now".split()
)


@dataclass(frozen=True)
class Form:
    """A term as it is written, word by word."""

    words: tuple[str, ...]
    keys: tuple[str, ...]
    kind: Kind

    @classmethod
    def of(cls, text: str, kind: Kind) -> Form:
        parts = [hear(part) for part in text.split()]
        kept = [part for part in parts if part.key]
        return cls(tuple(part.core for part in kept), tuple(part.key for part in kept), kind)

    @property
    def key(self) -> str:
        return "".join(self.keys)


@dataclass(frozen=True)
class Name:
    """A person's name in two halves, for mending one half beside the other."""

    given: str
    family: str


class Respelling:
    """The glossary made ready for looking words up. Never changes once it is made."""

    def __init__(self, forms: Iterable[Form], names: Iterable[Name], targets: Iterable[Target]) -> None:
        self._forms: dict[str, list[Form]] = {}
        for form in forms:
            if form.keys and form not in (held := self._forms.setdefault(form.key, [])):
                held.append(form)
        self._nearly_keys = _with_one_left_out(form for held in self._forms.values() for form in held)
        self._lengths = sorted({len(form.keys) for form in self._nearly_keys.values()}, reverse=True)
        self._longest = min(LONGEST, max((len(key) for key in self._forms), default=0))
        self._sounds = Sounds(targets)
        self._families: dict[str, list[Name]] = {}
        self._givens: dict[str, list[Name]] = {}
        for name in names:
            self._families.setdefault(squeeze(name.family), []).append(name)
            self._givens.setdefault(squeeze(name.given), []).append(name)

    def respell(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Return the words with every name and term mended; doing it again changes nothing."""
        # A mended word can be what its neighbour is mended by, so go on until nothing changes. Each round
        # settles a word for good or joins two, so there are no more rounds than words.
        before: tuple[Word, ...] = ()
        after = tuple(words)
        while before != after:
            before, after = after, self._once(after)
        return after

    def _once(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        heard = [hear(word.text) for word in words]
        spans = self._exact(heard)
        settled = {at for first, last, _ in spans for at in range(first, last)}
        spans += self._nearly(heard, settled)
        spans += self._beside(heard, settled)
        spans += self._by_sound(heard, settled)
        made: list[Word] = []
        at = 0
        for first, last, texts in sorted(spans):
            made.extend(words[at:first])
            made.extend(_written(words[first:last], heard[first:last], texts))
            at = last
        return (*made, *words[at:])

    def _exact(self, heard: Sequence[Heard]) -> list[Span]:
        """Terms that are there letter by letter, however they were cut into words; the longest first."""
        spans: list[Span] = []
        at = 0
        while at < len(heard):
            span = self._exact_at(heard, at)
            if span is not None:
                spans.append(span)
            at = span[1] if span else at + 1
        return spans

    def _exact_at(self, heard: Sequence[Heard], at: int) -> Span | None:
        best: Span | None = None
        key = ""
        for last in range(at + 1, min(len(heard), at + self._longest) + 1):
            if last - at > 1 and not _runs_on(heard[last - 2], heard[last - 1], ","):
                break
            if not heard[last - 1].key:
                break
            key += heard[last - 1].key
            part = heard[at:last]
            forms = [form for form in self._forms.get(key, ()) if _may_be(part, form)]
            if forms:
                same = [form for form in forms if form.words == tuple(word.core for word in part)]
                best = (at, last, (same or forms)[0].words)
        return best

    def _nearly(self, heard: Sequence[Heard], settled: set[int]) -> list[Span]:
        """Long terms with one word misheard: "coalition on open webber data"."""
        spans: list[Span] = []
        for length in self._lengths:
            for at in range(len(heard) - length + 1):
                part = heard[at : at + length]
                if settled.isdisjoint(range(at, at + length)) and (form := self._nearly_at(part)):
                    spans.append((at, at + length, form.words))
                    settled.update(range(at, at + length))
        return spans

    def _nearly_at(self, part: Sequence[Heard]) -> Form | None:
        keys = tuple(word.key for word in part)
        for odd, key in enumerate(keys):
            form = self._nearly_keys.get((odd, *keys[:odd], *keys[odd + 1 :]))
            if form is not None and likeness(key, form.keys[odd]) >= NEARLY_LIKE:
                runs_on = all(_runs_on(left, right) for left, right in zip(part, part[1:], strict=False))
                return form if runs_on and key != form.keys[odd] else None
        return None

    def _by_sound(self, heard: Sequence[Heard], settled: set[int]) -> list[Span]:
        spans: list[Span] = []
        for at, word in enumerate(heard):
            if at not in settled and not word.guarded and (target := self._sounds.nearest(word.key)):
                spans.append((at, at + 1, (_cased(target, word),)))
                settled.add(at)
        for size in (3, 2):
            for at in range(len(heard) - size + 1):
                part = heard[at : at + size]
                if settled.isdisjoint(range(at, at + size)) and (target := self._joined(part)):
                    spans.append((at, at + size, (_cased(target, part[0]),)))
                    settled.update(range(at, at + size))
        return spans

    def _joined(self, part: Sequence[Heard]) -> Target | None:
        """What two or three words are together: at least one is no ordinary word and none is a little one."""
        if all(word.guarded for word in part):
            return None
        if any(len(word.key) < 3 or word.key in _NEVER_SWALLOWED or not word.key.isascii() for word in part):
            return None
        if not all(_runs_on(left, right) for left, right in zip(part, part[1:], strict=False)):
            return None
        key = "".join(word.key for word in part)
        return self._sounds.nearest(key) if len(key) >= 6 else None

    def _beside(self, heard: Sequence[Heard], settled: set[int]) -> list[Span]:
        """Half a person's name, beside the other half of it."""
        spans: list[Span] = []
        for at in range(len(heard) - 1):
            left, right = heard[at], heard[at + 1]
            if not _runs_on(left, right):
                continue
            if at not in settled and not left.fixed and at + 1 in settled:
                names = self._families.get(right.key, ())
                given = _closest(left.key, {name.given for name in names}, BESIDE_FAMILY)
                if given:
                    spans.append((at, at + 1, (given,)))
                    settled.add(at)
            elif at + 1 not in settled and not right.fixed and left.key in self._givens:
                names = self._givens[left.key]
                family = _closest(right.key, {name.family for name in names}, BESIDE_GIVEN)
                if family:
                    spans.append((at + 1, at + 2, (family,)))
                    settled.add(at + 1)
        return spans


def _with_one_left_out(forms: Iterable[Form]) -> dict[tuple[int | str, ...], Form]:
    """The long terms by all their words but one, and which one that is."""
    return {
        (odd, *form.keys[:odd], *form.keys[odd + 1 :]): form
        for form in forms
        if len(form.keys) >= NEARLY_WORDS
        for odd, key in enumerate(form.keys)
        if len(key) >= NEARLY_WORDS
    }


def _closest(key: str, texts: set[str], least: float) -> str | None:
    """The one text that is like enough, if the person meant is in no doubt."""
    scored = sorted(((likeness(key, squeeze(text)), text) for text in texts), reverse=True)
    if not scored or scored[0][0] < least or (len(scored) > 1 and scored[0][0] - scored[1][0] < 0.1):
        return None
    return scored[0][1] if fits(key, squeeze(scored[0][1])) else None


def _runs_on(left: Heard, right: Heard, between: str = "") -> bool:
    """Whether nothing stands between two words, or only the mark allowed or the dot of a letter spelled out."""
    return not right.lead and (left.tail in ("", between) or (left.letter and left.tail == "."))


def _may_be(heard: Sequence[Heard], form: Form) -> bool:
    """Whether words with the letters of a term are the term."""
    # Only a long name ("Internet Standards, Security and Safety Coalition") has a comma inside.
    if any("," in word.tail for word in heard[:-1]) and (len(heard) < 4 or len(heard) != len(form.keys)):
        return False
    plain = all(is_ordinary(word.key) for word in heard)
    if len(heard) == 1:
        # "un" is half a word more often than the United Nations.
        vowelled = len(form.key) == 2 and not set(form.key).isdisjoint("aeiou") and heard[0].core.islower()
        return not plain and not vowelled
    if all(word.letter for word in heard):
        return form.kind == "acronym" and not set(form.key) <= set("aio")
    if tuple(word.key for word in heard) == form.keys:
        # "will may" is talk, "Will May" and "dynamic coalition on trade" are names.
        written = any(word.core != word.core.lower() for word in heard)
        return not plain or written or len(heard) > 2 or form.words == tuple(word.lower() for word in form.words)
    if len(form.key) < 4 or (any(word.letter for word in heard) and not any(word.key.isdigit() for word in heard)):
        return False
    return not plain or (form.kind == "term" and len(form.keys) == 1 and len(form.key) >= 8)


def _cased(target: Target, heard: Heard) -> str:
    if not target.keeps_case:
        return target.text
    return target.text[:1].upper() + target.text[1:] if heard.core[:1].isupper() else target.text


def _written(words: Sequence[Word], heard: Sequence[Heard], texts: Sequence[str]) -> list[Word]:
    """The heard words as the term is written: its words share the time, the punctuation stays around them."""
    tail = heard[-1].tail
    # The last dot of "d. c. c. g." and of "D.C.C.G." ends a letter, not a sentence.
    if tail.startswith(".") and all(_dotted(word) for word in heard) and "." not in texts[-1]:
        tail = tail[1:]
    written = [_with_capital(texts[0], heard[0]), *texts[1:]]
    if len(texts) == len(words):
        around = zip(words, [word.lead for word in heard], written, [*(w.tail for w in heard[:-1]), tail], strict=True)
        return [_respelled(word, lead + text + end) for word, lead, text, end in around]
    written[0] = heard[0].lead + written[0]
    written[-1] += tail
    start, end = words[0].start_ms, max(word.end_ms for word in words)
    least = min(word.probability for word in words)
    length = sum(map(len, texts))
    cuts = [start + (end - start) * sum(map(len, texts[:at])) // length for at in range(len(texts))]
    return [
        Word(begin, finish, text, least) for begin, finish, text in zip(cuts, [*cuts[1:], end], written, strict=True)
    ]


def _respelled(word: Word, text: str) -> Word:
    return word if word.text == text else replace(word, text=text)


def _dotted(word: Heard) -> bool:
    return (word.letter and word.tail.startswith(".")) or "." in word.core


def _with_capital(text: str, heard: Heard) -> str:
    """A term in small letters keeps the capital of a sentence's first word."""
    first = heard.core[:1].isupper() and not heard.core.isupper() and text == text.lower()
    return text[:1].upper() + text[1:] if first else text
