"""A document as the plain data that templates/reports/page.typ prints: texts, numbers and lists, no markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any

from summarizer.counting import counting_of
from summarizer.document import Document, Heading, Item, Listing, Paragraph, Part, Run, Table, words_of
from summarizer.fitted import AUTHOR, is_leftward, language_of, runs_leftward, shown_marker
from summarizer.table_columns import column_weights

LOOSE = 90


def pdf_parts(document: Document, spelled: Callable[[str], str] = str) -> dict[str, Any]:
    """Return the data of a fitted document.

    Args:
        spelled: What is printed for a text; for letters that no font has.
    """
    language, region = language_of(document)
    walk = _Walk(document, spelled)
    return {
        "title": document.title, "about": document.about, "author": AUTHOR, "language": language, "region": region,
        "parts": list(map(walk.part, document.parts)),
    }  # fmt: skip


class _Walk:
    def __init__(self, document: Document, spelled: Callable[[str], str]) -> None:
        self.spelled = spelled
        self.leftward = is_leftward(document)
        self.linked = {run.href for run in _every_run(document.parts) if run.href.startswith("#")}
        self.names = count(1)

    def part(self, part: Part) -> dict[str, Any]:
        if isinstance(part, Heading):
            own = {"level": part.level, "anchor": part.anchor, "linked": f"#{part.anchor}" in self.linked}
            return {"kind": "heading", **own, **self._line(part.runs)}
        if isinstance(part, Paragraph):
            return {"kind": "paragraph", "number": self.spelled(part.number), **self._line(part.runs)}
        return self._table(part) if isinstance(part, Table) else self._list(part)

    def _list(self, listing: Listing) -> dict[str, Any]:
        markers = [shown_marker(item.marker) for item in listing.items]
        counting = counting_of(markers)
        name = f"list-{next(self.names)}"
        return {
            "kind": "list", "name": name, "counted": counting is not None, "start": counting.start if counting else 1,
            "alike": len(set(markers)) == 1, "leftward": self.leftward,
            "loose": any(len(item.parts) > 1 or len(_first_words(item)) > LOOSE for item in listing.items),
            "items": [
                {"marker": self.spelled(marker), "parts": list(map(self.part, item.parts))}
                for marker, item in zip(markers, listing.items, strict=True)
            ],
        }  # fmt: skip

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "kind": "table", "caption": self.spelled(table.caption), "header": list(map(self.spelled, table.header)),
            "rows": [list(map(self._line, row)) for row in table.rows], "leftward": self.leftward,
            "widths": column_weights(table),
        }  # fmt: skip

    def _line(self, runs: tuple[Run, ...]) -> dict[str, Any]:
        shown = [
            {"text": self.spelled(run.text), "bold": run.bold, "italic": run.italic, "href": run.href} for run in runs
        ]
        return {"runs": shown, "leftward": runs_leftward(runs, self.leftward)}


def _first_words(item: Item) -> str:
    first = item.parts[0]
    return words_of(first.runs) if isinstance(first, Paragraph) else ""


def _every_run(parts: Iterable[Part]) -> Iterator[Run]:
    for part in parts:
        if isinstance(part, Heading | Paragraph):
            yield from part.runs
        elif isinstance(part, Table):
            yield from (run for row in part.rows for cell in row for run in cell)
        else:
            for item in part.items:
                yield from _every_run(item.parts)
