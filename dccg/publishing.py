"""The public site, built from approved meetings: what `dccg publish` does, for others to call."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

import archive
import summarizer
import templates
from archive.build import SiteFolder, fingerprint
from archive.entry import Archived, Entry, Printed, entry_of
from archive.private import looks_private
from archive.redaction import BadRedaction
from archive.search_index import SearchIndex, compact, passages_of, weights_of
from archive.site_lists import list_files
from archive.site_pages import Site, meeting_page, transcript_page, withdrawn_page
from captioner.routes import STATIC as CAPTIONER_STATIC
from dccg.approved import Approved
from dccg.remembered import Known, Memory, Source
from models import report as models_report
from models.report_json import to_json
from summarizer.formats import FORMATS
from summarizer.formats import Printed as Printing
from summarizer.html_page import html_body
from summarizer.layouts import Layout, Options, choose, print_document
from summarizer.routes import STATIC as SUMMARIZER_STATIC

STATIC = Path(archive.__file__).parent / "static"
PASSAGES = "passages.json"
FORMS = ("docx", "pdf", "text", "markdown", "json")
INSIDE = "/transcript-of-this-meeting"
"""Stands for the transcript's page while the report is printed, which takes no address without a beginning."""
PLAIN = (".txt", ".vtt", ".srt", ".igf.txt")


@dataclass(frozen=True)
class Built:
    """What a build did: how many meetings and files the site has, and which files are new or gone."""

    meetings: int
    files: int
    written: tuple[str, ...]
    removed: tuple[str, ...]


def build(
    path: Path, site: Site, ones: Iterable[Approved | Source], layouts: dict[str, Layout],
    say: Callable[[str], None] = lambda text: None, forms: tuple[str, ...] = FORMS, memory: Path | None = None,
) -> Built:  # fmt: skip
    """Build the site into a folder; what is the same already is not touched.

    Args:
        forms: In which each report is a file, beside its page.
        memory: A file outside the site that spares the next build reading what did not change.

    Raises:
        MeetingError: If the folder is no site of ours, a meeting cannot be printed, or a redaction not carried out.
    """
    out, index = SiteFolder(path), SearchIndex()
    known = Memory(memory, _setting(site, layouts, forms))
    held: list[tuple[Entry, dict[str, int]]] = []
    for given in ones:
        one = _remembered(out, known, given) or _made(out, known, given, site, layouts, forms)
        if one is None:
            continue
        entry, passages, told = one
        for line in told:
            say(f"{entry.id}: {line}")
        held.append((entry, weights_of(entry, passages)))
    held.sort(key=lambda pair: (pair[0].date, pair[0].id))
    entries = [entry for entry, _ in held]
    for entry, weights in held:
        index.add(entry, weights)
    for name, text in index.files():
        out.put(f"search/{name}", text)
    for name, text in list_files(site, entries).items():
        out.put(name, text)
    out.put("assets/base.css", (CAPTIONER_STATIC / "base.css").read_bytes())
    out.put("assets/report.css", (SUMMARIZER_STATIC / "report.css").read_bytes())
    for asset in ("site.css", "search.js", "icon.svg"):
        out.put(f"assets/{asset}", (STATIC / asset).read_bytes())
    out.finish()
    known.save()
    return Built(len(entries), out.count, tuple(out.written), tuple(out.removed))


_Passages = list[tuple[str, str]]
_Meeting = tuple[Entry, _Passages, tuple[str, ...]]


def _remembered(out: SiteFolder, memory: Memory, given: Approved | Source) -> _Meeting | None:
    """A meeting as the last build had it, if nothing of it changed and its files are whole."""
    known = memory.get(given.raw) if isinstance(given, Source) else None
    if known is None or not isinstance(given, Source) or not out.keep(known.entry.folder, known.made_from):
        return None
    memory.put(given.raw, known)
    passages = [] if known.entry.withdrawn else json.loads(out.text(f"{known.entry.folder}/{PASSAGES}"))
    return known.entry, [(anchor, text) for anchor, text in passages], known.told


