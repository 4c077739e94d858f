"""What the host looks at before a meeting: checks, what participants need, the invitation, what to say."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import Response

from captioner.before import Facts, checks, script
from captioner.live import LiveMeeting
from captioner.routes.asked import Live, page

router = APIRouter()


@router.get("/m/{meeting_id}/before")
async def before(request: Request, live: Live) -> Response:
    address = f"{request.app.state.address(request)}/m/{live.id}"
    facts = await _facts(request, live, address)
    return await page(
        "before.html",
        meeting=live.meeting,
        checks=tuple(checks(live.meeting, facts)),
        script=script(live.meeting, live.transcript.origin == "machine"),
        address=address,
        given={"live": f"/m/{live.id}/poll", "address": address},
    )


async def _facts(request: Request, live: LiveMeeting, address: str) -> Facts:
    state: dict[str, Any] = live.console()
    sources = state["sources"]
    levels = [source["level_dbfs"] for source in sources if source["level_dbfs"] is not None]
    return Facts(
        len(sources),
        max(levels, default=None),
        any(source["clipping"] for source in sources),
        state["engine"],
        state["engine_notice"],
        state["last_error"],
        state["saved"],
        await asyncio.to_thread(request.app.state.room),
        request.app.state.list_lacks(),
        address,
        urlsplit(address).hostname or "",
    )
