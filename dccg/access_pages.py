"""The page where a browser comes in by a link, and the page where a host makes the links of a meeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from captioner.routes.asked import All, Live, page, wants_page
from dccg.access import Access, TooOften, Visitor, WrongToken
from dccg.access_answers import cookie_name, is_secure
from dccg.access_gate import address_of
from dccg.links import LABEL_LENGTH, BadLinks, Link, day_of, end_of, usual_day
from dccg.links_file import make_link, rotate
from dccg.rights import ADMIN, OF_MEETING
from models.errors import MeetingError
from templates.wording import wording

router = APIRouter()

FORM_BYTES = 8_000
PLACES = {"host": "/console", "captioner": "/type", "source": "/capture", "note-taker": "/desk", "viewer": ""}
"""Where a link leads, behind the address of its meeting."""


@router.get("/enter")
@router.get("/m/{meeting_id}/enter")
async def entrance(request: Request, meetings: All) -> Response:
    return await _entrance(request, meetings)


@router.post("/enter")
async def enter(request: Request, meetings: All) -> Response:
    """Exchange the token of a link for a cookie."""
    access = access_of(request)
    code = (await fields_of(request)).get("code", "").strip().rpartition("#")[2]
    try:
        link = access.link_of(code, address_of(request.scope))
    except WrongToken:
        return await _not_in(request, meetings, 403, wording("en")("access.wrong"))
    except TooOften as fault:
        answer = await _not_in(request, meetings, 429, wording("en")("access.too_often", n=fault.wait_s))
        answer.headers["retry-after"] = str(fault.wait_s)
        return answer
    token, lasts_s = await access.enter(link, visitor_of(request))
    at = place_of(link)
    answer = RedirectResponse(at, 303) if wants_page(request) else JSONResponse({"role": link.role, "at": at})
    answer.set_cookie(
        cookie_name(request.scope), token, max_age=lasts_s, path="/", httponly=True, samesite="lax",
        secure=is_secure(request.scope),
    )  # fmt: skip
    return answer


@router.post("/leave")
async def leave(request: Request) -> Response:
    """Forget this browser: what it held by its links is over."""
    await access_of(request).leave(visitor_of(request))
    answer = RedirectResponse("/enter?left", 303) if wants_page(request) else JSONResponse({"done": True})
    answer.delete_cookie(
        cookie_name(request.scope), path="/", httponly=True, samesite="lax", secure=is_secure(request.scope)
    )
    return answer


@router.get("/m/{meeting_id}/links")
async def links(request: Request, live: Live) -> Response:
    return await _links(request, live.meeting, Told(done="revoked" if "revoked" in request.query_params else ""))


@router.post("/m/{meeting_id}/links")
async def change(request: Request, live: Live) -> Response:
    """Make a link, give one another token, or revoke one. A token is in this one answer and nowhere else."""
    access, fields = access_of(request), await fields_of(request)
    do, id = fields.get("do", ""), fields.get("id", "")
    try:
        if do == "make":
            return await _made(request, live.meeting, await _make(access, live.meeting, fields), "made")
        link = access.book.link(id, access.now_s())
        if link is None or link.meeting != live.id or link.role == ADMIN or do not in ("rotate", "revoke"):
            raise BadLinks("this link is not there any more, or has been made anew; load the page again")
        if do == "rotate":
            return await _made(request, live.meeting, await access.apply(rotate, link.id), "rotated")
    except MeetingError as fault:
        told = Told(error=str(fault), fields=fields)
        return await _links(request, live.meeting, told, 422) if wants_page(request) else _error(str(fault), 422)
    await access.change(lambda book: book.without_link(link.id, access.now_s()))
    where = f"/m/{live.id}/links?revoked#links"
    return RedirectResponse(where, 303) if wants_page(request) else JSONResponse({"done": True})


async def _make(access: Access, meeting: Any, fields: dict[str, str]) -> tuple[Link, str]:
    role = fields.get("role", "")
    if role not in OF_MEETING:
        raise BadLinks("what the link is for is missing; choose one")
    last = fields.get("last", "") or usual_day(meeting.date, access.now_s())
    made = end_of(last, access.now_s())
    return await access.apply(make_link, role, meeting.id, fields.get("label", "").strip(), made)


async def _made(request: Request, meeting: Any, made: tuple[Link, str] | None, done: str) -> Response:
    if made is None:
        raise BadLinks("this link is not there any more; load the page again")
    link, token = made
    address = address_with(base_of(request), link, token)
    if not wants_page(request):
        return JSONResponse({"id": link.id, "link": address, "last": day_of((link.until_s or 0) - 1)})
    return await _links(request, meeting, Told(done=done, link=link, address=address))


@dataclass(frozen=True)
class Told:
    """What a page of links says on top: what was done, or why not; and the link that was made, this once."""

    done: str = ""
    link: Link | None = None
    address: str = ""
    error: str = ""
    fields: dict[str, str] = field(default_factory=dict)


async def _links(request: Request, meeting: Any, told: Told, status: int = 200) -> Response:
    access = access_of(request)
    now_s = access.now_s()
    mine = set(visitor_of(request).links)
    session = access.book.session(visitor_of(request).session, now_s)
    mine |= set(session.links) if session is not None else set()
    there = access.book.of_meeting(meeting.id, now_s)
    listed = [(one, day_of((one.until_s or 0) - 1), one.id in mine) for one in there]
    fields = {"role": "", "label": "", "last": usual_day(meeting.date, now_s)} | told.fields
    return await page(
        "links.html", status, meeting=meeting, links=listed, roles=OF_MEETING, told=told, fields=fields,
        today=day_of(now_s), longest=LABEL_LENGTH, by_link=access.by_link(meeting.id), base=base_of(request), given={},
    )  # fmt: skip


async def _entrance(request: Request, meetings: Any, error: str = "", status: int = 200) -> Response:
    access = access_of(request)
    titles = {one.id: one.meeting.title for one in meetings.all()}
    held = [one for one in access.held(visitor_of(request)) if one.role == ADMIN or one.meeting in titles]
    rows = [(one.role, titles.get(one.meeting, ""), place(one.role, one.meeting)) for one in dict.fromkeys(held)]
    left = "left" in request.query_params
    return await page("enter.html", status, error=error, held=rows, left=left, given={})


async def _not_in(request: Request, meetings: Any, status: int, sentence: str) -> Response:
    return await _entrance(request, meetings, sentence, status) if wants_page(request) else _error(sentence, status)


def _error(sentence: str, status: int) -> Response:
    return JSONResponse({"error": sentence}, status)


def access_of(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


def visitor_of(request: Request) -> Visitor:
    visitor: Visitor = request.scope["dccg.visitor"]
    return visitor


def base_of(request: Request) -> str:
    return access_of(request).address or f"{request.url.scheme}://{request.url.netloc}"


def place(role: str, meeting: str) -> str:
    """Return the page that a role works on.

    >>> place("note-taker", "60")
    '/m/60/desk'
    """
    return "/" if role == ADMIN else f"/m/{meeting}{PLACES[role]}"


def place_of(link: Link) -> str:
    return place(link.role, link.meeting)


def address_with(base: str, link: Link, token: str) -> str:
    """Return the link as it is handed over. Its token is behind "#": browsers send that to nobody."""
    return f"{base}/enter#{token}" if link.role == ADMIN else f"{base}/m/{link.meeting}/enter#{token}"


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a small form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, f"this comes as a form, not as {kind[:60] or 'nothing'}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise HTTPException(413, f"this form has at most {FORM_BYTES} bytes")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))
