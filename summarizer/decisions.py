"""The decisions of a talk: frames of proposal, assent and outcome within one agenda item.

Nothing is a decision without the line that closes it. What is past, supposed, or told of others is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from summarizer.decision_amends import amend
from summarizer.decision_cues import (
    ABSTAINED,
    ACK,
    AGAINST,
    ANAPHORIC,
    CLOSING,
    CONCLUDED,
    CONTENT_QUESTION,
    DEFER,
    DISSENT,
    ELECTED,
    EXTEND,
    FOR,
    HINT,
    IDLE,
    IDLE_QUESTION,
    INQUORATE,
    MARKED,
    NO_OBJECTION,
    NOMINATE,
    NOTING,
    OBJECTION_QUESTION,
    POLL,
    QUORATE,
    RECORDED,
    SETTLED,
    SILENCE,
    STATED,
    THUMBS,
    VOTE,
    VOTE_LOST,
)
from summarizer.decision_frame import Frame, Window, blocked
from summarizer.decision_silence import silence
from summarizer.decision_words import as_found
from summarizer.finding import AgendaFound, DecisionFound, Finding
from summarizer.floor import Line
from summarizer.wording import after_lead

AHEAD = 10
"""Lines after a question within which its answer is looked for."""


def find_decisions(
    lines: Sequence[Line],
    items: Sequence[str],
    agenda: Sequence[AgendaFound] = (),
    said: date | None = None,
    ended: bool = True,
) -> tuple[DecisionFound, ...]:
    """Return the decisions in the order of their outcomes.

    Args:
        lines: The whole talk, or as much as there is of it.
        items: The agenda item of each line.
        agenda: The items found, for their titles.
        said: The day of the meeting, to read "until the thirty-first" by.
        ended: Whether the talk is complete: a motion to close is then decided by the end itself.
    """
    window = Window(lines, items)
    frames = amend(tuple(_frames(window, said, ended)), window, said)
    few = low_attendance(lines)
    titles = {one.item: one.text for one in reversed(agenda)}
    return tuple(as_found(one, items[one.outcome.at], titles, few[one.outcome.at]) for one in frames)


def low_attendance(lines: Sequence[Line]) -> tuple[bool, ...]:
    """Return for each line whether, by what was said so far, too few are there to decide."""
    few, found = False, []
    for line in lines:
        if INQUORATE.search(line.text) and not line.asks:
            few = True
        elif few and QUORATE.search(line.text):
            few = False
        found.append(few)
    return tuple(found)


def find_blocked(lines: Sequence[Line]) -> tuple[Finding, ...]:
    """Return what sounds decided and is not of this meeting, with the rule that says why; to be shown on demand."""
    found = []
    for line in lines:
        text = line.text[:600]
        if (SETTLED.search(text) or STATED.search(text) or CONCLUDED.search(text)) and not line.asks:
            rule = blocked(text)
            if rule:
                found.append(Finding(text=text, links=line.ids, rule=rule, score=0.0, sure=False))
    return tuple(found)


def _frames(window: Window, said: date | None, ended: bool) -> Iterator[Frame]:
    """Yield the frames; an outcome closes one frame only, the first that it fits."""
    used = -1
    for line in window.lines:
        if line.at <= used or not HINT.search(line.text) or len(line.text) > 1_500:
            continue
        frame = _frame(window, line, said, ended)
        if frame is not None and not _says_again(frame, used):
            used = frame.outcome.at
            yield frame


def _says_again(frame: Frame, used: int) -> bool:
    """Whether "so that is agreed" only repeats what was decided just before."""
    known = bool(frame.proposals) and all(one.at <= used for one in frame.proposals)
    return frame.rule == "D-said" and known and not (STATED.search(frame.outcome.text) or CONCLUDED.search(frame.outcome.text))


def _frame(window: Window, line: Line, said: date | None, ended: bool) -> Frame | None:
    recorded = RECORDED.search(line.text)
    if recorded and line.leads:
        return Frame("D-recorded", line)
    if SILENCE.search(line.text) and not line.asks:
        found = silence(window, line, said)
        if found is not None:
            return found
    frame = _elected(window, line) or _counted(window, line)
    if frame is not None or not line.leads:
        return frame or _taken_up(window, line)
    if EXTEND.search(line.text):
        return Frame("D-extended", line)
    if DEFER.search(line.text) and not line.asks and not blocked(line.text):
        return Frame("D-deferred", line, proposals=_matter(window, line))
    if _is_question(line):
        return _asked(window, line, ended)
    if line.asks:
        return None
    return _noted(window, line) or _said(window, line) or _taken_up(window, line)


def _is_question(line: Line) -> bool:
    """Whether the chair asks for consent: "if there is no objection" asks as well."""
    if OBJECTION_QUESTION.search(line.text) and not NO_OBJECTION.search(line.text.partition(", so")[0].partition("if ")[0]):
        return line.asks or "if " in line.text.lower() or "unless" in line.text.lower()
    return bool(line.asks and CONTENT_QUESTION.search(line.text) and not IDLE_QUESTION.search(line.text))


def _asked(window: Window, question: Line, ended: bool) -> Frame | None:
    """Return the frame of a question for consent, closed by the chair's words; None where consent was not given."""
    bare = bool(ANAPHORIC.search(question.text))
    proposals = window.proposals(question.at, 6 if bare else 4)
    sure = bool(proposals) or not bare or "motion" in " ".join(one.text for one in window.before(question.at, 2)).lower()
    to_object = bool(OBJECTION_QUESTION.search(question.text))
    answers = list(window.answers(proposals[0].at, question.at))[-4:] if proposals else []
    talked = False
    for line in window.after(question.at, AHEAD):
        if _refuses(line, to_object):
            return None
        if line.leads and _closes(line):
            if talked and not _settled(line) and not _goes_on(window, line):
                continue
            return Frame("D-unopposed", _sealed(window, line), question, proposals, tuple(answers), sure=sure)
        if line.leads and _is_question(line) and not ANAPHORIC.search(line.text):
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


