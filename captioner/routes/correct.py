"""The page where a note-taker puts the captions right, and the corrections that it sends."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field, replace
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from captioner.correcting import Asked, NotCorrected, Overtaken, in_time, is_open, read_asked
from captioner.keymap import EDIT_KEYS, MARKS, ROW_KEYS
from captioner.learning import joined, new_terms
from captioner.live import LiveMeeting
from captioner.meetings import Meetings
from captioner.routes.asked import All, Live, admit, filled, may_ask, staff_of, wants_page
from captioner.routes.viewer import said, status_of
from models.apart import apart
from models.cue import Cue
from models.meeting import Meeting
from models.plain import clean
from models.transcript import Transcript

router = APIRouter()

LINES = 40
MOST_LINES = 300
LAST_CORRECTIONS = 5
FORM_BYTES = 32_000
MOST_TERMS = 500
TEXTS = ("captions", "viewer", "status", "correct")

Number = Annotated[int, Query(ge=0, lt=1_000_000_000)]


@router.get("/m/{meeting_id}/correct")
async def correct(request: Request, live: Live, cue: Number = 0, before: Number = 0, done: str = "") -> Response:
    done = done if done in ("saved", "same", "term", "known") else ""
    answer = await asyncio.to_thread(_page, live.meeting, apart(live.transcript), Asking(cue, before, done))
    return admit(request, answer, live, staff_of(request, live))


@router.get("/m/{meeting_id}/correct/lines")
async def lines(live: Live, first: Annotated[int, Query(alias="from", ge=0, lt=1_000_000_000)] = 0) -> Response:
    held = apart(live.transcript)
    there = {"seq": held.seq or 0, "lines": await asyncio.to_thread(_from, held, first)}
    return JSONResponse(there, headers={"cache-control": "no-store"})


def _from(held: Transcript, first: int) -> list[dict[str, Any]]:
    """Return the lines from that one on; from the beginning if it is not there."""
    cues = in_time(held)
    at = next((at for at, cue in enumerate(cues) if cue.id == first), 0)
    return [_line(held, cue) for cue in cues[at : at + MOST_LINES]]


@router.post("/m/{meeting_id}/correct")
async def take(request: Request, live: Live) -> Response:
    fields = await _fields(request)
    try:
        asked = read_asked(fields)
        changed = await live.corrections.take(asked)
    except NotCorrected as fault:
        return await _refused(request, live, fields, fault)
    if wants_page(request):
        where = _where(live, asked)
        return RedirectResponse(f"/m/{live.id}/correct?done={'saved' if changed else 'same'}{where}", 303)
    held, cue = live.transcript, live.transcript.cue(asked.cue)
    return JSONResponse({"done": True, "changed": changed, "line": None if cue is None else _line(held, cue)})


@router.post("/m/{meeting_id}/correct/term")
async def term(request: Request, live: Live, meetings: All) -> Response:
    fields = await _fields(request)
    try:
        terms = _learned(live, fields)
    except NotCorrected as fault:
        return await _refused(request, live, fields, fault)
    there = live.meeting.terms
    new = joined(there, terms)[len(there) :]
    # Who was let in to this meeting alone changes no other one.
    others = [one for one in _planned(meetings, live) if may_ask(request, "POST", f"/m/{one.id}/correct/term")]
    for one in [live, *others]:
        if (all_terms := joined(one.meeting.terms, terms)) != one.meeting.terms:
            await meetings.change(replace(one.meeting, terms=all_terms))
    if wants_page(request):
        told = f"done={'term' if new else 'known'}&cue={fields.get('cue', '')}#edit"
        return RedirectResponse(f"/m/{live.id}/correct?{told}", 303)
    return JSONResponse({"done": True, "new": new, "terms": terms})


def _planned(meetings: Meetings, live: LiveMeeting) -> list[LiveMeeting]:
    """Return the meetings of the group that are made already and have not begun; those made later inherit."""
    group = live.meeting.group.casefold()
    same = (one for one in meetings.all() if one is not live and one.meeting.group.casefold() == group)
    return [one for one in same if one.transcript.state == "planned" and one.meeting.date >= live.meeting.date]


def _learned(live: LiveMeeting, fields: dict[str, str]) -> tuple[str, ...]:
    chosen, number = clean(fields.get("term", "")), fields.get("cue", "")
    cue = live.transcript.cue(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if cue is None:
        raise NotCorrected("that line is not in the record; load the page again")
    heard = " ".join(word.text for word in cue.words)
    terms = (chosen,) if chosen else new_terms(heard, clean(fields.get("text", "")))
    if not terms:
        raise NotCorrected("no name or term was found in what differs from what was heard; select it in the text first")
    if len(live.meeting.terms) + len(terms) > MOST_TERMS:
        raise NotCorrected(f"the meeting has {MOST_TERMS} terms, the most there can be; take some out first")
    return terms


def _where(live: LiveMeeting, asked: Asked) -> str:
    """Return the end of the address of the line that a correction left behind."""
    held = live.transcript
    into = next((one.fields.get("merge") for one in reversed(held.corrections) if one.key == asked.key), None)
    id = asked.cue if held.cue(asked.cue) is not None else into or asked.cue
    return f"&cue={id}#edit" if asked.do == "split" else f"#l{id}"


async def _fields(request: Request) -> dict[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, f"corrections come as a form, not as {kind[:60] or 'nothing'}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise HTTPException(413, f"a correction has at most {FORM_BYTES} bytes")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))


async def _refused(request: Request, live: LiveMeeting, fields: dict[str, str], fault: NotCorrected) -> Response:
    status = 409 if isinstance(fault, Overtaken) else 422
    if not wants_page(request):
        now = {"text": fault.text} if isinstance(fault, Overtaken) else {}
        return JSONResponse({"error": str(fault)} | now, status)
    number = fields.get("cue", "")
    cue = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    asking = Asking(cue, typed=fields, error=str(fault), status=status)
    return await asyncio.to_thread(_page, live.meeting, apart(live.transcript), asking)


def _line(held: Transcript, cue: Cue) -> dict[str, Any]:
    rev = held.edits.newest(cue.id)
    return {
        "id": cue.id,
        "at": cue.start_ms,
        "speaker": cue.speaker,
        "text": clean(cue.text),
        "n": len(cue.words),
        "rev": rev,
        "corrected": rev > 0 or cue.corrected is not None,
    }


def _span(ids: list[int], opened: int, before: int) -> tuple[int, int]:
    """Return from where to where the lines are shown: the newest, those before a line, or those around an open one."""
    end = ids.index(before) if before in ids else len(ids)
    at = ids.index(opened) if opened in ids else end
    if before not in ids and at < end - LINES:
        end = min(len(ids), at + LINES // 2)
    return max(0, end - LINES), end


def _given(meeting: Meeting, held: Transcript, newest: bool) -> dict[str, Any]:
    return {
        "meeting": meeting.id, "live": f"/m/{meeting.id}/live", "seq": held.seq or 0, "nameless": held.nameless,
        "people": [person.name for person in meeting.roster], "newest": newest,
        "state": held.state, "off": held.off_record, "sound": held.sound_kept,
    }  # fmt: skip


@dataclass(frozen=True)
class Asking:
    """What the page is to show: an open line, the lines before one, what was done, or what was typed and refused."""

    opened: int
    before: int = 0
    done: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    error: str = ""
    status: int = 200


def _page(meeting: Meeting, held: Transcript, asking: Asking) -> Response:
    cues = in_time(held)
    start, end = _span([cue.id for cue in cues], asking.opened, asking.before)
    shown = [_line(held, cue) for cue in cues[start:end]]
    cue = held.cue(asking.opened)
    here = status_of(held)
    return filled(
        "correct.html",
        asking.status,
        meeting=meeting,
        nameless=held.nameless,
        lines=shown,
        more=shown[0]["id"] if start > 0 else None,
        newest=end == len(cues),
        opened=asking.opened if cue is not None else None,
        growing=cue is not None and is_open(held, cue),
        typed=asking.typed,
        error=asking.error,
        done=asking.done,
        key=secrets.token_hex(8),
        last=[(one, held.cue(one.cue)) for one in held.corrections if one.holds and one.key][-LAST_CORRECTIONS:],
        status=here | said(here),
        marks=MARKS,
        row_keys=ROW_KEYS,
        edit_keys=EDIT_KEYS,
        given=_given(meeting, held, end == len(cues)),
        words=TEXTS,
    )
