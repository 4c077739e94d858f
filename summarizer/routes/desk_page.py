"""The desk's page as HTML: the report with its forms, and beside a form that was refused what was typed there."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any, get_args

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import QueryParams

from models.report import Report
from models.report_parts import ActionState, Consent, DecisionState, DecisionType
from models.transcript import CHATHAM_HOUSE
from summarizer.desk import Desk
from summarizer.desk_entries import same_person
from summarizer.desk_head import head_values
from summarizer.desk_history import history_of
from summarizer.desk_markup import functions
from summarizer.desk_news import same_lines
from summarizer.desk_people import CHOICES
from summarizer.desk_view import DeskView, anchor, view_of
from summarizer.edit_approve import APPROVED
from summarizer.heard import Heard
from summarizer.reporting import Reporting
from summarizer.review import problems
from summarizer.routes.desk_form import named
from templates import render
from templates.wording import wording

KINDS = ("key point", "decision", "next step", "view", "")
CHOOSE: dict[str, tuple[str, ...]] = {
    "type": get_args(DecisionType), "consent": get_args(Consent), "decision_state": get_args(DecisionState),
    "action_state": get_args(ActionState), "kind": KINDS, "status": CHOICES,
    "status_known": CHOICES[:-1],
    "item_state": ("", "planned", "added", "discussed", "postponed", "dropped"), "next_state": ("proposed", "fixed"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A form that was refused: which, its fields as they were typed, the field and the sentence about it."""

    form: str = ""
    target: str = ""
    name: str = ""
    sentence: str = ""
    fields: dict[str, str] = field(default_factory=dict)


NONE = Refusal()


@dataclass(frozen=True, kw_only=True)
class Done:
    """What the last form came to, said once on the page that follows."""

    text: str = ""
    where: str = ""


async def desk_page(
    request: Request, reports: Reporting, meeting_id: str, refusal: Refusal = NONE, status: int = 200,
    since: int = 0,
) -> Response:  # fmt: skip
    """Return the page of the desk as it stands now; `since` leaves out the lines that are as after that event."""
    heard, desk = await reports.heard(meeting_id), await reports.desks.load(meeting_id)
    told = {
        "by": refusal.fields.get("by") or named(request), "refusal": refusal,
        "asked": request.query_params, "fault": reports.desks.faults.get(meeting_id, ""),
        "since": since,
    }  # fmt: skip
    text = await asyncio.to_thread(_filled, reports, heard, desk, told)
    return HTMLResponse(text, status, headers={"cache-control": "no-store"})


def _filled(reports: Reporting, heard: Heard, desk: Desk, told: dict[str, Any]) -> str:
    report, by = desk.report, told["by"]
    told["done"] = _done(desk, told.pop("asked"))
    values: dict[str, Any] = {
        "meeting": heard.occasion, "roster": heard.talk.roster,
        "bodies": sorted({body.name for one in heard.talk.roster if (body := heard.talk.roster.body_of(one))}),
        "desk": desk, "report": report, "anchor": anchor,
        "token": secrets.token_hex(8), "nameless": _is_nameless(heard, report), "choose": CHOOSE,
        "approved": report is not None and report.state in APPROVED,
        "can_undo": any(same_person(one.stamp.by, by) for one in desk.line.edits),
        "layouts": [one for one in reports.layouts().values() if not one.several],
        "can_redo": any(one.of(by) for one in desk.undone),
    }  # fmt: skip
    view = None if report is None else _view(report, heard)
    head = {} if report is None else head_values(report)
    markup: dict[str, Any] = functions("en", view.places if view is not None else ())
    was = desk.at(told["since"])
    known = same_lines(_view(was, heard), view) if was is not None and view is not None else frozenset()
    return render("desk.html", view=view, head=head, known=known, **values, **told, **markup)


def _is_nameless(heard: Heard, report: Report | None) -> bool:
    return CHATHAM_HOUSE in (heard.occasion.rule, report.about.rule if report is not None else "")


def _view(report: Report, heard: Heard) -> DeskView:
    return view_of(report, heard.talk, problems(report, heard.talk.roster.names))


def _done(desk: Desk, asked: QueryParams) -> Done:
    """Return in words what the event did that the address of the page names, and where; "same" for nothing."""
    say, said, where = wording("en"), asked.get("done", ""), asked.get("at", "")[:120]
    if said == "same":
        return Done(text=say("desk.same"), where=where)
    if not (said.isascii() and said.isdigit() and len(said) < 10 and 0 < int(said) <= desk.last):
        return Done()
    told = next(history_of(desk, int(said) - 1))
    return Done(text=say("desk.done", done=told.text, time=told.utc[11:16]), where=where)
