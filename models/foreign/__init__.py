"""Transcripts of others, read from bytes: WebVTT, SubRip, JSON, and text with names in it."""

from models.foreign.reader import LARGEST, read_transcript
from models.foreign.said import BadTranscript, Foreign, Said

__all__ = ["LARGEST", "BadTranscript", "Foreign", "Said", "read_transcript"]
