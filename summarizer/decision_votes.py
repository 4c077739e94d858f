"""Frames that votes, straw polls and elections close."""

from __future__ import annotations

import re

from summarizer.decision_cues import OBJECTION_QUESTION
from summarizer.decision_frame import Frame, Window, blocked
from summarizer.floor import Line
from summarizer.outcome_cues import (
    ABSTAINED,
    AGAINST,
    CLOSING,
    CONCLUDED,
    ELECTED,
    FOR,
    IDLE,
    NOMINATE,
    POLL,
    SETTLED,
    STATED,
    VOTE,
    VOTE_LOST,
)
from summarizer.wording import after_lead

TO_VOTE = re.compile(
    r"\b(?:take|move to|go to|proceed to|have|call|hold|put (?:it|this|that) to) (?:a |the )?vote\b|\bvote "
    r"by show of hands\b|\bwe vote\b",
    re.IGNORECASE,
)


def elected(window: Window, line: Line) -> Frame | None:
    if not ELECTED.search(line.text) or blocked(line.text):
        return None
    named = tuple(one for one in window.before(line.at, 10) if NOMINATE.search(one.text))
    if not named and "declare" not in line.text:
        return None
    return Frame("D-elected", line, None, tuple(reversed(named[:4])))


def counted_votes(window: Window, line: Line) -> Frame | None:
    """Return the frame of a vote or a straw poll: counts, and the outcome said with them or right after."""
    if line.asks or blocked(line.text) or not counts(line):
        return None
    rest = [one for one in window.after(line.at, 4) if one.leads or one.who == line.who]
    counted = [line, *(one for one in rest if counts(one))]
    outcome = next((one for one in (line, *rest) if _result(one)), None)
    if outcome is None:
        return None
    before = window.before(line.at, 8)
    question = next((one for one in before if OBJECTION_QUESTION.search(one.text)), None)
    question = question or next(
        (one for one in before[:5] if one.leads and (POLL.search(one.text) or VOTE.search(one.text))), None
    )
    return Frame("D-counted", outcome, question, window.proposals(line.at), counted=tuple(counted))


def counts(line: Line) -> bool:
    sides = sum(bool(one.search(line.text)) for one in (FOR, AGAINST, ABSTAINED))
    return sides >= 2 or (sides == 1 and line.words <= 8 and bool(FOR.search(line.text)))


def _result(line: Line) -> bool:
    text = line.text
    if line.asks or (blocked(text) and not voted_down(text)):
        return False
    closing = CLOSING.match(after_lead(text)) or CLOSING.match(text)
    taken = closing is not None and closing["verb"].lower() not in IDLE
    return bool(
        SETTLED.search(text) or STATED.search(text) or CONCLUDED.search(text) or VOTE_LOST.search(text) or taken
    )


def voted_down(text: str) -> bool:
    """Whether these words say a vote lost, where "not agreed" is the outcome and does not deny one."""
    return bool(VOTE_LOST.search(text) and STATED.search(text) and VOTE.search(text))
