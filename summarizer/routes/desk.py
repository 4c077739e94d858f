"""The note-takers' desk: one page with a plain form for everything, and what its forms send."""

from __future__ import annotations

import asyncio
from itertools import count

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from models.errors import MeetingError
from models.meeting import Meeting
from record import NotDurable
from summarizer.desk import NO_DRAFT, Desk
from summarizer.desk_entries import Conflict
from summarizer.desk_fields import FieldFault, Wanted
from summarizer.desk_forms import Asked, goes_on_at, wanted_by
from summarizer.desk_news import run_length
from summarizer.desk_store import Saved, utc_now
from summarizer.edit import Add, AddBlock, Edit, EditRefused, Merge, Move, Redo, Restore, Set, Split, Undo
from summarizer.edit_approve import ProblemsLeft
from summarizer.edit_change import Stamp
from summarizer.reporting import Reporting, drafted
from summarizer.routes.desk_answer import clash_answer, saved_answer
from summarizer.routes.desk_clash import clash_page
from summarizer.routes.desk_form import Sent, checked, fields_of, named, remember, sent_of, wants_page
from summarizer.routes.desk_page import Refusal, desk_page
from summarizer.routes.report import Reports, printed_page

router = APIRouter()

ONCE = (Add, AddBlock, Merge, Move, Split, Undo, Redo, Restore)
"""Edits that would do something else if they were made twice."""


@router.get("/m/{meeting_id}/desk")
async def desk(request: Request, reports: Reports, meeting_id: str) -> Response:
    return await desk_page(request, reports, meeting_id)


@router.get("/m/{meeting_id}/desk/preview")
async def preview(request: Request, reports: Reports, meeting_id: str, layout: str = "") -> Response:
    """The report in a layout as it will be printed, also while readers may not see it yet."""
    return await printed_page(request, reports, meeting_id, layout)


@router.post("/m/{meeting_id}/desk/name")
async def name(request: Request, reports: Reports, meeting_id: str) -> Response:
    fields = await fields_of(request)
    await reports.meeting(meeting_id)
    try:
        by = checked(fields.get("by", ""))
    except FieldFault as fault:
        return await _refused(request, reports, meeting_id, {**fields, "form": "name"}, fault)
    return remember(RedirectResponse(f"/m/{meeting_id}/desk#desk", 303), by)


@router.post("/m/{meeting_id}/desk/draft")
async def draft(request: Request, reports: Reports, meeting_id: str) -> Response:
    """Draft the report from what was heard so far; what people have edited stays as it is."""
    fields = await fields_of(request)
    try:
        one = sent_of(fields, named(request))
        made = await asyncio.to_thread(drafted, await reports.heard(meeting_id))
        saved = await reports.desks.draft(meeting_id, made, one.by, one.key("draft"), again=True)
    except MeetingError as fault:
        return await _refused(request, reports, meeting_id, {**fields, "form": "draft"}, fault)
    return remember(RedirectResponse(f"/m/{meeting_id}/desk?done={saved.number}#desk", 303), one.by)


@router.post("/m/{meeting_id}/desk")
async def save(request: Request, reports: Reports, meeting_id: str) -> Response:
    """Do what one form of the page asks for: all of it, or nothing."""
    fields = await fields_of(request)
    meeting = await reports.meeting(meeting_id)
    try:
        one = sent_of(fields, named(request))
        before = await reports.desks.load(meeting_id)
        asked = _asked(before, one, meeting)
        stamp = Stamp(before.last + 1, one.by, utc_now(), before.own, before.issued)
        wanted = wanted_by(asked, stamp) * _times(before, one)
        saved, clashes = await _made(reports, meeting, one, wanted, before)
    except MeetingError as fault:
        return await _refused(request, reports, meeting_id, fields, fault)
    if clashes:
        answer = clash_page if wants_page(request) else clash_answer
        return await asyncio.to_thread(answer, meeting, saved.desk, one, clashes)
    made = saved.desk.history[saved.number - 1] if saved.number > before.last else None
    where = goes_on_at(asked, wanted, made)
    if not wants_page(request):
        return saved_answer(saved.desk, one, saved.number, where, made is not None)
    done = saved.number if made is not None else "same"
    return remember(RedirectResponse(f"/m/{meeting_id}/desk?done={done}&at={where}#{where}", 303), one.by)


def _times(desk: Desk, one: Sent) -> int:
    """How often it is to be done: what a script saved while its author typed on is one thing to take back."""
    form = one.fields.get("form", "")
    if form not in ("undo", "redo") or not one.fields.get("run"):
        return 1
    do = Undo() if form == "undo" else Redo()
    sent_before = next(n for n in count() if one.key(do, "", n) not in desk.keys)
    return sent_before or run_length(desk, one.by, form == "redo")


def _asked(desk: Desk, one: Sent, meeting: Meeting) -> Asked:
    if desk.report is None:
        raise EditRefused(NO_DRAFT)
    return Asked(
        form=one.fields.get("form", ""), target=one.target, fields=one.fields, seen=desk.at(one.seen) or desk.report,
        now=desk.report, roster=meeting.roster,
    )  # fmt: skip


async def _made(
    reports: Reporting, meeting: Meeting, one: Sent, wanted: list[Wanted], before: Desk
) -> tuple[Saved, list[tuple[Wanted, Conflict]]]:
    """Make the edits one after the other; what somebody else has changed meanwhile is told, the rest is made."""
    clashes: list[tuple[Wanted, Conflict]] = []
    saved = Saved(before.last, before)
    for n, each in enumerate(wanted):
        # The same thing done again later is another edit, unless it would be done twice. Scripts make a key for each.
        again = "" if one.exact or isinstance(each.do, ONCE) else saved.desk.last
        key, seen = one.key(each.do, again, n), min(one.seen, before.last)
        edit = Edit(key=key, by=one.by, utc=utc_now(), seen=seen, do=each.do)
        saved = await reports.desks.edit(meeting.id, edit, meeting.roster.names)
        if saved.conflict is not None:
            clashes.append((each, saved.conflict))
            if not isinstance(each.do, Set):
                break
    return saved, clashes


async def _refused(
    request: Request, reports: Reporting, meeting_id: str, fields: dict[str, str], fault: MeetingError
) -> Response:
    """Return the page with what was typed still in its form, and the sentence beside the field."""
    status = 503 if isinstance(fault, NotDurable) else 422
    found = fault.name if isinstance(fault, FieldFault) else "despite" if isinstance(fault, ProblemsLeft) else ""
    if not wants_page(request):
        return JSONResponse({"error": str(fault), "name": found}, status)
    refusal = Refusal(
        form=fields.get("form", ""), target=fields.get("target", ""), name=found, sentence=str(fault), fields=fields
    )
    return await desk_page(request, reports, meeting_id, refusal, status)

