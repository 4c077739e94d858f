"""The reader's page."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from captioner.reading import Line, lines_of
from captioner.routes.asked import Live, page
from models.marks import AgendaMark, Gap
from models.transcript import Transcript
from templates.wording import wording

router = APIRouter()


@router.get("/m/{meeting_id}")
async def viewer(live: Live) -> Response:
    transcript = live.transcript
    status = status_of(transcript)
    return page(
        "viewer.html",
        meeting=live.meeting,
        lines=reading(transcript),
        seq=transcript.seq or 0,
        status=status | said(status),
        given={"live": f"/m/{live.id}/live", "seq": transcript.seq or 0, "status": status},
    )


def reading(transcript: Transcript) -> list[Line]:
    """Return the lines of a reader's page."""
    marks: list[AgendaMark | Gap] = [*transcript.agenda, *transcript.gaps]
    marks.sort(key=lambda mark: mark.from_ms)
    return lines_of(transcript.cues, marks, wording("en")("captions.unknown"))


def status_of(transcript: Transcript) -> dict[str, str]:
    """Return what the page's script goes on from."""
    by = transcript.origins[-1].by if transcript.origins else ""
    return {
        "state": transcript.state,
        "engine_notice": transcript.engine_notice,
        "origin": transcript.origin,
        "by": by,
        "notice": transcript.notice,
    }


def said(status: dict[str, str]) -> dict[str, str]:
    """Return the same in words, for the page as it is first shown."""
    words = wording("en")
    mode = words("status.human_by", name=status["by"]) if status["by"] else words("status.human")
    if status["origin"] != "human":
        notice = status["engine_notice"]
        mode = words("status.machine_notice", notice=notice) if notice else words("status.machine")
    return {"main": words(f"status.{status['state']}"), "mode": mode}
