"""The one web application."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from captioner.arrivals import Arrivals
from captioner.capacity import NoRoom
from captioner.joining import Joining, LateJoiners, joining_key
from captioner.meetings import Meetings, NoSuchMeeting
from captioner.routes import ROUTERS, STATIC
from captioner.routes.ask import Gate
from captioner.routes.asked import page, wants_page
from captioner.routes.direct import Direct
from captioner.routes.typed import Received
from captioner.routes.upload import MOST_BYTES
from captioner.sound import delete_sound
from captioner.surveys import Surveys
from captioner.uploads import Uploads
from dccg.access import Access
from dccg.access_gate import Doorkeeper
from dccg.access_pages import router as access_router
from dccg.archive_pages import ArchivePages
from dccg.doorway import Doorway
from dccg.hearing import Hearing
from dccg.readiness import readyz
from models.errors import MeetingError
from record import EventLog, MemoryEventLog
from summarizer.desk_store import DeskStore
from summarizer.reporting import Reporting
from summarizer.routes import ROUTERS as REPORT_ROUTERS
from summarizer.routes import STATIC as REPORT_STATIC

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def create_app(
    meetings: Meetings,
    around: Lifespan | None = None,
    upload_bytes: int = MOST_BYTES,
    data: Path | None = None,
    log: EventLog | None = None,
    late: LateJoiners = "by-rule",
    access: Access | None = None,
    address: str = "",
    list_lacks: Callable[[], str] = str,
) -> FastAPI:
    """Return the application that serves these meetings; `around` runs from its start to its end.

    `log` is the record, which keeps what note-takers do; without it that lasts as long as the program. `data` is the
    folder that reports are written to as files. `late` is what those may read who join late. `access` says who may do
    what; without it the house has no locks. `address` is where readers reach the program, "" where they ask for it;
    `list_lacks` tells what is missing for posting to the list.
    """
    desks = DeskStore(log if log is not None else MemoryEventLog(), data, approved=partial(_approved, meetings))

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        app.state.uploads = Uploads()
        await app.state.uploads.take_up(meetings.all())
        try:
            async with AsyncExitStack() as stack:
                if access is not None:
                    await stack.enter_async_context(access.watching())
                if around is not None:
                    await stack.enter_async_context(around(app))
                yield
        finally:
            await app.state.uploads.close()
            await desks.close()

    app = FastAPI(title="DCCG meeting toolkit", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.meetings = meetings
    app.state.address, app.state.list_lacks = partial(_address, address), list_lacks
    app.state.received = Received()
    app.state.joining = Joining(joining_key(data), late)
    app.state.arrivals = Arrivals()
    app.state.asking, app.state.surveys = Gate(), Surveys(data)
    app.state.upload_bytes = upload_bytes
    hearing = Hearing(meetings)
    app.state.reporting = Reporting(hearing.meeting, hearing.heard, desks, data)
    _furnish(app, data)
    _guard(app, access)
    return app


def _guard(app: FastAPI, access: Access | None) -> None:
    """Put around the rooms what every request passes, the outermost last."""
    app.state.access = access
    app.add_middleware(GZipMiddleware, minimum_size=1_000)
    app.add_middleware(Direct)  # inside Doorway and whatever decides who may read
    if access is not None:
        app.include_router(access_router)
        app.add_middleware(Doorkeeper, access=access)
    app.add_middleware(Doorway)


def _furnish(app: FastAPI, data: Path | None) -> None:
    """Add the rooms' routes, and what belongs to no room."""
    for router in (*ROUTERS, *REPORT_ROUTERS):
        app.include_router(router)
    app.state.room = partial(_room, data)
    app.add_api_route("/healthz", healthz, methods=["GET"])
    app.add_api_route("/readyz", readyz, methods=["GET"])
    app.add_exception_handler(RequestValidationError, misasked)
    app.add_exception_handler(MeetingError, refused)
    app.add_exception_handler(HTTPException, unknown)
    app.mount("/desk/static", Static(directory=REPORT_STATIC), name="desk")
    app.mount("/static", Static(directory=STATIC), name="static")
    if data is not None:
        app.mount("/archive", ArchivePages(data), name="archive")


async def _approved(meetings: Meetings, meeting_id: str) -> None:
    """Delete the sound that was kept for putting the captions right: the report rests on the text from here on."""
    await delete_sound(await meetings.get(meeting_id))


def _address(told: str, request: Request) -> str:
    """Return the address that readers reach the program at, without a slash at its end."""
    return (told or str(request.base_url)).rstrip("/")


def _room(data: Path | None) -> int:
    """Return the bytes that are free on the disk of the data folder."""
    return shutil.disk_usage(data if data is not None else Path.cwd()).free


async def healthz() -> Response:
    return JSONResponse({"alive": True})


async def refused(request: Request | WebSocket, fault: Exception) -> Response:
    """Answer a `MeetingError` with its sentence: a page for a person, JSON for a script."""
    if isinstance(fault, NoRoom):
        answer = await _sorry(request, 503, str(fault))
        answer.headers["retry-after"] = str(fault.retry_after_s)
        return answer
    return await _sorry(request, 404 if isinstance(fault, NoSuchMeeting) else 400, str(fault))


async def unknown(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return await _sorry(request, fault.status_code, str(fault.detail))


async def misasked(request: Request | WebSocket, fault: Exception) -> Response:
    """Name the fields that are not as they should be, and nothing of what was sent."""
    assert isinstance(fault, RequestValidationError)
    fields = ", ".join(sorted({str(one["loc"][-1]) for one in fault.errors()}))
    return await _sorry(request, 422, f"{fields}: not as it should be here; go back and try again")


async def _sorry(request: Request | WebSocket, status: int, sentence: str) -> Response:
    if isinstance(request, WebSocket):
        # A socket that is not answered yet is refused with this reason; browsers see a failed connection.
        await request.close(1008, sentence[:120])
        return Response()
    if wants_page(request):
        return await page("error.html", status, sentence=sentence, status=status)
    return JSONResponse({"error": sentence}, status)


class Static(StaticFiles):
    """Files that browsers keep but ask about: a new version is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = "no-cache"
        return answer
