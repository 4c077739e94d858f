"""Transcripts as WebVTT: a strict printer, a checker by the standard's grammar, and readers."""

from models.webvtt.blocks import NotWebVtt
from models.webvtt.checker import check_webvtt
from models.webvtt.printer import print_some, print_webvtt
from models.webvtt.reader import ReadCue, read_webvtt

__all__ = ["NotWebVtt", "ReadCue", "check_webvtt", "print_some", "print_webvtt", "read_webvtt"]
