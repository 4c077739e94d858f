"""What every route begins with: the meeting asked for, and how the answer is wanted."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.requests import HTTPConnection

from captioner.live import LiveMeeting
from captioner.meetings import Meetings
from templates import render


def meetings_of(connection: HTTPConnection) -> Meetings:
    meetings: Meetings = connection.app.state.meetings
    return meetings


async def live_of(connection: HTTPConnection, meeting_id: str) -> LiveMeeting:
    return await meetings_of(connection).get(meeting_id)


All = Annotated[Meetings, Depends(meetings_of)]
Live = Annotated[LiveMeeting, Depends(live_of)]


def wants_page(request: Request) -> bool:
    """Say whether a person's browser asks, not a script: forms work without JavaScript."""
    return "text/html" in request.headers.get("accept", "")


def page(template: str, code: int = 200, **values: Any) -> HTMLResponse:
    return HTMLResponse(render(template, **values), code, headers={"cache-control": "no-store"})


def done(request: Request, back: str, **told: Any) -> Response:
    """Answer an action: a browser goes back to its page, a script is told."""
    return RedirectResponse(back, 303) if wants_page(request) else JSONResponse({"done": True, **told})
