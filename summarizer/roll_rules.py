"""How it is said who is here and who is not: each rule with an example and a counter-example."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from models.report_parts import Presence

Place = Literal["before", "after", "speaker", "pair"]

_NOT = (
    r"(?:cannot|can't|can not|could not|couldn't|will not|won't|is not|isn't|are not|aren't|was not|unable "
    r"to|(?:is|are|was|were|will be|'ll be) (?:un|not )able to|not able to)"
)
_BE_HERE = (
    r"(?:make it(?=\s*(?:$|[.,;!?-]|today|tonight|this|to (?:the|this|our|us)|for|because|due|on time|either|"
    r"and|but|now|until|at|unfortunately|here))|make (?:the|this|today's) (?:call|meeting)|be (?:here|with "
    r"us|joining|on the call|in the meeting|present|there|able to (?:make it|join|attend|be with us|be here|"
    r"come|participate))|"
    r"join(?:ing)?(?: us| the call| the meeting| today| this)?(?=\W|$)|attend(?:ing)?\b|come(?: today| "
    r"to)?\b|participate|take part)"
)
_AWAY = (
    r"(?:away|travell?ing|on (?:leave|holidays?|vacation|a plane|a flight|a train|mission|maternity leave|"
    r"parental leave)|sick|ill|unwell|excused|"
    r"in (?:another|a different) (?:meeting|call)|absent|indisposed|in transit|busy|double[- ]booked|tied up|"
    r"in hospital|otherwise engaged)"
)
_HIS = r"(?:(?:his|her|their|its|the|me (?:his|her|their)|us (?:his|her|their)) )?"
_TELL = (
    r"(?:told|wrote|written|informed|let|asked|e-?mailed|messaged|said|says|texted|notified|sent (?:me |us "
    r")?(?:a|an) \w+|sends? word|warned)"
)


@dataclass(frozen=True)
class RollRule:
    """`place` says where the names stand: before or after the words, the speaker's own, or a "pair" of both."""

    id: str
    status: Presence
    place: Place
    pattern: re.Pattern[str]
    why: str
    example: str
    counter: str


def _rule(key: str, status: Presence, place: Place, pattern: str, why: str, example: str, counter: str) -> RollRule:
    return RollRule(key, status, place, re.compile(pattern, re.IGNORECASE), why, example, counter)


