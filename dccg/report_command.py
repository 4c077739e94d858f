"""`dccg report`: drafts from transcripts, and what becomes of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dccg.reports import BadFile, Source, desk_has_begun, draft_of, known_layouts, names_of, read_text, report_at
from dccg.reports import findings as found_in
from dccg.settings import read_settings
from models.errors import MeetingError
from models.report_json import to_json
from record import MeetingFolder
from summarizer.desk_store import FILE
from summarizer.layouts import Options, choose, format_of
from summarizer.layouts import render as rendered
from summarizer.listing import listing
from summarizer.records import read_report
from summarizer.review import problems

report = typer.Typer(no_args_is_help=True, help="Draft reports: make, import, print and check them.")

Data = Annotated[Path | None, typer.Option("--data", help="folder of the record and the meetings")]
Of = Annotated[str, typer.Argument(help="id of a meeting, or a transcript: WebVTT, SubRip, JSON or text with names")]
About = Annotated[
    Path | None, typer.Option("--meeting", help="meeting.toml of a transcript: roster, agenda, day and rule")
]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="file to write")]


@report.command("draft")
def make_draft(
    of: Of,
    meeting: About = None,
    out: Out = None,
    again: Annotated[bool, typer.Option("--again", help="put a new draft in the place of one that is there")] = False,
    data: Data = None,
) -> None:
    """Draft a report: into the meeting's folder, or report.json beside you for a transcript from a file."""
    settings = read_settings(data=data)
    made = draft_of(settings, Source(of, meeting))
    if not Path(of).is_file() and desk_has_begun(settings, of):
        raise BadFile(f"{of}: its report is edited at the desk; draft it again there, where nobody's edits are lost")
    path = out or (Path(FILE) if Path(of).is_file() else MeetingFolder(settings.data, of).path / FILE)
    if path.exists() and not again:
        raise BadFile(f"{path}: there is a report already, perhaps edited; keep it, or say --again to replace it")
    if out is None and not Path(of).is_file():
        MeetingFolder(settings.data, of).write(FILE, to_json(made))
    else:
        _write(path, to_json(made))
    print(path)


@report.command("import")
def import_record(
    record: Annotated[Path, typer.Argument(help="record of a published report, as YAML or JSON")],
    out: Out = None,
) -> None:
    """Turn the record of a published report into report.json."""
    text = to_json(read_report(read_text(record), str(record)))
    if out is None:
        sys.stdout.write(text)
        return
    _write(out, text)
    print(out)


@report.command("render")
def render(
    of: Annotated[list[str], typer.Argument(help="id of a meeting, report.json, or record; several for a tracker")],
    layout: Annotated[str, typer.Option("--layout", help="per-item, minutes …; the report's own if none")] = "",
    format: Annotated[str, typer.Option("-f", "--format", help="markdown, html, text, json, docx or pdf")] = "text",
    out: Out = None,
    transcript: Annotated[str, typer.Option("--transcript", help="address that evidence shall lead into")] = "",
    data: Data = None,
) -> None:
    """Print a report by a layout, in any form."""
    settings = read_settings(data=data)
    reports = [report_at(settings, one) for one in of]
    known = known_layouts(settings)
    chosen = choose(reports[-1], known, layout)
    if len(reports) > 1 and not chosen.several:
        raise MeetingError(f'layout "{chosen.name}" prints one report; {len(reports)} were given, which tracker can')
    names = tuple(name for one in of for name in names_of(settings, one))
    options = Options(transcript=transcript, names=names)
    form = format_of(format)
    made = rendered(reports if chosen.several else reports[-1], chosen, format, options)
    if out is not None:
        _write(out, made)
        print(out)
    elif isinstance(made, str):
        sys.stdout.write(made)
    elif sys.stdout.isatty():
        raise MeetingError(f"{form.suffix} files are not for the screen; name a file with --out")
    else:
        sys.stdout.buffer.write(made)


@report.command("check")
def check(
    of: Annotated[str, typer.Argument(help="id of a meeting, report.json, or record")], data: Data = None
) -> None:
    """Tell what should be put right before a report is approved; exit 1 if there is anything."""
    settings = read_settings(data=data)
    found = problems(report_at(settings, of), names_of(settings, of))
    for one in found:
        print(f"{one.place}: {one.text}")
    if found:
        raise typer.Exit(1)
    print("Nothing to put right was found.")


@report.command("findings")
def findings(of: Of, meeting: About = None, data: Data = None) -> None:
    """List what is found: by which rule, how surely, and on which captions it rests."""
    for line in listing(found_in(read_settings(data=data), Source(of, meeting))):
        print(line)


def _write(path: Path, made: str | bytes) -> None:
    try:
        path.write_bytes(made.encode("utf-8", "replace") if isinstance(made, str) else made)
    except OSError as fault:
        raise BadFile(f"{path}: cannot be written ({fault.strerror}); give another file with --out") from None
