"""The front page, and the form in which a meeting is made and changed."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from captioner.routes.asked import All, Live, page
from models.errors import MeetingError
from models.meeting import RULES
from models.meeting_fields import NEEDED
from models.meeting_form import FIELDS, form_of, meeting_from_form

router = APIRouter()

TEXT_AREAS = ("agenda", "roster", "terms", "bodies", "documents")
START = {"language": "en", "start": "14:00"}
FIELD_BYTES = 2_000_000
_PLACE = re.compile(r"field (\w+)")


@router.get("/")
async def front(meetings: All) -> Response:
    everything = meetings.all()
    live = [one for one in everything if one.transcript.state in ("listening", "paused")]
    others = [one for one in everything if one not in live]
    return page("front.html", live=live, others=others)


@router.get("/new")
async def new() -> Response:
    return _form(START, {}, None)


@router.post("/new")
async def create(request: Request, meetings: All) -> Response:
    fields = await _fields(request)
    errors = missing(fields)
    if not errors:
        try:
            live = await meetings.create(meeting_from_form(fields))
        except MeetingError as fault:
            errors = placed(fault)
        else:
            return RedirectResponse(f"/m/{live.id}/console", 303)
    return _form(fields, errors, None)


@router.get("/m/{meeting_id}/edit")
async def edit(live: Live) -> Response:
    return _form(form_of(live.meeting), {}, live)


@router.post("/m/{meeting_id}/edit")
async def change(request: Request, live: Live, meetings: All) -> Response:
    # The id is the address of the meeting: it stays, whatever the form says.
    fields = {**await _fields(request), "id": live.id}
    errors = missing(fields)
    if not errors:
        try:
            await meetings.change(meeting_from_form(fields))
        except MeetingError as fault:
            errors = placed(fault)
        else:
            return RedirectResponse(f"/m/{live.id}/console", 303)
    return _form(fields, errors, live)


def missing(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields that are needed and empty, each with its complaint's key."""
    return {name: "form.missing" for name in NEEDED[""] if not fields.get(name, "").strip()}


def placed(fault: MeetingError) -> dict[str, str]:
    """Return the complaint under the name of the field it begins with, else under "form"."""
    text = str(fault)
    found = _PLACE.match(text)
    name = found[1] if found and found[1] in FIELDS else "form"
    return {name: text.removeprefix(f"field {name}: ").removeprefix(f"field {name}, ")}


def _form(fields: dict[str, str], errors: dict[str, str], live: Live | None) -> Response:
    return page(
        "meeting_form.html",
        422 if errors else 200,
        fields={name: fields.get(name, "") for name in FIELDS},
        errors=errors,
        live=live,
        rules=RULES,
        areas=TEXT_AREAS,
    )


async def _fields(request: Request) -> dict[str, str]:
    form = await request.form(max_files=0, max_fields=50, max_part_size=FIELD_BYTES)
    return {name: value for name, value in form.items() if isinstance(value, str) and name in FIELDS}
