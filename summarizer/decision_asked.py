"""Frames that a question for consent opens: "any objections?", "are members content?", and what answers it."""

from __future__ import annotations

from summarizer.decision_cues import (
    ACK,
    ANAPHORIC,
    CONTENT_QUESTION,
    DISSENT,
    IDLE_QUESTION,
    NO_OBJECTION,
    OBJECTION_QUESTION,
    THUMBS,
)
from summarizer.decision_frame import Frame, Window, blocked
from summarizer.decision_votes import TO_VOTE, counts
from summarizer.floor import Line
from summarizer.outcome_cues import CONCLUDED, MARKED, SETTLED, STATED

AHEAD = 10
"""Lines after a question within which its answer is looked for."""


def asked_for_consent(window: Window, question: Line, ended: bool) -> Frame | None:
    """Return the frame of a question for consent, closed by the chair's words; None where consent was not given."""
    bare = bool(ANAPHORIC.search(question.text))
    proposals = window.proposals(question.at, 6 if bare else 4)
    sure = (
        bool(proposals) or not bare or "motion" in " ".join(one.text for one in window.before(question.at, 2)).lower()
    )
    to_object = bool(OBJECTION_QUESTION.search(question.text))
    answers = list(window.answers(proposals[0].at, question.at))[-4:] if proposals else []
    talked = False
    for line in window.after(question.at, AHEAD):
        if _refuses(line, to_object) or counts(line) or TO_VOTE.search(line.text):
            return None
        if line.leads and _closes(line):
            if talked and not _settled(line) and not _goes_on(window, line):
                continue
            return Frame("D-unopposed", _sealed(window, line), question, proposals, tuple(answers), sure=sure)
        if line.leads and is_question(line) and not ANAPHORIC.search(line.text):
            return None
        if not line.leads and line.words <= 8:
            answers.append(line)
        elif not line.leads:
            talked = True
    last = question.at == len(window.lines) - 1
    if last and ended and any("in private" in one.text or "close" in one.text for one in proposals):
        return Frame("D-closing", question, None, proposals)
    return None


def _sealed(window: Window, line: Line) -> Line:
    """Return the line that says it is agreed, where it follows the one that took the answer; else that one."""
    if _settled(line):
        return line
    following = (one for one in window.after(line.at, 2) if one.leads and not one.asks and not blocked(one.text))
    return next((one for one in following if _settled(one)), line)


def is_question(line: Line) -> bool:
    """Whether the chair asks for consent: "if there is no objection" asks as well."""
    if OBJECTION_QUESTION.search(line.text) and not NO_OBJECTION.search(
        line.text.partition(", so")[0].partition("if ")[0]
    ):
        return line.asks or "if " in line.text.lower() or "unless" in line.text.lower()
    return bool(line.asks and CONTENT_QUESTION.search(line.text) and not IDLE_QUESTION.search(line.text))


def _refuses(line: Line, to_object: bool) -> bool:
    if DISSENT.search(line.text):
        return True
    first = line.text[:4].lower().rstrip(",.! ")
    return (
        not line.leads
        and line.words <= 6
        and first.startswith("yes" if to_object else "no")
        and "objection" not in line.text
    )


def _closes(line: Line) -> bool:
    return not line.asks and bool(
        ACK.match(line.text) or THUMBS.search(line.text) or NO_OBJECTION.search(line.text) or _settled(line)
    )


def _settled(line: Line) -> bool:
    text = line.text
    return bool(SETTLED.search(text) or STATED.search(text) or (CONCLUDED.search(text) and MARKED.search(text)))


def _goes_on(window: Window, line: Line) -> bool:
    """Whether the chair turns to the next item right after this line."""
    here = window.items[line.at]
    return any(one != here for one in window.items[line.at : line.at + 4])