RULES: tuple[RollRule, ...] = (
    _rule(
        "R-apologies", "apologies", "after",
        r"\b(?:apologies|regrets|excuses)(?: for (?:absence|today|not (?:being|joining|attending)[\w "
        r"]{0,20}?|this (?:meeting|call)))?(?:,? (?:today|this morning|this afternoon|also|as well|in "
        r"advance))*"
        r"(?: (?:have|has|had|were|was)(?: also| just)?(?: been)?)?(?: received| sent| coming| come| came| "
        r"in| given| noted)*(?: are| is)?(?: again| only| too)?(?: (?:from|by|on behalf of)\b|:)",
        "apologies are passed on",
        "We have received apologies from Peter Vane and Ada Brook.",
        "My apologies from last time still stand.",
    ),
    _rule(
        "R-sends", "apologies", "before",
        rf"\b(?:sends?|sent|sending|gives?|gave|given|conveys?|conveyed|extends?|offers?|offered|asked (?:me|"
        rf"us) to (?:send|pass on|give|convey|present|extend)|wanted (?:me|us) to (?:send|pass on|convey)) "
        rf"(?:me |us |along |on )?{_HIS}(?:sincere |deepest )?(?:apologies|regrets|excuses)\b"
        r"|\b(?:apologi[sz]es?|begs? to be excused|asks? to be excused|asked to be excused|"
        r"apologi[sz]ed)\b(?! for (?:the|being|his|her|my|that|this|a|any|not (?:having|being able to "
        r"(?!join|attend|make))))",
        "somebody is said to send apologies",
        "Peter Vane sends his apologies.",
        "Peter Vane apologised for the noise.",
    ),
    _rule(
        "R-cannot", "apologies", "before",
        rf"\b(?:(?:has |have |had |just )?{_TELL}\b[^.;]{{0,60}}?\b(?:he|she|they|it)?(?: is| are|'s|'re| "
        rf"would be| will be|'ll be)? ?)?\b{_NOT}(?: be able to)?(?: to)? {_BE_HERE}",
        "somebody is said to be unable to come",
        "Peter Vane cannot make it today.",
        "Peter Vane cannot make it work.",
    ),
    _rule(
        "R-excused", "apologies", "before",
        rf"\b(?:has |have |had |just )?{_TELL}\b[^.;]{{0,40}}?\b(?:is|are|'s|'re|was|were|would be|will be) "
        rf"(?:very |all |currently |still )?{_AWAY}\b"
        rf"|\b(?:is|are|'s|'re|will be) (?:all |both |currently |unfortunately |still |also "
        rf")?(?!busy){_AWAY}(?! (?:with (?:me|us)|to you))\b|\bha(?:s|ve) (?:a|another) (?:conflict|clash|"
        rf"conflicting \w+|(?:\w+ )?(?:meeting|call|commitment)(?: at the same time| now| today))\b",
        "somebody is said to be away, and why",
        "Ada Brook is travelling this week.",
        "Ada Brook is busy with the report and will show it now.",
    ),
    _rule(
        "R-substitute", "present", "pair",
        r"\b(?:(?:who )?(?:is|are|'s|will be|was|am|'m)? ?(?:also |here today |here (?:to )?|attending "
        r"|joining (?:us )?|speaking |sitting |acting |representing ){0,4}(?:substitut(?:ing|e) for|standing in "
        r"(?:today )?for|stand in for|filling in for|fill in for|"
        r"covering for|deputi[sz](?:ing|es) for|sitting in (?:today )?for|stepping in for|in (?:the )?place "
        r"of|instead of|replac(?:ing|es)|on behalf of|as (?:a |the )?(?:substitute|alternate|replacement|"
        r"deputy) (?:for|of)))\b",
        "somebody is said to stand in for another",
        "Jayne Morris is substituting for Peter Vane today.",
        "I speak on behalf of the Secretariat.",
    ),
    _rule(
        "R-late", "late", "before",
        r"\b(?:(?:will|would|'ll|may|might|is going to|are going to|is|are|told \w+ (?:he|she|they)(?:'ll| "
        r"will| would)?|wrote (?:to \w+ )?that (?:he|she|they)(?:'ll| will| would)?) )?(?:be |is |are |'s |"
        r"be running |running |be arriving |arriving |be joining |joining |join |come |arrive |be coming )"
        r"(?:us )?(?:about |around |a (?:little |few )?(?:bit )?|slightly |\w+(?:-\w+)? minutes? |some "
        r"minutes |half an hour |an hour )*(?:late|later)\b(?! (?:in|this|next|today|on the agenda))|"
        r"\bjoin(?:ing)? (?:us )?in (?:about )?\w+ minutes\b",
        "somebody is said to come late",
        "Ada Brook will be ten minutes late.",
        "The report is late.",
    ),
    _rule(
        "R-late-self", "late", "speaker",
        r"\b(?:sorry|apologi[sz]e|apologies|excuse me|pardon)\b[\w, ']{0,30}\b(?:to be|for being|I'?m|I am|I "
        r"was|for (?:coming|joining|arriving)|to (?:join|arrive|come)|for my|about being)(?: a bit| a little|"
        r" so| very| \w+ minutes)* (?:late|late arrival|delay in joining)\b"
        r"|\bsorry,? (?:I )?(?:just |only just )(?:joined|got in|connected|arrived)\b|\bI(?:'ve| have)? "
        r"(?:just|only just) joined\b",
        "somebody says that they come late",
        "Hello everyone, sorry to be late.",
        "Sorry for the late paper.",
    ),
    _rule(
        "R-left-self", "left early", "speaker",
        r"\bI(?:'m| am)?(?: \w+){0,2}? ?(?:have to|need to|must|will have to|'ll have to|'ve got to|have got "
        r"to|got to|gotta|am going to have to|'m afraid I have to|should|going to)(?: \w+)? (?:drop off|drop "
        r"out|drop now|drop\b(?= ?[,.])|leave (?:now|early|you|the (?:call|meeting)|in|at|soon|a bit|for)|"
        r"leave\b(?= ?[,.])|run(?= ?(?:[,.]|to\b|now))|jump (?:off|to another|on another)|hop off|sign off|"
        r"log off|dash|head (?:off|out)|go now|depart|disconnect)",
        "somebody says that they must go",
        "Sorry, I have to drop off now.",
        "I have to leave that to the group.",
    ),
    _rule(
        "R-left", "left early", "before",
        r"\b(?:(?:has|had|have|will have|needs?|must|needed) (?:to )?(?:leave|drop off|go|run|drop out)(?: "
        r"early| now| at | in | soon| the (?:call|meeting)|[.,]|$)|(?:has|have|had to|just) (?:just |already "
        r")?(?:left|dropped off|dropped out)(?: us| early| the (?:call|meeting)|[.,]|$)|left (?:early|the "
        r"(?:call|meeting))|(?:will|'ll) (?:be leaving|leave)(?: us)? (?:early|at|in|before))",
        "somebody is said to leave before the end",
        "Ada Brook has to leave early.",
        "Ada Brook has left the question open.",
    ),
    _rule(
        "R-not-here", "mentioned absent", "before",
        r"\b(?:is|are|was|'s) (?:not|n't) (?:on (?:the|this) call|here(?! to\b)(?: today| yet| now)?|with us|"
        r"online|connected|in the (?:meeting|room|call)|present|around|on the line)\b|\b(?:isn't|aren't) "
        r"(?:on (?:the|this) call|here|with us|online|in the (?:meeting|room|call)|present|around)\b"
        r"|\b(?:has|have) not (?:joined|connected|arrived)\b|\bhasn't (?:joined|connected|arrived)\b",
        "somebody is said not to be here",
        "Ada Brook is not on the call.",
        "Ada Brook is not here to judge us.",
    ),
)  # fmt: skip

