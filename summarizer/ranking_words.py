"""What the ranker sees of a line: its words, those of its neighbours, how it is said; never where in the talk it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizer.action_guards import ASSENT, HINT, PROCEDURE
from summarizer.action_verbs import ASK, TELL, WILL
from summarizer.decision_cues import DISSENT, PROPOSAL
from summarizer.floor import Line
from summarizer.outcome_cues import CONCLUDED, SETTLED, STATED

NEAR = 2
"""Lines before and after whose words are read one by one."""
WIDE = 12
"""Lines before and after that tell what is being talked about, such as who does what until next time."""
LONGEST_WORDS = 120
"""Words of one line that are read; a transcript without any full stop has longer ones."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_FILLERS = frozenset("um uh er erm mm hmm mhm ah oh eh".split())
_LENGTHS = (3, 5, 8, 12, 16, 22, 30, 40)
_CUES = tuple(
    (name, re.compile(pattern, re.IGNORECASE) if isinstance(pattern, str) else pattern)
    for name, pattern in (
        ("will", rf"\b(?:I|we|you|they|he|she){WILL}\b"),
        ("you will", r"\byou(?:'re| are|'ll| will| guys)? ?(?:gonna|going to|will|have to|need to|can)\b"),
        ("ask", rf"\b{ASK}\b"),
        ("tell", rf"\b(?:{TELL})"),
        ("next time", r"\b(?:next|until|before|for the) (?:meeting|time|week|session|call|one)\b"),
        ("so we", r"^(?:okay|ok|so|then|alright|right)?,? ?so (?:we|it|that|the|then)\b"),
        ("let us", r"\blet(?:'s| us)\b|\bwe(?:'ll| will| should| could| can)\b"),
        ("think", r"\bI (?:think|guess|would|suppose|believe|feel)\b"),
        ("number", r"\d|\b(?:two|three|four|five|ten|twenty|fifty|hundred|thousand|percent)\b"),
        ("because", r"\b(?:because|since|so that|in order to|means|reason|although|however)\b"),
        ("hint", HINT),
        ("assent", ASSENT),
        ("procedure", PROCEDURE),
        ("proposal", PROPOSAL),
        ("dissent", DISSENT),
        ("settled", SETTLED),
        ("stated", STATED),
        ("concluded", CONCLUDED),
    )
)
"""Ways of speaking that the rules know, by the name of their weight."""


@dataclass(frozen=True)
class Seen:
    """What one line shows: its runs of one to three words, its neighbours' words, and how it is said.

    `came` and `went` are the words that enter and leave the neighbourhood of `WIDE` lines with this line.
    """

    own: tuple[str, ...]
    near: tuple[str, ...]
    manner: tuple[str, ...]
    came: tuple[str, ...]
    went: tuple[str, ...]


def see(lines: Sequence[Line]) -> Iterator[Seen]:
    """Yield what each line shows; the same line among the same neighbours shows the same anywhere in a talk."""
    words = [words_of(line.text) for line in lines]
    for at, line in enumerate(lines):
        came = words[at + WIDE] if at + WIDE < len(words) else []
        if at == 0:
            came = [word for some in words[: WIDE + 1] for word in some]
        went = words[at - WIDE - 1] if at > WIDE else []
        yield Seen(
            tuple(dict.fromkeys(runs(words[at], 3))),
            tuple(dict.fromkeys(_near(words, at))),
            tuple(_manner(line, lines[at + 1] if at + 1 < len(lines) else None, len(words[at]))),
            tuple(came),
            tuple(went),
        )


def words_of(text: str) -> list[str]:
    """Return the words of a line in small letters, without the sounds that only fill it.

    >>> words_of("Um, I'll send 3 slides.")
    ["i'll", 'send', '3', 'slides']
    """
    found = (one.lower() for one in _WORD.findall(text.replace("’", "'")[: 12 * LONGEST_WORDS]))
    return [one for one in found if one not in _FILLERS][:LONGEST_WORDS]


def runs(words: Sequence[str], longest: int) -> Iterator[str]:
    """Yield the runs of one word to the longest.

    >>> list(runs(["so", "we", "go"], 2))
    ['so', 'we', 'go', 'so we', 'we go']
    """
    for size in range(1, longest + 1):
        for at in range(len(words) - size + 1):
            yield " ".join(words[at : at + size])


def _near(words: Sequence[Sequence[str]], at: int) -> Iterator[str]:
    for far in range(1, NEAR + 1):
        longest = 2 if far == 1 else 1
        if at >= far:
            yield from (f"<{one}" for one in runs(words[at - far], longest))
        if at + far < len(words):
            yield from (f">{one}" for one in runs(words[at + far], longest))


def _manner(line: Line, following: Line | None, length: int) -> Iterator[str]:
    text = line.text[: 12 * LONGEST_WORDS]
    yield from (f"at least {size} words" for size in _LENGTHS if length >= size)
    yield from (name for name, pattern in _CUES if pattern.search(text))
    if line.leads:
        yield "chair"
    if line.opens:
        yield "takes the floor"
    if following is not None and following.opens:
        yield "gives the floor"
    if line.asks:
        yield "asks"
    if line.channel == "chat":
        yield "chat"
