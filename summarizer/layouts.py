"""The layouts of reports: a folder each, those that come with the program and those of the data directory."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, get_args

import templates
from models.plain import clean
from models.report import Kind, Report
from summarizer.document import Document
from summarizer.formats import ALSO, FORMATS, Format, Printed
from summarizer.layout_template import BadLayout, Source, run
from summarizer.markup import read_markup
from summarizer.print_lines import Style
from summarizer.print_matters import tracked
from summarizer.print_words import Words
from summarizer.printable import printable
from summarizer.runs import safe_address
from summarizer.sheet import is_reprint, sheet_of
from summarizer.written import Values

BUILT_IN = Path(templates.__file__).parent / "reports"
TEMPLATE, ABOUT = "report.md", "layout.toml"
USUAL = "per-item"
LARGEST_BYTES = 500_000


@dataclass(frozen=True)
class Layout:
    """A layout: how it is named, what it is for, and its files.

    `also` are other names that records call it by. `bullet` and `checkbox` are printed ahead of entries, unless the
    report was made for this layout and names its own. `numbering` is "continuous" where paragraphs are counted.
    `several` layouts print several reports at once.
    """

    name: str
    title: str
    description: str
    kinds: tuple[str, ...]
    files: Mapping[str, Source]
    also: tuple[str, ...] = ()
    bullet: str = "-"
    checkbox: str = ""
    numbering: str = ""
    several: bool = False


@dataclass(frozen=True, kw_only=True)
class Options:
    """How one print is made.

    `as_printed` None: a report that was published elsewhere is printed as it was, any other with words of ours beside
    it ("Nobody has taken this on yet."). `transcript` is the address of the transcript that evidence leads into, such
    as "/m/2022-03-23-dccg-60/transcript"; "" for a print without evidence. `captions` is the address of the live
    captions, for an invitation. `names` are those of the roster, with aliases: under the Chatham House rule they go
    from points and views like those that the report itself knows.
    """

    as_printed: bool | None = None
    transcript: str = ""
    captions: str = ""
    names: tuple[str, ...] = ()


PLAIN = Options()


def layouts(folders: Sequence[Path] = ()) -> dict[str, Layout]:
    """Return every layout by name: those that come with the program, then those of the folders, which override.

    Args:
        folders: Folders that hold a folder for each layout, such as DATA/layouts; one that is absent holds none.

    Raises:
        BadLayout: With the file, and what is wrong in it.
    """
    found: dict[str, Layout] = {}
    shared = _files(BUILT_IN, "templates/reports")
    for parent in (BUILT_IN, *folders):
        for folder in sorted(parent.iterdir()) if parent.is_dir() else ():
            if (folder / TEMPLATE).is_file():
                shown = f"{'templates/reports' if parent is BUILT_IN else parent.name}/{folder.name}"
                found[folder.name] = _layout(folder, shown, shared, found.get(folder.name))
    return found


def choose(report: Report, known: Mapping[str, Layout], wanted: str = "") -> Layout:
    """Return the layout that is wanted; else the report's own, else the usual one of its kind.

    Raises:
        BadLayout: If the wanted layout is not there; the message names those that are.
    """
    if wanted:
        if wanted in known:
            return known[wanted]
        raise BadLayout(f'there is no layout "{wanted}"; choose one of {", ".join(sorted(known))}')
    named = report.layout.name
    also = (one for one in known.values() if named in one.also)
    usual = (one for one in known.values() if report.kind in one.kinds)
    own = known.get(named) or next(also, None)
    if own and not (named == USUAL and report.kind not in own.kinds):
        return own
    return next(usual, known[USUAL])


def print_document(
    report: Report | Sequence[Report], layout: Layout, options: Options = PLAIN
) -> Document:
    """Return the report as a document, from which every form is made.

    Args:
        report: One, or several for a layout of several; the latest last.

    Raises:
        BadLayout: With the template's file and line, and what is wrong there.
    """
    given = [report] if isinstance(report, Report) else list(report)
    if not given:
        raise BadLayout(f'layout "{layout.name}": there is no report to print; give one or more')
    last, values = given[-1], Values()
    words = Words(last.language)
    sheets = [sheet_of(one, _style(one, layout, options), words, options.names) for one in given]
    main = sheets[-1]
    context: dict[str, Any] = {field.name: getattr(main, field.name) for field in fields(main)}
    steps = list(tracked(sheets))
    context |= {
        "reports": tuple(sheets), "captions": safe_address(options.captions), "transcript": options.transcript,
        "open_steps": tuple(one for one in steps if one.step.open),
        "closed_steps": tuple(one for one in steps if not one.step.open),
    }  # fmt: skip
    text = run(layout.files, TEMPLATE, context, values)
    about = ", ".join(part for part in (main.head.group, main.head.label) if part)
    return Document(clean(main.title), last.language, read_markup(text, values), clean(about))


def render(
    report: Report | Sequence[Report], layout: Layout, form: str = "text", options: Options = PLAIN
) -> str | bytes:
    """Return the report in one of the forms of `FORMATS`: "markdown", "html", "text", "json" …"""
    last = report if isinstance(report, Report) else report[-1]
    return format_of(form).make(Printed(print_document(report, layout, options), printable(last, options.names)))


def format_of(form: str) -> Format:
    """Return the form of this name.

    Raises:
        BadLayout: If there is none; the message names those that are.
    """
    made = FORMATS.get(ALSO.get(form, form))
    if made is None:
        raise BadLayout(f'there is no form "{form}" of a report; choose one of {", ".join(FORMATS)}')
    return made


def _style(report: Report, layout: Layout, options: Options) -> Style:
    own = report.layout.name in (layout.name, *layout.also)
    return Style(
        bullet=report.layout.bullet if own and (report.layout.bullet != "-" or is_reprint(report)) else layout.bullet,
        checkbox=(own and report.layout.checkbox) or layout.checkbox,
        numbering=layout.numbering == "continuous",
        as_printed=is_reprint(report) if options.as_printed is None else options.as_printed,
        transcript=options.transcript,
    )


def _layout(folder: Path, shown: str, shared: Mapping[str, Source], before: Layout | None) -> Layout:
    files = {**shared, **_files(folder, shown)}
    place = f"{shown}/{ABOUT}"
    try:
        text = (folder / ABOUT).read_text(encoding="utf-8") if (folder / ABOUT).is_file() else ""
        about = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadLayout(f"{place}: this is no TOML: {fault}") from None
    known = {"name": str, "title": str, "description": str, "for": list, "also": list, "bullet": str, "checkbox": str,
             "numbering": str, "several": bool}  # fmt: skip
    for key, value in about.items():
        if key not in known:
            raise BadLayout(f'{place}: "{key}" is not known here; expected {", ".join(known)}')
        texts = not isinstance(value, list) or all(isinstance(one, str) for one in value)
        if not isinstance(value, known[key]) or not texts:
            raise BadLayout(f"{place}: {key} is {value!r}; expected {_expected(known[key])}")
    for kind in about.get("for", ()):
        if kind not in get_args(Kind):
            raise BadLayout(f'{place}: for has "{kind}"; expected of {", ".join(get_args(Kind))}')
    usual = {} if before is None else {key.name: getattr(before, key.name) for key in fields(before)}
    given = {"kinds" if key == "for" else key: tuple(value) if isinstance(value, list) else value
             for key, value in about.items()}  # fmt: skip
    made: dict[str, Any] = {"title": folder.name, "description": "", "kinds": (), **usual, **given}
    return Layout(**{**made, "name": folder.name, "files": files})


def _expected(kind: type) -> str:
    return {str: "text in quotes", list: "a list of texts", bool: "true or false"}[kind]


def _files(folder: Path, shown: str) -> dict[str, Source]:
    """Return the templates of a folder; what leads out of it is none of them."""
    found = {}
    for path in sorted(folder.glob("*.md")):
        if path.is_file() and path.resolve().parent == folder.resolve():
            if path.stat().st_size > LARGEST_BYTES:
                raise BadLayout(f"{shown}/{path.name}: it is larger than {LARGEST_BYTES:,} bytes")
            try:
                found[path.name] = Source(path.read_text(encoding="utf-8"), f"{shown}/{path.name}")
            except UnicodeDecodeError:
                raise BadLayout(f"{shown}/{path.name}: this is no UTF-8 text; save it as UTF-8") from None
    return found
