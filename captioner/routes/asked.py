"""What every route begins with: the meeting asked for, and how the answer is wanted."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.requests import HTTPConnection

from captioner.joining import Joining, Reader
from captioner.live import LiveMeeting
from captioner.meetings import Meetings
from templates import render


def meetings_of(connection: HTTPConnection) -> Meetings:
    meetings: Meetings = connection.app.state.meetings
    return meetings


async def live_of(connection: HTTPConnection, meeting_id: str) -> LiveMeeting:
    return await meetings_of(connection).get(meeting_id)


SINCE = "dccg-since"
MOST_SINCE = 80


def reader_of(connection: HTTPConnection, live: LiveMeeting) -> Reader:
    """Return what the one who asks may read: by what they were given when they joined, if they were."""
    joining: Joining = connection.app.state.joining
    if not joining.limits(live.transcript):
        return Reader(live.transcript)  # of many readers who come at once, each counts
    brought = connection.query_params.get("since") or connection.cookies.get(SINCE, "")
    return joining.reader(live.id, live.transcript, brought[:MOST_SINCE])


def staff_of(connection: HTTPConnection, live: LiveMeeting) -> Reader:
    """Return the same for a page of those who work on the captions."""
    joining: Joining = connection.app.state.joining
    return joining.staff(live.id, live.transcript)


def admit(connection: HTTPConnection, answer: Response, live: LiveMeeting, reader: Reader) -> Response:
    """Have the reader's browser bring along from where they read, where that matters."""
    if reader.since:
        answer.headers["x-since"] = reader.since
        secure = connection.url.scheme in ("https", "wss")
        path = f"/m/{live.id}"
        answer.set_cookie(SINCE, reader.since, path=path, httponly=True, samesite="lax", secure=secure)
    return answer


All = Annotated[Meetings, Depends(meetings_of)]
Live = Annotated[LiveMeeting, Depends(live_of)]


def may_ask(connection: HTTPConnection, method: str, path: str) -> bool:
    """Say whether whoever asks may also ask for that; in a house without locks everybody may."""
    may = connection.scope.get("dccg.may")
    return may is None or bool(may(method, path))


def wants_page(request: Request) -> bool:
    """Say whether a person's browser asks, not a script: forms work without JavaScript."""
    return "text/html" in request.headers.get("accept", "")


def filled(template: str, code: int = 200, **values: Any) -> HTMLResponse:
    """Return the page, which is some work: to be called in a thread of its own."""
    return HTMLResponse(render(template, **values), code, headers={"cache-control": "no-store"})


async def page(template: str, code: int = 200, **values: Any) -> HTMLResponse:
    """Return the page, made in a thread of its own: captions wait for no page. The values must not change meanwhile."""
    return await asyncio.to_thread(filled, template, code, **values)


def done(request: Request, back: str, **told: Any) -> Response:
    """Answer an action: a browser goes back to its page, a script is told."""
    return RedirectResponse(back, 303) if wants_page(request) else JSONResponse({"done": True, **told})
