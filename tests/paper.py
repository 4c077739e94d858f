"""What a reader finds in a Word file and in a PDF: their words in order, and everything else that they say."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import docx
import pikepdf
import pypdfium2
from docx.oxml.ns import qn

from summarizer.document import Document, Heading, Listing, Paragraph, Part, words_of
from summarizer.fitted import fitted, shown_marker

LINE_END = re.compile("[\x02\ufffe\xad]")
FOOTER = re.compile(r"\s*^\d+ / \d+\s*\Z", re.MULTILINE)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def everything(made: str | bytes) -> str:
    """All the words of a print in any form, with titles, subjects and addresses, white space single."""
    if isinstance(made, str):
        return made
    said = f"{docx_words(made)} {docx_about(made)}" if made[:2] == b"PK" else f"{pdf_words(made)} {pdf_about(made)}"
    return " ".join(said.split())


def squeezed(text: str) -> str:
    """The text without white space and without marks of direction."""
    return "".join(text.replace("\u200e", "").split())


def expected(document: Document) -> str:
    """What a file made of the document should say, in order."""
    return squeezed(" ".join(_said(fitted(document).parts)))


def _said(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Heading | Paragraph):
            yield f"{part.number if isinstance(part, Paragraph) else ''} {words_of(part.runs)}"
        elif isinstance(part, Listing):
            for item in part.items:
                yield from (shown_marker(item.marker), *_said(item.parts))
        else:
            yield from (part.caption, *part.header, *(words_of(cell) for row in part.rows for cell in row))


def docx_words(made: bytes) -> str:
    """The words of the file with the marks of its lists, as Word counts them."""
    word = docx.Document(io.BytesIO(made))
    marks = Marks(word)
    lines = (f"{marks.of(line)} {''.join(one.text for one in line.iter(qn('w:t')))}"
             for line in word.element.body.iter(qn("w:p")))  # fmt: skip
    return "\n".join(lines)


def docx_about(made: bytes) -> str:
    """What the file says of itself, and where its links lead."""
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        names = [name for name in parts.namelist() if name.startswith("docProps") or name.endswith(".rels")]
        return " ".join(parts.read(name).decode() for name in names)


class Marks:
    """The marks of the lines of lists, counted as Word does."""

    def __init__(self, word) -> None:
        root = word.part.numbering_part.element
        self.kinds = {one.get(qn("w:abstractNumId")): one for one in root.findall(qn("w:abstractNum"))}
        self.numbers = {one.get(qn("w:numId")): one for one in root.findall(qn("w:num"))}
        self.at: dict[tuple[str, str], int] = {}

    def of(self, line) -> str:
        found = line.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if found is None:
            return ""
        level = found.find(qn("w:ilvl")).get(qn("w:val"))
        name = found.find(qn("w:numId")).get(qn("w:val"))
        number = self.numbers[name]
        kind = self.kinds[number.find(qn("w:abstractNumId")).get(qn("w:val"))]
        look = next(one for one in kind.findall(qn("w:lvl")) if one.get(qn("w:ilvl")) == level)
        text, form = (look.find(qn(f"w:{tag}")).get(qn("w:val")) for tag in ("lvlText", "numFmt"))
        begins = [one for one in number.findall(qn("w:lvlOverride")) if one.get(qn("w:ilvl")) == level]
        start = int(begins[0].find(qn("w:startOverride")).get(qn("w:val"))) if begins else 1
        self.at[name, level] = at = self.at.get((name, level), start - 1) + 1
        shown = {"decimal": str(at), "lowerLetter": LETTERS[at - 1] if at <= 26 else ""}.get(form, "")
        return text.replace(f"%{int(level) + 1}", shown) if form != "bullet" else text


def pdf_words(made: bytes) -> str:
    """The words of the pages, without the numbers of the pages."""
    pages = pypdfium2.PdfDocument(made)
    try:
        texts = [page.get_textpage().get_text_range() for page in pages]
    finally:
        pages.close()
    return "\n".join(FOOTER.sub("", LINE_END.sub("-", text.replace("\r\n", "\n"))) for text in texts)


def pdf_about(made: bytes) -> str:
    """What the file says beside its pages: of itself, in its outline, its tags and its links."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        said = [str(value) for value in pdf.docinfo.values()]
        said.append(pdf.Root.Metadata.read_bytes().decode())
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                said += [str(thing[key]) for key in ("/Contents", "/URI", "/Alt", "/ActualText") if key in thing
                         and isinstance(thing[key], pikepdf.String)]  # fmt: skip
        return " ".join(said)


@dataclass(frozen=True)
class Tag:
    """A structure element of a PDF: how deep it stands, what it is, and its attributes."""

    depth: int
    kind: str
    told: dict[str, str]


def tags(made: bytes) -> list[Tag]:
    """The structure elements of the file in reading order."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        return list(_below(pdf.Root.StructTreeRoot.K, 0))


def _below(thing, depth: int) -> Iterator[Tag]:
    if isinstance(thing, pikepdf.Array):
        for one in thing:
            yield from _below(one, depth)
    elif isinstance(thing, pikepdf.Dictionary) and "/S" in thing:
        told = {key: str(value) for part in thing.get("/A", ()) for key, value in part.items()
                if not isinstance(value, pikepdf.Array | pikepdf.Dictionary)}  # fmt: skip
        yield Tag(depth, str(thing.S).lstrip("/"), told)
        if "/K" in thing:
            yield from _below(thing.K, depth + 1)


def names(made: bytes) -> list[str]:
    return [one.kind for one in tags(made)]
