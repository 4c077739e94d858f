"""What a next step sounds like: each rule with an example, a counter-example and the reason a note-taker is given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from summarizer.action_verbs import ALL, ANY_WORK, ASK, ASKED_WORK, CAN, HOW, NOTE, TELL, TO_YOU, WILL, WORK

Kind = Literal["commit", "request", "offer", "named", "asked", "everyone", "nobody", "routine", "that"]
Needs = Literal["", "assent", "due"]


@dataclass(frozen=True)
class ActionRule:
    """How one kind of next step is said. The group `task` begins at its verb; `score` is how sure the words alone are.

    `needs`: "assent" of the person asked, a "due" date, or nothing more. Without it the find is a suggestion only.
    Rules of the kinds "named" and "asked" begin right after somebody's name.
    """

    id: str
    kind: Kind
    pattern: re.Pattern[str]
    example: str
    counter: str
    why: str
    score: float = 0.8
    needs: Needs = ""


def _rule(
    key: str, kind: Kind, pattern: str, example: str, counter: str, why: str, score: float = 0.8, needs: Needs = ""
) -> ActionRule:
    return ActionRule(key, kind, re.compile(pattern, re.IGNORECASE), example, counter, why, score, needs)


RULES: tuple[ActionRule, ...] = (
    _rule(
        "A-routine", "routine",
        r"\b(?:you(?:['’]ll| will)(?: all| both)? be (?P<task>sent)|we(?:['’]ll| will)(?:, as usual,|,? of "
        r"course,?)? "
        r"(?P<task2>send you)) (?:a |the )?(?:draft |copy |provisional |full )*(?:of )?(?:the "
        r")?(?:transcript|record)\b",
        "As usual, you will be sent a transcript to check for accuracy.", "We sent you a transcript last year.",
        "the chair tells those who came what they will be sent", 0.7,
    ),
    _rule(
        "A-will", "commit", rf"\bI{WILL}{HOW} (?P<task>{TELL})",
        "I will send a reminder by tomorrow.", "I will not send a reminder.",
        "somebody says what they will do", 0.9,
    ),
    _rule(
        "A-we-will", "commit", rf"\bwe{WILL}(?: all)?{HOW} {TO_YOU}(?P<task>{TELL})",
        "We will write to you about the rest.", "We will provide continuity of funding.",
        "somebody says what they will do for those present", 0.7,
    ),
    _rule(
        "A-let-me", "commit",
        r"\blet me (?P<task>(?:take (?:that|this|it) (?:on|away|up)|look into|find out|follow up|get back to "
        r"(?:you|them))\b)",
        "Let me find out what it costs.", "Let me find the page.",
        "somebody takes it on", 0.65,
    ),
    _rule(
        "A-note", "request", rf"\b{NOTE}",
        "Maybe we could have a note on that.", "Note that we have information.",
        "a note is asked for", 0.7,
    ),
    _rule(
        "A-will-due", "commit", rf"\b(?:I|we){WILL}{HOW} (?P<task>{WORK}|{TELL})",
        "I will finish the slides by Friday.", "I will finish here.",
        "somebody says what they will do, and until when", 0.7, "due",
    ),
    _rule(
        "A-can", "commit", rf"\bI{CAN}{HOW} (?P<task>{TELL})",
        "I can put it on the list as a proposal.", "I cannot put it on the list.",
        "somebody offers to do it", 0.7,
    ),
    _rule(
        "A-we-can", "commit",
        rf"\bwe{CAN}{HOW} (?=[^.?!;]{{0,60}}\b(?:you(?! know)|the committee|members|the group|the list|officials|"
        rf"further information|more detail)\b)(?P<task>{TELL})",
        "We can look into that and come back to you.", "We can provide three boxes.",
        "somebody offers to do it for those present", 0.65,
    ),
    _rule(
        "A-named", "named",
        rf"{HOW}(?: will| (?:is|are) going to|['’]s going to|(?: has| have| is)?(?: kindly)? (?:agreed|"
        rf"offered|volunteered|"
        rf"happy) to| (?:is|are)(?: kindly)? asked to)(?: now| kindly| also| then)? (?P<task>{TELL}|do the|"
        rf"moderate|host|chair)",
        "Anja will send the invitation.", "Anja will be late.",
        "it is said who will do it", 0.85,
    ),
    _rule(
        "A-named-due", "named", rf"{HOW} (?:will|is going to|are going to) (?P<task>{WORK}|{ANY_WORK})",
        "The Secretariat will reserve the room by Monday.", "Anja will join us on Monday.",
        "it is said who will do it, and until when", 0.8, "due",
    ),
    _rule(
        "A-recap", "named", rf"(?: to|:(?: to)?) (?P<task>{TELL}|{ASKED_WORK})",
        "Next steps: Anja to circulate the draft.", "It is for Anja to hear.",
        "the steps are summed up by name", 0.75,
    ),
    _rule(
        "A-asked", "asked", rf"(?:,)?(?: can| could| might| would| to| please){{1,5}} (?P<task>{TELL}|{ASKED_WORK})",
        "Maybe Anja could send the invitation.", "Anja could hear you.",
        "somebody is asked by name, and says yes", 0.8, "assent",
    ),
    _rule(
        "A-ask", "request",
        rf"(?<!how )(?<!what )(?<!why )(?<!when )(?<!where )\b{ASK}(?: please)?,? (?P<task>{TELL}|{ASKED_WORK})",
        "Could you look at the template?", "Could you hear me?",
        "somebody is asked, and says yes", 0.8, "assent",
    ),
    _rule(
        "A-mind", "request", r"\b(?:would|do) you mind (?P<task>(?P<gerund>[a-z]{2,}ing)\b)",
        "Would you mind checking the figures?", "Would you mind speaking up?",
        "somebody is asked, and says yes", 0.8, "assent",
    ),
    _rule(
        "A-who", "request",
        rf"\b(?:who(?: else)? (?:can|could|will|would|wants to|would like to|is willing to|would be willing "
        rf"to|is able to)|"
        rf"(?:any(?:body|one)?|a) (?:volunteers?|willing|able|free|happy)(?: who can)? to|"
        rf"(?:can|could|would|will) (?:anybody|anyone|somebody|someone)) (?P<task>{TELL}|{ASKED_WORK})",
        "Who could draft the letter?", "Who would know?",
        "a volunteer is asked for, and comes forward", 0.8, "assent",
    ),
    _rule(
        "A-offer", "offer", rf"\b(?:do you want me to|would you like me to|shall I|should I) (?P<task>{TELL})",
        "Do you want me to send a poll?", "Do you want me to stop?",
        "somebody offers to do it, and is told yes", 0.8, "assent",
    ),
    _rule(
        "A-everyone", "everyone",
        rf"\b(?:{ALL}(?: are| is)?(?: should| must| will| need to| have to|(?: kindly)? (?:asked|requested|"
        rf"invited|encouraged|"
        rf"reminded) to| please)|(?:can|could|would|will|ask|invite|urge|encourage|remind) {ALL}(?: to)?)(?: "
        rf"please| kindly)? "
        rf"(?P<task>{TELL}|(?:review|respond|reply|complete|answer|read|add)\b)",
        "All DCs should send their reports by Friday.", "All DCs will like that.",
        "all are asked to do it", 0.75,
    ),
    _rule(
        "A-please", "everyone",
        rf"(?:^|[,;:] |\b(?:so|and|then) )(?:everybody,? |everyone,? |all,? )?(?:please|kindly)(?: do| all)? "
        rf"(?P<task>{TELL}|{ASKED_WORK})",
        "Please send your comments to the list by Friday.", "Please go ahead.",
        "all are asked to do it, and until when", 0.65, "due",
    ),
    _rule(
        "A-that", "that",
        rf"\bI(?:{WILL}|{CAN})(?: also| certainly| gladly)? (?P<task>(?:do|take|handle) (?:that|it|"
        rf"this)\b)(?! (?:now|again|here))",
        "I can do that by Monday.", "I can do that now.",
        "somebody takes on what was spoken of", 0.6, "due",
    ),
    _rule(
        "A-nobody", "nobody",
        rf"\b(?:somebody|someone|one of us|a volunteer) (?:should|needs to|need to|has to|ought to|must) "
        rf"(?:probably |maybe |perhaps |really |also )*(?P<task>{TELL})",
        "Somebody should write to the host.", "Somebody should be here.",
        "it should be done, and nobody was named", 0.4,
    ),
)  # fmt: skip
"""In the order in which they are tried on a sentence: the first that holds is taken."""
