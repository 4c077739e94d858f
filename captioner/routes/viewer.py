"""The reader's page."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from captioner.reading import Line, lines_of
from captioner.routes.asked import Live, page
from models.marks import AgendaMark, Gap
from models.transcript import Transcript
from templates.wording import wording

router = APIRouter()


MODES = ("live", "sentences", "own")
VIEWS = ("page", "room", "overlay")
MODULES = ("awake", "captions", "follow", "painter", "panels", "place", "say", "settings", "status", "stream")
TEXTS = ("captions", "viewer", "look", "status")


@router.get("/m/{meeting_id}")
async def viewer(live: Live, mode: str = "", view: str = "") -> Response:
    transcript = live.transcript
    status = status_of(transcript)
    mode, view = _one_of(MODES, mode), _one_of(VIEWS, view)
    given = {"meeting": live.id, "live": f"/m/{live.id}/live", "seq": transcript.seq or 0, "mode": mode, "view": view}
    return page(
        "viewer.html",
        meeting=live.meeting,
        mode=mode,
        view=view,
        lines=reading(transcript),
        seq=transcript.seq or 0,
        status=status | said(status),
        given=given | {"status": status},
        modules=MODULES,
        sections=TEXTS,
    )


def _one_of(known: tuple[str, ...], asked: str) -> str:
    """What a reader's address asks for, else the usual: a mistyped address still shows captions."""
    return asked if asked in known else known[0]


def reading(transcript: Transcript) -> list[Line]:
    """Return the lines of a reader's page."""
    marks: list[AgendaMark | Gap] = [*transcript.agenda, *transcript.gaps]
    marks.sort(key=lambda mark: mark.from_ms)
    return lines_of(transcript.cues, marks, wording("en")("captions.unknown"))


def status_of(transcript: Transcript) -> dict[str, Any]:
    """Return what the page's script goes on from."""
    by = transcript.origins[-1].by if transcript.origins else ""
    return {
        "state": transcript.state,
        "off": getattr(transcript, "off_record", False),
        "engine_notice": transcript.engine_notice,
        "origin": transcript.origin,
        "by": by,
        "notice": transcript.notice,
    }


def said(status: dict[str, Any]) -> dict[str, str]:
    """Return the same in words, for the page as it is first shown."""
    words = wording("en")
    mode = words("status.human_by", name=status["by"]) if status["by"] else words("status.human")
    if status["origin"] != "human":
        notice = status["engine_notice"]
        mode = words("status.machine_notice", notice=notice) if notice else words("status.machine")
    state = "off" if status["off"] and status["state"] == "listening" else status["state"]
    return {"main": words(f"status.{state}"), "mode": mode}
