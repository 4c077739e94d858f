"""Every print of a report in one file: each layout in each form."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from models.report import Report
from summarizer.formats import FORMATS, Printed
from summarizer.layouts import Layout, Options, print_document
from summarizer.printable import printable

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time that every file in it has: the same report always gives the same bytes."""


def every_print(report: Report, layouts: Iterable[Layout], options: Options, stem: str) -> bytes:
    """Return a zip file with a folder for each layout that prints one report; `stem` names the files in it."""
    made = BytesIO()
    public = printable(report, options.names)
    with ZipFile(made, "w") as file:
        for layout in sorted(layouts, key=lambda one: one.name):
            if layout.several:
                continue
            printed = Printed(print_document(report, layout, options), public)
            for form in FORMATS.values():
                body = form.make(printed)
                about = ZipInfo(f"{stem}/{layout.name}/{stem}{form.suffix}", BEGINNING)
                about.compress_type, about.external_attr = ZIP_DEFLATED, 0o644 << 16
                file.writestr(about, body.encode("utf-8", "replace") if isinstance(body, str) else body)
    return made.getvalue()
