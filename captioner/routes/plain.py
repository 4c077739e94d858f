"""The captions without a script: a plain page, and one address of plain text."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response, StreamingResponse
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Scope

from captioner.agenda import steps_of
from captioner.finished import RECENT, finished
from captioner.following import Follower
from captioner.joining import Reader
from captioner.live import LiveMeeting
from captioner.plain_text import Held, Telling, since, text_of
from captioner.reading import Line, lines_of
from captioner.routes.asked import Live, admit, filled, reader_of
from captioner.routes.stream import LINE
from captioner.routes.viewer import marks_of, said, status_of
from models.cue import Cue
from models.marks import AgendaMark, Between, Gap
from models.meeting import Meeting
from models.plain import clean
from models.transcript import Transcript
from templates.wording import wording

ALIVE_S = 20.0
"""A text that is followed gets an empty line so often, lest a proxy takes it for dead."""


class TextRoute(APIRoute):
    """A page of an address that another page has too: this one when it is asked with `?text`."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        return super().matches(scope) if "text" in asked else (Match.NONE, {})


pages = APIRouter(route_class=TextRoute)
router = APIRouter()


@pages.get("/m/{meeting_id}")
async def plain(request: Request, live: Live, after: str = "") -> Response:
    reader = reader_of(request, live)
    answer = await asyncio.to_thread(_page, live.meeting, reader.apart(), after)
    return admit(request, answer, live, reader)


def _page(meeting: Meeting, reader: Reader, after: str) -> Response:
    transcript = reader.transcript
    held, status = Held.read(after, transcript.cues), status_of(transcript)
    return filled(
        "plain.html",
        meeting=meeting,
        lines=_since(transcript.cues, marks_of(transcript), held),
        whole=held == Held(0, 0),
        held=Held.of(transcript.cues),
        status=status | said(status),
        steps=steps_of(meeting.agenda, transcript.agenda),
        now=f"{datetime.now(UTC):%H:%M:%S} UTC",
    )


@router.get("/m/{meeting_id}/live.txt")
async def live_text(request: Request, live: Live, after: str = "", follow: str | None = None) -> Response:
    """The captions so far; with `follow` the answer goes on for as long as the meeting does."""
    reader = reader_of(request, live)
    headers = LINE | {"content-language": live.meeting.language}
    if follow is not None and reader.whole.state != "ended":
        # Else our own compression would hold back what is not yet a whole block.
        following = StreamingResponse(
            _told(live, reader, after), media_type="text/plain", headers=headers | {"content-encoding": "identity"}
        )
        return admit(request, following, live, reader)
    body, x_after = await asyncio.to_thread(_text, live.meeting, reader.apart(), after)
    return admit(request, PlainTextResponse(body, headers=headers | {"x-after": x_after}), live, reader)


def _text(meeting: Meeting, reader: Reader, after: str) -> tuple[str, str]:
    """Return the captions so far behind those that were read, and how far they go."""
    transcript = reader.transcript
    lines = _since(transcript.cues, marks_of(transcript), Held.read(after, transcript.cues))
    body = [*_head(meeting, transcript), *(text_of(line, wording("en")) for line in lines)]
    return "\n".join(body) + "\n", str(Held.of(transcript.cues))


def _since(cues: Sequence[Cue], marks: Sequence[Between], held: Held) -> list[Line]:
    """Return the lines behind what is held."""
    return since(lines_of(cues, marks, wording("en")("captions.unknown")), held)


def _head(meeting: Meeting, transcript: Transcript) -> list[str]:
    """What stands on top: the meeting, what is going on, how the text is made."""
    status, say = status_of(transcript), wording("en")
    words = said(status)
    more = [say("plain.off_record")] if status["off"] else []
    more += [say("plain.notice", text=status["notice"])] if status["notice"] else []
    title = say("plain.heading", title=meeting.title, date=meeting.date)
    return [*map(clean, [title, words["main"], words["mode"], *more]), ""]


async def _told(live: LiveMeeting, reader: Reader, after: str) -> AsyncIterator[str]:
    apart = reader.apart()
    follower = Follower(live.hub, apart.whole.seq or 0, finals=True)
    beginning, telling = await asyncio.to_thread(_begun, live.meeting, apart, after)
    yield beginning
    told = time.monotonic()
    with follower.watching():
        while not (telling.over or follower.over):
            frames, now_ms = await follower.next(), int(time.monotonic() * 1000)
            new = [line for frame in frames for line in telling.take(frame, now_ms)] + telling.quiet(now_ms)
            if new or time.monotonic() - told > ALIVE_S:
                told = time.monotonic()
                yield "\n".join(new) + "\n"
    if rest := telling.finish():
        yield "\n".join(rest) + "\n"


def _begun(meeting: Meeting, reader: Reader, after: str) -> tuple[str, Telling]:
    """Return all finished sentences behind those that were read, and who tells the others as they are finished."""
    transcript, say = reader.transcript, wording("en")
    cues, held = transcript.cues, Held.read(after, transcript.cues)
    marks: list[AgendaMark | Gap] = [*transcript.agenda, *transcript.gaps]
    marks.sort(key=lambda mark: mark.from_ms)
    split = finished(cues[-RECENT:], marks, quiet=False)
    settled = [mark for mark in marks if mark not in split.waiting]
    lines = lines_of([*cues[:-RECENT], *split.cut(cues[-RECENT:])], settled, say("captions.unknown"))
    telling = Telling(split, any(cue.speaker for cue in cues), transcript.nameless, say)
    beginning = [*_head(meeting, transcript), *(text_of(line, say) for line in since(lines, held))]
    return "\n".join(beginning) + "\n", telling
