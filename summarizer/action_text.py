"""The text of a next step: the task alone, without who said it, when, and without a first person."""

from __future__ import annotations

import re

_THOUGHT = (
    r"but|because|'cause|although|though|since (?=I|we|it|you|the)|so that's|so (?=I|we|you|they|it|that|people|if)|"
    r"(?:and|or) (?:then )?(?=(?:I|we|you|they|he|she|people|there|everybody|everyone|that|this|hopefully|"
    r"obviously)\b"
    r"|it (?:is|will|was)\b)|(?<!see )(?<!know )(?<!check )if (?=that|you|it|possible|there|I|we)|unless|"
    r"when (?=you|I|we)|"
    r"which (?=I|we|is|was|will|would)|to be honest|i think|i suppose|(?<!let )you know|i mean|i guess"
)
_ASIDE = (
    r"i|we|they|he|she|it|there|please|right|okay|ok|yes|no|thanks|thank you|if|maybe|perhaps|obviously|and "
    r"(?=\w+ will)|as (?=you|we|"
    r"I)|is it|isn't it|sorry"
)
_CUT = re.compile(
    rf"\s*(?:[,;—–-]\s*)?\b(?:{_THOUGHT})\b.*$|\s*[,;—–]\s*(?:{_ASIDE}|to be)\b.*$|\s*[—–].*$|\s+-\s.*$|"
    rf"[.?!…](?=\s|$).*$",
    re.IGNORECASE | re.DOTALL,
)
_TRAILS = re.compile(
    r"(?:[\s,;:—–.?!-]|\b(?:please|and|or|so|then|um|uh|well|also|as well|too|actually|of course|maybe|"
    r"perhaps|about|with|for|of|from|that|the|an?|to|too)$)+$",
    re.IGNORECASE,
)
_FILLERS = re.compile(r"\b(?:um+|uh+|er+m?|(?<!let )you know|i mean|sort of|kind of|like,)\b,?\s*", re.IGNORECASE)
_TO_ASKER = re.compile(r"^(send|give|forward|e-?mail|show|provide)(?: (?:to )?(?:me|us)(?: with)?) "
r"(?!\w+ing\b|a?t\b|to\b|by\b|if\b)", re.IGNORECASE)
_STUTTER = re.compile(r"\b(\w+)(?: \1\b)+", re.IGNORECASE)
_PERSONS = {
    "i'm": "they are", "i've": "they have", "i'll": "they will", "i'd": "they would", "i am": "they are",
    "i was": "they were", "we're": "they are", "we've": "they have", "we'll": "they will", "we'd": "they would",
    "you're": "they are", "you've": "they have", "you'll": "they will", "you'd": "they would",
    "myself": "themselves", "ourselves": "themselves", "yourself": "themselves", "yourselves": "themselves",
    "mine": "theirs", "ours": "theirs", "yours": "theirs", "my": "their", "our": "their", "your": "their",
    "me": "them", "us": "them", "i": "they", "we": "they",
}  # fmt: skip
_FIRST = re.compile(r"\b(?:" + "|".join(sorted(_PERSONS, key=len, reverse=True)) + r")\b(?!')", re.IGNORECASE)
_YOU_SUBJECT = re.compile(
    r"(?<!let )\byou (?=(?:have|had|are|were|need|want|can|could|will|would|put|made|asked|raised|said|"
    r"mentioned|sent|"
    r"know|like|see|"
    r"think|do|did|may|might|should|agree|intend|found|find|get|got|wish|prefer)\b)",
    re.IGNORECASE,
)


def task_text(spoken: str, without: tuple[str, ...] = ()) -> str:
    """Return the task that begins with this verb, cut where another thought begins.

    Args:
        spoken: The sentence from the verb of the task on.
        without: What is told elsewhere and left out: when it is due.

    >>> task_text("send you a reminder by tomorrow with my notes, but not today.", ("by tomorrow",))
    'Send them a reminder with their notes'
    """
    text = spoken.replace("’", "'")
    for part in without:
        text = re.sub(r"\s+,", ",", text.replace(part.replace("’", "'"), " ", 1))
    text = _CUT.sub("", " ".join(text.split()), count=1) if len(text) < 2_000 else text[:300]
    text = _TO_ASKER.sub(r"\1 ", text)
    text = _STUTTER.sub(r"\1", _FILLERS.sub("", text))
    text = re.sub(r"^sent\b", "send", in_third_person(_TRAILS.sub("", text)), flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


def from_gerund(word: str, verbs: re.Pattern[str]) -> str:
    """Return the verb of a word in -ing if it is one of these verbs, else nothing.

    >>> from_gerund("writing", re.compile("write$")), from_gerund("putting", re.compile("put$"))
    ('write', 'put')
    """
    stem = word[:-3]
    forms = (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem)
    return next((one for one in forms if verbs.match(one)), "")


def in_third_person(text: str) -> str:
    """Return the text with no "I", "we" or "you" in it.

    >>> in_third_person("once we've had a chance to tell you what I think")
    'once they have had a chance to tell them what they think'
    """
    text = _FIRST.sub(lambda match: _PERSONS[match[0].lower()], text.replace("’", "'"))
    text = _YOU_SUBJECT.sub("they ", text)
    return re.sub(r"\byou\b", "them", text, flags=re.IGNORECASE)
