"""A transcript as it stands at one moment, to be read elsewhere while words come in."""

from __future__ import annotations

from copy import copy
from typing import TypeVar

from models.transcript import Transcript

T = TypeVar("T")


def apart(transcript: Transcript) -> Transcript:
    """Return a copy that later events do not change: for a long export or page in a thread of its own.

    It is some copies of lists, whatever was said; all that takes a look at each line is left to the thread.
    """
    kept = _apart(transcript)
    kept.edits, kept.timeline = _apart(transcript.edits), _apart(transcript.timeline)
    kept.timeline._printed = {kind: list(texts) for kind, texts in transcript.timeline._printed.items()}
    return kept


def _apart(thing: T) -> T:
    twin = copy(thing)
    for name, value in vars(thing).items():
        if isinstance(value, dict | list | set):
            setattr(twin, name, copy(value))
    return twin
