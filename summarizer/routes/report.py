"""The report as a page, and as a file in every layout and form."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from starlette.requests import HTTPConnection

from models.report import Report
from summarizer.every_print import every_print
from summarizer.formats import FORMATS
from summarizer.html_page import html_body
from summarizer.layouts import Options, choose, print_document, render
from summarizer.reporting import Reporting
from templates import render as fill

router = APIRouter()

_one_at_a_time = asyncio.Semaphore(1)


def reporting_of(connection: HTTPConnection) -> Reporting:
    held: Reporting = connection.app.state.reporting
    return held


Reports = Annotated[Reporting, Depends(reporting_of)]


@router.get("/m/{meeting_id}/report")
async def report(request: Request, reports: Reports, meeting_id: str, layout: str = "") -> Response:
    return await _page(request, reports, meeting_id, await reports.public(meeting_id), layout)


async def printed_page(request: Request, reports: Reporting, meeting_id: str, layout: str) -> Response:
    """Return the report as a page in a layout as it stands now, whether or not readers may see it yet."""
    return await _page(request, reports, meeting_id, await reports.report(meeting_id), layout)


@router.get("/m/{meeting_id}/report.zip")
async def everything(request: Request, reports: Reports, meeting_id: str) -> Response:
    return await _zip(request, reports, meeting_id, await reports.public(meeting_id))


@router.get("/m/{meeting_id}/desk/report.zip")
async def everything_now(request: Request, reports: Reports, meeting_id: str) -> Response:
    return await _zip(request, reports, meeting_id, await reports.report(meeting_id))


@router.get("/m/{meeting_id}/report.{suffix}")
async def file(request: Request, reports: Reports, meeting_id: str, suffix: str, layout: str = "") -> Response:
    forms = {form.suffix.lstrip("."): (name, form) for name, form in FORMATS.items()}
    if suffix not in forms:
        raise HTTPException(404, f"no report ends in .{suffix}; there are {', '.join(sorted(forms))}")
    name, form = forms[suffix]
    held = await reports.public(meeting_id)
    options = await _options(request, reports, meeting_id)
    body, tag = await asyncio.to_thread(_printed, reports, held, layout, name, options)
    headers = {
        "etag": tag, "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="{meeting_id}.{suffix}"',
    }  # fmt: skip
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers | {"content-type": form.media_type})


def _printed(reports: Reporting, held: Report, layout: str, form: str, options: Options) -> tuple[bytes, str]:
    made = render(held, choose(held, reports.layouts(), layout), form, options)
    body = made.encode("utf-8", "replace") if isinstance(made, str) else made
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


async def _page(request: Request, reports: Reporting, meeting_id: str, held: Report, layout: str) -> Response:
    options = await _options(request, reports, meeting_id, f"/m/{meeting_id}/transcript")
    text = await asyncio.to_thread(_filled, reports, meeting_id, held, layout, options)
    return HTMLResponse(text, headers={"cache-control": "no-store"})


def _filled(reports: Reporting, meeting_id: str, held: Report, layout: str, options: Options) -> str:
    known = reports.layouts()
    chosen = choose(held, known, layout)
    document = print_document(held, chosen, options)
    return fill(
        "report.html", meeting_id=meeting_id, document=document, body=html_body(document), layout=chosen,
        layouts=[one for one in known.values() if not one.several],
        forms={form.suffix.lstrip("."): name for name, form in FORMATS.items()},
    )  # fmt: skip


async def _zip(request: Request, reports: Reporting, meeting_id: str, held: Report) -> Response:
    """Every layout in every form; one is made at a time, for it takes some seconds."""
    options = await _options(request, reports, meeting_id)
    async with _one_at_a_time:
        body = await asyncio.to_thread(lambda: every_print(held, reports.layouts().values(), options, meeting_id))
    headers = {"cache-control": "no-cache", "content-disposition": f'attachment; filename="{meeting_id}.zip"'}
    return Response(body, media_type="application/zip", headers=headers)


async def _options(request: Request, reports: Reporting, meeting_id: str, transcript: str = "") -> Options:
    captions = f"{request.app.state.address(request)}/m/{meeting_id}"
    return Options(transcript=transcript, captions=captions, names=(await reports.meeting(meeting_id)).roster.names)
