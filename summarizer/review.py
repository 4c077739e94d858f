"""What should be put right before a report is approved: each with its place, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.names import fold
from models.report import Report, Statement
from models.report_order import every_action, every_statement, in_print_order, may_list, set_aside
from models.report_parts import Action, View
from summarizer.print_people import MEMBERS
from summarizer.print_words import words_for
from summarizer.printable import SAID
from summarizer.unnamed import Unnaming, names_of
from templates.wording import Wording

LONGEST = 80
"""Characters of a sentence as it is quoted."""


@dataclass(frozen=True)
class Problem:
    """`id` is that of the statement, decision, next step or view; "" for the report as a whole."""

    place: str
    text: str
    id: str = ""


def problems(report: Report, roster: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Return what should be put right, in the order of the report.

    Args:
        roster: Names and aliases of the people expected; without them no name is looked up.
    """
    review = _Review(report, tuple(roster), words_for(report.language))
    return (
        *review.head(), *review.statements(), *review.decisions(), *review.actions(), *review.views(), *review.people(),
    )  # fmt: skip


class _Review:
    def __init__(self, report: Report, roster: tuple[str, ...], say: Wording) -> None:
        self._report, self._say = report, say
        self._roster = {fold(name) for name in roster}
        self._days = [one.date for one in report.about.sittings if one.date]
        hides = report.about.rule == "chatham-house"
        self._unname = Unnaming(names_of(report, roster)) if hides else None
        every = [one for one in in_print_order(report) if one.statement]
        # A report that cites no caption anywhere was not drafted from captions.
        self._aside = set_aside(report)
        self._cites = any(one.statement and one.statement.evidence for one in every)

    def _told(self, key: str, **holes: str) -> str:
        text = self._say(f"review.{key}", **{hole: _short(value) for hole, value in holes.items()})
        return text[:1].upper() + text[1:] + "."

    def head(self) -> Iterator[Problem]:
        about = self._report.about
        numbers = re.findall(r"\d+", about.label)
        if about.number and numbers and about.number.lstrip("0") not in [one.lstrip("0") for one in numbers]:
            yield Problem("head", self._told("number", label=about.label, number=about.number))
        day = re.match(r"\d{4}-\d\d-\d\d", about.meeting_id)
        if day and self._days and day[0] not in self._days:
            yield Problem("head", self._told("date", id=day[0], date=self._days[0]))
        if not self._days:
            yield Problem("head", self._told("no_date"))

    def statements(self) -> Iterator[Problem]:
        views = {one.id for one in self._report.views}
        for one in in_print_order(self._report):
            statement = one.statement
            if statement is None or statement.standing == "rejected":
                continue
            if statement.standing in ("needs editing", "suggested"):
                key = "editing" if statement.standing == "needs editing" else "suggested"
                yield Problem(one.place, self._told(key, text=statement.text), statement.id)
            if self._cites and not statement.refers and not _rests(statement) and one.block.kind == "key points":
                yield Problem(one.place, self._told("no_evidence", text=statement.text), statement.id)
            said = one.block.kind in SAID and (not statement.refers or statement.refers in views)
            if said and self._names(statement.text):
                yield Problem(one.place, self._told("attributed", text=statement.text), statement.id)

    def _names(self, text: str) -> bool:
        return self._unname is not None and self._unname(text) != text

    def decisions(self) -> Iterator[Problem]:
        draft = self._report.state in ("draft", "in review")
        for at, one in enumerate(self._report.decisions, 1):
            if one.id in self._aside:
                continue
            place = f"decisions {at}"
            if one.state == "proposed" and draft:
                yield Problem(place, self._told("unconfirmed", text=one.text), one.id)
            if one.state != "discussed" and self._report.about.quorate is False:
                yield Problem(place, self._told("few", text=one.text), one.id)
            if self._cites and not one.evidence:
                yield Problem(place, self._told("no_evidence", text=one.text), one.id)

    def actions(self) -> Iterator[Problem]:
        owned = {inner.id for one in self._report.actions if one.owners for inner, _ in every_action(one.children)}
        for one, place in every_action(self._report.actions):
            if one.id in self._aside:
                continue
            if not one.owners and not one.children and one.id not in owned and one.kind == "action":
                yield Problem(place, self._told("no_owner", text=one.text), one.id)
            yield from self._due(one, place)
            for owner in one.owners:
                if owner.kind == "person" and self._roster and fold(owner.name) not in self._roster:
                    yield Problem(place, self._told("not_listed", name=owner.name), one.id)
            if self._cites and not one.evidence and one.id not in owned:
                yield Problem(place, self._told("no_evidence", text=one.text), one.id)

    def _due(self, one: Action, place: str) -> Iterator[Problem]:
        days = [day for day in (one.due.dates if one.due else ()) if len(day) == 10]
        if days and self._days and max(days) < min(self._days) and one.state == "open":
            yield Problem(place, self._told("past", due=max(days), date=min(self._days)), one.id)

    def views(self) -> Iterator[Problem]:
        drafted = bool(self._report.made)
        live = any(one.id not in self._aside for one in self._report.views)
        if drafted and not live and not self._report.no_views_confirmed_by:
            yield Problem("views", self._told("views"))
        for at, view in enumerate(self._report.views, 1):
            if view.id in self._aside:
                yield from self._refused(view, f"views {at}")
                continue
            for text in (view.topic, *(one.text for one in view.positions)):
                if self._names(text):
                    yield Problem(f"views {at}", self._told("attributed", text=text), view.id)

    def _refused(self, view: View, place: str) -> Iterator[Problem]:
        """Tell of a view that was rejected, until somebody has confirmed that it is none."""
        if self._report.no_views_confirmed_by:
            return
        for one, _ in every_statement(self._report):
            told = one.extra.get("rejected", {})
            if one.refers != view.id or told.get("confirmed_by") or told.get("merged"):
                continue
            who, why = told.get("by") or self._say("review.somebody"), told.get("reason") or "–"
            yield Problem(place, self._told("rejected_view", text=view.topic, who=who, reason=why), one.id)

    def people(self) -> Iterator[Problem]:
        if self._unname is not None and (self._report.groups or self._report.apologies) and not may_list(self._report):
            yield Problem("attendance", self._told("unagreed"))
        excused = {fold(one.name) for one in self._report.apologies}
        for group in self._report.groups:
            for one in group.people:
                if MEMBERS.search(group.label) and one.member != "full" and self._report.made:
                    yield Problem("attendance", self._told("member", name=one.name))
                if fold(one.name) in excused and one.status in ("present", "late", "left early"):
                    yield Problem("attendance", self._told("both", name=one.name))


def _rests(one: Statement) -> bool:
    return bool(one.evidence) or any(map(_rests, one.children))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"
