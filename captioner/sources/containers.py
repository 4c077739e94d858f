"""What kind of recording a file is, told by its bytes and never by its name."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

HEAD = 4_096
TAIL = 65_536
STREAMED = 0x7FFF_0000
"""Recorders that cannot know the length in advance write a data size above this one."""

KNOWN = "WAV, FLAC, Ogg, MP3, AAC, AIFF, MP4 or M4A, MOV, Matroska and WebM"

PLAYLISTS = (
    (b"#EXTM3U", "an M3U8 playlist"),
    (b"ffconcat", "a list of files"),
    (b"[playlist]", "a PLS playlist"),
    (b"v=0", "an SDP stream description"),
    (b"<asx", "an ASX playlist"),
    (b"http:", "an address"),
    (b"https:", "an address"),
    (b"rtmp:", "an address"),
    (b"rtsp:", "an address"),
    (b"file:", "an address"),
)
ATOMS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")


class NotARecording(Exception):
    """Raised when the first bytes belong to nothing that is decoded here; its text ends a sentence."""


@dataclass(frozen=True)
class Container:
    """A kind of file: what the demuxer for it is called, and the name people know it by."""

    demuxer: str
    name: str


WAV = Container("wav", "WAV")
FLAC = Container("flac", "FLAC")
OGG = Container("ogg", "Ogg")
MP3 = Container("mp3", "MP3")
AAC = Container("aac", "AAC")
AIFF = Container("aiff", "AIFF")
MATROSKA = Container("matroska", "Matroska")
MP4 = Container("mov", "MP4")


def recognise(file: BinaryIO) -> Container:
    """Return what the file is; it is left at its start.

    Raises:
        NotARecording: If it is empty, a playlist, or nothing known.
    """
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise NotARecording("the file is empty")
    skip = _id3_length(head)
    if skip:
        file.seek(skip)
        inner: Container | None = _by_magic(file.read(HEAD)) or MP3
    else:
        inner = _by_magic(head)
    file.seek(0)
    if inner is None:
        raise NotARecording(_refusal(head))
    return inner


def promises_more(file: BinaryIO, container: Container) -> bool:
    """Return whether the file itself says that its end is missing, as far as its kind can say so."""
    file.seek(0, 2)
    size = file.tell()
    found = False
    if container is WAV:
        found = _riff_promise(file) > size
    elif container is OGG:
        file.seek(max(0, size - TAIL))
        tail = file.read(TAIL)
        page = tail.rfind(b"OggS")
        # The last page of a stream that was closed carries the flag 4.
        found = page >= 0 and len(tail) > page + 5 and not tail[page + 5] & 4
    file.seek(0)
    return found


def _by_magic(head: bytes) -> Container | None:
    if head[:4] in (b"RIFF", b"RF64", b"BW64", b"RIFX") and head[8:12] == b"WAVE":
        return WAV
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return AIFF
    if head[4:8] in ATOMS:
        return MP4
    for magic, kind in ((b"fLaC", FLAC), (b"OggS", OGG), (b"\x1a\x45\xdf\xa3", MATROSKA)):
        if head.startswith(magic):
            return kind
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        if head[1] & 0xF6 == 0xF0:
            return AAC
        layer, bitrate, rate = head[1] & 0x06, head[2] >> 4, head[2] >> 2 & 3
        return MP3 if layer and bitrate != 15 and rate != 3 else None
    return None


def _refusal(head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, what in PLAYLISTS:
        if text.startswith(start.lower()):
            return f"it is {what}, which is not followed; give the recording itself"
    if text.startswith(b"<") and b"<mpd" in text:
        return "it is a DASH playlist, which is not followed; give the recording itself"
    return f"it is not a sound or video file known here; known are {KNOWN}"


def _id3_length(head: bytes) -> int:
    """The length of the ID3 tag in front, 0 if there is none; its size has seven bits in a byte."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return size + 10


def _riff_promise(file: BinaryIO) -> int:
    """Where the sound of a RIFF file ends by its header; 0 if the header does not say."""
    file.seek(0)
    if file.read(4) != b"RIFF":
        return 0
    at = 12
    for _ in range(64):
        file.seek(at)
        header = file.read(8)
        if len(header) < 8:
            return 0
        length = struct.unpack("<I", header[4:])[0]
        if header[:4] == b"data":
            return 0 if length >= STREAMED else at + 8 + length
        at += 8 + length + length % 2
    return 0
