"""What was said, turned into the sentence of a report that has no speaker: "One participant considered that …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.action_text import in_third_person
from summarizer.wording import after_lead

LONGEST = 240
"""Characters from which a point is cut, at the end of a clause where there is one."""

OPENINGS = {
    "noted": ("One participant noted that", "It was noted that", "It was said that", "It was pointed out that"),
    "considered": ("One participant considered that", "One view was that", "It was considered that"),
    "suggested": ("It was suggested that", "One participant suggested that", "One suggestion was that"),
    "opposed": ("Another view was that", "A different view was that"),
    "doubted": ("One participant did not think that",),
    "unsure": ("One participant was not sure whether",),
    "concern": ("One participant was concerned that", "Concern was expressed that"),
    "concern about": ("Concern was expressed about",),
    "told": ("One participant said that",),
    "quoted": ("One participant said:", "In the words of one participant:"),
}
"""How a point may open, none with a name in it; which is taken depends on the words of the point alone."""


@dataclass(frozen=True)
class _Way:
    """A way of saying: words that open it, the kind of opening that stands for them, and what that is followed by."""

    kind: str
    said: re.Pattern[str]
    then: str = ""


def _way(kind: str, said: str, then: str = "", before: str = "") -> _Way:
    ahead = rf"(?=(?:{before})\b)" if before else ""
    return _Way(kind, re.compile(rf"(?:{said})\s+{ahead}", re.IGNORECASE), then)


_VERY = r"(?: (?:would|do|also|just|really|still|personally|certainly|fully|strongly))*"
_SUGGEST = r"I(?: would|'d)?(?: like to)? (?:suggest|propose|recommend)(?: that)?"
_WAYS = (
    _way("doubted", rf"I{_VERY} (?:do not|don't)(?: really)? (?:think|believe|feel)(?: that)?"),
    _way("opposed", r"I (?:see|view|read) (?:it|this|that|things) (?:\w+ )?differently[,.;:]?(?: because)?"),
    _way("opposed", rf"I{_VERY}(?: must| have to)? disagree(?: with (?:that|this|it|a participant))?"
                    r"(?:,? because|[,.;:])"),
    _way("unsure", r"I(?:'m| am) not(?: so| very| really)? (?:sure|convinced|certain) (?:that|if|whether)"),
    _way("concern about", r"I(?:'m| am)(?: \w+)? (?:concerned|worried) about"),
    _way("concern", r"(?:I(?:'m| am)(?: \w+)? (?:concerned|worried|afraid)|"
                    r"(?:my|the)(?: \w+)? (?:concern|worry) is) that"),
    _way("considered", rf"I{_VERY} (?:think|believe|feel|guess|suppose|say|find|reckon|imagine)(?: that)?,?"),
    _way("considered", r"(?:in my (?:view|opinion)|personally|it seems to me(?: that)?|my \w+ is that),?"),
    _way("suggested", rf"{_SUGGEST} we", "the group"),
    _way("suggested", rf"{_SUGGEST}", before="the|it|this|they|there|all|each|every|an?"),
    _way("suggested", r"(?:maybe|perhaps|possibly) we", "the group", "could|should|can|might"),
    _way("suggested", r"(?:let's|let us)", "the group"),
    _way("suggested", r"we", "the group", "should|must|could|ought to"),
    _way("considered", r"we", "the group", "need to|have to"),
)  # fmt: skip
_FILLERS = re.compile(
    r"(?:,? ?\b(?:uh+|um+|er+m?|mm+|hmm+|you know|I mean|sort of|kind of|basically|like,)(?=[ ,.?!]|$),?)",
    re.IGNORECASE,
)
_STUTTER = re.compile(r"\b(\w+)(?:,? \1\b)+", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:the|a|an|this|that|these|those|there|it|they|he|she|people|some|many|most|all|each|every|both|other|another|"
    r"one|two|three|several|few|nobody|nothing|everybody|everyone|we|our|my|its|their|if|when|while|in|at|on|for|as|with|"
    r"from|by|after|before|since|because|although|what|where|who|how|it's|that's|there's|they're|we're|we've|we'll|"
    r"users?|members|coalitions)\b",
    re.IGNORECASE,
)
"""Words that a clause begins with, and that are written small after "that"."""
_LINKS = re.compile(r"^(?:(?:and|but|so|because|'cause|or|then|also|well|yeah|yes|now|okay)\b,?\s+)+", re.IGNORECASE)
_TRAILS = re.compile(
    r"(?:[\s,;:–—-]|\b(?:and|or|but|so|then|because|to|of|the|a|an|with|that|which)$)+$", re.IGNORECASE
)
_WAS_NOT = re.compile(r"\bI wasn't\b")
_YOU = re.compile(r"\byou(?:r|rs|'\w+)?\b", re.IGNORECASE)
_NEGATIONS = re.compile(r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without)\b|n't\b", re.IGNORECASE)


def phrased(spoken: str) -> str:
    """Return the sentence, with its full stop; nothing where there is nothing to report.

    Where a rewriting might change what was meant, the words themselves stand in quotation marks.

    >>> phrased("Um, I think we should not wait for my 3 reports.")
    'One view was that they should not wait for their 3 reports.'
    """
    text = _tidy(spoken)
    if not text:
        return ""
    for way in _WAYS:
        match = way.said.match(text)
        if match:
            return _sentence(way.kind, f"{way.then} {text[match.end() :]}".strip(), text)
    if re.match(r"I\b", text):
        return _sentence("told", text, text)
    return _sentence("noted" if _BEGINS.match(text) else "quoted", text, text)


def _tidy(spoken: str) -> str:
    text = _STUTTER.sub(r"\1", _FILLERS.sub("", " ".join(spoken.replace("’", "'").split())))
    before = ""
    while before != text:
        before, text = text, _LINKS.sub("", after_lead(text)).lstrip(" ,;:.–—-")
    return _TRAILS.sub("", _cut(text).rstrip(" .!?…,;:"))


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    head = text[:LONGEST]
    clause = max(head.rfind(mark) for mark in (", ", "; ", ". ", " – "))
    return head[:clause] if clause > LONGEST // 3 else head.rpartition(" ")[0]


def _sentence(kind: str, clause: str, whole: str) -> str:
    """Return opening and clause; the whole in quotation marks where the clause cannot be turned safely."""
    turned = in_third_person(_WAS_NOT.sub("they weren't", clause)) if kind != "quoted" else ""
    if not turned or _YOU.search(clause) or len(clause.split()) < 4 or not _keeps(clause, turned):
        return f"{_opening('quoted', whole)} “{whole[:1].upper()}{whole[1:]}.”"
    if _BEGINS.match(turned) or clause[:2] in ("I ", "I'"):
        turned = turned[:1].lower() + turned[1:]
    return f"{_opening(kind, whole)} {turned}."


def _keeps(clause: str, turned: str) -> bool:
    """Whether each number and each "not" is still there."""
    same = re.findall(r"\d[\d.,:]*", clause) == re.findall(r"\d[\d.,:]*", turned)
    return same and len(_NEGATIONS.findall(clause)) == len(_NEGATIONS.findall(turned))


def _opening(kind: str, words: str) -> str:
    bank = OPENINGS[kind]
    return bank[sum(map(ord, words)) % len(bank)]
