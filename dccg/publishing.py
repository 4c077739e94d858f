"""The public site, built from approved meetings: what `dccg publish` does, for others to call."""

from __future__ import annotations

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
from models import report as models_report
from models.report_json import to_json
from summarizer.formats import FORMATS
from summarizer.formats import Printed as Printing
from summarizer.html_page import html_body
from summarizer.layouts import Layout, Options, choose, print_document

STATIC = Path(archive.__file__).parent / "static"
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
    path: Path, site: Site, ones: Iterable[Approved], layouts: dict[str, Layout],
    say: Callable[[str], None] = lambda text: None, forms: tuple[str, ...] = FORMS,
) -> Built:  # fmt: skip
    """Build the site into a folder; what is the same already is not touched.

    Args:
        forms: In which each report is a file, beside its page.

    Raises:
        MeetingError: If the folder is no site of ours, a meeting cannot be printed, or a redaction not carried out.
    """
    out, index, entries = SiteFolder(path), SearchIndex(), []
    held: list[tuple[Entry, dict[str, int]]] = []
    for one in ones:
        for line in (*one.told, *looks_private(to_json(one.archived.report), one.archived.script)):
            say(f"{one.archived.meeting.id}: {line}")
        entry = entry_of(one.archived)
        passages = passages_of(one.archived, entry)
        entries.append(entry)
        held.append((entry, weights_of(entry, passages)))
        made_from = _made_from(site, one, layouts, forms)
        if not out.keep(entry.folder, made_from):
            out.put_meeting(entry.folder, _files(site, one, entry, passages, layouts, forms), made_from)
    entries.sort(key=lambda one: (one.date, one.id))
    for entry, weights in sorted(held, key=lambda pair: (pair[0].date, pair[0].id)):
        index.add(entry, weights)
    for name, text in index.files():
        out.put(f"search/{name}", text)
    for name, text in list_files(site, entries).items():
        out.put(name, text)
    out.put("assets/base.css", (CAPTIONER_STATIC / "base.css").read_bytes())
    for asset in ("site.css", "search.js", "icon.svg"):
        out.put(f"assets/{asset}", (STATIC / asset).read_bytes())
    out.finish()
    return Built(len(entries), out.count, tuple(out.written), tuple(out.removed))


def _files(
    site: Site, one: Approved, entry: Entry, passages: list[tuple[str, str]], layouts: dict[str, Layout],
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
    made["passages.json"] = compact(passages)
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
    return Printed(body.direction, body.above, body.heading, Markup(content))  # noqa: S704


def _check(one: Approved, files: dict[str, str | bytes]) -> None:
    """Refuse to publish files that still hold words that were to be taken out."""
    if not one.redactor:
        return
    for name, content in files.items():
        checked = name == "passages.json" or name.endswith((*PLAIN, ".md"))
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
