"""The transcript as a file, in every format there is."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from captioner.joining import Reader
from captioner.routes.asked import Live, admit, reader_of
from models.exports import FORMATS
from models.transcript import Transcript

router = APIRouter()


def _made(make: Callable[[Transcript], str], reader: Reader) -> tuple[bytes, str]:
    body = make(reader.timed).encode("utf-8")
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


@router.get("/m/{meeting_id}/transcript.{suffix}")
async def export(request: Request, live: Live, suffix: str) -> Response:
    known = {ending.lstrip("."): (media_type, export) for media_type, ending, export in FORMATS.values()}
    if suffix not in known:
        raise HTTPException(404, f"no transcript ends in .{suffix}; there are {', '.join(sorted(known))}")
    media_type, make = known[suffix]
    reader = reader_of(request, live)
    # Elsewhere: readers must not wait for the captions while a long meeting is printed.
    body, tag = await asyncio.to_thread(_made, make, reader.apart())
    headers = {
        "etag": tag,
        "cache-control": "no-cache",
        "content-disposition": f'inline; filename="{live.id}.{suffix}"',
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    charset = "" if "charset" in media_type or media_type == "application/json" else "; charset=utf-8"
    made = Response(body, headers=headers | {"content-type": media_type + charset})
    return admit(request, made, live, reader)
