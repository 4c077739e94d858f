"""The page of a human captioner, and what they type."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from captioner.live import LiveMeeting
from captioner.routes.asked import Live, admit, done, filled, staff_of
from captioner.routes.viewer import reading, status_of
from models.apart import apart
from models.errors import MeetingError
from models.meeting import Meeting
from models.plain import clean, clean_name
from models.transcript import Transcript
from templates.wording import wording

router = APIRouter()

LAST_LINES = 6
PAGES = 1_000


class BadLine(MeetingError):
    """Raised when typed text comes without what it needs."""


class Received:
    """The number of the last text of each captioner's page: a text sent again is not written again."""

    def __init__(self) -> None:
        self._last: OrderedDict[str, int] = OrderedDict()

    def is_new(self, key: str, number: int) -> bool:
        if number <= self._last.get(key, 0):
            return False
        self._last[key] = number
        self._last.move_to_end(key)
        while len(self._last) > PAGES:
            self._last.popitem(last=False)
        return True


@router.get("/m/{meeting_id}/type")
async def typing(request: Request, live: Live) -> Response:
    staff = staff_of(request, live)
    answer = await asyncio.to_thread(_page, live.meeting, apart(live.transcript), staff.since)
    return admit(request, answer, live, staff)


def _page(meeting: Meeting, held: Transcript, since: str) -> Response:
    given = {
        "live": f"/m/{meeting.id}/live", "typed": f"/m/{meeting.id}/typed",
        "seq": held.seq or 0, "status": status_of(held), "since": since,
    }  # fmt: skip
    return filled("type.html", meeting=meeting, lines=reading(held)[-LAST_LINES:], writer=_writer(held), given=given)


@router.post("/m/{meeting_id}/typed")
async def typed(request: Request, live: Live) -> Response:
    form = await request.form(max_files=0, max_fields=8)
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    received: Received = request.app.state.received
    key, number = fields.get("key", ""), _number(fields.get("n"))
    if not key or received.is_new(f"{live.id} {key}", number):
        await _do(live, fields)
    return done(request, f"/m/{live.id}/type", **_told(live))


async def _do(live: LiveMeeting, fields: dict[str, str]) -> None:
    by, what = clean_name(fields.get("by")), fields.get("do", "text")
    if not by:
        raise BadLine("typed captions: who types is missing; give your name first, because readers are told who writes")
    if what == "take":
        await live.take_over(by)
    elif what == "give":
        await live.release(by)
    elif text := clean(fields.get("text", "")):
        await live.type_text(by, text, _number(fields.get("ago_ms")))


def _writer(held: Transcript) -> str:
    status, words = status_of(held), wording("en")
    if status["origin"] == "machine":
        return words("type.machine")
    return words("type.theirs", name=status["by"] or words("type.somebody"))


def _told(live: LiveMeeting) -> dict[str, Any]:
    return {"origin": live.transcript.origin}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
