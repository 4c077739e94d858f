"""What the template of a layout is given of a report: ready sentences, in the order of the print.

Every field here is named in docs/layouts.md; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.written import Mark, Prose

NO_MARK = Mark("")


@dataclass(frozen=True, kw_only=True)
class Head:
    """How the meeting is named at the top; a field is empty where the report does not say."""

    cycle: str = ""
    title: str = ""
    subtitle: str = ""
    label: str = ""
    date: str = ""
    line: str = ""
    doc_type: str = ""
    group: str = ""
    acronym: str = ""
    mode: str = ""
    rule: str = ""
    venue: str = ""
    time: str = ""
    officers: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph or an entry of a list.

    `text` is whole: who it is given to, updates in brackets, and what the report knows beyond the sentence.
    `bare` is the sentence alone. `box` is a tick box and its word, empty where the layout has none.
    """

    text: Prose
    bare: Prose
    title: str = ""
    number: Mark = NO_MARK
    marker: Mark = NO_MARK
    box: str = ""
    kind: str = ""
    state: str = ""
    paragraph: bool = False
    id: str = ""
    evidence: tuple[Cue, ...] = ()
    children: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cue:
    """A caption that something rests on: its number, and its address in the transcript."""

    number: int
    address: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the report under its heading; `notes` are sentences of ours about it."""

    kind: str
    heading: str = ""
    number: Mark = NO_MARK
    item: str = ""
    notes: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnnexPart:
    label: str
    title: str = ""
    kind: str = ""
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """A decision, or what was only discussed. `how` says how it was reached, `dissent` who did not agree, as topics."""

    id: str
    text: Prose
    item: str = ""
    type: str = ""
    state: str = ""
    how: str = ""
    conditions: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    evidence: tuple[Cue, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """A next step. `owner` and `due` are words, also where nobody or no day was named."""

    id: str
    text: Prose
    item: str = ""
    owner: str = ""
    due: str = ""
    state: str = ""
    box: str = ""
    owned: bool = False
    open: bool = True
    evidence: tuple[Cue, ...] = ()
    children: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tracked:
    """A next step of one of several meetings, as the latest report that names it has it."""

    step: Step
    meeting: str
    date: str


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """Views on one matter, each a sentence without its holders."""

    topic: str
    positions: tuple[Prose, ...] = ()
    decision: str = ""


@dataclass(frozen=True, kw_only=True)
class People:
    """A table of people: `header` names its columns, `names` are the same people a line each."""

    label: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Place:
    """A document or address that the report names."""

    label: str
    address: str = ""
    number: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Note:
    """A footnote."""

    mark: str
    text: Prose


@dataclass(frozen=True, kw_only=True)
class Change:
    """A correction to what was published."""

    target: str
    before: str
    after: str
    by: str = ""
    on: str = ""
    accepted: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One report, laid out for a template."""

    title: str
    language: str
    kind: str
    state: str
    version: int
    as_printed: bool
    anonymous: bool
    head: Head
    notices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    front: tuple[Section, ...] = ()
    sections: tuple[Section, ...] = ()
    unplaced: tuple[Section, ...] = ()
    agenda: tuple[Section, ...] = ()
    annexes: tuple[AnnexPart, ...] = ()
    decisions: tuple[Ruling, ...] = ()
    discussed: tuple[Ruling, ...] = ()
    steps: tuple[Step, ...] = ()
    views: tuple[Opinion, ...] = ()
    no_views: str = ""
    apologies: tuple[str, ...] = ()
    groups: tuple[People, ...] = ()
    links: tuple[Place, ...] = ()
    footnotes: tuple[Note, ...] = ()
    next_meeting: str = ""
    corrections: tuple[Change, ...] = ()
    archived: tuple[str, ...] = ()
