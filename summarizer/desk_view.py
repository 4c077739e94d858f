"""The report as the desk's page shows it: every line with its fields, its evidence, and what is to be put right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from models.report import Block, Report, Statement
from models.report_order import every_action, in_print_order, set_aside
from models.report_parts import Action, Decision, Evidence, View
from models.transcript import CHATHAM_HOUSE
from summarizer import edit_tree as tree
from summarizer.desk_asked import kind_with
from summarizer.desk_fields import values_with
from summarizer.desk_people import Row, rows_of
from summarizer.edit_places import home_of
from summarizer.edit_standing import REJECTED
from summarizer.review import Problem
from summarizer.talk import Talk
from summarizer.why import why

SHORT = 40
NONE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Proof:
    """A caption that something rests on; `at_ms` None where the transcript has it no more."""

    cue: int
    at_ms: int | None
    speaker: str
    words: str


@dataclass(frozen=True, kw_only=True)
class LineView:
    """One line. `n` counts the lines of the report; `kind` is "decision", "next step", "view", "key point" or "".

    `matter` is the decision, step or view it prints; `first`, `last` its place in its part; `whole` False for a line
    that stands inside another. `rejected` tells who set it aside, and why.
    """

    id: str
    anchor: str
    n: int
    kind: str
    standing: str
    text: str
    matter: Decision | Action | View | None
    values: Mapping[str, str]
    proofs: tuple[Proof, ...]
    why: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    whole: bool = True
    first: bool = False
    last: bool = False
    item: str = ""
    rejected: Mapping[str, str] = field(default_factory=dict)

    @property
    def short(self) -> str:
        """The beginning of the text: what tells this line's controls from those of the others."""
        return short(self.text)


@dataclass(frozen=True, kw_only=True)
class PartView:
    """A part of an item under its own heading; the first of an item may have none."""

    block: Block
    anchor: str
    lines: tuple[LineView, ...]


@dataclass(frozen=True, kw_only=True)
class ItemView:
    block: Block
    anchor: str
    parts: tuple[PartView, ...]


@dataclass(frozen=True, kw_only=True)
class DeskView:
    """The whole page. `problems` come with the anchor that each leads to, `places` are the items a line can go into.

    `people` are by coalition, each with a number of their own and the captions in which they were heard.
    """

    items: tuple[ItemView, ...]
    suggestions: tuple[LineView, ...]
    dismissed: tuple[LineView, ...]
    views: tuple[LineView, ...]
    people: tuple[tuple[str, tuple[tuple[str, Row, tuple[Proof, ...]], ...]], ...]
    problems: tuple[tuple[Problem, str], ...]
    places: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> Iterable[LineView]:
        return (line for item in self.items for part in item.parts for line in part.lines)


def short(text: str) -> str:
    """Return the beginning of a text, on whole words."""
    return text if len(text) <= SHORT else (text[:SHORT].rpartition(" ")[0] or text[:SHORT]) + " …"


def anchor(id: str) -> str:
    """Return what the place of a part of the report is called in the page's addresses."""
    return "s-" + re.sub(r"[^A-Za-z0-9._:-]", "_", id)


def view_of(report: Report, talk: Talk, found: Iterable[Problem] = ()) -> DeskView:
    """Return the page of a report.

    Args:
        talk: What was heard, which evidence leads into; under the Chatham House Rule speakers are left out.
        found: What should be put right.
    """
    return _Views(report, talk, tuple(found)).page()


