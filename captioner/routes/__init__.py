"""What a browser can ask of the captioner: pages, sockets, files. They carry and decide nothing."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter

from captioner.routes import (
    ask,
    before,
    capture,
    console,
    correct,
    exports,
    front,
    help,
    plain,
    sound,
    stream,
    survey,
    transcript,
    typed,
    upload,
    viewer,
)

STATIC = Path(__file__).parent.parent / "static"

ROOMS = (
    front, viewer, plain, stream, transcript, exports, console, before, correct, sound, upload, capture, typed, ask,
    survey, help,
)  # fmt: skip

# The plain page shares the viewer's address, and is asked first.
ROUTERS: tuple[APIRouter, ...] = (plain.pages, *(room.router for room in ROOMS))
