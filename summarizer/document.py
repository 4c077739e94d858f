"""A printed report as a tree of headings, paragraphs, lists and tables: what every format is made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """A piece of text in one style; `href` is an address, "" for none."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True)
class Heading:
    level: int
    runs: tuple[Run, ...]
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """`number` is the paragraph's own, as printed ("3."); "" for none."""

    runs: tuple[Run, ...]
    number: str = ""


@dataclass(frozen=True)
class Item:
    """One entry of a list; `marker` is what is printed ahead of it: "-", "●", "▢", "(a)", "2."."""

    marker: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Listing:
    items: tuple[Item, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """`caption` names it; `header` are its columns, also where the print shows none (then `header_hidden`)."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    header_hidden: bool = False


Part = Heading | Paragraph | Listing | Table


@dataclass(frozen=True)
class Document:
    """`title` and `language` go into the file's own description; `about` into its subject line."""

    title: str
    language: str
    parts: tuple[Part, ...]
    about: str = ""


def words_of(runs: tuple[Run, ...]) -> str:
    """Return the text of the runs without their style."""
    return "".join(run.text for run in runs)
