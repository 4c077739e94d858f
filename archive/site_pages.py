"""The pages of the public site, made of what the archive knows; no file is touched here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.entry import Archived, Entry, Printed
from archive.metadata import dublin_core, json_ld
from archive.recording import Recording, recording_of
from models.transcript import CHATHAM_HOUSE
from templates import clock, render
from templates.wording import wording

LANG = "en"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "media-src 'self' https:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "require-trusted-types-for 'script'",
    )
)
"""What each page says of itself. Sound and pictures may come from elsewhere, and only when a reader plays them."""


@dataclass(frozen=True)
class Site:
    """The site itself. `address` ends in "/", or is empty where nobody told; `notice` stands on every page."""

    title: str
    address: str = ""
    contact: str = ""
    notice: str = ""


def page(site: Site, name: str, path: str, **values: Any) -> str:
    """Return a page as HTML; `path` is where it lies in the site, as "dates/2026.html"."""
    root = "../" * path.count("/")
    return render(f"site/{name}.html", LANG, site=site, root=root, path=path, policy=POLICY, day=day_words, **values)


def day_words(date: str) -> str:
    """Return an ISO date as people write it, and any other text as it is."""
    parts = date.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts) or not 1 <= int(parts[1]) <= 12:
        return date
    say = wording(LANG)
    return say("dates.day", day=int(parts[2]), month=say(f"dates.{int(parts[1])}"), year=parts[0])


def meeting_page(
    site: Site, one: Archived, entry: Entry, body: Printed, forms: Sequence[str], captions: Sequence[str]
) -> str:
    """Return the page of a meeting: its report, what was corrected and redacted, and its files.

    Args:
        forms: Names of the report's files, as "report.pdf".
        captions: Names of the transcript's files, as "transcript.vtt".
    """
    corrections = [each for each in one.report.corrections if each.accepted]
    path = f"{entry.folder}/index.html"
    return page(
        site, "meeting", path, entry=entry, body=body, forms=forms, captions=captions, corrections=corrections,
        revisions=one.report.revisions, redactions=one.redactions, meeting=one.meeting,
        nameless=one.meeting.rule == CHATHAM_HOUSE, files=labels(forms), caption_files=labels(captions),
        data=json_ld(one, entry, site.address, (*forms, *captions)),
        dublin=tuple(dublin_core(one, entry, site.address)),
    )  # fmt: skip


def withdrawn_page(site: Site, entry: Entry) -> str:
    """Return what stands at the address of a report that was withdrawn."""
    return page(site, "withdrawn", f"{entry.folder}/index.html", entry=entry)


def transcript_page(site: Site, one: Archived, entry: Entry, captions: Sequence[str]) -> str:
    """Return the transcript with an anchor and a permanent address for each caption."""
    there = {line.id for line in one.script.lines}
    played: Recording | None = recording_of(one.recording)
    return page(
        site, "transcript", f"{entry.folder}/transcript.html", entry=entry, script=one.script, meeting=one.meeting,
        captions=captions, caption_files=labels(captions), played=played, clock=clock,
        lost=sorted(cited(one) - there), redactions=one.redactions, vtt="transcript.vtt" in captions,
    )  # fmt: skip


def cited(one: Archived) -> set[int]:
    """Return the numbers of the captions that the report rests on; its print leads to each."""
    report = one.report
    found = [seen for decision in report.decisions for seen in decision.evidence]
    found += [seen for view in report.views for side in view.positions for seen in side.evidence]
    stack: list[Any] = [*report.front, *report.blocks, *(block for annex in report.annexes for block in annex.blocks)]
    stack += report.actions
    while stack:
        part = stack.pop()
        stack += [inner for key in ("statements", "blocks", "children") for inner in getattr(part, key, ())]
        found += getattr(part, "evidence", ())
    return {id for seen in found for id in seen.cues}


def labels(names: Sequence[str]) -> Mapping[str, str]:
    """Return the key of the label of each file."""
    return {name: "file_" + name.partition(".")[2].replace(".", "_") for name in names}
