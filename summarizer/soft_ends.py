"""Where sentences may end in captions without commas: an offline recogniser writes turns of forty words without one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FEWEST_WORDS = 60
"""Words below which nothing can be said of how a talk is punctuated."""
COMMAS_EACH = 200
"""A talk with fewer commas than one for so many words has none where they belong."""
APART = 4
"""Words that a sentence has at least before another may begin."""
NEAR = 60
"""Characters before an opening that tell whether it opens anything: talk without an end takes no longer for it."""

_THING = (
    r"(?:proposal|decision|objection|deadline|agenda|meeting|call|report|budget|workshop|room|survey|draft|"
    r"(?:next|first|second|third|fourth|fifth|last)(?: and last)? (?:item|meeting|point|step))"
)
_OPENERS = re.compile(
    r"(?<=\s)(?:(?:is|are) there\b|any (?:objections?|comments|questions)\b|(?:can|could|would|will) you\b|"
    r"I(?:'m|'ll|'ve|'d)?\s(?:hear|see|think|have|will|can|would|do|don't|am|was|agree|disagree|support|object|propose)\b|"
    r"we(?:'re|'ll|'ve)?\s(?:have|will|now|need|do|don't|propose|still|can|should|agree|received)\b|"
    r"(?:let us|let me|let's)\b|my name is\b|this is\b|that is\b|there (?:is|are)\b|thank you\b|many thanks\b|please\b|"
    rf"(?:the|our) {_THING} (?:is|was|will|of|has|on|and)\b|you will\b|today is\b|they are\b|perhaps\b|goodbye\b|"
    r"in my opinion\b)",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:that|and|but|if|because|so|or|when|whether|who|which|what|where|as|than|to|of|for|in|on|with|how|why|think|"
    r"say|says|said|know|hope|believe|sure|the|an?|not|until|before|after|while|since|objection|proposal|will|would|"
    r"please|note|record|see|is|are|was|be|from|by|at|also|you|we|I|they)\s+$",
    re.IGNORECASE,
)
"""What binds an opening to the words before it."""


def lacks_commas(texts: Iterable[str]) -> bool:
    """Return whether these texts have none of the commas that speech written down has."""
    words = commas = 0
    for text in texts:
        words += text.count(" ") + 1
        commas += text.count(",")
        if commas * COMMAS_EACH > words > FEWEST_WORDS * 10:
            return False
    return words >= FEWEST_WORDS and commas * COMMAS_EACH <= words


def soft_ends(text: str, before: str = "") -> Iterator[int]:
    """Yield where in the text a new sentence seems to begin; `before` are the words that its sentence has already.

    >>> list(soft_ends("to adopt the report as it stands is there any objection", "The proposal is"))
    [33]
    """
    whole = f"{before} {text}" if before else f" {text}"
    shift = len(whole) - len(text)
    begun = 0
    for opener in _OPENERS.finditer(whole):
        at = opener.start()
        if at < shift:
            continue
        said = whole[max(begun, at - NEAR) : at]
        if said.count(" ") >= APART and not _HELD.search(said) and not re.search(r"[,;:]", said[-40:]):
            yield at - shift
            begun = at
