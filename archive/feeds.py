"""Atom feeds (RFC 4287): the meetings of the archive, and the next steps that are still open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from archive.actions import Step
from archive.entry import Entry, lasting_id
from models.plain import clean
from templates.wording import Wording

MOST = 50
EMPTY = "1970-01-01T00:00:00Z"


def meetings_feed(entries: Sequence[Entry], title: str, address: str, say: Wording) -> str:
    """Return the feed of the newest meetings; `address` is where the site is, "" where nobody told."""
    newest = sorted(entries, key=lambda one: (one.updated, one.id), reverse=True)[:MOST]
    made = (_meeting(one, address, say) for one in newest)
    latest = newest[0].updated if newest else EMPTY
    return _feed("meetings", title, f"{address}feed.xml", f"{address}index.html", latest, made)


def steps_feed(
    steps: Sequence[Step], entries: Sequence[Entry], title: str, address: str, say: Wording
) -> str:
    """Return the feed of open next steps, those that were named last first."""
    known = {one.id: one for one in entries}
    ordered = sorted(steps, key=lambda one: (known[one.last].updated, one.last, one.id), reverse=True)
    latest = max((one.updated for one in entries), default=EMPTY)
    made = (_step(one, known, address, say) for one in ordered)
    return _feed("actions", title, f"{address}actions.xml", f"{address}actions.html", latest, made)


def _feed(kind: str, title: str, own: str, page: str, updated: str, entries: Iterable[str]) -> str:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>urn:uuid:{lasting_id('feed', kind, own)}</id>",
        f"<title>{text(title)}</title>",
        f"<updated>{updated}</updated>",
        f"<link rel=\"self\" type=\"application/atom+xml\" href={attribute(own)}/>",
        f"<link rel=\"alternate\" type=\"text/html\" href={attribute(page)}/>",
        f"<author><name>{text(title)}</name></author>",
        *entries,
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def _meeting(one: Entry, address: str, say: Wording) -> str:
    states = [say(f"site_pages.{key}") for key in ("withdrawn", "corrected", "redacted") if getattr(one, key)]
    summary = " ".join(part for part in (f"{one.group}, {one.date}.", *states, one.summary) if part)
    link = f"{address}{one.folder}/index.html"
    return _entry(lasting_id("meeting", one.id), f"{one.title}, {one.date}", one.updated, link, summary, one.date)


def _step(one: Step, known: dict[str, Entry], address: str, say: Wording) -> str:
    owners = ", ".join(one.owners) or say("site_pages.nobody")
    parts = [f"{say('site_pages.owner')}: {owners}."]
    parts += [f"{say('site_pages.due')}: {one.due}."] if one.due else []
    parts += [f"{say('site_pages.from_meeting')}: {known[one.since].title}, {known[one.since].date}."]
    last = known[one.last]
    link = f"{address}actions.html#{step_anchor(one)}"
    return _entry(lasting_id("step", *one.key), f"{one.id}: {one.text}", last.updated, link, " ".join(parts), last.date)


def step_anchor(one: Step) -> str:
    """Return the anchor of a next step on the page of open ones."""
    return f"s-{lasting_id('step', *one.key)[:8]}"


def _entry(id: str, title: str, updated: str, link: str, summary: str, day: str) -> str:
    return "\n".join(
        [
            "<entry>",
            f"<id>urn:uuid:{id}</id>",
            f"<title>{text(title)}</title>",
            f"<updated>{updated}</updated>",
            f"<published>{day}T00:00:00Z</published>",
            f"<link rel=\"alternate\" type=\"text/html\" href={attribute(link)}/>",
            f"<summary>{text(summary)}</summary>",
            "</entry>",
        ]
    )


def text(value: str) -> str:
    """Return the text for the inside of an element."""
    return escape(clean(value))


def attribute(value: str) -> str:
    """Return the text as an attribute with its quotes."""
    return quoteattr(clean(value))
