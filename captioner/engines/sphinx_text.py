"""Spelling for an engine that knows neither capitals nor punctuation.

The rules: the first word of a sentence, "I", single letters, days and months begin with a capital. An utterance
ends with a full stop; with a question mark if its sentence begins with a question opener, or if its last few words
begin with an opener that hardly ever stands elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from models.cue import Word

QUESTIONS = re.compile(
    r"(?:and |so |but |well |now )?(?:"
    r"(?:is|are|was|were) (?:there|it|this|that|these|those|they|we|you|he|she|everyone|anyone|anybody|the)\b"
    r"|(?:do|does|did|has|have|had) (?:anyone|anybody|everyone|everybody|we|you|they|he|she|it|i|the|that|this)\b"
    r"|(?:can|could|shall|should|will|would|may|might|must) (?:we|i|you|they|he|she|it|anyone|anybody|someone)\b"
    r"|(?:who|why|whose|where|how (?:many|much|about|do|does|did|can|should|is|are))\b"
    r"|(?:what|when|which) (?:is|are|was|were|do|does|did|can|could|should|shall|will|would|about|if)\b"
    r"|any (?:objections?|questions?|comments?)$"
    r")"
)
LATE_QUESTIONS = re.compile(
    r"(?:is|are) there any\b|(?:does|has) (?:anyone|anybody)\b|(?:shall|can|could|may) (?:we|i|you)\b|any objections?$"
    r"|what (?:is|are|about) (?:the|your|our)\b|who (?:will|can|would)\b|do (?:we|you) (?:agree|have)\b"
)
LATE = 7
"""Words of a question that comes without a pause before it."""
CAPITAL = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july august september "
    "october november december english french spanish chinese russian arabic".split()
)
MARKS = (".", "?", "!")


def written(words: Sequence[Word], context: str, final: bool) -> list[Word]:
    """Return the words of an utterance as they are written.

    Args:
        words: As the recogniser names them, in small letters.
        context: What was written before.
        final: Whether the utterance ends here.
    """
    if not words:
        return []
    texts = [_spelled(word.text) for word in words]
    open_sentence = _open_sentence(context)
    if not open_sentence:
        texts[0] = texts[0][0].upper() + texts[0][1:]
    if final and not texts[-1].endswith(MARKS):
        texts[-1] += "?" if _asks([word.lower() for word in [*open_sentence, *texts]]) else "."
    return [replace(word, text=text) for word, text in zip(words, texts, strict=True)]


def _spelled(text: str) -> str:
    """
    >>> [_spelled(text) for text in ("i'm", "b.", "a", "monday", "deadline")]
    ["I'm", 'B', 'a', 'Monday', 'deadline']
    """
    if text == "i" or text.startswith("i'"):
        return "I" + text[1:]
    letter = text.removesuffix(".")
    if len(letter) == 1 and (letter != text or letter not in "ao"):
        return letter.upper()
    return text.capitalize() if text in CAPITAL else text


def _asks(sentence: Sequence[str]) -> bool:
    tails = (" ".join(sentence[at:]) for at in range(max(0, len(sentence) - LATE), len(sentence)))
    return bool(QUESTIONS.match(" ".join(sentence))) or any(LATE_QUESTIONS.match(tail) for tail in tails)


def _open_sentence(context: str) -> list[str]:
    """The words of the context behind its last full stop or question mark."""
    words = context.split()
    for back, word in enumerate(reversed(words)):
        if word.endswith(MARKS):
            return words[len(words) - back :]
    return words
