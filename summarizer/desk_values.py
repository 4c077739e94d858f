"""A field of a report in words: for those who compare two versions of it."""

from __future__ import annotations

from models.report import Report
from summarizer import edit_tree as tree
from summarizer.edit_change import ANY, Slot
from summarizer.edit_fields import get, matter_of
from summarizer.edit_values import in_words


def value_words(report: Report, slot: Slot) -> str:
    """Return what a field holds, "" for nothing; of a whole part its text, of a place the heading that it is under."""
    target, field = slot
    if field == "place":
        found = tree.find_line(report, target)
        block = tree.find_block(report, found.block) if found else None
        return block.heading if block else ""
    if field == "evidence":
        found = tree.find_line(report, target)
        return ", ".join(str(cue) for one in (found.line.evidence if found else ()) for cue in one.cues)
    if field != ANY:
        return in_words(get(report, target, field))
    matter = matter_of(report, target)
    if matter is not None:
        return in_words(get(report, target, "topic") or get(report, target, "text"))
    return in_words(get(report, target, "text") or get(report, target, "heading") or get(report, target, "name"))
