"""What makes the desk's page live: news of others' changes, who is writing where, and what became different."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from models.errors import MeetingError
from summarizer.desk_fields import FieldFault
from summarizer.desk_news import news_of
from summarizer.desk_store import DeskStore, News
from summarizer.reporting import Reporting
from summarizer.routes.desk_form import checked, fields_of, named
from summarizer.routes.desk_heard import Listening, found_in
from summarizer.routes.desk_page import desk_page
from summarizer.routes.report import Reports

router = APIRouter()

BEAT_S = 2.0
BEAT = 'data: {"kind":"beat"}\n\n'
RETRY_MS = 2_000
LONGEST = 200

LINE = {
    # Whatever stands between us and the note-taker must pass on every piece at once, as it is.
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
    "content-security-policy": "default-src 'none'",
}

After = Annotated[int, Query(ge=0, lt=1_000_000_000)]
_listening: WeakKeyDictionary[Reporting, Listening] = WeakKeyDictionary()


def now_ms() -> int:
    return time.monotonic_ns() // 1_000_000


@router.get("/m/{meeting_id}/desk/stream")
async def stream(
    reports: Reports, meeting_id: str, after: After = 0, last_event_id: Annotated[str, Header()] = ""
) -> Response:
    """Every event after that number, each once and in order, and who writes where; a beat every two seconds."""
    await reports.meeting(meeting_id)
    held = int(last_event_id) if last_event_id.isdecimal() and len(last_event_id) < 10 else after
    return StreamingResponse(news(reports.desks, meeting_id, held), media_type="text/event-stream", headers=LINE)


async def news(desks: DeskStore, meeting_id: str, after: int) -> AsyncIterator[str]:
    """Yield what a page of the desk is sent, until the program ends."""
    # A proxy that waits for a first piece before it passes on the headers gets one.
    yield f": the desk of a meeting\nretry: {RETRY_MS}\n\n"
    if after > (await desks.load(meeting_id)).last:
        yield "event: again\ndata: {}\n\n"
        return
    coming = desks.subscribe(meeting_id, after)
    arrived = asyncio.Event()
    queue: list[News] = []
    reader = asyncio.create_task(_read(coming, queue, arrived))
    try:
        yield BEAT + "".join(_lock(one.target, one.by, one.until_ms) for one in desks.locks(meeting_id, now_ms()))
        while not desks.closing and not (reader.done() and not queue):
            try:
                await asyncio.wait_for(arrived.wait(), BEAT_S)
            except TimeoutError:
                yield BEAT
            arrived.clear()
            while queue:
                yield await _event(desks, meeting_id, queue.pop(0))
    finally:
        reader.cancel()


async def _read(coming: AsyncIterator[News], queue: list[News], arrived: asyncio.Event) -> None:
    try:
        async for one in coming:
            queue.append(one)
            arrived.set()
    except MeetingError:
        pass  # the meeting was erased, or the record is closed: whoever comes back is told
    finally:
        arrived.set()


async def _event(desks: DeskStore, meeting_id: str, one: News) -> str:
    if one.kind == "lock":
        told = json.loads(one.body)
        return _lock(told["target"], told["by"], told["until_ms"])
    entry = (await desks.load(meeting_id)).history[one.number - 1]
    return f"id: {one.number}\ndata: {json.dumps(news_of(entry))}\n\n"


def _lock(target: str, by: str, until_ms: int) -> str:
    told = {"kind": "lock", "target": target, "by": by, "for_ms": max(0, until_ms - now_ms()) if by else 0}
    return f"data: {json.dumps(told)}\n\n"


@router.get("/m/{meeting_id}/desk/parts")
async def parts(request: Request, reports: Reports, meeting_id: str, after: After = 0) -> Response:
    """The desk's page as it stands, with nothing but their ids where lines are as they were after that event."""
    return await desk_page(request, reports, meeting_id, since=after)


@router.post("/m/{meeting_id}/desk/lock")
async def lock(request: Request, reports: Reports, meeting_id: str) -> Response:
    """Say that one writes at `target`, or with do=leave no more. It keeps nobody from saving: it only tells."""
    fields = await fields_of(request)
    await reports.meeting(meeting_id)
    try:
        by = checked(fields.get("by") or named(request))
    except FieldFault as fault:
        return JSONResponse({"error": str(fault)}, 422)
    target = fields.get("target", "")[:LONGEST]
    if fields.get("do") == "leave":
        await reports.desks.unlock(meeting_id, target, by)
        return JSONResponse({"by": ""})
    held = await reports.desks.lock(meeting_id, target, by, now_ms())
    return JSONResponse({"by": held.by, "for_ms": held.until_ms - now_ms()})


@router.get("/m/{meeting_id}/desk/heard")
async def heard(reports: Reports, meeting_id: str) -> Response:
    """What was decided or promised a moment ago, for whoever listens and marks: [{kind, text, cue, at_ms, marked}]."""
    said = await reports.heard(meeting_id)
    found, fresh = await _listening.setdefault(reports, Listening()).at(meeting_id, said.talk)
    marks = (await reports.desks.load(meeting_id)).marks
    told: dict[str, Any] = {"found": await asyncio.to_thread(found_in, found, said.talk, marks), "growing": fresh}
    return JSONResponse(told, headers={"cache-control": "no-store"})
