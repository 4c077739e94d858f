"""What every form of the desk carries: who sends it, what they had before them, and what they typed."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, unquote

from fastapi import HTTPException, Request
from fastapi.responses import Response

from models.errors import MeetingError
from models.names import NAME_LENGTH, check_name
from summarizer.desk_fields import FieldFault

COOKIE = "dccg-name"
KEPT_S = 400 * 24 * 3600
FORM_BYTES = 500_000
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sent:
    """A form as it came. `token` is new with every page, so that one form sent twice is made once."""

    by: str
    seen: int
    token: str
    target: str
    fields: dict[str, str]

    @property
    def exact(self) -> bool:
        """Whether a script sends it, which makes a new key for everything that it sends, and the same to send again."""
        return "exact" in self.fields

    def key(self, *about: object) -> str:
        """Return a key that is the same only for the same thing sent from the same page."""
        told = "\0".join(str(one) for one in (self.target, *about))
        return f"{self.token}.{blake2b(told.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


def sent_of(fields: dict[str, str], name: str) -> Sent:
    """Return the form with these fields; `name` is the one that the browser keeps.

    Raises:
        FieldFault: If nobody says who sends it, with the field "by".
    """
    return Sent(
        by=checked(fields.get("by") or name),
        seen=_number(fields.get("seen", "")),
        token="".join(one for one in fields.get("key", "") if one.isascii() and one.isalnum())[:40] or "form",
        target=fields.get("target", "")[:200],
        fields=fields,
    )


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a form; of several with one name the last."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != FORM:
        raise HTTPException(415, f"the desk's forms come as {FORM}, not as {kind[:60] or 'nothing'}")
    body = await body_of(request)
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))


async def body_of(request: Request, most: int = FORM_BYTES) -> bytes:
    """Return what was sent, as long as it is not too much for one form."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413, f"one form of the desk has at most {most:,} bytes")
    return bytes(body)


def named(request: Request) -> str:
    """Return the name that this browser gave before, "" for none."""
    return unquote(request.cookies.get(COOKIE, ""))


def checked(by: str) -> str:
    """Return a name that an edit can carry.

    Raises:
        FieldFault: If it is none.
    """
    if not by.strip():
        raise FieldFault("by", "give your name first: every change is kept with the name of who made it")
    try:
        return check_name(by, "your name", NAME_LENGTH)
    except MeetingError as fault:
        raise FieldFault("by", str(fault)) from None


def remember(answer: Response, by: str) -> Response:
    """Have the browser keep the name. Scripts may read it: they show it, and it is no secret."""
    answer.set_cookie(COOKIE, quote(by), max_age=KEPT_S, path="/", samesite="lax")
    return answer


def wants_page(request: Request) -> bool:
    """Say whether a person's browser asks, not a script: forms work without JavaScript."""
    return "text/html" in request.headers.get("accept", "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
