"""The lists of the site: by date, coalition and topic, what is still open, who attended; feeds and calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from archive.actions import Step, by_body, by_owner, open_steps
from archive.attendance import Attended, as_csv, rows
from archive.calendar import calendar
from archive.entry import Entry
from archive.feeds import meetings_feed, step_anchor, steps_feed
from archive.metadata import site_json_ld
from archive.site_pages import LANG, Site, page
from models.names import fold
from templates.wording import wording

NEWEST = 10


def list_files(site: Site, entries: Sequence[Entry]) -> dict[str, str]:
    """Return every page that is about several meetings, by its place in the site.

    Args:
        entries: By date, the oldest first.
    """
    say = wording(LANG)
    newest = sorted(entries, key=lambda one: (one.date, one.id), reverse=True)
    years = _by_year(newest)
    steps = open_steps(one.steps for one in entries)
    made = {
        "index.html": page(site, "index", "index.html", newest=newest[:NEWEST], years=years, count=len(entries),
                           data=site_json_ld(site.title, site.address)),
        "coalitions.html": page(site, "coalitions", "coalitions.html", coalitions=_coalitions(newest)),
        "topics.html": page(site, "topics", "topics.html", letters=_letters(_topics(newest))),
        "search.html": page(site, "search", "search.html"),
        "accessibility.html": page(site, "accessibility", "accessibility.html"),
        "actions.html": _actions(site, steps, entries),
        "feed.xml": meetings_feed(entries, site.title, site.address, say),
        "actions.xml": steps_feed(steps, entries, f"{site.title}: {say('site_pages.actions')}", site.address, say),
        "calendar.ics": calendar(entries, site.title, site.address, say),
    }  # fmt: skip
    for year, meetings in years.items():
        made[f"dates/{year}.html"] = page(site, "year", f"dates/{year}.html", year=year, years=years, meetings=meetings)
    return made | _attendance(site, years)


def anchor_of(*parts: str) -> str:
    """Return an anchor that is made of letters and digits whatever the text is, and lasts as long as it."""
    return "x" + sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def _by_year(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    years: dict[str, list[Entry]] = {}
    for one in entries:
        years.setdefault(one.year, []).append(one)
    return years


def _coalitions(entries: Iterable[Entry]) -> list[tuple[str, Attended, list[Entry]]]:
    held: dict[str, tuple[Attended, list[Entry]]] = {}
    for one in entries:
        for body in one.coalitions:
            held.setdefault(fold(body.name), (body, []))[1].append(one)
    return [(anchor_of("body", key), *held[key]) for key in sorted(held)]


def _topics(entries: Iterable[Entry]) -> dict[str, tuple[str, list[Entry]]]:
    held: dict[str, tuple[str, list[Entry]]] = {}
    for one in entries:
        for topic in one.topics:
            held.setdefault(fold(topic), (topic, []))[1].append(one)
    return held


def _letters(topics: Mapping[str, tuple[str, list[Entry]]]) -> list[tuple[str, list[tuple[str, str, list[Entry]]]]]:
    """The topics under the letters that they begin with; what begins with no letter comes first."""
    held: dict[str, list[tuple[str, str, list[Entry]]]] = {}
    for key in sorted(topics):
        first = next((one for one in key if one.isalnum()), "")
        letter = first.upper() if first.isalpha() else "0–9"
        held.setdefault(letter, []).append((anchor_of("topic", key), *topics[key]))
    return sorted(held.items(), key=lambda pair: (pair[0] != "0–9", pair[0]))


def _actions(site: Site, steps: Sequence[Step], entries: Sequence[Entry]) -> str:
    owners = [(anchor_of("owner", fold(name)), name, held) for name, held in by_owner(steps).items()]
    bodies = [(anchor_of("owes", fold(name)), name, held) for name, held in by_body(steps).items()]
    known = {one.id: one for one in entries}
    return page(
        site, "actions", "actions.html", steps=steps, owners=owners, bodies=bodies, known=known, anchor=step_anchor
    )


def _attendance(site: Site, years: Mapping[str, Sequence[Entry]]) -> dict[str, str]:
    made: dict[str, str] = {}
    told: list[tuple[str, int, int]] = []
    for year, meetings in years.items():
        counted = [one for one in meetings if one.counted]
        held = rows((one.id, one.attended) for one in counted)
        known = {one.id: one for one in meetings}
        left_out = [one for one in meetings if not one.counted and not one.withdrawn]
        path = f"attendance/{year}.html"
        made[path] = page(
            site, "attendance_year", path, year=year, rows=held, counted=counted, known=known, left_out=left_out
        )
        dates = {one.id: one.date for one in counted}
        made[f"attendance/{year}.csv"] = as_csv(year, held, len(counted), dates)
        told.append((year, len(counted), len(left_out)))
    made["attendance.html"] = page(site, "attendance", "attendance.html", years=told)
    return made