def _refuses(line: Line, to_object: bool) -> bool:
    if DISSENT.search(line.text):
        return True
    first = line.text[:4].lower().rstrip(",.! ")
    return not line.leads and line.words <= 6 and first.startswith("yes" if to_object else "no") and "objection" not in line.text


def _closes(line: Line) -> bool:
    return not line.asks and bool(ACK.match(line.text) or THUMBS.search(line.text) or NO_OBJECTION.search(line.text) or _settled(line))


def _settled(line: Line) -> bool:
    text = line.text
    return bool(SETTLED.search(text) or STATED.search(text) or (CONCLUDED.search(text) and MARKED.search(text)))


def _goes_on(window: Window, line: Line) -> bool:
    """Whether the chair turns to the next item right after this line."""
    here = window.items[line.at]
    return any(one != here for one in window.items[line.at : line.at + 4])


def _said(window: Window, line: Line) -> Frame | None:
    """Return the frame that the chair's own words close: "so that is agreed"."""
    text = line.text
    settled, stated = SETTLED.search(text), STATED.search(text)
    concluded = CONCLUDED.search(text)
    if not (settled or stated or concluded) or blocked(_without_silence(text)):
        return None
    proposals = window.proposals(line.at)
    question = next((one for one in window.before(line.at, 6) if _is_question(one)), None)
    nothing = NO_OBJECTION.search(text)
    if any(DISSENT.search(one.text) for one in window.lines[question.at + 1 : line.at]) if question else False:
        return None
    start = proposals[0].at if proposals else line.at
    answers = window.answers(start, line.at) if proposals else ()
    if not proposals and question is None and not (stated and (MARKED.search(text) or nothing)):
        return None
    if concluded and not settled and not stated and not (MARKED.search(text) or answers):
        return None
    return Frame("D-said", line, question, proposals, answers[-4:])


def _without_silence(text: str) -> str:
    return NO_OBJECTION.sub("", text)


def _taken_up(window: Window, line: Line) -> Frame | None:
    """Return the frame of a proposal that others support and somebody takes up: "fine, we take it out"."""
    match = CLOSING.match(line.text)
    if not match or match["verb"].lower() in IDLE or line.asks or blocked(line.text):
        return None
    if not any(one.leads for one in window.lines):
        return None
    proposals = window.proposals(line.at, 6)
    if not proposals or proposals[0].who == line.who:
        return None
    answers = tuple(one for one in window.answers(proposals[0].at, line.at) if one.who != line.who)
    between = window.lines[proposals[0].at + 1 : line.at]
    if not answers or any(DISSENT.search(one.text) for one in between):
        return None
    return Frame("D-taken-up", line, None, proposals, answers[-4:])


def _noted(window: Window, line: Line) -> Frame | None:
    if NOTING.search(line.text) and not blocked(line.text) and not line.text.lower().startswith("note"):
        return Frame("D-noted", line)
    return None


def _elected(window: Window, line: Line) -> Frame | None:
    if not ELECTED.search(line.text) or blocked(line.text):
        return None
    named = tuple(one for one in window.before(line.at, 10) if NOMINATE.search(one.text))
    if not named and "declare" not in line.text:
        return None
    return Frame("D-elected", line, None, tuple(reversed(named[:4])))


def _counted(window: Window, line: Line) -> Frame | None:
    """Return the frame of a vote or a straw poll: counts, and the outcome said with them or right after."""
    if line.asks or blocked(line.text) or not _counts(line):
        return None
    rest = [one for one in window.after(line.at, 4) if one.leads or one.who == line.who]
    counted = [line, *(one for one in rest if _counts(one))]
    outcome = next((one for one in (line, *rest) if _result(one)), None)
    if outcome is None:
        return None
    before = window.before(line.at, 8)
    question = next((one for one in before if OBJECTION_QUESTION.search(one.text)), None)
    question = question or next((one for one in before[:5] if one.leads and (POLL.search(one.text) or VOTE.search(one.text))), None)
    return Frame("D-counted", outcome, question, window.proposals(line.at), counted=tuple(counted))


def _counts(line: Line) -> bool:
    sides = sum(bool(one.search(line.text)) for one in (FOR, AGAINST, ABSTAINED))
    return sides >= 2 or (sides == 1 and line.words <= 8 and bool(FOR.search(line.text)))


def _result(line: Line) -> bool:
    text = line.text
    lost = VOTE_LOST.search(text) is not None and STATED.search(text) is not None
    if line.asks or (blocked(text) and not lost):
        return False
    closing = CLOSING.match(after_lead(text)) or CLOSING.match(text)
    taken = closing is not None and closing["verb"].lower() not in IDLE
    return bool(SETTLED.search(text) or STATED.search(text) or CONCLUDED.search(text) or VOTE_LOST.search(text) or taken)


def _matter(window: Window, line: Line) -> tuple[Line, ...]:
    """Return the line before a deferral that names what is deferred, if its own chair said it."""
    before = window.before(line.at, 1)
    return tuple(one for one in before if one.leads and one.who == line.who)


