"""The captions of a meeting as a reader sees them: a paragraph for each speaker's turn, headings, gap lines.

The same rules are in `static/captions.js`, which goes on from what this made: a new paragraph at a change of
speaker or source, after a pause, behind a heading or a gap, and where a long paragraph ends a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from models.cue import Cue
from models.marks import AgendaMark, Between, Gap, Mark, OffRecord

PAUSE_MS = 3_000
LONG = 300
TOO_LONG = 600
SPARSE_MS = 60_000
_SENTENCE_END = re.compile(r"""[.?!…]["')\]”’]?$""")


@dataclass(frozen=True)
class Turn:
    """A paragraph. `label` is what stands before it, "" for none; `show_label` says whether it is repeated here."""

    speaker: str | None
    source: str
    label: str
    show_label: bool
    cues: tuple[Cue, ...]
    gap: int | None = None
    closed: bool = False

    kind = "turn"

    @property
    def start_ms(self) -> int:
        return self.cues[0].start_ms

    @property
    def end_ms(self) -> int:
        return max(cue.end_ms for cue in self.cues)

    @property
    def said(self) -> str:
        return " ".join(word.text for cue in self.cues for word in cue.words)


@dataclass(frozen=True)
class MarkLine:
    """A line between the turns: an agenda heading, a gap, or a stretch off the record."""

    mark: Between

    @property
    def kind(self) -> str:
        return {AgendaMark: "item", Gap: "gap", OffRecord: "off"}[type(self.mark)]


Line = Turn | MarkLine


@dataclass
class _Page:
    unknown: str
    lines: list[Line] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    @property
    def turn(self) -> Turn | None:
        return next((line for line in reversed(self.lines) if isinstance(line, Turn)), None)

    def add_mark(self, mark: Between) -> None:
        if self.lines and isinstance(self.lines[-1], Turn):
            self.lines[-1] = replace(self.lines[-1], closed=True)
        self.lines.append(MarkLine(mark))

    def add_cue(self, cue: Cue) -> None:
        before = self.turn
        if before is not None and not _breaks(before, cue):
            self.lines[-1] = replace(before, cues=(*before.cues, cue))
            return
        label = cue.speaker or (self.unknown if self.known else "")
        fresh = before is None or before.closed or before.speaker != cue.speaker or not before.label
        self.lines.append(Turn(cue.speaker, cue.source, label, bool(label) and fresh, (cue,), cue.gap))
        if cue.speaker is not None:
            self.known.add(cue.speaker)


def lines_of(cues: Sequence[Cue], marks: Iterable[Mark], unknown: str) -> list[Line]:
    """Return what a reader has in front of them, in the order in which it came.

    Args:
        cues: In the order of their ids.
        marks: In the order of time; those that are no line of their own are left out.
        unknown: What an unnamed speaker is called once somebody else has a name.
    """
    page = _Page(unknown)
    for thing in in_order(cues, marks):
        if isinstance(thing, Cue):
            page.add_cue(thing)
        else:
            page.add_mark(thing)
    return page.lines


def in_order(cues: Sequence[Cue], marks: Iterable[Mark]) -> Iterator[Cue | Between]:
    """Yield the cues, and each mark that has a line of its own ahead of the first words said after it."""
    waiting = [mark for mark in marks if isinstance(mark, Between)]
    for cue in cues:
        while cue.gap is None and waiting and waiting[0].from_ms <= cue.start_ms:
            yield waiting.pop(0)
        yield cue
    yield from waiting


@dataclass(frozen=True)
class Section:
    """What was said under one agenda item; `item` is None ahead of the first."""

    item: AgendaMark | None
    lines: tuple[Line, ...]


def sections_of(lines: Iterable[Line]) -> Iterator[Section]:
    """Split the lines at the agenda headings."""
    item: AgendaMark | None = None
    held: list[Line] = []
    for line in lines:
        if isinstance(line, MarkLine) and isinstance(line.mark, AgendaMark):
            if held or item is not None:
                yield Section(item, tuple(held))
            item, held = line.mark, []
        else:
            held.append(line)
    if held or item is not None:
        yield Section(item, tuple(held))


def timed(lines: Iterable[Line]) -> list[Turn]:
    """Return the turns that show their time: the first, and then no more than one in a minute."""
    shown: list[Turn] = []
    for line in lines:
        if isinstance(line, Turn) and (not shown or line.start_ms - shown[-1].start_ms >= SPARSE_MS):
            shown.append(line)
    return shown


def _breaks(turn: Turn, cue: Cue) -> bool:
    if turn.closed or (turn.speaker, turn.source, turn.gap) != (cue.speaker, cue.source, cue.gap):
        return True
    if cue.start_ms - turn.end_ms > PAUSE_MS:
        return True
    said = turn.said
    return len(said) > TOO_LONG or (len(said) > LONG and _SENTENCE_END.search(said) is not None)
