"""Who leads the meeting: facilitators of the roster, people of such an office, else who speaks the ritual lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from summarizer.people import People
from summarizer.sentences import Sentence
from summarizer.talk import Talk

FEWEST = 2
"""Ritual lines that nobody without an office is taken for the chair below."""

OFFICE = re.compile(
    r"\b(?:chair(?:man|woman|person)?|co-?chairs?|facilitators?|co-?facilitators?|moderators?|convenor|"
    r"convener|presiding)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:the )?(?:acting |deputy |temporary |madam |co-)?(?:chair(?:man|woman|person)?|facilitator|"
    r"moderator|speaker of)\b(?! of)",
    re.IGNORECASE,
)
RITUAL = re.compile(
    r"\b(?:let(?: us|'s) (?:get )?(?:started|start the (?:call|meeting)|begin)"
    r"|(?:call|open) (?:this|the) meeting(?: to order)?|welcome (?:members|everyone|everybody|you all|all of "
    r"you)?\s?to (?:the|this|our|today)"
    r"|(?:agenda )?item (?:number )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b(?!-)|any "
    r"other business|next (?:agenda )?item"
    r"|are (?:members|we all|you all) (?:content|happy|agreed)|any objections?\b|i (?:see|hear) no "
    r"objections?|apologies (?:for absence )?from"
    r"|draft agenda|the agenda is|over to you\b|(?:give|have) (?:you )?the floor|you have the floor|stands? "
    r"adjourned|(?:meeting|call) is (?:closed|adjourned)"
    r"|come to the end of (?:our|the) (?:time|agenda|call|meeting)|declarations? of interests?|any other "
    r"comments|thank you all\b"
    r"|(?:is everybody|is everyone|are you all) (?:comfortable|okay|happy|fine)|next meeting (?:is|will|"
    r"would)|we come back to (?:it|this)"
    r"|so that is (?:agreed|adopted)|next (?:question|speaker)s? (?:is|are|comes?) from)\b",
    re.IGNORECASE,
)


def find_chairs(talk: Talk, sentences: Sequence[Sentence], people: People) -> tuple[str, ...]:
    """Return who leads the meeting, whoever leads most of it first: names as on the roster, else labels as captioned.

    Empty where nobody is told or heard to lead.
    """
    lines = Counter(
        name_of(one.speaker, people) for one in sentences if one.speaker and RITUAL.search(one.text.replace("’", "'"))
    )
    speakers = list(dict.fromkeys(name_of(one.speaker, people) for one in sentences if one.speaker))
    officers = _officers(talk, people) + [
        name for name in speakers if _LABEL.match(name) and name not in _officers(talk, people)
    ]
    if officers:
        heard = [name for name in officers if name in speakers]
        return tuple(sorted(heard or officers, key=lambda name: -lines[name]))
    best = lines.most_common(2)
    if not best or best[0][1] < FEWEST or (len(best) > 1 and best[1][1] * 2 > best[0][1]):
        return ()
    return (best[0][0],)


def name_of(label: str | None, people: People) -> str:
    """Return the name that a label stands for, the label itself where nobody is known by it."""
    found = people.of(label)
    return found.name if found else (label or "").strip()


def _officers(talk: Talk, people: People) -> list[str]:
    told = [name_of(name, people) for name, role in talk.roles.items() if OFFICE.search(role)]
    listed = [one.name for one in talk.roster.people if one.role in ("chair", "facilitator")]
    return list(dict.fromkeys((*told, *listed)))
