"""The decisions of a talk: frames of proposal, assent and outcome within one agenda item.

Nothing is a decision without the line that closes it. What is past, supposed, or told of others is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from summarizer.decision_amends import amend
from summarizer.decision_asked import asked_for_consent, is_question
from summarizer.decision_cues import (
    DISSENT,
    NO_OBJECTION,
)
from summarizer.decision_frame import Frame, Window, blocked
from summarizer.decision_silence import silence
from summarizer.decision_votes import TO_VOTE, counted_votes, elected, voted_down
from summarizer.decision_words import AGENDA, as_found
from summarizer.finding import AgendaFound, DecisionFound, Finding
from summarizer.floor import Line
from summarizer.outcome_cues import (
    CLOSING,
    CONCLUDED,
    DEFER,
    EXTEND,
    HINT,
    IDLE,
    INQUORATE,
    MARKED,
    NOTING,
    POLL,
    QUORATE,
    RECORDED,
    SETTLED,
    SILENCE,
    STATED,
    VOTE,
)


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
    return (
        frame.rule == "D-said"
        and known
        and not (STATED.search(frame.outcome.text) or CONCLUDED.search(frame.outcome.text))
    )


def _frame(window: Window, line: Line, said: date | None, ended: bool) -> Frame | None:
    recorded = RECORDED.search(line.text)
    if recorded and line.leads:
        return Frame("D-recorded", line)
    if SILENCE.search(line.text) and not line.asks:
        found = silence(window, line, said)
        if found is not None:
            return found
    frame = elected(window, line) or counted_votes(window, line)
    if frame is not None or not line.leads:
        return frame or _taken_up(window, line)
    if EXTEND.search(line.text):
        return Frame("D-extended", line)
    if DEFER.search(line.text) and not line.asks and not blocked(line.text):
        return Frame("D-deferred", line, proposals=_matter(window, line))
    if is_question(line):
        return asked_for_consent(window, line, ended)
    if line.asks:
        return None
    return _noted(window, line) or _said(window, line) or _taken_up(window, line)


def _said(window: Window, line: Line) -> Frame | None:
    """Return the frame that the chair's own words close: "so that is agreed"."""
    text = line.text
    settled, stated = SETTLED.search(text), STATED.search(text)
    concluded = CONCLUDED.search(text)
    if not (settled or stated or concluded) or (blocked(_without_silence(text)) and not voted_down(text)):
        return None
    proposals = window.proposals(line.at) or _agenda_read(window, line)
    question = next((one for one in window.before(line.at, 6) if is_question(one)), None)
    nothing = NO_OBJECTION.search(text)
    between = window.lines[question.at + 1 : line.at] if question else ()
    against = tuple(one for one in between if DISSENT.search(one.text))
    if against and not any(VOTE.search(one.text) or TO_VOTE.search(one.text) for one in (*between, line)):
        return None
    start = proposals[0].at if proposals else line.at
    answers = window.answers(start, line.at) if proposals else ()
    if (
        not proposals
        and question is None
        and not ((stated and MARKED.search(text)) or ((stated or concluded) and nothing))
    ):
        return None
    if concluded and not settled and not stated and not (MARKED.search(text) or answers):
        return None
    polled = () if against else tuple(one for one in window.before(line.at, 6) if POLL.search(one.text))
    return Frame("D-said", line, question, proposals, answers[-4:], against, polled)


def _agenda_read(window: Window, line: Line) -> tuple[Line, ...]:
    """Return the line that puts the agenda up for "then it is adopted"."""
    named = (one for one in window.before(line.at, 4) if one.leads and AGENDA.search(one.text))
    return next(((one,) for one in named if SETTLED.search(line.text)), ())


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


def _matter(window: Window, line: Line) -> tuple[Line, ...]:
    """Return the line before a deferral that names what is deferred, if its own chair said it."""
    before = window.before(line.at, 1)
    return tuple(one for one in before if one.leads and one.who == line.who)
