"""Sound or pictures of a meeting, where a page can play them: by what their address ends in."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from models.report import Report

TYPES = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".webm": "video/webm", ".ogv": "video/ogg", ".mov": "video/quicktime",
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg",
    ".wav": "audio/wav", ".flac": "audio/flac",
}  # fmt: skip


@dataclass(frozen=True)
class Recording:
    """What a page can play; `sound` says that there are no pictures."""

    address: str
    type: str

    @property
    def sound(self) -> bool:
        return self.type.startswith("audio/")


def recording_of(address: str) -> Recording | None:
    """Return what can be played at the address, None if it is a page or nothing.

    >>> recording_of("https://example.org/call.opus?x=1").type
    'audio/ogg'
    >>> recording_of("https://example.org/watch?v=1")
    """
    parts = urlsplit(address)
    if parts.scheme not in ("", "https") or (not parts.scheme and (parts.netloc or address.startswith("/"))):
        return None
    suffix = "." + parts.path.rpartition(".")[2].lower()
    return Recording(address, TYPES[suffix]) if suffix in TYPES else None


def linked_recording(report: Report) -> str:
    """Return the address of the recording that the report names and a page can play; "" if there is none."""
    targets = (link.target for link in report.links if link.kind == "recording")
    return next((one for one in targets if one.startswith("https://") and recording_of(one)), "")
