"""What is said at a meeting and is no point: greetings, thanks, the roll, the agenda, the conduct of the talk."""

from __future__ import annotations

import re

from summarizer.action_guards import PROCEDURE
from summarizer.chair import RITUAL
from summarizer.floor import Line

FEWEST_WORDS, MOST_WORDS = 7, 90
"""Words of a line: fewer say too little to stand alone, more are a turn without any full stop."""

_CONDUCT = re.compile(
    r"\b(?:good (?:morning|afternoon|evening|day)|hello|welcome|goodbye|bye|see you|nice to (?:see|meet|have) you|"
    r"(?:hear|see) (?:me|us|my (?:screen|slides?)|you (?:fine|well|now))|(?:un)?muted?\b|microphone|can't hear|"
    r"(?:share|sharing) (?:my|the|your) (?:screen|slides?)|next slide|"
    r"(?:hand|give|pass) (?:it |this )?(?:back |over )to|(?:the|your) floor|"
    r"raise (?:your|a) hands?|hand is (?:up|raised)|"
    r"minutes? left|run(?:ning)? out of time|time is up|thank(?:s| you)\b.{0,60}$|"
    r"(?:any|other|more|further|your|my) questions?\b|move on\b|moving on\b|come back to (?:that|this|it)|"
    r"agenda|apologies|apologi[sz]e|regrets|sorry\b|joined (?:us|the)|joining (?:us|late|from)|"
    r"(?:can ?not|can't) (?:join|attend|make it|be with us)|on behalf of|standing in for|represent(?:ing|s)?\b|"
    r"introduce (?:my|your|our)sel(?:f|ves)|"
    r"my name is|I(?:'m| am) (?:the|a|an|from|with|here|speaking|the one|supposed to be)\b|this is \w+ speaking|"
    r"(?:in accordance with|under) (?:Standing Order|rule)|declare an interest|papers? to note|formal business|"
    r"(?:thanks|gratitude) to\b|next meeting\b|as usual\b|being recorded|"
    r"(?:transcript|captions?|recording) (?:is|are|will)|off the record)",
    re.IGNORECASE,
)
"""Also what tells who it is that speaks: a point may not."""
_TO_SOMEBODY = re.compile(r"\b(?:I(?:'ll| will| would like to|'d like to)|let me|can I|could I|may I) ", re.IGNORECASE)


def worth_reporting(line: Line) -> bool:
    """Whether a line may be a point at all; which are, the ranker tells."""
    text = line.text
    if line.channel == "note" or line.asks or not FEWEST_WORDS <= line.words <= MOST_WORDS:
        return False
    if RITUAL.search(text) or _CONDUCT.search(text):
        return False
    said = _TO_SOMEBODY.search(text)
    return said is None or PROCEDURE.match(text, said.end()) is None
