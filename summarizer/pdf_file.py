"""A document as a PDF for everybody: tagged, titled, its language set; where it cannot be so, there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import templates
from models.errors import MeetingError
from summarizer.document import Document, Heading, Paragraph, Run
from summarizer.fitted import fitted
from summarizer.pdf_parts import pdf_parts
from summarizer.print_words import Words

TEMPLATE = Path(templates.__file__).parent / "reports" / "page.typ"
STANDARD: Literal["ua-1"] = "ua-1"
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"`')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")


class NoPdf(MeetingError):
    """Raised when no accessible PDF can be made of a report."""


class _Letters(Exception):
    """Raised when fonts lack letters; `texts` are those that could not be shown."""

    def __init__(self, texts: frozenset[str]) -> None:
        self.texts = texts


def pdf_file(document: Document) -> bytes:
    """Return the document as PDF/UA-1, the same bytes for the same document.

    Letters that the fonts of the program lack are taken from the machine's fonts. Letters that are in neither stand as
    their numbers, [U+6E21], and a sentence at the top says so.

    Raises:
        NoPdf: If what came out would not be accessible; the message says why, and what to use instead.
    """
    fit = fitted(document)
    try:
        return _compiled(fit, str, own_fonts=True)
    except _Letters:
        pass
    lacking: frozenset[str] = frozenset()
    shown = fit
    while True:
        try:
            return _compiled(shown, _spelling(lacking), own_fonts=False)
        except _Letters as fault:
            # A mark of the mend itself cannot be among them: it is ASCII.
            if fault.texts <= lacking:
                raise _refused("letters in it cannot be shown") from None
            lacking |= fault.texts
            shown = _told(fit)


def _compiled(document: Document, spelled: Callable[[str], str], own_fonts: bool) -> bytes:
    # The compiler is large; whoever prints no PDF does not load it.
    import typst

    data = json.dumps(pdf_parts(document, spelled), ensure_ascii=False)
    try:
        return typst.compile(
            TEMPLATE, root=TEMPLATE.parent, format="pdf", pdf_standards=[STANDARD], ignore_system_fonts=own_fonts,
            sys_inputs={"report": data},
        )  # fmt: skip
    except typst.TypstError as fault:
        texts = frozenset(map(_unescaped, _NOT_SHOWN.findall(fault.diagnostic)))
        if texts:
            raise _Letters(texts) from None
        raise _refused(fault.message) from None


def _refused(why: str) -> NoPdf:
    return NoPdf(f"no accessible PDF can be made of this report: {why}; use HTML or DOCX instead")


def _spelling(lacking: Iterable[str]) -> Callable[[str], str]:
    """Return what writes the lacking letters of a text as their numbers."""
    texts = sorted(lacking, key=len, reverse=True)
    if not texts:
        return str
    found = re.compile(f"(?:{'|'.join(map(re.escape, texts))})+")
    return lambda text: found.sub(lambda one: f"[{' '.join(f'U+{ord(sign):04X}' for sign in one[0])}]", text)


def _told(document: Document) -> Document:
    """Return the document with a sentence on letters that are missing, behind its first heading."""
    sentence = Paragraph((Run(Words(document.language)("letters"), italic=True),))
    at = next((at for at, part in enumerate(document.parts) if isinstance(part, Heading)), -1) + 1
    return replace(document, parts=(*document.parts[:at], sentence, *document.parts[at:]))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], text)
