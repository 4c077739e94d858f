"""Lines accepted, rejected and brought back; and the word of a person that there were no minority views."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from models.report import Report
from models.report_order import set_aside
from models.report_parts import Decision
from summarizer import edit_tree as tree
from summarizer.edit import HEAD, Accept, Confirm, EditRefused, Line, Reject, Set
from summarizer.edit_change import Change, Slot, Stamp
from summarizer.edit_fields import matter_of, put_matter
from summarizer.edit_places import New, home_of, put_new
from summarizer.edit_step import printing, prints_view, set_field
from summarizer.edit_values import LONG

REJECTED = "rejected"
"""The key in a line's `extra` of who rejected it, when, and why; `was` is what the line's standing was."""


def accept(report: Report, do: Accept, stamp: Stamp) -> Change:
    """Return the change that takes a line as it stands, or a suggestion into the report."""
    found = tree.find_line(report, do.target)
    if found is None:
        return _accept_matter(report, do, stamp)
    if not found.block:
        return _accept_suggestion(report, do, found, stamp)
    one = found.line
    touched: tuple[Slot, ...] = ((do.target, "standing"),)
    was = one.extra.get(REJECTED)
    extra = {key: value for key, value in one.extra.items() if key != REJECTED}
    made = tree.set_line(report, do.target, standing="accepted", extra=extra)
    matter = matter_of(report, one.refers) if one.refers else None
    if isinstance(matter, Decision) and matter.state == "proposed" and was is None:
        made, touched = put_matter(made, replace(matter, state="confirmed")), (*touched, (matter.id, "state"))
    if do.text and do.text != one.text:
        step = set_field(made, Set(target=do.target, field="text", value=do.text), stamp)
        made, touched = step.report, (*touched, *step.touched)
    return Change(made, touched)


def reject(report: Report, do: Reject, stamp: Stamp) -> Change:
    """Return the change that sets a line aside; of a decision, next step or view the lines that print it."""
    found = tree.find_line(report, do.target)
    if found is not None:
        return _rejected(report, (found,), do, stamp)
    if matter_of(report, do.target) is None:
        tree.line(report, do.target)
    lines = [tree.line(report, one.id) for one in printing(report, do.target)]
    if not lines:
        raise EditRefused("no line of the report prints this; change its state instead, to discussed or dropped")
    return _rejected(report, tuple(lines), do, stamp)


def aside(report: Report, id: str, stamp: Stamp, *, reason: str = "", merged: str = "") -> Report:
    """Return the report with a line set aside, and who did so and why beside it."""
    one = tree.line(report, id).line
    told = {"by": stamp.by, "on": stamp.utc, "was": one.standing}
    told |= {key: value for key, value in (("reason", reason), ("merged", merged)) if value}
    return tree.set_line(report, id, standing="rejected", extra={**one.extra, REJECTED: told})


def confirm(report: Report, do: Confirm, stamp: Stamp) -> Change:
    """Return the change that says in a person's name that there were no minority views, or that one is rightly out."""
    if not do.target:
        live = [one.topic for one in report.views if one.id not in set_aside(report)]
        if live:
            raise EditRefused(f"the report has a minority view (“{live[0][:80]}”); reject it first if it is none")
        return Change(replace(report, no_views_confirmed_by=stamp.by), ((HEAD, "no_views_confirmed_by"),))
    found = tree.find_line(report, do.target)
    lines = [found.line] if found else printing(report, do.target)
    out = [one for one in lines if one.standing == "rejected" and isinstance(one.extra.get(REJECTED), dict)]
    if not out:
        raise EditRefused("only a minority view that was rejected needs to be confirmed as such")
    made = report
    for one in out:
        told = {**one.extra[REJECTED], "confirmed_by": stamp.by}
        made = tree.set_line(made, one.id, extra={**one.extra, REJECTED: told})
    return Change(made, tuple((one.id, "standing") for one in out))


def _rejected(report: Report, lines: tuple[tree.Found, ...], do: Reject, stamp: Stamp) -> Change:
    reason = LONG(do.reason, "reason")
    made, touched = report, tuple((found.line.id, "standing") for found in lines)
    for found in lines:
        if prints_view(report, found) is not None and not reason:
            raise EditRefused("a minority view is not taken out silently; say why it is none")
        if found.line.standing != "rejected":
            made = aside(made, found.line.id, stamp, reason=reason)
    return Change(made, touched)


def _accept_matter(report: Report, do: Accept, stamp: Stamp) -> Change:
    matter, lines = matter_of(report, do.target), printing(report, do.target)
    if matter is None:
        tree.line(report, do.target)
    made = report
    touched: tuple[Slot, ...] = ()
    for one in lines:
        step = accept(made, replace(do, target=one.id), stamp)
        made, touched = step.report, (*touched, *step.touched)
    matter = matter_of(made, do.target)
    if isinstance(matter, Decision) and matter.state == "proposed":
        made = put_matter(made, replace(matter, state="confirmed"))
    return Change(made, (*touched, (do.target, "state")))


def _accept_suggestion(report: Report, do: Accept, found: tree.Found, stamp: Stamp) -> Change:
    one = found.line
    usual = one.kind if one.kind in get_args(Line) else ""
    kind: Line = do.kind if do.kind is not None else usual  # type: ignore[assignment]
    item = one.extra.get("item", "")
    block = do.block or home_of(report, item if isinstance(item, str) else "")
    if not block:
        raise EditRefused("the report has no part that this could go into; add an agenda item first")
    text = LONG(do.text, "text") or one.text
    made = tree.change_line(report, do.target, lambda _: ())
    new = New(id=one.id, text=text, kind=kind, evidence=one.evidence, attribution=one.attribution)
    put = put_new(made, block, do.after, new, stamp)
    touched: tuple[Slot, ...] = ((one.id, "standing"), (one.id, "place"), *put.touched[1:])
    if text != one.text:
        touched = (*touched, (one.id, "text"))
    return Change(put.report, touched)
