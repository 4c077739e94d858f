"""How chairs open the items of an agenda."""

from __future__ import annotations

import re
from dataclasses import dataclass

CARDINALS = {
    word: str(at)
    for at, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(), 1
    )
}
ORDINALS = {
    word: str(at)
    for at, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
} | {word + "ly": str(at) for at, word in enumerate("first second third fourth fifth".split(), 1)}

_NUMBER = rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}})?[a-z]?|{'|'.join(CARDINALS)})\b"
_ITEM = (
    rf"(?:(?:our |the )?(?:next |last |final )?(?:agenda )?(?:item|point|topic)(?:,| is| will be)?(?: "
    rf"(?:agenda )?item)?(?: number| no\.?)?|number) {_NUMBER}"
)
_NOT_AN_ITEM = (
    r"(?:(?:the )?(?:next |first |last )?(?:questions?|speakers?|slides?|steps?|meetings?|calls?|person|"
    r"round|week|month|year|time|sessions? of questions)\b"
    r"|(?:you|him|her|them|me|us|I|we|it|he|she|they|there|thank|thanks|let|please|can|could|may|do|if|when|"
    r"what|how|why|who|where|because|of all|"
    r"private|questions?|work|say|talk|ask|a vote|the vote|hear|see|vote|get|make|have|look|be|check|move|go|"
    r"and foremost)\b)"
)
_TITLE = rf"(?P<title>(?!{_NOT_AN_ITEM})\S.*)"

NUMBERED = (
    re.compile(
        rf"^(?:(?:then|now|so|next|this is|that is|that's|we are (?:now )?(?:at|on|with)|we have|here is|"
        rf"on)[, ]+){{0,4}}"
        rf"{_ITEM}(?! (?:of|in|on) (?!(?:our|the|today's) agenda)|-|%)(?P<title>(?=\s|[,.;:!?—–-]|$).*)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?!.*\b(?:before we|when we (?:get|come|reach)|until we|later|if we|we(?:'ll| will) come back)\b)"
        rf".*?\b(?:mov\w+|go\w*|turn\w*|com\w+|proceed\w*|pass\w*|get\w*|jump\w*|start\w*|begin\w*|"
        rf"continu\w+|on|over|brings us|takes us|leads us)\b"
        rf"[\w ,']{{0,30}}?\b(?:to|with|at|into) (?:the )?{_ITEM}(?! of (?!our|the agenda))(?P<title>.*)",
        re.IGNORECASE,
    ),
)
"""An item by its number; the group `title` is what follows."""

