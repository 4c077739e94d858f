"""What a browser can ask of the captioner: pages, sockets, files. They carry and decide nothing."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter

from captioner.routes import ask, capture, console, exports, front, stream, transcript, typed, upload, viewer

STATIC = Path(__file__).parent.parent / "static"

ROUTERS: tuple[APIRouter, ...] = tuple(
    room.router for room in (front, viewer, stream, transcript, exports, console, upload, capture, typed, ask)
)