class _Views:
    def __init__(self, report: Report, talk: Talk, found: tuple[Problem, ...]) -> None:
        self._report, self._found, self._n = report, found, 0
        self._nameless = report.about.rule == CHATHAM_HOUSE
        self._heard = {one.id: one for one in talk.utterances}
        self._roster = talk.roster
        actions = (one for one, _ in every_action(report.actions))
        self._matters: dict[str, Decision | Action | View] = {
            one.id: one for known in (report.decisions, report.views, actions) for one in known
        }
        self._anchors: dict[str, str] = {}
        for one in in_print_order(report):
            if one.statement is not None:
                self._anchors[one.statement.id] = anchor(one.statement.id)
                if one.statement.refers:
                    self._anchors.setdefault(one.statement.refers, anchor(one.statement.id))
        self._of: dict[str, list[Problem]] = {}
        for problem in found:
            if problem.id in self._anchors:
                self._of.setdefault(self._anchors[problem.id], []).append(problem)

    def page(self) -> DeskView:
        report = self._report
        annexes = (block for annex in report.annexes for block in annex.blocks)
        items = tuple(self._item(block) for block in (*report.front, *report.blocks, *annexes))
        aside = set_aside(report)
        suggested = [self._suggestion(one) for one in report.suggestions]
        lines = [line for item in items for part in item.parts for line in part.lines]
        return DeskView(
            items=items,
            suggestions=tuple(one for one in suggested if one.standing != "rejected"),
            dismissed=tuple(one for one in suggested if one.standing == "rejected"),
            views=tuple(one for one in lines if isinstance(one.matter, View) and one.matter.id not in aside),
            people=self._people(),
            problems=tuple((one, self._leads_to(one)) for one in self._found),
            places=tuple((one.id, _titled(one)) for one in report.blocks),
        )  # fmt: skip

    def _people(self) -> tuple[tuple[str, tuple[tuple[str, Row, tuple[Proof, ...]], ...]], ...]:
        rows = [
            # Captions beside a name would say who spoke.
            (str(n), row, () if self._nameless else self.proofs(row.evidence))
            for n, row in enumerate(rows_of(self._report, self._roster))
        ]
        return tuple((name, tuple(group)) for name, group in groupby(rows, lambda one: one[1].affiliation))

    def _leads_to(self, problem: Problem) -> str:
        whole = {"attendance": "attendance", "views": "views"}
        return self._anchors.get(problem.id) or whole.get(problem.place, "head")

    def _item(self, block: Block) -> ItemView:
        parts = [PartView(block=one, anchor=anchor(one.id), lines=self._lines(one)) for one in _below(block)]
        return ItemView(block=block, anchor=anchor(block.id), parts=tuple(parts))

    def _lines(self, block: Block) -> tuple[LineView, ...]:
        last = len(block.statements) - 1
        lines = enumerate(block.statements)
        return tuple(view for at, one in lines for view in self._line(block, one, True, at == 0, at == last))

    def _line(self, block: Block, one: Statement, whole: bool, first: bool, last: bool) -> Iterable[LineView]:
        matter = self._matters.get(one.refers)
        if one.standing != "rejected":
            self._n += 1
        evidence = (*one.evidence, *_evidence(matter))
        where = anchor(one.id)
        told = one.extra.get(REJECTED)
        yield LineView(
            id=one.id, anchor=where, n=self._n, kind=kind_with(matter, block), standing=one.standing, text=one.text,
            matter=matter, values=values_with(one, matter), proofs=self.proofs(evidence), why=why(evidence),
            problems=tuple(self._of.get(where, ())), whole=whole, first=first, last=last,
            rejected=told if isinstance(told, dict) else NONE,
        )  # fmt: skip
        # The lines inside a minority view are its positions, which its form has.
        if not (isinstance(matter, View) and len(one.children) == len(matter.positions)):
            for inner in one.children:
                yield from self._line(block, inner, False, False, False)

    def _suggestion(self, one: Statement) -> LineView:
        item = one.extra.get("item", "")
        return LineView(
            id=one.id, anchor=anchor(one.id), n=0, kind=one.kind, standing=one.standing, text=one.text, matter=None,
            values={"text": one.text}, proofs=self.proofs(one.evidence), why=why(one.evidence),
            item=home_of(self._report, item if isinstance(item, str) else ""),
        )  # fmt: skip

    def proofs(self, evidence: Iterable[Evidence]) -> tuple[Proof, ...]:
        """Return the captions that something rests on, each once, in the order of the talk."""
        out: dict[int, Proof] = {}
        for one in evidence:
            for cue in one.cues:
                said = self._heard.get(str(cue))
                quote = one.quote if len(one.cues) == 1 else ""
                out[cue] = (
                    Proof(cue, None, "", quote) if said is None
                    else Proof(cue, said.start_ms, "" if self._nameless else said.speaker or "", said.text)
                )  # fmt: skip
        return tuple(sorted(out.values(), key=lambda each: (each.at_ms is None, each.at_ms or 0, each.cue)))


def _below(block: Block) -> Iterable[Block]:
    """Yield the block where it has lines of its own, and every one inside it."""
    if block.statements:
        yield block
    for one in block.blocks:
        yield from _below(one)


def _titled(block: Block) -> str:
    return short(" ".join(part for part in (block.number, block.heading) if part) or block.kind)


def _evidence(matter: Decision | Action | View | None) -> tuple[Evidence, ...]:
    if isinstance(matter, View):
        return tuple(each for one in matter.positions for each in one.evidence)
    return matter.evidence if matter is not None else ()


def where_is(report: Report, target: str) -> str:
    """Return the anchor of what an edit was about: of a decision, step or view, that of the line that prints it."""
    if tree.find_line(report, target) is not None or tree.find_block(report, target) is not None:
        return anchor(target)
    printed = (one.statement for one in in_print_order(report) if one.statement)
    return next((anchor(one.id) for one in printed if one.refers == target), "")
