"""What a meeting's page says of itself to machines: JSON-LD of schema.org, and Dublin Core."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archive.entry import Archived, Entry, lasting_id
from models.plain import clean


def json_ld(one: Archived, entry: Entry, address: str, files: tuple[str, ...]) -> str:
    """Return the meeting and its report as JSON-LD, safe inside a script element."""
    page = f"{address}{entry.folder}/index.html" if address else f"urn:uuid:{lasting_id('meeting', entry.id)}"
    features = ["structuralNavigation", "tableOfContents", *(["captions", "transcript"] if entry.captions else [])]
    start = f"{entry.date}T{entry.start}:00Z" if entry.start else entry.date
    event: dict[str, Any] = {
        "@type": "Event", "@id": f"{page}#meeting", "name": entry.title, "startDate": start,
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "organizer": {"@type": "Organization", "name": entry.group}, "inLanguage": one.meeting.language,
        "isAccessibleForFree": True,
    }  # fmt: skip
    report: dict[str, Any] = {
        "@type": "Report", "@id": page, "name": f"{entry.title}: {clean(one.report.about.doc_type)}",
        "inLanguage": one.report.language, "datePublished": entry.updated, "dateCreated": entry.date,
        "version": str(entry.version), "about": {"@id": event["@id"]}, "accessibilityFeature": features,
        "encoding": [{"@type": "MediaObject", "contentUrl": name} for name in files],
        "isAccessibleForFree": True,
    }  # fmt: skip
    if entry.captions:
        report["isBasedOn"] = f"{address}{entry.folder}/transcript.html" if address else "transcript.html"
    return block({"@context": "https://schema.org", "@graph": [event, report]})


def site_json_ld(title: str, address: str) -> str:
    """Return the site itself as JSON-LD."""
    data: dict[str, Any] = {"@context": "https://schema.org", "@type": "WebSite", "name": title}
    return block(data | ({"url": f"{address}index.html"} if address else {}))


def block(data: dict[str, Any]) -> str:
    """Return the data as JSON in which nothing can end the element around it."""
    made = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return made.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def dublin_core(one: Archived, entry: Entry, address: str) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of the page's Dublin Core."""
    yield "DC.title", f"{entry.title}, {entry.date}"
    yield "DC.creator", entry.group
    yield "DC.date", entry.updated[:10]
    yield "DC.coverage", entry.date
    yield "DC.language", one.report.language
    yield "DC.type", clean(one.report.about.doc_type)
    yield "DC.format", "text/html"
    page = f"{address}{entry.folder}/index.html" if address else f"urn:uuid:{lasting_id('meeting', entry.id)}"
    yield "DC.identifier", page
    if entry.captions:
        yield "DC.relation", "transcript.html"
