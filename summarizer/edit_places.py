"""Where a new line goes: into the part of an agenda item that is for its kind, which is made if there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from models.report import Block, BlockKind, Report, Statement
from models.report_order import in_print_order
from models.report_parts import Action, Attribution, Decision, Evidence, View
from summarizer import edit_tree as tree
from summarizer.edit import Line
from summarizer.edit_change import ANY, Slot, Stamp
from summarizer.print_words import words_for

ITEMS: tuple[BlockKind, ...] = ("agenda item", "discussion", "aob")
"""Blocks that hold parts for what was said, decided and promised."""

FITS: Mapping[Line, tuple[BlockKind, ...]] = {
    "key point": ("key points",),
    "decision": ("decisions", "decisions and next steps", "next steps"),
    "next step": ("next steps", "decisions and next steps", "decisions"),
    "view": ("views",),
}
"""The parts that each kind of line can stand in, the fittest first; the first is made where there is none."""

ORDER: tuple[BlockKind, ...] = ("key points", "decisions", "decisions and next steps", "next steps", "views")
HEADINGS = {"key points": "points", "decisions": "decisions", "next steps": "steps", "views": "views"}


@dataclass(frozen=True, kw_only=True)
class New:
    """A line to be put in a report, and what it is."""

    id: str
    text: str
    kind: Line
    evidence: tuple[Evidence, ...] = ()
    attribution: Attribution | None = None


@dataclass(frozen=True)
class Put:
    """The report with the new line, the id of the decision, next step or view that it prints, what was touched."""

    report: Report
    matter: str
    touched: tuple[Slot, ...]


def put_new(report: Report, block_id: str, after: str, new: New, stamp: Stamp) -> Put:
    """Return the report with the new line in the block, or in its part for such lines; last without `after`."""
    made, inner = _part_for(report, tree.block(report, block_id), new.kind, stamp)
    item = item_of(made, inner)
    made, matter = _with_matter(made, new, item, stamp)
    said = new.attribution or (Attribution(mode="anonymous") if new.kind == "key point" else None)
    line = Statement(
        id=new.id, text=new.text, kind={"decision": "decision", "next step": "action"}.get(new.kind, ""), refers=matter,
        standing="accepted", evidence=new.evidence, attribution=said,
    )  # fmt: skip
    behind = tree.find_line(made, after) if after else None
    # A line of the item's other parts cannot say where in this part the new one goes.
    elsewhere = behind is not None and behind.block != inner and inner != block_id
    made = tree.put_line(made, inner, None if elsewhere or not after else after, line)
    touched = ((new.id, ANY), *(((matter, ANY),) if matter else ()))
    return Put(made, matter, touched)


def home_of(report: Report, item: str) -> str:
    """Return the id of the block of an agenda item, else of the last in which things are discussed; "" for none."""
    blocks = [one.block for one in in_print_order(report) if one.statement is None and one.block.kind in ITEMS]
    own = next((one.id for one in blocks if item and item in (one.item, one.number)), "")
    return own or (blocks[-1].id if blocks else "")


def item_of(report: Report, block_id: str) -> str:
    """Return the number of the agenda item that a block belongs to, "" for none."""

    def within(blocks: tuple[Block, ...], item: str) -> str | None:
        for one in blocks:
            own = one.item or item
            found = own if one.id == block_id else within(one.blocks, own)
            if found is not None:
                return found
        return None

    return within(report.blocks, "") or ""


def _part_for(report: Report, outer: Block, kind: Line, stamp: Stamp) -> tuple[Report, str]:
    fits = FITS.get(kind, ())
    if not fits or outer.kind not in ITEMS:
        return _widened(report, outer, kind), outer.id
    inner = next((one for fit in fits for one in outer.blocks if one.kind == fit), None)
    if inner is not None:
        return _widened(report, inner, kind), inner.id
    say = words_for(report.language)
    new = Block(
        id=stamp.line_id(".b"), kind=fits[0], heading=say(f"draft.{HEADINGS[fits[0]]}"),
        attribution="anonymous" if fits[0] in ("key points", "views") else "",
    )  # fmt: skip
    at = sum(one.kind not in ORDER or ORDER.index(one.kind) < ORDER.index(fits[0]) for one in outer.blocks)
    made = replace(outer, blocks=(*outer.blocks[:at], new, *outer.blocks[at:]))
    return tree.change_block(report, outer.id, lambda _: made), new.id


def _widened(report: Report, block: Block, kind: Line) -> Report:
    """Return the report with a part for decisions made one for next steps as well, or the other way round."""
    other = {"decision": "next steps", "next step": "decisions"}.get(kind)
    if block.kind != other:
        return report
    say = words_for(report.language)
    usual = block.heading in (say("draft.steps"), say("draft.decisions"))
    heading = say("draft.both") if usual else block.heading
    return tree.change_block(
        report, block.id, lambda one: replace(one, kind="decisions and next steps", heading=heading)
    )


def _with_matter(report: Report, new: New, item: str, stamp: Stamp) -> tuple[Report, str]:
    if new.kind == "decision":
        id = stamp.matter_id(report, "D")
        decision = Decision(id=id, text=new.text, state="confirmed", item=item, evidence=new.evidence)
        return replace(report, decisions=(*report.decisions, decision)), id
    if new.kind == "next step":
        id = stamp.matter_id(report, "A")
        action = Action(id=id, text=new.text, item=item, evidence=new.evidence)
        return replace(report, actions=(*report.actions, action)), id
    if new.kind == "view":
        id = stamp.matter_id(report, "V")
        return replace(report, views=(*report.views, View(id=id, topic=new.text.rstrip(": "), item=item))), id
    return report, ""