NONE_TOLD = re.compile(
    r"\b(?:(?:received|have|had|are|were|with|been|there are) )?no (?:apologies|regrets)(?: for "
    r"absence)?\b(?! from| necessary| needed)",
    re.IGNORECASE,
)
"""It is said aloud that nobody sent apologies."""
OTHER_TIME = re.compile(
    r"\b(?:last (?:time|week|month|year|meeting|call)|next (?:time|week|month|year|meeting|call)|yesterday|"
    r"tomorrow|the (?:last|next|previous) (?:meeting|call|one))\b|^if\b|\bif (?:he|she|they|anybody|"
    r"somebody)\b",
    re.IGNORECASE,
)
"""It is said of another day, or supposed."""
INTRODUCTION = re.compile(
    r"^(?:(?:hello|hi|yes|good (?:morning|afternoon|evening)|thank you|thanks|okay|so)[\w ]{0,20}[,.!]? "
    r")*(?:it is|it's|this is|that was|my name is|I am|I'm)(?: me,?| just me,?)? ",
    re.IGNORECASE,
)
HERE = re.compile(r"^\W*(?:here|speaking)\b", re.IGNORECASE)
IN_CHAT = re.compile(
    r"\b(?:writes|wrote|says|said|asks|asked|puts?|posted|comments|commented|suggests)\b.{0,30}\bin the "
    r"chat\b|\bis (?:only )?(?:in|on) the chat\b",
    re.IGNORECASE,
)
