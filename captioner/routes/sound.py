"""A line as it was said, for those who put captions right."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import Response

from captioner.replay import NotKept
from captioner.routes.asked import Live

router = APIRouter()

HEADERS = {
    "accept-ranges": "bytes",
    "cache-control": "no-store",
    # Sent as it is: a player asks for parts of it, and wants to know how long it is.
    "content-encoding": "identity",
    # Nor can a page of another site play it.
    "cross-origin-resource-policy": "same-origin",
}
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


@router.get("/m/{meeting_id}/sound/{cue}")
async def sound(request: Request, live: Live, cue: Annotated[int, Path(ge=0, lt=1_000_000_000)]) -> Response:
    try:
        wav = await live.sound.clip(cue)
    except NotKept as fault:
        raise HTTPException(404, str(fault)) from None
    return part_of(wav, request.headers.get("range", ""))


def part_of(wav: bytes, wanted: str) -> Response:
    """Return all of it, or the part that a `Range` header asks for: some browsers play nothing without."""
    asked = _RANGE.fullmatch(wanted)
    if asked is None:
        return Response(wav, media_type="audio/wav", headers=HEADERS)
    first, last = int(asked[1]), min(int(asked[2] or len(wav)), len(wav) - 1)
    if first > last:
        return Response(status_code=416, headers=HEADERS | {"content-range": f"bytes */{len(wav)}"})
    told = {"content-range": f"bytes {first}-{last}/{len(wav)}"}
    return Response(wav[first : last + 1], 206, media_type="audio/wav", headers=HEADERS | told)
