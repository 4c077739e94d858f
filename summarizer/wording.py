"""What was said, worded for a report: without the openings of speech, in the third person."""

from __future__ import annotations

import re

_LEAD = re.compile(
    r"(?:okay|ok|right|so|good|great|excellent|perfect|fine|lovely|wonderful|well|yes|yeah|no|none|now|and|"
    r"but|alright|all right|sorry|"
    r"thank you(?: very much| so much| all| both| again| everyone| everybody| indeed){0,3}|thanks(?: a lot| all)?|"
    r"in that case|with that(?: (?:addition|change|amendment|correction|in mind))?|without further ado|hello|"
    r"hi|hmm|uh|um|er|"
    r"therefore|thus|I (?:see|hear|count|take it)(?: that)?(?: there (?:is|are))? (?:no|none)[^,;]{0,40}|"
    r"there (?:being|is|are|were) no objections?)"
    r"(?: then)?(?:\s*[,.;:!—–]+\s*|\s+(?:-+ )?|$)",
    re.IGNORECASE,
)
_NAMED_LEAD = re.compile(r"(?:thank you|thanks|welcome(?: back)?)(?: very much)?,? [A-ZÀ-Þ][\w'-]+[,.!;:]\s+")
_ASIDE = re.compile(
    r",? ?\b(?:in accordance with|under|pursuant to) (?:Standing Orders?|rules?|section) [\d.]+(?: and "
    r"[\d.]+)?,?(?: of the rules,)?| ?\[[^\]]*\]"
)
_THIRD = (
    (re.compile(r"\blet(?: us|'s)\b", re.IGNORECASE), "the group will"),
    (re.compile(r"\bwe'll\b", re.IGNORECASE), "the group will"),
    (re.compile(r"\bwe've\b", re.IGNORECASE), "the group have"),
    (re.compile(r"\bwe're\b", re.IGNORECASE), "the group are"),
    (re.compile(r"\bwe'd\b", re.IGNORECASE), "the group would"),
    (re.compile(r"\bwe\b", re.IGNORECASE), "the group"),
    (re.compile(r"\bours?\b", re.IGNORECASE), "the group's"),
    (re.compile(r"\b(?:us|ourselves)\b"), "the group"),
)
FIRST_PERSON = re.compile(r"\b(?:I|I'\w+|me|my|mine|myself)\b")
_FILLERS = re.compile(
    r"(?:,? ?\b(?:uh|um|er|erm|you know|I mean|sort of|kind of|basically|please)\b(?=[ ,.?!]|$),?)", re.IGNORECASE
)
LONGEST = 240
"""Characters from which the words of a decision or a view are cut at the end of a clause."""


def after_lead(text: str) -> str:
    """Return the text without the words that only open it.

    >>> after_lead("Okay, so, no, the deadline is extended.")
    'the deadline is extended.'
    """
    while True:
        found = _LEAD.match(text) or _NAMED_LEAD.match(text)
        if found is None or found.end() == 0:
            return text
        text = text[found.end() :]


def third_person(text: str) -> str:
    """Return the text with "we" as the group; "I" is left, and for the caller to refuse.

    >>> third_person("we extend our deadline")
    "the group extend the group's deadline"
    """
    for pattern, instead in _THIRD:
        text = pattern.sub(instead, text)
    return text


def without_aside(text: str) -> str:
    """Return the text without the rule it was said under: "in accordance with Standing Order 9"."""
    return _ASIDE.sub("", text)


def sentence(text: str) -> str:
    """Return a clause as a sentence of a report, without its full stop: tidied, cut to length, capitalised."""
    text = _FILLERS.sub("", _ASIDE.sub("", text))
    text = re.sub(r"\s+", " ", text).strip(" ,;:–—-")
    text = re.sub(r"[\s.?!,;:]+$", "", text)
    text = re.sub(
        r",? (?:then|right|okay|ok|yes|no|thanks|thank you|is that (?:okay|right))$", "", text, flags=re.IGNORECASE
    )
    if len(text) > LONGEST:
        text = text[:LONGEST].rpartition(" ")[0] + " …"
    return text[:1].upper() + text[1:]
