"""Why something was found, in a sentence for the note-taker: of every rule that a finding can carry."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from models.report_parts import Evidence
from summarizer.action_rules import RULES as ACTIONS
from summarizer.decision_rules import BLOCKED
from summarizer.decision_rules import RULES as DECISIONS
from summarizer.roll_rules import RULES as ROLL

OTHERS = {
    "I-adoption": "the chair read out the agenda and had it adopted",
    "I-aob": "the chair came to any other business",
    "I-back": "the chair went back to what was spoken of before",
    "I-loose": "the chair moved on to a new matter without giving it a number",
    "I-next": "the chair said that the next item begins",
    "I-numbered": "the chair named the item by its number",
    "I-return": "the chair went back to an item by its number",
    "I-title": "the words of the item's title on the agenda were said",
    "M-point": "the language model of these settings summed up what was said; every name and number was checked",
    "N-announced": "the next meeting was announced",
    "N-corrected": "the day of the next meeting was put right after it had been announced",
    "N-spoken": "a day was named for the next meeting; which one is not sure",
    "P-opposed": "somebody saw a matter differently from others",
    "P-ranked": "of what was said under this item, this is among what reports mostly keep",
    "R-action": "it is worded like next steps of other meetings; no rule is sure of it",
    "R-decision": "it is worded like decisions of other meetings; no rule is sure of it",
    "R-chats": "messages came under this name",
    "R-in-chat": "it was said aloud that somebody writes in the chat",
    "R-introduced": "somebody gave their name",
    "R-label": "captions carry this name; nobody of the roster is called so",
    "R-replaced": "it was said that another person stands in",
    "R-speaks": "captions carry this name",
    "V-opposed": "people took opposite sides on one matter",
    "V-record": "somebody asked to have their view put on record",
    "note-taker": "a note-taker marked or wrote it",
}
"""Of what finds without a table of rules."""


@cache
def reasons() -> dict[str, str]:
    """Return the reason of every rule, by its id, as a sentence."""
    rules: tuple[Iterable[tuple[str, str]], ...] = (
        ((one.id, one.why) for one in ACTIONS), ((one.id, one.why) for one in DECISIONS),
        ((one.id, one.why) for one in ROLL), BLOCKED.items(), OTHERS.items(),
    )  # fmt: skip
    return {id: f"{why[:1].upper()}{why[1:]}." for known in rules for id, why in known}


def why(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return why something was found, a sentence for each rule; nothing for what no rule of ours found.

    >>> why((Evidence(cues=(3,), found_by="R-speaks"),))
    ('Captions carry this name.',)
    """
    known = (reasons().get(one.found_by, "") for one in evidence)
    return tuple(dict.fromkeys(one for one in known if one))
