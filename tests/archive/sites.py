"""Invented meetings for the archive, and a reader of built sites: what tests of the public site share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archive.captions import Numbered, transcript_of
from archive.redaction import Redaction, Redactor
from archive.script import script_of
from archive.site_pages import Site
from dccg.approved import Approved, archived_as
from dccg.publishing import Built, build
from models.cue import Word
from models.events import Final, Note, Opening
from models.meeting import Meeting
from models.report import Report, Sitting
from models.roster import Body, Person, Roster
from models.transcript import Header
from summarizer.layouts import layouts
from tests.reports import sample

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
ROSTER = Roster(
    (
        Person("Bettina Aalto", body="Coalition on Open Libraries"),
        Person("Velda Korrin", body="Coalition on Lighthouses"),
    ),
    (Body("Coalition on Open Libraries", "COL"), Body("Coalition on Lighthouses")),
)
LAYOUTS = layouts()


def meeting(id: str = "2026-02-11-dccg-91", **fields: object) -> Meeting:
    """Return an invented meeting; its day is the beginning of its id."""
    usual = {
        "number": "91", "title": "Virtual meeting 91", "group": "Dynamic Coalition Coordination Group",
        "date": id[:10], "start": "14:00", "rule": "open", "roster": ROSTER,
    }  # fmt: skip
    return Meeting(id, **usual | fields)


def published(**changes: object) -> Report:
    """Return the invented report as somebody approved it."""
    return sample(**{"state": "published", **changes})


def on(report: Report, day: str) -> Report:
    """Return the report as one of another day."""
    return replace(report, about=replace(report.about, sittings=(Sitting(date=day, start_utc="14:00"),)))


def spoken(lines: Iterable[tuple[str, str]], rule: str = "open") -> list[Numbered]:
    """Return the events of a talk: who, and what they say, three seconds each."""
    events: list[Note | Final] = [Note("state", {"state": "listening", "at_ms": 0, "utc": "2026-02-11T14:00:00+00:00"})]
    for cue, (speaker, text) in enumerate(lines, 1):
        times = [(cue * 3_000 + 10 * at, one) for at, one in enumerate(text.split())]
        words = tuple(Word(start, start + 9, one) for start, one in times)
        events.append(Final(cue, 0, words, Opening(speaker, speaker, "machine", "a test", "en")))
    return [Numbered(at, one) for at, one in enumerate(events, 1)]


TALK = (
    ("Bettina Aalto", "Good morning to everybody."),
    ("Velda Korrin", "We should wait for the figures of last year."),
    *(("Bettina Aalto", f"This is sentence number {number} of the talk.") for number in range(3, 14)),
)


def approved(
    planned: Meeting | None = None, report: Report | None = None, talk: Iterable[tuple[str, str]] = TALK,
    redactions: tuple[Redaction, ...] = (),
) -> Approved:  # fmt: skip
    """Return an approved meeting, as a build takes it."""
    planned = planned or meeting()
    transcript, redactor = transcript_of(Header.of(planned), spoken(talk), Redactor(redactions))
    given = report or on(published(), planned.date)
    return archived_as(planned, given, redactor, transcript, script_of(transcript))


def built(path: Path, *ones: Approved, forms: tuple[str, ...] = ("text", "markdown", "json"), **about: str) -> Built:
    """Build a site of these meetings, without the forms that take long."""
    return build(path, Site(**{"title": "Archive of a test", **about}), ones, LAYOUTS, forms=forms)


class Page(HTMLParser):
    """A page as it was read: what it links to, what can be linked to, and what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []
        self.heads: list[int] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"{tag} is not closed" for tag in self._open]
        self.faults += [f"id {id} stands twice" for id in {id for id in self.ids if self.ids.count(id) > 1}]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attributes}
        self.links += [held[name] for name in ("href", "src", "action") if name in held]
        self.ids += [held["id"]] if "id" in held else []
        self.faults += [f"{tag} has {name}" for name in held if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in held and held.get("type") != "application/ld+json"):
            self.faults.append(f"{tag} inside the page")
        loaded = held.get("src", "") + held.get("href", "")
        if tag in ("script", "link", "img", "video") and "//" in loaded and held.get("rel") != "canonical":
            self.faults.append(f"{tag} loads from elsewhere")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.heads.append(int(tag[1]))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"/{tag} closes nothing")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def pages(site: Path) -> dict[str, Page]:
    """Return every page of a built site by its name."""
    found = sorted(site.rglob("*.html"))
    return {path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8")) for path in found}


def dead_links(site: Path) -> list[str]:
    """Return each link of the site that leads to no file or no anchor of it."""
    read, dead = pages(site), []
    for name, page in read.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            inside = target.resolve().is_relative_to(site.resolve())
            if not inside or not target.is_file():
                dead.append(f"{name}: {link}")
            elif parts.fragment:
                other = read[target.resolve().relative_to(site.resolve()).as_posix()]
                if unquote(parts.fragment) not in other.ids:
                    dead.append(f"{name}: {link}")
    return dead
