"""What a script of the desk's page is answered: the number of what was saved, or what somebody else had changed."""

from __future__ import annotations

from fastapi.responses import JSONResponse, Response

from models.meeting import Meeting
from summarizer.desk import Desk
from summarizer.desk_clash import clashes_of
from summarizer.desk_entries import Conflict
from summarizer.desk_fields import Wanted
from summarizer.desk_history import history_of
from summarizer.routes.desk_form import Sent, remember


def saved_answer(desk: Desk, one: Sent, number: int, where: str, changed: bool) -> Response:
    """Return {number, at, told}: the event, the place where its author goes on, and in words what was done."""
    told = next(history_of(desk, number - 1)).text if changed else ""
    return remember(JSONResponse({"number": number, "at": where, "told": told}), one.by)


def clash_answer(meeting: Meeting, desk: Desk, one: Sent, found: list[tuple[Wanted, Conflict]]) -> Response:
    """Return {number, clashes}: for each the fields of the form with what stands there now."""
    assert desk.report is not None
    clashes = [
        {"by": clash.told.by, "choices": [{"name": each.name, "theirs": each.theirs} for each in clash.choices]}
        for clash in clashes_of(desk.report, one.fields, found, meeting.roster)
    ]
    return remember(JSONResponse({"number": desk.last, "clashes": clashes}, 409), one.by)
