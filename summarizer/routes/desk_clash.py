"""The answer to a form that met somebody else's change: both side by side, nothing that was typed lost."""

from __future__ import annotations

import secrets

from fastapi.responses import HTMLResponse

from models.meeting import Meeting
from summarizer.desk import Desk
from summarizer.desk_clash import carried, clashes_of
from summarizer.desk_entries import Conflict
from summarizer.desk_fields import Wanted
from summarizer.desk_head import SITTING, TEXTS
from summarizer.desk_view import where_is
from summarizer.routes.desk_form import Sent
from templates import render
from templates.wording import wording

LABELS = {
    "state": "decision_state", "for": "person_for", "status": "person_status", "next_printed": "head_next_printed",
    "next_date": "head_next_date", "next_time": "head_next_time", "next_state": "head_next_state",
} | {name: f"head_{name}" for name in (*TEXTS, *SITTING, "officers")}
"""What fields of a form are called where that is not their own name."""


def clash_page(meeting: Meeting, desk: Desk, one: Sent, found: list[tuple[Wanted, Conflict]]) -> HTMLResponse:
    """Return the page that shows what each field held, what it holds now, and what was to stand there."""
    assert desk.report is not None
    roster = meeting.roster
    whole = {"head": "head", "people": "attendance"}.get(one.fields.get("form", ""), "desk")
    text = render(
        "desk_clash.html", meeting=meeting, seen=desk.last, fields=wording("en").sections["edit_fields"],
        labels=LABELS,
        clashes=clashes_of(desk.report, one.fields, found, roster), token=secrets.token_hex(8), by=one.by,
        carried=carried(desk.report, one.fields, roster), back=where_is(desk.report, one.target) or whole,
    )  # fmt: skip
    return HTMLResponse(text, 409, headers={"cache-control": "no-store"})
