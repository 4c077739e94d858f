"""Help for readers, hosts and captioners, on one page."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from captioner.keymap import KEYS, NATIVE
from captioner.routes.asked import page

router = APIRouter()


@router.get("/help")
async def help_page() -> Response:
    return await page("help.html", keys=KEYS, native=NATIVE)
