"""A report as everybody may see it: nothing private in it, under the Chatham House rule no name of who spoke."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from models.report import Annex, Block, Report, Statement
from models.report_order import AGREED, every_statement, may_list, set_aside
from models.report_parts import Action, Attendance, Attribution, Decision, Evidence, View
from summarizer.record_yaml import IN_RECORD
from summarizer.unnamed import Unnaming, names_of

SAID = frozenset({"key points", "views", "discussion", "aob", "updates"})
"""Kinds of blocks that hold what was said in the meeting, where they name no decision or next step."""

UNFINISHED = ("draft", "in review")
Rewrite = Callable[[str], str]


def printable(report: Report, names: tuple[str, ...] = ()) -> Report:
    """Return the report without what is private: who said a thing, who holds a view, what was not accepted.

    Under the Chatham House rule also without names and affiliations in points and views, without quotations of the
    captions, and without who asked for, proposed or approved a thing. Owners, officers and apologies stay named.

    Args:
        names: Names beside those that the report knows, such as the roster's with their aliases.
    """
    report = _without(report, set_aside(report))
    print_of = _Print(report, names)
    return replace(
        report,
        front=print_of.blocks(report.front),
        blocks=print_of.blocks(report.blocks),
        annexes=tuple(_annex(one, print_of) for one in report.annexes),
        decisions=tuple(print_of.decision(one) for one in report.decisions),
        actions=tuple(print_of.action(one) for one in report.actions),
        views=tuple(print_of.view(one) for one in report.views),
        suggestions=(),
        **print_of.rest(),
    )


def _without(report: Report, ids: frozenset[str]) -> Report:
    """Return the report without these decisions, next steps and views, and without what refers to them."""
    if not ids:
        return report

    printed = {one.refers for one, _ in every_statement(report)} - ids

    def kept(actions: tuple[Action, ...]) -> Iterator[Action]:
        for one in actions:
            children = tuple(kept(one.children))
            if one.id not in ids:
                yield replace(
                    one, children=children, from_decision="" if one.from_decision in ids else one.from_decision
                )
            else:
                # A part that was moved away from what was rejected is printed there, and keeps its owners.
                yield from (
                    replace(part, owners=part.owners or one.owners) for part in children if part.id in printed
                )

    return replace(
        report,
        decisions=tuple(replace(one, dissent=tuple(id for id in one.dissent if id not in ids))
                        for one in report.decisions if one.id not in ids),
        actions=tuple(kept(report.actions)),
        views=tuple(replace(one, decision="" if one.decision in ids else one.decision)
                    for one in report.views if one.id not in ids),
    )  # fmt: skip


def _annex(annex: Annex, print_of: _Print) -> Annex:
    return replace(annex, blocks=print_of.blocks(annex.blocks))


def _form(extra: dict[str, Any]) -> dict[str, Any]:
    """Return only how its record wrote it: the rest may name anybody."""
    key = extra.get(IN_RECORD, {}).get("key")
    return {IN_RECORD: {"key": key}} if isinstance(key, str) else {}


class _Print:
    """Goes through one report."""

    def __init__(self, report: Report, names: tuple[str, ...]) -> None:
        self._report = report
        self._hides = report.about.rule == "chatham-house"
        self._views = {one.id for one in report.views}
        self._done = {one.id for one in report.decisions} | {one.id for one in report.actions}
        self._unfinished = report.state in UNFINISHED
        people = [one for group in report.groups for one in group.people] + [*report.apologies]
        unname = Unnaming(names_of(report, names), (one.affiliation for one in people)) if self._hides else str
        self._unname: Rewrite = unname

    def rest(self) -> dict[str, Any]:
        """Return the other fields that differ in the print."""
        if not self._hides:
            return {}
        report = self._report
        corrections = tuple(
            replace(one, before=self._unname(one.before), after=self._unname(one.after), proposed_by="")
            for one in report.corrections
        )
        revisions = tuple(replace(one, note=self._unname(one.note), by="") for one in report.revisions)
        footnotes = tuple(replace(one, text=self._unname(one.text)) for one in report.footnotes)
        about = replace(report.about, notes=(), extra={})
        groups = tuple(
            replace(group, people=tuple(map(self._person, group.people)), extra={}) for group in report.groups
        )
        listed = may_list(report)
        people = {"apologies": tuple(map(self._person, report.apologies)) if listed else (),
                  "groups": groups if listed else ()}  # fmt: skip
        agreed = {AGREED: report.extra[AGREED]} if listed else {}
        kept = {"corrections": corrections, "revisions": revisions, "footnotes": footnotes, "about": about}
        return {**people, **kept, "extra": agreed}

    def _person(self, one: Attendance) -> Attendance:
        return replace(one, evidence=self._kept(one.evidence), extra={})

    def blocks(self, blocks: tuple[Block, ...], said: bool = False) -> tuple[Block, ...]:
        return tuple(self._block(one, said) for one in blocks)

    def _block(self, block: Block, said: bool) -> Block:
        said = block.kind in SAID or block.attribution == "anonymous" or (said and block.kind == "list")
        statements = tuple(self._statement(one, said) for one in block.statements if self._shown(one))
        made = replace(block, statements=statements, blocks=self.blocks(block.blocks, said))
        return replace(made, asked_by="", extra=_form(block.extra)) if self._hides else made

    def _shown(self, statement: Statement) -> bool:
        return statement.standing != "rejected" and (self._unfinished or statement.standing != "suggested")

    def _statement(self, one: Statement, said: bool) -> Statement:
        said = self._is_said(one, said)
        children = tuple(self._statement(inner, said) for inner in one.children if self._shown(inner))
        given = self._attribution(one.attribution, said)
        made = replace(one, children=children, attribution=given, evidence=self._kept(one.evidence))
        if not self._hides:
            return made
        made = replace(made, extra=_form(one.extra))
        if not said:
            return made
        updates = tuple(replace(up, text=self._unname(up.text), by="", extra={}) for up in one.updates)
        return replace(made, text=self._unname(one.text), run_in_title=self._unname(one.run_in_title), updates=updates)

    def _is_said(self, one: Statement, said: bool) -> bool:
        if one.refers in self._views or one.stance:
            return True
        if one.attribution and one.attribution.mode not in ("none", "office"):
            return True
        return said and one.refers not in self._done

    def _attribution(self, given: Attribution | None, said: bool) -> Attribution | None:
        if given is None or not self._hides:
            return given and replace(given, subject="")
        named = given.mode in ("person", "body", "chat") or (given.mode == "office" and said)
        mode = "anonymous" if named else given.mode
        phrase = "" if named else self._unname(given.phrase)
        return replace(given, mode=mode, phrase=phrase, quantifier=self._unname(given.quantifier), subject="")

    def _kept(self, evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(replace(one, quote="") for one in evidence) if self._hides else evidence

    def decision(self, one: Decision) -> Decision:
        kept = replace(one, evidence=self._kept(one.evidence))
        return replace(kept, proposed_by="") if self._hides else kept

    def action(self, one: Action) -> Action:
        children = tuple(self.action(inner) for inner in one.children)
        kept = replace(one, evidence=self._kept(one.evidence), children=children)
        return replace(kept, asked_by="") if self._hides else kept

    def view(self, view: View) -> View:
        positions = tuple(
            replace(
                one, text=self._unname(one.text), quantifier=self._unname(one.quantifier), holders=(),
                evidence=self._kept(one.evidence),
            )
            for one in view.positions
        )  # fmt: skip
        made = replace(view, topic=self._unname(view.topic), positions=positions)
        return replace(made, extra={}) if self._hides else made
