"""The numbers and dates of a sentence, in figures or in words, and whether they were said of the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from summarizer.dates import find_dates
from summarizer.lm_words import alike, content_stems, words_of
from summarizer.spoken_days import UNITS

_NTHS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_SMALL = {word: at for at, word in enumerate(UNITS[:19], 1)} | {word: at for at, word in enumerate(_NTHS[:19], 1)}
_SMALL |= {"zero": 0, "once": 1, "twice": 2, "thrice": 3}
_TENS = {word: 10 * at for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_TENS |= {word: 10 * at for at, word in enumerate(
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split(), 2
)}  # fmt: skip
_LARGE = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_PRONOUNS = frozenset(("one", "first"))
REACH, HEARD = 4, 7
"""Words on either side of a number within which the thing it counts is named, in a sentence and in what was said."""


def numbers_in(text: str) -> list[tuple[str, int, int]]:
    """Return the numbers of a text, each as figures with its first word and the one after its last.

    >>> numbers_in("Two hundred and fifty of 1,000 by the twenty-third at 14:00")
    [('250', 0, 4), ('1000', 5, 6), ('23', 8, 10), ('14', 11, 12)]
    """
    return list(_numbers(_parts(text)))


def unsaid_number(sentence: str, said: Iterable[str]) -> str:
    """Return the first number of the sentence that none of the texts has, or has of something else; "" if all do.

    "One" in words is no number here: it stands for somebody or something. A figure is.
    """
    theirs: dict[str, list[_Sides]] = {}
    order: list[str] = []
    for text in said:
        parts = _parts(text)
        found = list(_numbers(parts))
        for (number, *_), sides in zip(found, _sides(parts, found, HEARD), strict=True):
            theirs.setdefault(number, []).append(sides)
            order.append(number)
        for year in _years(found):
            theirs.setdefault(year, []).append(_Sides((), ()))
            order.append(year)
    parts = _parts(sentence)
    found = list(_numbers(parts))
    mine = [
        (number, " ".join(parts[start:stop]), sides)
        for (number, start, stop), sides in zip(found, _sides(parts, found, REACH), strict=True)
        if stop - start > 1 or parts[start] not in _PRONOUNS
    ]
    for number, spelled, sides in mine:
        if not any(sides.fit(other) for other in theirs.get(number, ())):
            return spelled
    # "From 20 to 35" has the same numbers as "from 35 to 20".
    return "" if _follow([number for number, *_ in mine], order) else " ".join(spelled for _, spelled, _ in mine)


def unsaid_date(sentence: str, said: Iterable[str], day: date | None) -> str:
    """Return the first date of the sentence that none of the texts gives; "" if all do."""
    seen_from = day or date(2000, 1, 1)
    mine = [one for one in find_dates(sentence, seen_from) if one.days]
    if not mine:
        return ""
    theirs = {one.days for text in said for one in find_dates(text, seen_from)}
    return next((one.due.printed for one in mine if one.days not in theirs), "")


def _parts(text: str) -> list[str]:
    return [part for word in words_of(text) for part in word.lower().split("-") if part]


def _numbers(parts: list[str]) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at < len(parts):
        word = parts[at]
        if word[0].isdigit():
            yield _figures(word), at, at + 1
            at += 1
            continue
        value, stop = _spelled(parts, at)
        if stop > at:
            yield str(value), at, stop
        at = max(stop, at + 1)


def _figures(word: str) -> str:
    plain = re.sub(r"(?:st|nd|rd|th)$", "", word)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    plain = re.sub(r":00$", "", plain)
    return plain.lstrip("0") or "0"


def _spelled(parts: list[str], at: int) -> tuple[int, int]:
    """Return the number that is spelled from here on, and the place after it; that place is `at` if there is none."""
    total = current = 0
    last, stop = 0, at
    while stop < len(parts):
        word = parts[stop]
        if word in _SMALL and (last in (0, 100) or (last == 10 and 0 < _SMALL[word] < 10)):
            current, last = current + _SMALL[word], 1
        elif word in _TENS and last in (0, 100):
            current, last = current + _TENS[word], 10
        elif word in _LARGE and (stop > at or word != "dozen"):
            size = _LARGE[word]
            if size == 100:
                current, last = max(current, 1) * size, 100
            else:
                total, current, last = total + max(current, 1) * size, 0, 100
        elif word == "and" and last == 100 and stop + 1 < len(parts) and parts[stop + 1] in _SMALL | _TENS:
            pass
        else:
            break
        stop += 1
    return total + current, stop


class _Sides(NamedTuple):
    """The stems behind and before a number, up to the next number on either side."""

    behind: tuple[str, ...]
    ahead: tuple[str, ...]

    def fit(self, said: _Sides) -> bool:
        """Return whether the number may be of the same thing as the one that was said."""
        if self.behind and said.behind:
            return _share(self.behind, said.behind)
        mine, theirs = self.behind or self.ahead, said.behind + said.ahead
        return not mine or not theirs or _share(mine, theirs)


def _sides(parts: list[str], found: list[tuple[str, int, int]], reach: int) -> Iterator[_Sides]:
    for at, (_, start, stop) in enumerate(found):
        before = max(found[at - 1][2] if at else 0, start - reach)
        after = min(found[at + 1][1] if at + 1 < len(found) else len(parts), stop + reach)
        behind, ahead = content_stems(" ".join(parts[stop:after])), content_stems(" ".join(parts[before:start]))
        yield _Sides(tuple(behind), tuple(ahead))


def _follow(mine: list[str], theirs: list[str]) -> bool:
    """Return whether the numbers come in the order in which they were said; each may be left out, or come again."""
    firsts = list(dict.fromkeys(mine))
    rest = iter(theirs)
    return all(one in rest for one in firsts)


def _years(found: list[tuple[str, int, int]]) -> Iterator[str]:
    """Yield the years that are spoken in two halves: "twenty twenty-six"."""
    for (one, _, stop), (other, start, _) in zip(found, found[1:], strict=False):
        if stop == start and len(one) == len(other) == 2:
            yield one + other


def _share(mine: Iterable[str], theirs: tuple[str, ...]) -> bool:
    return any(alike(one, other) for one in mine for other in theirs)
