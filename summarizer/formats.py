"""The forms that a printed report can take: each made from the same document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.report import Report
from models.report_json import to_json
from summarizer.document import Document
from summarizer.html_page import html_page
from summarizer.markdown import markdown
from summarizer.pdf_file import pdf_file
from summarizer.plain_text import plain_text

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Printed:
    """A document, and the report that it was made of without what is private."""

    document: Document
    report: Report


@dataclass(frozen=True)
class Format:
    """One form: what its files end in, their media type, and what makes them."""

    suffix: str
    media_type: str
    make: Callable[[Printed], str | bytes]


def _docx(document: Document) -> bytes:
    # What writes Word files takes a quarter of a second to load; most prints are none.
    from summarizer.docx_file import docx_file

    return docx_file(document)


FORMATS: Mapping[str, Format] = {
    "markdown": Format(".md", "text/markdown; charset=utf-8", lambda printed: markdown(printed.document)),
    "html": Format(".html", "text/html; charset=utf-8", lambda printed: html_page(printed.document)),
    "text": Format(".txt", "text/plain; charset=utf-8", lambda printed: plain_text(printed.document)),
    "json": Format(".json", "application/json", lambda printed: to_json(printed.report)),
    "docx": Format(".docx", WORD, lambda printed: _docx(printed.document)),
    "pdf": Format(".pdf", "application/pdf", lambda printed: pdf_file(printed.document)),
}
ALSO = {"md": "markdown", "txt": "text", "htm": "html", "word": "docx"}
"""What else people call a form."""
