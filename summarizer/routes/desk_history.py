"""The history of a report: who changed what and when, how the words differ, and a way back."""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from models.meeting import Meeting
from summarizer.desk import Desk
from summarizer.desk_history import Told, history_of
from summarizer.routes.desk_form import named
from summarizer.routes.report import Reports
from templates import render

router = APIRouter()

ON_A_PAGE = 50

Number = Annotated[int, Query(ge=0, lt=1_000_000_000)]


@router.get("/m/{meeting_id}/desk/history")
async def history(request: Request, reports: Reports, meeting_id: str, before: Number = 0) -> Response:
    """The newest changes; with `before`, those ahead of that one."""
    meeting, desk = await reports.meeting(meeting_id), await reports.desks.load(meeting_id)
    text = await asyncio.to_thread(_page, meeting, desk, before, named(request))
    return HTMLResponse(text, headers={"cache-control": "no-store"})


def _page(meeting: Meeting, desk: Desk, before: int, by: str) -> str:
    end = before - 1 if 0 < before <= desk.last else desk.last
    begin = max(0, end - ON_A_PAGE)
    changes = [one for one in history_of(desk, begin) if one.number <= end][::-1]
    newer = "" if end == desk.last else "last" if end + ON_A_PAGE >= desk.last else str(end + ON_A_PAGE + 1)
    return render(
        "desk_history.html", meeting=meeting, desk=desk, changes=changes, by=by, token=secrets.token_hex(8),
        restorable=_restorable(desk, changes) if by else (), older=begin + 1 if begin else 0, newer=newer,
    )  # fmt: skip


def _restorable(desk: Desk, changes: list[Told]) -> set[int]:
    """Return the changes after which the report was another than it is now."""
    return {one.number for one in changes if (was := desk.at(one.number)) is not None and was is not desk.report}
