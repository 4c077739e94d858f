"""The front page, and the form in which a meeting is made and changed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from captioner.learning import joined
from captioner.live import LiveMeeting
from captioner.meetings import Meetings
from captioner.routes.asked import All, Live, page
from models.errors import MeetingError
from models.meeting import READERS, RULES, Meeting
from models.meeting_fields import NEEDED
from models.meeting_form import FIELDS, form_of, meeting_from_form
from templates.allowed import may

router = APIRouter()

TEXT_AREAS = ("agenda", "roster", "terms", "needs", "bodies", "documents")
START = {"language": "en", "start": "14:00", "readers": "anyone"}
ALIKE = ("group", "start", "language", "readers", "roster", "terms", "bodies")
LIVE = ("listening", "paused")
FIELD_BYTES = 2_000_000
_PLACE = re.compile(r"field (\w+)")


@router.get("/")
async def front(meetings: All) -> Response:
    everything = [one for one in meetings.all() if one.meeting.readers == "anyone" or may(f"/m/{one.id}")]
    shown = [Shown(one.meeting, one.transcript.state) for one in everything]
    live = [one for one in shown if one.state in LIVE]
    return await page("front.html", live=live, others=[one for one in shown if one.state not in LIVE])


class Shown(NamedTuple):
    """A meeting as the front page lists it."""

    meeting: Meeting
    state: str


@router.get("/new")
async def new(meetings: All, like: str = "") -> Response:
    """The empty form; `like` fills in what a meeting of the same group has in common with that one."""
    if not like:
        return await _form(START, {}, None)
    model = await meetings.get(like)
    fields = form_of(model.meeting)
    return await _form({name: fields[name] for name in ALIKE}, {}, None, like=model)


@router.post("/new")
async def create(request: Request, meetings: All) -> Response:
    fields = await _fields(request)
    like = (await request.form()).get("like")
    errors = missing(fields)
    if not errors:
        try:
            made = meeting_from_form(fields)
            # Who began from a meeting of the group has seen its terms, and may have taken some out.
            live = await meetings.create(made if like else replace(made, terms=_inherited(made, meetings)))
        except MeetingError as fault:
            errors = placed(fault)
        else:
            return RedirectResponse(f"/m/{live.id}/console", 303)
    return await _form(fields, errors, None)


@router.get("/m/{meeting_id}/edit")
async def edit(live: Live) -> Response:
    return await _form(form_of(live.meeting), {}, live)


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
    return await _form(fields, errors, live)


def missing(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields that are needed and empty, each with its complaint's key."""
    return {name: "form.missing" for name in NEEDED[""] if not fields.get(name, "").strip()}


def placed(fault: MeetingError) -> dict[str, str]:
    """Return the complaint under the name of the field it begins with, else under "form"."""
    text = str(fault)
    found = _PLACE.match(text)
    name = found[1] if found and found[1] in FIELDS else "form"
    return {name: text.removeprefix(f"field {name}: ").removeprefix(f"field {name}, ")}


def _inherited(made: Meeting, meetings: Meetings) -> tuple[str, ...]:
    """Return the terms of a new meeting: its own, and those of the newest of its group, corrections' words too."""
    group = made.group.casefold()
    before = next((one.meeting.terms for one in meetings.all() if one.meeting.group.casefold() == group), ())
    return joined(made.terms, before)


async def _form(
    fields: dict[str, str], errors: dict[str, str], live: LiveMeeting | None, like: LiveMeeting | None = None
) -> Response:
    return await page(
        "meeting_form.html",
        422 if errors else 200,
        fields={name: fields.get(name, "") for name in FIELDS},
        errors=errors,
        live=live,
        like=like,
        rules=RULES,
        readers=READERS,
        areas=TEXT_AREAS,
    )


async def _fields(request: Request) -> dict[str, str]:
    form = await request.form(max_files=0, max_fields=50, max_part_size=FIELD_BYTES)
    return {name: value for name, value in form.items() if isinstance(value, str) and name in FIELDS}
