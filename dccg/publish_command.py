"""`dccg publish`: the public site, as a folder that any web host takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from archive.site_pages import Site
from dccg.approved import Approved, meetings
from dccg.publishing import build
from dccg.reports import known_layouts
from dccg.sample_archive import NOTICE
from dccg.sample_archive import sample as sample_meeting
from dccg.settings import Settings
from models.errors import MeetingError
from models.meeting import check_url
from models.names import BadField

FOLDER = "site"
"""In the data folder: the site that the program serves at /archive."""


def publish(settings: Settings, site: Path | None, address: str, title: str, sample: bool) -> Path:
    """Build the site, tell on stderr what was done, and return its first page."""
    if sample and site is None:
        raise MeetingError("say where the site of the sample shall be, as --site /tmp/site")
    path = site or settings.data / FOLDER
    about = Site(title, _address(address), settings.contact, NOTICE if sample else "")
    ones = iter([sample_meeting()]) if sample else _approved(settings, path)
    made = build(path, about, ones, known_layouts(settings), _say)
    _say(
        f"Meetings: {made.meetings}. Files: {made.files}; {len(made.written)} written, {len(made.removed)} removed, "
        "the others were the same."
    )
    return path / "index.html"


def _approved(settings: Settings, path: Path) -> Iterator[Approved]:
    for one in meetings(settings):
        if isinstance(one, Approved):
            yield one
        elif one.fault and (path / "meetings" / one.id).exists():
            raise MeetingError(f"{one.id}: {one.why}; its page would vanish from the site, so the site was not built")
        else:
            _say(f"{one.id}: not published: {one.why}")


def _address(text: str) -> str:
    if not text:
        return ""
    try:
        kept = check_url(text, "address")
    except BadField as fault:
        raise MeetingError(f"--address: {fault}") from None
    return f"{kept.rstrip('/')}/"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
