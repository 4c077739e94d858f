"""What sounds like a next step and is none: hypotheses, the past, reports, refusals, and the conduct of the "
"meeting."""

from __future__ import annotations

import re

_SUBJECT = r"(?:I|we|he|she|they|it|you|somebody|\w+)"
BLOCKED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "hypothesis",
            r"\bif (?:we|I|you|nobody|somebody|they|he|she|it|there|people|\w+) (?:had|were|was|did|"
            r"didn['’]t|hadn['’]t|volunteers)\b"
            r"|\b(?:would have to|might have to|would have been|suppose|imagine|in theory|in case)\b",
        ),
        (
            "past",
            r"\b(?:last (?:year|month|week|time)|years? ago|previously|at the time)\b[^,.]{0,60}\b(?:would|"
            r"decided|said)\b",
        ),
        (
            "reported",
            rf"\b(?:said|told \w+|wrote|asked me|promised|mentioned|announced|claimed|thought) (?:that )?{_SUBJECT}"
            r"(?: will| would| can| could|['’]ll)\b|\bas (?:I|we|you) (?:said|agreed)\b",
        ),
        ("habit", r"\b(?:usually|normally|often|sometimes|always|typically|whenever|generally|every "
        r"time)\b[^,.;]{0,30}$"),
        ("quotation", r"(?:^|\s)['‘“\"](?=\w)[^'’”\"]{0,60}$"),
        ("refusal", r"\b(?:will not|won['’]t|cannot|can['’]t|not going to|not be able to|unable to|not "
        r"sure)\b[^,.;]{0,20}$"),
        ("now", r"(?:['’]ll|will|gonna|going to|let me) just (?:check|make|do|have|write|take|find|look|go|"
        r"get|put|add|fix)$"),
    )
)
"""Looked for up to and with the verb of the task."""

_BACK = (
    r"(?:come|go|get) back (?:to|in|and)\b.{0,40}\b(?:in a (?:moment|minute|second)|later|again|first|shortly)\b"
    r"|(?:come|go|get) back to (?:her|him|that|this|it|them|\w+)[,.]?$"
)
_FLOOR = (
    r"ask (?:you|a|my|him|her|\w+ to (?:come|speak|start|say|respond|expand|introduce|share|give))\b"
    r"|(?:give|take|hand|pass) (?:you |it |over |on )?(?:the )?(?:floor|questions?|that question|first|next "
    r"question|a minute)"
    r"|bring (?:in|you in|\w+ in)\b|start (?:with|by|off|the meeting|now)|call (?:on|you)|answer (?:that|"
    r"your|the|this)\b"
    r"|speak (?:to|with) (?:that|this|it)\b|talk (?:to|about) (?:that|this|it|you)\b|give (?:you )?(?:an "
    r"example|a minute|people)"
)
_SCREEN = (
    r"share (?:my|the|his|her|a|some|few|a few|a couple of|with you) ?(?:screens?|slides?|desktop|thoughts|"
    r"views?|(?=[.,]|$))"
    r"|read (?:out|it out)|(?:put|post|add|share|send) (?:the |a |that |my )?(?:links? |it |them )?(?:in|"
    r"into|to) the chat"
    r"|(?:post|share|put) (?:the |a )?link|make (?:it|a) (?:point|comment|remark|few)|do (?:that|it)(?: "
    r"again)? (?:now|today)"
    r"|take (?:a|that|this|it as|your) (?:minute|moment|point|vote|look|break|it)|try (?:to be|not)|update "
    r"that\b|move on|repeat"
)
PROCEDURE = re.compile(rf"(?:{_BACK}|{_FLOOR}|{_SCREEN})", re.IGNORECASE)
"""What belongs to the conduct of the meeting itself, read from the verb on."""
QUOTED = re.compile(r"^[^'‘“\"]*[.,?!]['’”\"](?:\s|$)")
"""The end of a quotation after the verb: somebody else's words."""
NOT_A_TASK = re.compile(
    r"(?:do|make|see|take|get|give|put|try|find|keep|ask|say|write|add)"
    r"(?: (?:it|that|this|so|them|those|the same))?(?: (?:then|now|too))?",
    re.IGNORECASE,
)

_OPENING = r"(?:(?:so|well|oh|ah|um|uh|thank you|thanks|okay|ok|and|no no)[,.]? )*"
ASSENT = re.compile(
    rf"^{_OPENING}(?:yes|yeah|yep|yup|sure|of course|okay|ok|certainly|absolutely|gladly|with pleasure|(?:no|"
    rf"not a) problem|"
    r"(?:very )?happy to|glad to|will do|fine|i(?: can| will|['’]ll| would be happy| could)|we (?:can|will|"
    r"could)|we['’]ll|"
    r"that['’]s fine|that is fine|consider it done|definitely|perfect|please do|please|my pleasure|(?:i am|"
    r"i['’]m) happy|"
    r"good idea|me|that would be (?:great|good|lovely|helpful|perfect)|in \w+, we['’]ll)\b",
    re.IGNORECASE,
)
TAKEN_ON = re.compile(
    rf"^{_OPENING}(?:yes,? |sure,? )?I(?:['’]ll| will| can| could|['’]m happy to|['’]d be happy to) "
    r"(?:certainly |gladly )?(?:do|take|write|handle|volunteer)\b",
    re.IGNORECASE,
)
"""Somebody takes on what nobody was named for."""
REFUSAL = re.compile(
    r"\b(?:cannot|can['’]t|won['’]t|will not|not (?:able|sure|now|possible|yet)|afraid|unable|unfortunately|"
    r"rather not|"
    r"don['’]t think|do not think|no,|no\.|no need|not (?:really|necessary))(?=\W|$)",
    re.IGNORECASE,
)
WITHDRAWN = re.compile(
    r"^(?:no,? |ah,? |oh,? |sorry,? )*(?:there is |there['’]s )?(?:no need|not necessary|don['’]t (?:worry|"
    r"bother)|do not bother|"
    r"that (?:won['’]t|will not) be necessary|please don['’]t)\b",
    re.IGNORECASE,
)
HINT = re.compile(
    r"['’]ll\b|\b(?:will|shall|can|could|would|should|must|need|gonna|going to|happy to|please|kindly|asked|"
    r"volunteer\w*|requested|invited|encouraged|reminded|would you mind|let me|actions?|next steps?|"
    r"agreed|offered|promise|undertake|appreciate|grateful|ought|has to|have to|do you want|for us to|"
    r"(?-i:[^\W\d_a-z][\w’'-]*) to)\b",
    re.IGNORECASE,
)
"""What no next step is said without: the other sentences are not read further."""
