"""A message as bytes: the same every time, only ASCII, no line longer than 78, so that nothing on the way alters it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from models.plain import unhidden

SOFT = 78
_FROM = re.compile(rb"^From ", re.MULTILINE)
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class Part:
    """A text of some media type; with a file name it is an attachment."""

    media: str
    text: str
    file: str = ""

    def __post_init__(self) -> None:
        if self.file and not _FILE.fullmatch(self.file):
            raise ValueError(f"not a plain file name: {self.file!r}")


@dataclass(frozen=True)
class Several:
    """Parts in order; `subtype` "alternative" for one thing in several forms, "mixed" for several things."""

    subtype: str
    parts: tuple[Part | Several, ...]


def message_bytes(headers: Sequence[str], content: Part | Several) -> bytes:
    """Return the whole message, with CRLF at the end of each line."""
    own, body = _entity(content)
    return "\r\n".join([*headers, "MIME-Version: 1.0", *own, "", ""]).encode("ascii") + body


def plain_lines(text: str) -> str:
    """Return the text with one kind of line end, a line end last, and without control characters."""
    lines = [unhidden(line).replace("\x1f", "").rstrip() for line in text.splitlines()]
    return "\n".join(lines).rstrip("\n") + "\n"


def _entity(content: Part | Several) -> tuple[list[str], bytes]:
    if isinstance(content, Part):
        return _text(content)
    inner = []
    for one in content.parts:
        headers, body = _entity(one)
        inner.append("\r\n".join([*headers, "", ""]).encode("ascii") + body)
    # Made from the content, a boundary is the same every time and cannot be guessed into the text.
    boundary = f"=_{hashlib.sha256(b''.join(inner)).hexdigest()[:32]}"
    around = f"--{boundary}".encode("ascii")
    # The line end ahead of a boundary belongs to it; with its own, a text comes out with its last line whole.
    whole = b"".join(around + b"\r\n" + one + b"\r\n" for one in inner) + around + b"--\r\n"
    return [f"Content-Type: multipart/{content.subtype};", f' boundary="{boundary}"'], whole


def _text(part: Part) -> tuple[list[str], bytes]:
    data = plain_lines(part.text).encode()
    encoding, body = _encoded(data)
    charset = "us-ascii" if data.isascii() and part.media == "text/plain" and not part.file else "utf-8"
    headers = [f"Content-Type: {part.media}; charset={charset}", f"Content-Transfer-Encoding: {encoding}"]
    if part.file:
        headers += ["Content-Disposition: attachment;", f' filename="{part.file}"']
    return headers, body


def _encoded(data: bytes) -> tuple[str, bytes]:
    # "From " at the start of a line is changed by many archives, and a long line by many servers.
    if data.isascii() and not _FROM.search(data) and all(len(line) <= SOFT for line in data.split(b"\n")):
        return "7bit", data.replace(b"\n", b"\r\n")
    quoted = binascii.b2a_qp(data)
    while _FROM.search(quoted):
        quoted = _FROM.sub(b"=46rom=20=\n", quoted)
    block = base64.encodebytes(data.replace(b"\n", b"\r\n"))
    if len(quoted) <= len(block):
        return "quoted-printable", quoted.replace(b"\n", b"\r\n")
    return "base64", block.replace(b"\n", b"\r\n")
