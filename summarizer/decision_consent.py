"""How a decision was reached, and of what type it is, told from which parts of its frame are filled."""

from __future__ import annotations

import re

from models.report_parts import Consent, DecisionType, Votes
from summarizer.decision_cues import NO_OBJECTION, OBJECTION_QUESTION, THUMBS
from summarizer.decision_frame import Frame
from summarizer.outcome_cues import ABSTAINED, AGAINST, FOR, NOTE_QUESTION, POLL, VOTE, VOTE_LOST
from summarizer.wording import after_lead, sentence

_WORDS = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen "
        "eighteen nineteen twenty".split(),
        range(21),
        strict=True,
    )
) | {"no": 0, "none": 0, "nobody": 0}
_OFFICE = re.compile(
    r"\b(?:nominate|propose|suggest|elect|appoint)\b.{0,60}\b(?:as|for|to be|to serve as) (?:our |the |a |an "
    r")?(?:\w+ ){0,2}?"
    r"(?:co-)?(?:facilitator|chair|coordinator|liaison|rapporteur|moderator|representative|secretary|treasurer)\b"
)


def decision_type(frame: Frame) -> DecisionType:
    text = frame.outcome.text
    if frame.rule == "D-recorded":
        return "recorded elsewhere"
    if frame.rule == "D-elected" or any(_OFFICE.search(one.text) for one in (*frame.proposals, frame.outcome)):
        return "appoint"
    if frame.rule == "D-deferred":
        return "defer"
    asked = (*frame.proposals, *((frame.question,) if frame.question else ()))
    if frame.rule == "D-noted" or any(NOTE_QUESTION.search(one.text) for one in asked):
        return "note"
    if VOTE_LOST.search(text):
        return "reject"
    return (
        "adopt"
        if re.search(r"\badopt", " ".join(one.text for one in (frame.question or frame.outcome, frame.outcome)))
        else "agree"
    )


def consent_of(frame: Frame) -> Consent:
    """Return how it was reached, told from which parts of the frame are filled."""
    said = " ".join(one.text for one in frame.lines)
    close = " ".join(one.text for one in (*frame.answers, *frame.counted, frame.outcome))
    if frame.rule == "D-silence":
        return "silence until"
    if frame.rule in ("D-recorded", "D-deferred", "D-noted", "D-extended"):
        return "chair's summary"
    if frame.against:
        return "vote"
    if frame.counted:
        return "straw poll" if POLL.search(said) and not VOTE.search(said) else "vote"
    if re.search(r"\bunanimous", close, re.IGNORECASE):
        return "unanimous"
    if re.search(r"\brough consensus\b", said, re.IGNORECASE):
        return "rough consensus"
    if THUMBS.search(close) or (frame.outcome.text and THUMBS.search(said)):
        return "thumbs"
    if NO_OBJECTION.search(close) or (frame.question and OBJECTION_QUESTION.search(frame.question.text)):
        return "no objection"
    if frame.answers or frame.rule in ("D-taken-up", "D-elected"):
        return "expressed"
    return "no objection" if frame.question or frame.rule == "D-closing" else "chair's summary"


def votes_of(frame: Frame) -> Votes | None:
    if not any(pattern.search(one.text) for one in frame.counted for pattern in (FOR, AGAINST, ABSTAINED)):
        return None
    said = " ".join(one.text for one in frame.counted)
    counts = [_count(pattern, said) for pattern in (FOR, AGAINST, ABSTAINED)]
    printed = sentence(after_lead(frame.counted[0].text))
    return Votes(in_favour=counts[0], against=counts[1], abstained=counts[2], printed=printed)


def _count(pattern: re.Pattern[str], said: str) -> int | None:
    match = pattern.search(said)
    word = ((match["n"] or match["m"]) if match else "").lower()
    if word.isdigit():
        return int(word)
    tens, _, unit = word.partition("-")
    value = {"twenty": 20, "thirty": 30}.get(tens) if unit else _WORDS.get(word)
    return value + _WORDS.get(unit, 0) if value is not None and unit else value
