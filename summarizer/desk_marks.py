"""Marks of the desk as findings read them: each at the caption that was on the screen, or the last one before it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from summarizer.desk_entries import Mark
from summarizer.talk import NoteMark, Talk


def with_desk_marks(talk: Talk, marks: Iterable[Mark]) -> Talk:
    """Return the talk with the marks among its own; a mark ahead of every caption is at the first."""
    if not talk.utterances:
        return talk
    starts = [one.start_ms or 0 for one in talk.utterances]
    found = []
    for one in marks:
        at = talk.place.get(str(one.cue))
        if at is None:
            at = max(0, bisect_right(starts, one.at_ms) - 1)
        found.append(NoteMark(one.kind, talk.utterances[at].id, one.text, one.by))
    return replace(talk, marks=(*talk.marks, *found))