BACK = re.compile(
    rf"\b(?:back|return|returning|reopen|revisit)\b(?: \w+){{0,2}}? (?:to )?(?:the )?(?:agenda )?(?:item|"
    rf"point)(?: number)? {_NUMBER}(?P<title>.*)",
    re.IGNORECASE,
)
BACK_TO = re.compile(r"^[\w ,']{0,30}\bback to\b", re.IGNORECASE)
OPENS = re.compile(r"^[\w ,']{0,30}?\b(?:start|begin|open|kick off)\b", re.IGNORECASE)
"""What is started with is the first item, as what is called "first" is."""
AOB = re.compile(
    r"^(?:(?:which|that|this|it|so|then|last|finally|lastly|next|now|under|we|come|comes|came|move|go|us|let|"
    r"let's|on|to|with|brings?|takes?|leads?|is|are|"
    r"there|do|does|have|has|anyone|anybody|you|the|last|final|item|point|any items (?:for|under)|anything "
    r"(?:for|under|else under)|\w+ is)[, ]+){0,8}?"
    r"(?:any other business|AOB|other business|any other (?:matters|points|issues))(?! (?:item )?(?:we|I|you|"
    r"later|at the end))\b",
    re.IGNORECASE,
)
ADOPTION = re.compile(
    r"^(?:first,? )?(?:to )?(?:the|our) (?:draft |proposed )?agenda[.,:!]?$|"
    r"\b(?:draft agenda|(?:adopt(?:ion of|ing)?|approv(?:e|al of)|agree(?: on)?|comments? on|additions? to|"
    r"changes to|go through|questions on) (?:the |our |today's )?(?:draft |proposed )?agenda"
    r"|(?:you|we|everybody|everyone|all)(?: should| will|'ve| have| all)* (?:have|has|had|seen|received|got) "
    r"the (?:proposed )?agenda"
    r"|(?:the|our|today's) (?:proposed )?agenda (?:is|was|has been) (?:on|sent|circulated|displayed|shown|"
    r"shared|up|in|here|the one|as)"
    r"|(?:see|have) the agenda (?:on|in))\b",
    re.IGNORECASE,
)
NEXT = re.compile(
    r"^(?:(?:let(?: us|'s)|shall we|we(?:'ll| will| can)?|I(?:'d| would) like to|moving|going|move|go|turn|"
    r"on|over|straight|now|that|which|this|brings|takes|leads|us|come|then)[, ]+){0,8}"
    r"(?:to |with )?(?:the |our |my |a )?(?P<nth>next|last|final|following|first|second|third|fourth|fifth|"
    r"sixth|seventh|eighth)(?: and (?:last|final))? "
    r"(?:agenda )?(?:item|point|topic|subject|issue|agenda point|matter|evidence session)(?: (?:on|of|for) "
    r"(?:the|our|today's) (?:agenda|list|call|meeting)| (?:for )?(?:today|this morning|this afternoon))?"
    r"(?:[,:.]| then| now| is| are| will be| would be| concerns| comes|\s*[—–-]|$)(?P<title>.*)"
    r"|\bwelcome (?:everybody|everyone|members|you all|you) back (?:to|for) (?:our|the) next "
    r"(?P<title2>(?:\w+ )?(?:item|session|topic).*)",
    re.IGNORECASE,
)
LOOSE = (
    re.compile(
        rf"^(?P<nth>first|firstly|second|secondly|third|thirdly|fourth|fifth|next|then|lastly|finally|last)"
        rf"(?:,| is| are| we have| there is| there's| comes| up(?: is|,)?| on (?:the|our) (?:agenda|"
        rf"list)(?:,| is)?| come)+ {_TITLE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:then,? )?(?:let(?: us|'s)|shall we|we(?:'ll| will| can| should)?(?: now| then)?|I(?:'d| "
        rf"would) (?:like to|suggest we)|I suggest (?:we|that we)|so|moving|turning|coming|passing|going)"
        r"(?: then| now| just| quickly)*,? ?(?:(?:move|go|turn|come|pass|proceed|get|jump)?(?: straight)?(?: "
        r"on| over| then| now| forward| ahead| back)*,? to|(?:start|begin|continue|open|kick off)(?: off| "
        r"now| then)? with) "
        rf"{_TITLE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^(?:then,? )?(?:(?:that|this|which) (?:brings|takes|leads) us(?: nicely| now| on)?|on) (?:on)?to "
        rf"{_TITLE}",
        re.IGNORECASE,
    ),
)
"""Items without a number, where the chair gives none any number."""


@dataclass(frozen=True)
class Announced:
    """What the words of one line open: `line` its place, `number` empty where none was said."""

    rule: str
    line: int
    number: str
    title: str = ""


_BEFORE = re.compile(
    r"^(?:[\s,.:;—–-]|(?:then|now|this morning|this afternoon|this evening|today|on (?:our|the) agenda(?: "
    r"today)?|please|and|also|so|here|"
    r"is|are|which|that|this|was|will be|would be|we have|it is|it's|a|an|the|our|your|my|about|on|for me to "
    r"propose(?:,[^,]*,)?(?: that)?|can i propose(?:,[^,]*,)?(?: that)?)\b)+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:[,;]? (?:and )?(?:I'm|I am|I'll|I will|I would|I think|we'll|we will|we have|we've|the first of|"
    r"which (?:is|was|has|we)|that is|so|please|over to|who|can I|could|for which)\b.*"
    r"|[.?!;]\s.*|, \w+,? (?:over to you|please|the floor|you have).*|[\s,.;:!?—–-]+)$",
    re.IGNORECASE,
)


def clean_title(text: str) -> str:
    """Return the title in what was said after the number, empty where there is none.

    >>> clean_title(", then, is our third session on rivers, and I'm pleased to welcome the panel.")
    'Third session on rivers'
    """
    title = _BEFORE.sub("", text)
    while title != (cut := _AFTER.sub("", title)):
        title = cut
    return title[:1].upper() + title[1:160].rstrip() if len(title) > 2 else ""