def _made(
    out: SiteFolder, memory: Memory, given: Approved | Source, site: Site, layouts: dict[str, Layout],
    forms: tuple[str, ...],
) -> _Meeting | None:  # fmt: skip
    """A meeting read anew, its files made if they would be others; None if it is not published."""
    one = given.read() if isinstance(given, Source) else given
    if one is None:
        return None
    entry = entry_of(one.archived)
    passages = passages_of(one.archived, entry)
    told = (*one.told, *looks_private(to_json(one.archived.report), one.archived.script))
    made_from = _made_from(site, one, layouts, forms)
    if not out.keep(entry.folder, made_from):
        out.put_meeting(entry.folder, _files(site, one, entry, passages, layouts, forms), made_from)
    if isinstance(given, Source):
        memory.put(given.raw, Known(made_from, entry, told))
    return entry, passages, told


def _files(
    site: Site, one: Approved, entry: Entry, passages: _Passages, layouts: dict[str, Layout],
    wanted: tuple[str, ...],
) -> dict[str, str | bytes]:  # fmt: skip
    """Every file of one meeting."""
    if entry.withdrawn:
        return {"index.html": withdrawn_page(site, entry)}
    archived, layout = one.archived, choose(one.archived.report, layouts)
    captions = {f"transcript{suffix}": text for suffix, text in one.files.items()}
    address = f"{site.address}{entry.folder}/transcript.html" if site.address and captions else ""
    document = print_document(archived.report, layout, Options(names=one.names, transcript=address))
    printed = Printing(document, archived.report)
    made: dict[str, str | bytes] = {f"report{FORMATS[form].suffix}": FORMATS[form].make(printed) for form in wanted}
    forms = tuple(made)
    body = _body(archived, layout, one.names, bool(captions))
    made["index.html"] = meeting_page(site, archived, entry, body, forms, tuple(captions))
    if captions:
        made["transcript.html"] = transcript_page(site, archived, entry, tuple(captions))
    made[PASSAGES] = compact(passages)
    made |= captions
    if one.sound is not None:
        made[one.sound[0]] = one.sound[1]
    _check(one, made)
    return made


def _body(archived: Archived, layout: Layout, names: tuple[str, ...], captions: bool) -> Printed:
    options = Options(names=names, transcript=INSIDE if captions else "")
    body = html_body(print_document(archived.report, layout, options))
    content = str(body.content).replace(f'href="{INSIDE}#', 'href="transcript.html#')
    # It was markup before an address in it was put right.
    return Printed(body.direction, body.head, Markup(content))  # noqa: S704


def _check(one: Approved, files: dict[str, str | bytes]) -> None:
    """Refuse to publish files that still hold words that were to be taken out."""
    if not one.redactor:
        return
    for name, content in files.items():
        checked = name == PASSAGES or name.endswith((*PLAIN, ".md"))
        if checked and isinstance(content, str) and one.redactor.finds(content):
            raise BadRedaction(f"{one.archived.meeting.id}: {name} would still hold words that are redacted")


def _made_from(site: Site, one: Approved, layouts: dict[str, Layout], forms: tuple[str, ...]) -> str:
    """What tells whether a meeting's files would be the same again: all of it is public anyway."""
    archived = one.archived
    layout = choose(archived.report, layouts)
    sources = "".join(f"{name}{source}" for name, source in sorted(layout.files.items()))
    cues = repr(one.transcript.cues) if one.transcript is not None else ""
    sound = sha256(one.sound[1]).hexdigest() if one.sound else ""
    parts = (repr(site), to_json(archived.report), repr(archived.script), cues, repr(archived.redactions))
    # The title and the group stand on the page as well; the roster may be private and is only asked for its names.
    meeting = archived.meeting
    about = repr((meeting.title, meeting.group, meeting.date, meeting.rule, meeting.language, archived.start))
    return fingerprint((*parts, *forms, about, archived.recording, repr(layout), sources, sound, _program()))


def _setting(site: Site, layouts: dict[str, Layout], forms: tuple[str, ...]) -> str:
    """What all pages are made with."""
    sources = (f"{name}{one!r}" for name, one in sorted(layouts.items()))
    return fingerprint((repr(site), *forms, *sources, _program()))


@cache
def _program() -> str:
    """What makes the pages: templates and code; another version of it makes all of them anew."""
    rooms = (Path(module.__file__ or "").parent for module in (archive, summarizer, templates, models_report))
    kinds = (".py", ".html", ".md", ".typ", ".toml")
    files = sorted(path for room in rooms for path in room.rglob("*") if path.suffix in kinds)
    made = sha256()
    for path in files:
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()
