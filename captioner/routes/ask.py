"""What readers write to the host: anybody may, without an account; nobody else sees it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from captioner.allowance import Allowance
from captioner.live import LiveMeeting
from captioner.questions import KINDS, NotTaken, checked
from captioner.routes.asked import Live, page, wants_page
from templates.wording import wording

router = APIRouter()

FORM_BYTES = 64_000
MINUTE_MS, HOUR_MS = 60_000, 3_600_000
STATUS = {"often": 429, "full": 503, "too_big": 413}


class Gate:
    """Who may write how often. Addresses are held in memory only, for an hour, and told to nobody.

    Behind one address there may be a room full of people, and behind a proxy everybody: so a meeting has an
    allowance of its own, reports that are only counted are not held against an address, and this machine's own
    address, which a proxy on it has, counts for nobody.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._addresses = Allowance((3, MINUTE_MS), (20, HOUR_MS))
        self._meetings = Allowance((120, MINUTE_MS), (2_000, HOUR_MS))
        self._sent = Allowance((1, HOUR_MS))

    def wait_ms(self, meeting: str, address: str, joins: bool) -> int:
        """Return how long this message has to wait; 0 if not at all."""
        now_ms = self._now_ms()
        wait_ms = self._meetings.wait_ms(meeting, now_ms)
        who = "" if joins else whose(address)
        return max(wait_ms, self._addresses.wait_ms(who, now_ms)) if who else wait_ms

    def passed(self, meeting: str, address: str, joins: bool, key: str) -> None:
        """Note that a message went through; `key` is the sender's mark for it, if they gave one."""
        now_ms = self._now_ms()
        self._meetings.count(meeting, now_ms)
        who = "" if joins else whose(address)
        if who:
            self._addresses.count(who, now_ms)
        if key:
            self._sent.count(f"{meeting} {key}", now_ms)

    def has(self, meeting: str, key: str) -> bool:
        """Say whether this message went through already: its answer was lost, and it was sent again."""
        return bool(key) and self._sent.wait_ms(f"{meeting} {key}", self._now_ms()) > 0

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)


def whose(address: str) -> str:
    """Return what an address is counted under: for IPv6 its network; "" for this machine.

    >>> whose("2001:db8:1:2:3:4:5:6"), whose("::ffff:192.0.2.7"), whose("127.0.0.1")
    ('2001:db8:1:2', '192.0.2.7', '')
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return ""
    return ":".join(f"{part.lstrip('0') or '0'}" for part in ip.exploded.split(":")[:4]) if ip.version == 6 else str(ip)


@router.get("/m/{meeting_id}/ask")
async def form(request: Request, live: Live) -> Response:
    return await _page(live, {}, sent="sent" in request.query_params)


@router.post("/m/{meeting_id}/ask")
async def send(request: Request, live: Live) -> Response:
    fields: dict[str, str] = {}
    try:
        fields = await _fields(request)
        await _take(request, live, fields)
    except NotTaken as fault:
        return await _refused(request, live, fields, fault)
    return RedirectResponse(f"/m/{live.id}/ask?sent", 303) if wants_page(request) else JSONResponse({"done": True})


async def _take(request: Request, live: LiveMeeting, fields: dict[str, str]) -> None:
    gate: Gate = request.app.state.asking
    address = request.client.host if request.client else ""
    key = fields.get("key", "")[:40]
    if gate.has(live.id, key):
        return
    kind, text, name = checked(fields.get("kind", ""), fields.get("text", ""), fields.get("name", ""))
    joins = live.letterbox.joins(kind, text, name)
    wait_ms = gate.wait_ms(live.id, address, joins)
    if wait_ms > 0:
        raise NotTaken("often", "too many messages in a short time", n=math.ceil(wait_ms / 1000))
    live.letterbox.take(kind, text, name)
    gate.passed(live.id, address, joins, key)
    await live.letterbox.keep()


async def _fields(request: Request) -> dict[str, str]:
    """Return the fields of the form, read no further than a form of this size can go.

    Raises:
        NotTaken: If there is more.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, f"messages to the host come as a form, not as {kind[:60] or 'nothing'}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise NotTaken("too_big", f"more than {FORM_BYTES} bytes were sent")
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))


async def _refused(request: Request, live: LiveMeeting, fields: dict[str, str], fault: NotTaken) -> Response:
    sentence = wording("en")(f"ask.refused_{fault.reason}", **fault.holes)
    status = STATUS.get(fault.reason, 422)
    if wants_page(request):
        answer = await _page(live, fields, fault={"sentence": sentence, "field": fault.field}, status=status)
    else:
        answer = JSONResponse({"error": sentence, "field": fault.field}, status)
    if fault.reason == "often":
        answer.headers["retry-after"] = str(fault.holes["n"])
    return answer


async def _page(
    live: LiveMeeting,
    fields: dict[str, str],
    fault: dict[str, str] | None = None,
    sent: bool = False,
    status: int = 200,
) -> Response:
    return await page(
        "ask.html", status, meeting=live.meeting, kinds=KINDS, fields=fields, fault=fault, sent=sent, given={}
    )
