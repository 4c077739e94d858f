"""Whether a sentence says what was said, or its opposite, or holds for certain what was only supposed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from summarizer.lm_words import alike, content_stems, is_negator, stem, words_of

_CLAUSE = re.compile(
    r"[,;:.?!()—–]+|\b(?:but|however|although|though|while|whereas|because|if|unless|and|so that|which|who|when)\b",
    re.IGNORECASE,
)
_SUPPOSES = frozenset("if unless might may could would perhaps maybe suppose whether provided possibly should".split())
_HEDGES = _SUPPOSES | frozenset(("can", "ought"))
_HEDGING = frozenset(
    map(
        stem,
        "suggest suggestion propose proposal possible potential potentially consider wonder ask question option idea "
        "hope prefer preference think feel believe view recommend want wish request call need discuss raise favour "
        "condition conditional depend".split(),
    )
)
_ASKING = frozenset(
    map(stem, "ask question wonder whether query inquire enquire clarify clarification seek discuss raise".split())
)


class Clause(NamedTuple):
    """The stems that carry the meaning of a clause, and how many words in it deny.

    Two that deny do not make a yes: "not convinced without money" is no "convinced with money".
    """

    stems: frozenset[str]
    denies: int


def clauses(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a text that mean something.

    >>> [(sorted(one.stems), one.denies) for one in clauses("We don't extend it, but send a reminder.")]
    [(['extend'], 1), (['remind', 'send'], 0)]
    """
    found = []
    carried = 0
    for part in _CLAUSE.split(text.replace("’", "'")):
        words = words_of(part)
        turns = [word.lower() for word in words if is_negator(word)]
        count = len(turns) - ("neither" in turns and "nor" in turns)
        stems = frozenset(content_stems(part))
        if stems:
            found.append(Clause(stems, count + carried))
        # "They will not ask if it can be had": what is denied comes behind the "if". "No, it can" denies nothing.
        carried = count if not stems and len(words) > 2 else 0
    return tuple(found)


def turned(sentence: str, said: Iterable[str]) -> bool:
    """Return whether a clause of the sentence denies what was affirmed, or affirms what was denied.

    What was said both ways, equally close to the clause, is not taken for either.
    """
    theirs = [one for text in said for one in clauses(text)]
    return any(_turned(clause, theirs) for clause in clauses(sentence))


def _turned(mine: Clause, theirs: list[Clause]) -> bool:
    shared = [(_overlap(mine, one), one.denies) for one in theirs]
    best = max((count for count, _ in shared), default=0)
    if best == 0:
        return mine.denies > 0
    if any(denies != mine.denies for count, denies in shared if count == best):
        return True
    for one in mine.stems:
        ways = {other.denies for other in theirs if any(alike(one, each) for each in other.stems)}
        if ways and mine.denies not in ways:
            return True
    return False


def _overlap(mine: Clause, other: Clause) -> int:
    return sum(any(alike(one, each) for each in other.stems) for one in mine.stems)


def made_certain(sentence: str, said: Iterable[str]) -> bool:
    """Return whether the sentence states what was only asked or supposed."""
    mine = frozenset(content_stems(sentence))
    words = _small(sentence)
    stems = set(map(stem, words))
    scored = [(sum(any(alike(a, b) for b in content_stems(text)) for a in mine), text) for text in said]
    best = max((count for count, _ in scored), default=0)
    if not best:
        return False
    closest = [text for count, text in scored if count == best]
    if all(text.rstrip(" \"'”’)").endswith("?") for text in closest):
        return not (stems & _ASKING or words & _HEDGES or stems & _HEDGING)
    if all(_SUPPOSES & _small(text) for text in closest):
        return not (words & _HEDGES or stems & _HEDGING)
    return False


def _small(text: str) -> set[str]:
    """Return the words in small letters; the month of May is none of them."""
    return {word.lower() for word in words_of(text) if word != "May"}
