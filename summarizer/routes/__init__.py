"""What a browser can ask of the summarizer: the report, and its files. They carry and decide nothing."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter

from summarizer.routes import desk, desk_history, desk_live, desk_mark, report

STATIC = Path(__file__).parent.parent / "static"

ROUTERS: tuple[APIRouter, ...] = (desk_mark.router, desk_history.router, desk_live.router, desk.router, report.router)
