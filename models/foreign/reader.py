"""Any transcript, recognised by what it holds and not by what it is called."""

from __future__ import annotations

from models.foreign.said import BadTranscript, Foreign

LARGEST = 50_000_000
"""Bytes: a day of captions is a few million."""


def read_transcript(data: bytes, name: str = "transcript", largest: int = LARGEST) -> Foreign:
    """Return what the file says, whatever made it.

    Args:
        name: What to call the file in an error.
        largest: How many bytes are read at most.

    Raises:
        BadTranscript: If it is empty, too large, binary, or holds no words.
    """
    raise BadTranscript(f"{name}: not yet read")
