"""What later words do to a decision: a correction amends it, a retraction undoes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from summarizer.dates import find_dates
from summarizer.decision_frame import Frame, Window
from summarizer.decision_silence import spoken_day
from summarizer.decision_words import decision_text
from summarizer.floor import Line
from summarizer.outcome_cues import CORRECTION, TAKEN_BACK

SOON = 8
"""Lines after an outcome within which it is corrected or taken back without naming its item again."""

_SMALL = frozenset(
    "the and that this are was were been have has had will would should could not for with from into group "
    "agreed so then there "
    "item meeting sorry correction extended adopted".split()
)


def amend(frames: Sequence[Frame], window: Window, said: date | None) -> tuple[Frame, ...]:
    """Return the frames as they stand at the end: amended by what corrects them, without those taken back."""
    kept: list[Frame] = []
    for frame in frames:
        older = next((at for at in range(len(kept) - 1, -1, -1) if _corrects(frame, kept[at], window)), None)
        if older is not None:
            frame = replace(frame, corrected=(*kept[older].lines[-2:], *frame.corrected))
            del kept[older]
        kept.append(frame)
    return tuple(_dated(one, window, said) for one in kept if not _taken_back(one, window))


def _corrects(frame: Frame, old: Frame, window: Window) -> bool:
    """Whether a frame decides the matter of an older one again, and says that it mends it."""
    if window.items[frame.outcome.at] != window.items[old.outcome.at] or frame.rule == "D-deferred":
        return False
    near = [*reversed(window.before(frame.outcome.at, 3)), frame.outcome]
    if not any(
        re.search(
            r"\b(?:sorry|correction|misspoke|correct|back to (?:item|point|the (?:decision|question))|my mistake|"
            r"wait)\b",
            one.text,
            re.IGNORECASE,
        )
        for one in near
    ):
        return False
    return len(_matter(frame) & _matter(old)) >= 2


def _matter(frame: Frame) -> set[str]:
    said = " ".join(
        one.text for one in (*frame.proposals, *((frame.question,) if frame.question else ()), frame.outcome)
    )
    return {one for one in re.findall(r"[a-z]{4,}", said.lower()) if one not in _SMALL}


def _taken_back(frame: Frame, window: Window) -> bool:
    for line in window.after(frame.outcome.at, SOON):
        if line.leads and TAKEN_BACK.search(line.text) and CORRECTION.search(line.text) and not line.asks:
            return True
    return False


def _dated(frame: Frame, window: Window, said: date | None) -> Frame:
    """Return the frame with the day that was named last, where a day was corrected."""
    if frame.rule == "D-silence":
        lines = (*frame.proposals, frame.outcome, *frame.corrected)
        day = spoken_day(lines, frame.until, said)
        return replace(frame, text=_silent_text(frame, window, day))
    if said is None:
        return frame
    for line in window.after(frame.outcome.at, 4):
        days = [one for one in find_dates(line.text, said) if one.days]
        old = [one for one in find_dates(frame.outcome.text, said) if one.days]
        if not (days and old and line.leads and CORRECTION.search(line.text)) or line.asks:
            continue
        if days[0].due.dates == old[-1].due.dates:
            continue
        text = decision_text(frame, "")
        printed = re.sub(r"^(?:by|until|till|on|to|for) ", "", old[-1].due.printed)
        new = re.sub(r"^(?:by|until|till|on|to|for) ", "", days[0].due.printed)
        if printed in text:
            return replace(frame, text=text.replace(printed, new), corrected=(*frame.corrected, line))
    return frame


def _silent_text(frame: Frame, window: Window, day: str) -> str:
    named: tuple[Line, ...] = (*frame.proposals, *window.before(frame.outcome.at, 2))
    matter = "The proposal" if any("proposal" in one.text.lower() for one in named) else "The matter"
    when = f" by {day}" if day else ""
    return f"{matter} is taken as agreed if there is no objection{when}"
