"""What somebody who joins late may read of a transcript: from the lines under way when they joined."""

from __future__ import annotations

from copy import copy

from models.marks import Mark
from models.timeline import Timeline
from models.transcript import Transcript

UNDER_WAY_MS = 10_000
"""A line whose last word is no older than this goes on, and is shown from its beginning."""


def joined_at(transcript: Transcript) -> int:
    """Return the number of the event behind which somebody reads who joins now: ahead of the lines under way.

    A line is never cut: who joins in the middle of a sentence gets its beginning with it.
    """
    spoken = [cue for cue in transcript.edits.heard.values() if cue.gap is None]
    newest_ms = max((cue.end_ms for cue in spoken), default=0)
    last = {cue.source: cue for cue in spoken}
    open_lines = [cue for cue in last.values() if cue.end_ms > newest_ms - UNDER_WAY_MS]
    return min((transcript.began[cue.id] - 1 for cue in open_lines), default=transcript.seq or 0)


def from_joining(whole: Transcript, at: int, timed: bool = False) -> Transcript:
    """Return the transcript for somebody who reads behind event `at`: no words said before.

    Headings, gaps and interruptions stay, as they hold no words. A line that was recognised late, for a gap, belongs to
    when it was said.

    Args:
        timed: Whether `timeline` is needed, which files are printed from; without it that is empty.
    """
    heard = whole.edits.heard.values()
    begins = [cue.start_ms for cue in heard if cue.gap is None and whole.began[cue.id] > at]
    first_ms = min(begins, default=None)
    kept = copy(whole)
    kept.edits = whole.edits.only(cue.id for cue in whole.cues if first_ms is not None and cue.start_ms >= first_ms)
    kept.timeline = Timeline(whole.header.language)
    # What was folded before would still hold everything.
    kept._tuple = None
    if timed:
        for cue in kept.cues:
            kept.timeline.put_cue(cue)
        for entry in whole.timeline.entries:
            if isinstance(entry, Mark):
                kept.timeline.put_mark(entry)
    return kept
