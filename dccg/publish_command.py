"""`dccg publish`: the public site, as a folder that any web host takes."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from archive.site_pages import Site
from dccg.approved import Approved, approved_at
from dccg.publishing import build
from dccg.remembered import FILE as MEMORY
from dccg.remembered import sources
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
    layouts = known_layouts(settings)
    if sample:
        made = build(path, about, [sample_meeting()], layouts, _say)
    else:
        ones = sources(settings, partial(_approved, settings, path))
        made = build(path, about, ones, layouts, _say, memory=settings.data / MEMORY)
    _say(
        f"Meetings: {made.meetings}. Files: {made.files}; {len(made.written)} written, {len(made.removed)} removed, "
        "the others were the same."
    )
    return path / "index.html"


def _approved(settings: Settings, path: Path, id: str) -> Approved | None:
    one = approved_at(settings, id)
    if isinstance(one, Approved):
        return one
    if one.fault and (path / "meetings" / id).exists():
        raise MeetingError(f"{id}: {one.why}; its page would vanish from the site, so the site was not built")
    _say(f"{id}: not published: {one.why}")
    return None


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
