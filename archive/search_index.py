"""Full-text search without a server: terms and the meetings they stand in, in many small files of JSON.

A reader's browser fetches the few files that hold the terms asked for, then the passages of the meetings it shows.
Names of the files come from the terms, so a change to one meeting changes only the files of its own terms.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from archive.entry import Archived, Entry, report_lines

HEADINGS, REPORT, CAPTIONS = 8, 3, 1
"""How much a term weighs by where it stands."""
LONGEST = 32
_TERM = re.compile(r"[^\W_]+")
_SINGLE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Scripts that do not part words: each character is a term. The same sets stand in static/search.js."""


def terms_of(text: str) -> Iterator[str]:
    """Yield the terms of a text: small letters without their marks.

    >>> list(terms_of("Réunion no. 60: the DC's IXP"))
    ['reunion', 'no', '60', 'the', 'dc', 's', 'ixp']
    """
    if not text.isascii():
        parted = unicodedata.normalize("NFKD", text)
        text = "".join(one for one in parted if not unicodedata.category(one).startswith("M"))
        text = _SINGLE.sub(lambda found: f" {found[0]} ", text.replace("ß", "ss"))
    for found in _TERM.findall(text.lower()):
        yield found[:LONGEST]


def passages_of(one: Archived, entry: Entry) -> list[tuple[str, str]]:
    """Return what can be found in the meeting: an anchor of the transcript, "" for the report; and the text."""
    if entry.withdrawn:
        return []
    lines = [("", text) for text in report_lines(one.report)]
    return lines + [(f"c{line.id}", line.text) for line in one.script.lines]


def weights_of(entry: Entry, passages: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return how often each term stands in the meeting, by weight."""
    held: Counter[str] = Counter()
    for text in (entry.title, entry.label, entry.group, entry.date, *entry.topics):
        for term in terms_of(text):
            held[term] += HEADINGS
    for anchor, text in passages:
        weight = CAPTIONS if anchor else REPORT
        for term in terms_of(text):
            held[term] += weight
    return dict(held)


class SearchIndex:
    """The terms of all meetings; add them by date, then take the files."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._entries: dict[str, list[str]] = {}

    def add(self, entry: Entry, weights: dict[str, int]) -> None:
        """Take a meeting's terms in."""
        self._entries[entry.id] = [entry.date, entry.title, entry.group]
        for term, weight in weights.items():
            self._held[term].append((entry.id, weight))

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield each file of the index: its name, which never depends on a title, and its JSON."""
        yield "meetings.json", compact({id: self._entries[id] for id in sorted(self._entries)})
        shards: dict[str, list[str]] = defaultdict(list)
        for term in self._held:
            shards[shard_of(term)].append(term)
        for name in sorted(shards):
            ids = sorted({id for term in shards[name] for id, _ in self._held[term]})
            place = {id: at for at, id in enumerate(ids)}
            terms = {
                term: [number for id, weight in sorted(self._held[term]) for number in (place[id], weight)]
                for term in sorted(shards[name])
            }
            yield f"{name}.json", compact({"meetings": ids, "terms": terms})


def shard_of(term: str) -> str:
    """Return the name of the file that holds a term.

    >>> shard_of("captions"), shard_of("a"), shard_of("渡")
    ('t-ca', 't-a', 'u-6e21')
    """
    head = term[:2]
    return f"t-{head}" if head.isascii() and head.isalnum() else f"u-{ord(term[0]):x}"


def compact(data: Any) -> str:
    """Return data as JSON without blanks, in UTF-8 as it is."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"
