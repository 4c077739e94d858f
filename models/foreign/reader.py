"""Any transcript, recognised by what it holds and not by what it is called."""

from __future__ import annotations

import re

from models.foreign.decoding import EXPECTED, decode
from models.foreign.igf import is_igf, read_igf
from models.foreign.json_files import load_json, read_json
from models.foreign.plain_text import is_chat, read_chat, read_plain
from models.foreign.said import BadTranscript, Foreign
from models.foreign.subrip import has_timings, read_subrip
from models.foreign.vtt import read_vtt

LARGEST = 50_000_000
"""Bytes: a day of captions is a few million."""
_SIGNATURE = re.compile(r"WEBVTT(?:[ \t\r\n]|$)")
_DOTTED = re.compile(r"\d\.\d{3}[ \t]*-->")


def read_transcript(data: bytes, name: str = "transcript", largest: int = LARGEST) -> Foreign:
    """Return what the file says, whatever made it; `lacks` tells what it does not say or had to be guessed.

    Args:
        name: What to call the file in an error.
        largest: How many bytes are read at most.

    Raises:
        BadTranscript: If it is empty, too large, no text, or a kind of file that holds no transcript.

    >>> read_transcript(b"WEBVTT\\n\\n00:01.000 --> 00:02.000\\n<v Ana>Good morning").said[0].speaker
    'Ana'
    """
    text, told = decode(data, name, largest)
    read = _read(text, name, told)
    return Foreign(
        read.kind, read.said, read.title, read.date, (*told, *read.lacks), read.language, read.agenda
    )


def _read(text: str, name: str, told: list[str]) -> Foreign:
    bare = text.lstrip("\ufeff \t\r\n\f\v\0")
    if _SIGNATURE.match(bare):
        if not _SIGNATURE.match(text):
            told.append("The word WEBVTT does not stand at the very beginning, as the standard wants it.")
        return read_vtt(bare)
    if bare.startswith(("{", "[")):
        value = load_json(bare)
        if isinstance(value, dict | list):
            return read_json(value, name)
        if re.match(r"\{\s*\"|\[\s*\{", bare):
            raise BadTranscript(f"{name} begins as JSON but is broken or cut off; expected whole JSON; export it again")
    if re.match(r"<(?:!doctype|html|\?xml)\b", bare, re.IGNORECASE):
        raise BadTranscript(f"{name} is a web page or XML; {EXPECTED}; copy its text into a text file")
    lines = bare.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    if has_timings(lines):
        if _DOTTED.search(lines):
            told.append("The word WEBVTT at the beginning is missing.")
            return read_vtt(f"WEBVTT\n\n{lines}")
        return read_subrip(lines)
    if is_igf(lines):
        return read_igf(lines)
    return read_chat(lines) if is_chat(lines) else read_plain(lines)
