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
from captioner.live import LiveMeeting
from captioner.plain_text import Held, Telling, since, text_of
from captioner.reading import Line, lines_of
from captioner.routes.asked import Live, admit, page, reader_of
from captioner.routes.stream import LINE
from captioner.routes.viewer import marks_of, said, status_of
from models.cue import Cue
from models.marks import AgendaMark, Between, Gap
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
    transcript = reader.transcript
    held = Held.read(after, transcript.cues)
    status = status_of(transcript)
    answer = page(
        "plain.html",
        meeting=live.meeting,
        lines=await asyncio.to_thread(_since, transcript.cues, marks_of(transcript), held),
        whole=held == Held(0, 0),
        held=Held.of(transcript.cues),
        status=status | said(status),
        steps=steps_of(live.meeting.agenda, transcript.agenda),
        now=f"{datetime.now(UTC):%H:%M:%S} UTC",
    )
    return admit(request, answer, live, reader)


@router.get("/m/{meeting_id}/live.txt")
async def live_text(request: Request, live: Live, after: str = "", follow: str | None = None) -> Response:
    """The captions so far; with `follow` the answer goes on for as long as the meeting does."""
    reader = reader_of(request, live)
    transcript = reader.transcript
    held = Held.read(after, transcript.cues)
    headers = LINE | {"content-language": live.meeting.language}
    if follow is not None and transcript.state != "ended":
        # Else our own compression would hold back what is not yet a whole block.
        following = StreamingResponse(
            _told(live, transcript, held), media_type="text/plain", headers=headers | {"content-encoding": "identity"}
        )
        return admit(request, following, live, reader)
    x_after = str(Held.of(transcript.cues))
    lines = await asyncio.to_thread(_since, transcript.cues, marks_of(transcript), held)
    body = [*_head(live), *(text_of(line, wording("en")) for line in lines)]
    whole = PlainTextResponse("\n".join(body) + "\n", headers=headers | {"x-after": x_after})
    return admit(request, whole, live, reader)


def _since(cues: Sequence[Cue], marks: Sequence[Between], held: Held) -> list[Line]:
    """Return the lines behind what is held; of a long meeting that takes longer than other readers should wait."""
    return since(lines_of(cues, marks, wording("en")("captions.unknown")), held)


def _head(live: LiveMeeting) -> list[str]:
    """What stands on top: the meeting, what is going on, how the text is made."""
    status, say = status_of(live.transcript), wording("en")
    words = said(status)
    more = [say("plain.off_record")] if status["off"] else []
    more += [say("plain.notice", text=status["notice"])] if status["notice"] else []
    title = say("plain.heading", title=live.meeting.title, date=live.meeting.date)
    return [*map(clean, [title, words["main"], words["mode"], *more]), ""]


async def _told(live: LiveMeeting, transcript: Transcript, held: Held) -> AsyncIterator[str]:
    say = wording("en")
    follower = Follower(live.hub, transcript.seq or 0, finals=True)
    cues = transcript.cues
    marks: list[AgendaMark | Gap] = [*transcript.agenda, *transcript.gaps]
    marks.sort(key=lambda mark: mark.from_ms)
    split = finished(cues[-RECENT:], marks, quiet=False)
    settled = [mark for mark in marks if mark not in split.waiting]
    lines = lines_of([*cues[:-RECENT], *split.cut(cues[-RECENT:])], settled, say("captions.unknown"))
    telling = Telling(split, any(cue.speaker for cue in cues), transcript.nameless, say)
    yield "\n".join([*_head(live), *(text_of(line, say) for line in since(lines, held))]) + "\n"
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
