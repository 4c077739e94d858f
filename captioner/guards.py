"""What a recogniser makes up, told from what people said: one rule for each known kind of invention.

A window recogniser hands over a `Pass` and gets back the rule that it breaks, if any. Every rule carries a
pass that breaks it and one close by that does not; they are its tests. Most rules have the window recognised
once more; the two that already rest on weak sound reject at once.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from captioner.agreement import normal
from captioner.boilerplate import BOILERPLATE
from captioner.recognition import SAMPLES_PER_MS, Samples
from models.cue import Word

FLOOR = 0.0005
"""Root mean square of a quarter of a second, about -66 dBFS, below which nobody speaks."""
FAINT = 0.004
"""The same, about -48 dBFS: sound too weak to trust a stock phrase."""
_FLOOR_MS = 250
_COMPRESSION = 2.4
_NO_SPEECH, _UNLIKELY = 0.6, -1.0
_CHARS_PER_S = 25
_SQUEEZED_MS, _SQUEEZED_WORDS, _SQUEEZED_SHARE = 60, 3, 0.4
_GLOSSARY_DOUBT = 0.4


@dataclass(frozen=True)
class Pass:
    """One answer of a recogniser with all that tells whether to believe it.

    `logprob`: mean log-probability of a token; `no_speech`: the model's own probability that nobody speaks;
    `level`: `loudness` of the audio; `capped`: it was still writing when it was stopped; `terms`: the
    glossary it was given, in the order given.
    """

    words: tuple[Word, ...]
    audio_ms: int
    capped: bool = False
    logprob: float = -0.2
    no_speech: float = 0.0
    level: float = 0.05
    lang: str = "en"
    terms: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def plain(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return bare([word.text for word in self.words])


@dataclass(frozen=True)
class Rule:
    """A kind of invention. `redo` says that hearing the window once more, all of it, may mend it."""

    id: str
    says: str
    broken: Callable[[Pass], bool]
    example: Pass
    counter_example: Pass
    redo: bool = True


def judge(heard: Pass) -> Rule | None:
    """Return the first rule that the pass breaks, cheapest first; None when it is to be believed."""
    return next((rule for rule in RULES if rule.broken(heard)), None) if heard.words or heard.capped else None


def loudness(samples: Samples) -> float:
    """Return the root mean square of the loudest quarter of a second; 0 for no samples."""
    size = _FLOOR_MS * SAMPLES_PER_MS
    if not len(samples):
        return 0.0
    count = -(-len(samples) // size)
    parts = np.array_split(samples, count)
    return max(float(np.sqrt(np.mean(np.square(part, dtype=np.float64)))) for part in parts)


def bare(texts: Sequence[str]) -> tuple[str, ...]:
    """The words of the texts as they are compared: without case and punctuation; what is only that drops out.

    >>> bare(["Thank you,", "well-known ..."])
    ('thank', 'you', 'well', 'known')
    """
    parts = (part for text in texts for part in text.replace("-", " ").replace(".", " ").split())
    return tuple(normal(part) for part in parts if any(c.isalnum() for c in part))


def times_for_a_loop(length: int) -> int:
    """How often in a row a phrase of so many words must stand before it is a loop and not emphasis.

    "No, no, no" and "thank you, thank you, thank you" are speech.
    """
    return {1: 6, 2: 4}.get(length, 3)


def repeats_across(committed: Sequence[str], new: Sequence[str]) -> int:
    """Return how many leading new words only go on with a loop that the committed words already are in.

    Args:
        committed: The last committed words, in order; sixty or so are enough.
        new: The words about to be committed.

    Agreement of two passes cannot see a loop: both passes are in it.
    """
    before, after = [normal(text) for text in committed], [normal(text) for text in new]
    words = before + after
    longest = 0
    for length in range(1, len(words) // 3 + 1):
        first = len(before)
        while first > length and words[first - 1] == words[first - 1 - length]:
            first -= 1
        last = max(first, length)
        while last < len(words) and words[last] == words[last - length]:
            last += 1
        # Everything from `first` to `last` says what stands `length` words before it.
        if first >= length and last - first >= length * (times_for_a_loop(length) - 1):
            longest = max(longest, last - len(before))
    return longest


def _loops(heard: Pass) -> bool:
    words = heard.plain
    for length in range(1, len(words) // 3 + 1):
        run = 0
        for i in range(length, len(words)):
            run = run + 1 if words[i] == words[i - length] else 0
            if run >= length * (times_for_a_loop(length) - 1):
                return True
    return False


def _compresses(heard: Pass) -> bool:
    text = heard.text.encode()
    return len(text) / max(1, len(zlib.compress(text))) > _COMPRESSION


def _too_fast(heard: Pass) -> bool:
    return len(heard.text) > _CHARS_PER_S * max(1.0, heard.audio_ms / 1000)


def _squeezed(heard: Pass) -> bool:
    short = sum(word.end_ms - word.start_ms < _SQUEEZED_MS for word in heard.words)
    return short >= _SQUEEZED_WORDS and short > _SQUEEZED_SHARE * len(heard.words)


def _unvoiced(heard: Pass) -> bool:
    return heard.no_speech > _NO_SPEECH and heard.logprob < _UNLIKELY


def _boilerplate(heard: Pass) -> bool:
    weak = heard.level < FAINT or heard.no_speech > _NO_SPEECH
    phrases = {bare([phrase]) for phrase in BOILERPLATE.get(heard.lang, ())}
    return weak and heard.plain in phrases


def _recites_glossary(heard: Pass) -> bool:
    said, terms = heard.plain, [bare([term]) for term in heard.terms]
    known = {word for term in terms for word in term}
    if not said or not known.issuperset(said):
        return False
    if sum(word.probability for word in heard.words) / len(heard.words) < _GLOSSARY_DOUBT:
        return True
    # One term said alone is an answer; several in the order of the list are the list.
    runs = (terms[i : i + 2] for i in range(len(terms) - 1))
    return any(_contains(said, (*first, *second)) for first, second in runs)


def _contains(words: Sequence[str], run: Sequence[str]) -> bool:
    return any(tuple(words[i : i + len(run)]) == tuple(run) for i in range(len(words) - len(run) + 1))


def spoken(text: str, word_ms: int = 350, probability: float = 0.9) -> tuple[Word, ...]:
    """The text as words one after the other: for examples."""
    return tuple(
        Word(i * word_ms, i * word_ms + word_ms, part, probability) for i, part in enumerate(text.split())
    )


def _said(text: str, audio_ms: int = 6_000, **rest: object) -> Pass:
    return Pass(spoken(text), audio_ms, **rest)  # type: ignore[arg-type]


_TERMS = ("Dynamic Coalition on Accessibility", "Youth Coalition", "IRPC")
_LIST = "so the next item is the report and the report is next in the list of items that we report on next "

RULES: tuple[Rule, ...] = (
    Rule(
        "token-cap",
        "It was still writing when it had written more than anybody can say in the time.",
        lambda heard: heard.capped,
        _said("we agree", capped=True),
        _said("we agree"),
    ),
    Rule(
        "repetition",
        "Three words or more stand three times in a row, two words four times or one word six times.",
        _loops,
        _said("I think so. I think so. I think so."),
        _said("Thank you, thank you, thank you. No, no, no."),
    ),
    Rule(
        "compression",
        "The text repeats itself so much that it compresses to less than 1 / 2.4 of its length.",
        _compresses,
        _said(_LIST * 4, 60_000),
        _said(_LIST, 20_000),
    ),
    Rule(
        "no-speech",
        "The model itself finds that nobody speaks, and finds its own words unlikely.",
        _unvoiced,
        _said("So, well", no_speech=0.9, logprob=-1.4),
        _said("So, well", no_speech=0.9, logprob=-0.3),
        redo=False,
    ),
    Rule(
        "boilerplate",
        "Nothing but a stock phrase of films, on sound too weak for it.",
        _boilerplate,
        _said("Thank you for watching!", level=0.001),
        _said("Thank you for watching!", level=0.05),
        redo=False,
    ),
    Rule(
        "glossary",
        "Nothing but words of the glossary, several entries in its order or all of them unlikely.",
        _recites_glossary,
        _said("Dynamic Coalition on Accessibility, Youth Coalition", terms=_TERMS),
        _said("The Youth Coalition, Dynamic Coalition on Accessibility", terms=_TERMS),
    ),
    Rule(
        "too-fast",
        "More than 25 characters a second of audio.",
        _too_fast,
        _said("There is an objection to the second part of the proposal", 1_500),
        _said("There is an objection to the second part of the proposal", 3_000),
    ),
    Rule(
        "squeezed",
        "Three words and two in five of all are shorter than 60 ms: no sound belongs to them.",
        _squeezed,
        Pass(spoken("the report of the group", word_ms=20), 2_000),
        Pass((*spoken("the report of the group"), Word(1_750, 1_760, "is"), Word(1_760, 1_780, "a")), 2_000),
    ),
)
