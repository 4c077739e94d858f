"""The transcript as a page, by agenda item."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from captioner.joining import Reader
from captioner.reading import lines_of, sections_of, timed
from captioner.routes.asked import Live, admit, filled, reader_of
from models.captions import Caption
from models.exports import FORMATS
from models.marks import AgendaMark, Gap, OffRecord, say_mark
from models.meeting import Meeting
from models.notices import caveat_lines, making_lines
from templates.wording import wording

router = APIRouter()


@router.get("/m/{meeting_id}/transcript")
async def transcript(request: Request, live: Live) -> Response:
    reader = reader_of(request, live)
    answer = await asyncio.to_thread(_page, live.meeting, reader.apart())
    return admit(request, answer, live, reader)


def _page(meeting: Meeting, reader: Reader) -> Response:
    held = reader.timed
    entries = held.timeline.entries
    # In the order of time here: what was added later stands where it was said.
    cues = {entry.cue.id: replace(entry.cue, gap=None) for entry in entries if isinstance(entry, Caption)}
    marks = [entry for entry in entries if isinstance(entry, AgendaMark | Gap | OffRecord)]
    lines = lines_of(list(cues.values()), marks, wording("en")("captions.unknown"))
    return filled(
        "transcript.html",
        meeting=meeting,
        held=held,
        sections=list(sections_of(lines)),
        timed=timed(lines),
        say_mark=say_mark,
        suffixes=[kind.suffix.lstrip(".") for kind in FORMATS.values()],
        making=making_lines(held),
        caveats=caveat_lines(held),
    )
