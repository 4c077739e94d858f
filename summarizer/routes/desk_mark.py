"""Key presses of note-takers while they listen: kept with the report, and told to whoever drafts it."""

from __future__ import annotations

import json
import secrets
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from summarizer.desk_bodies import parse_mark
from summarizer.desk_store import utc_now
from summarizer.routes.desk_form import FORM, body_of, fields_of, named, remember, wants_page
from summarizer.routes.report import Reports

router = APIRouter()

MOST_BYTES = 20_000
NOBODY = "Note-taker"
"""Who pressed the key where nobody said: a mark is not lost for want of a name."""


@router.post("/m/{meeting_id}/desk/mark")
async def mark(request: Request, reports: Reports, meeting_id: str) -> Response:
    """Keep a key press: {key, kind, cue, at_ms, text?, by?}; with {remove}, take one back."""
    await reports.meeting(meeting_id)
    told = await _told(request)
    by = told.get("by") or named(request) or NOBODY
    known = {name: told[name] for name in told if told[name] is not None} | {"by": by, "utc": utc_now()}
    made = parse_mark(json.dumps({"key": secrets.token_hex(8), **known}))
    saved = await reports.desks.mark(meeting_id, made)
    if wants_page(request):
        return remember(RedirectResponse(f"/m/{meeting_id}/desk?done={saved.number}#marks", 303), by)
    return JSONResponse({"done": True, "number": saved.number})


async def _told(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith(FORM):
        fields = await fields_of(request)
        number = fields.get("remove", "")
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            raise HTTPException(400, "a form can only take a mark back, by its number")
        return {"remove": int(number), "by": fields.get("by", ""), "key": fields.get("key", "") + f".m{number}"}
    try:
        told = json.loads(await body_of(request, MOST_BYTES))
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise HTTPException(400, "the mark is no JSON; expected fields like key, kind, cue and at_ms")
    return told
