"""How frames look on the wire: WebSocket messages, server-sent events, the ends of both. Made once for all readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

RESUME: Final = 4001
"""Close code: the stream moved on; come back and resume by number."""
BEGIN_AGAIN: Final = 4002
"""Close code: what the reader holds is not of this stream, which was made anew; load the page."""

_TEXT, _CLOSE = b"\x81", b"\x88"
_LAST_CHUNK = b"0\r\n\r\n"


def messages(frames: Sequence[bytes]) -> bytes:
    """The frames as WebSocket messages, one each: a single unmasked frame, never compressed (RFC 6455, 5.2)."""
    return b"".join(_TEXT + _length(len(frame)) + frame for frame in frames)


def closing(code: int, reason: str) -> bytes:
    """A WebSocket's close frame.

    >>> closing(4001, "resume")
    b'\\x88\\x08\\x0f\\xa1resume'
    """
    body = code.to_bytes(2, "big") + reason.encode()
    return _CLOSE + _length(len(body)) + body


def _length(size: int) -> bytes:
    if size < 126:
        return bytes((size,))
    return b"\x7e" + size.to_bytes(2, "big") if size < 1 << 16 else b"\x7f" + size.to_bytes(8, "big")


def event(frame: bytes) -> bytes:
    """The frame as a server-sent event; one that is kept has its number as its id.

    >>> event(b'{"seq":7,"kind":"notice","text":""}')
    b'id:7\\ndata:{"seq":7,"kind":"notice","text":""}\\n\\n'
    """
    number = frame[7 : frame.find(b",", 7)] if frame.startswith(b'{"seq":') else b""
    return b"id:%b\ndata:%b\n\n" % (number, frame) if number.isdigit() else b"data:%b\n\n" % frame


def chunk(body: bytes) -> bytes:
    """A piece of an HTTP/1.1 answer whose length is not known ahead."""
    return b"%x\r\n%b\r\n" % (len(body), body)


def events(frames: Sequence[bytes]) -> bytes:
    """The frames as server-sent events in one chunk."""
    return chunk(b"".join(map(event, frames)))


RESUME_EVENT = b"event:resume\ndata:{}\n\n"
AGAIN_EVENT = b"event:again\ndata:{}\n\n"

GOODBYE_MESSAGE = closing(RESUME, "resume")
GOODBYE_EVENT = chunk(RESUME_EVENT) + _LAST_CHUNK
