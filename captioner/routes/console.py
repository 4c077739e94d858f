"""The host's page: what is going on, and the buttons that steer it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from captioner.live import LiveMeeting
from captioner.routes.asked import Live, done, meetings_of, page
from captioner.uploads import Uploads
from models.plain import clean, clean_name

router = APIRouter()

WORDS = ("console", "capture", "status")


async def _speaker(live: LiveMeeting, fields: dict[str, str]) -> None:
    await live.set_speaker(clean_name(fields.get("name")))


async def _agenda(live: LiveMeeting, fields: dict[str, str]) -> None:
    await live.set_agenda(fields.get("number", ""))


async def _notice(live: LiveMeeting, fields: dict[str, str]) -> None:
    await live.give_notice(clean(fields.get("text", "")))


async def _record(live: LiveMeeting, fields: dict[str, str]) -> None:
    # Off is what must not go wrong: only a plain "yes" brings the record back.
    await live.set_record(fields.get("on") == "yes")


async def _sound(live: LiveMeeting, fields: dict[str, str]) -> None:
    # Here it is keeping that must not begin by accident.
    await live.sound.switch(fields.get("on") == "yes")


async def _message_done(live: LiveMeeting, fields: dict[str, str]) -> None:
    await live.letterbox.done(_id(fields))


async def _message_show(live: LiveMeeting, fields: dict[str, str]) -> None:
    await live.letterbox.show(_id(fields))


def _id(fields: dict[str, str]) -> int:
    text = fields.get("id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


ACTIONS: dict[str, Callable[[LiveMeeting, dict[str, str]], Awaitable[None]]] = {
    "start": lambda live, _: live.start(),
    "pause": lambda live, _: live.pause(),
    "resume": lambda live, _: live.resume(),
    "stop": lambda live, _: live.stop(),
    "record": _record,
    "sound": _sound,
    "sound-delete": lambda live, _: live.sound.delete(),
    "speaker": _speaker,
    "agenda": _agenda,
    "notice": _notice,
    "message-done": _message_done,
    "message-show": _message_show,
}


@router.get("/m/{meeting_id}/console")
async def console(request: Request, live: Live) -> Response:
    state = _state(request, live)
    given = {"meeting": live.id, "state": state}
    return await page("console.html", meeting=live.meeting, state=state, given=given, words=WORDS)


@router.get("/m/{meeting_id}/console/state")
async def now(request: Request, live: Live) -> Response:
    return JSONResponse(_state(request, live), headers={"cache-control": "no-store"})


@router.post("/m/{meeting_id}/console/{action}")
async def act(request: Request, live: Live, action: str) -> Response:
    if action not in ACTIONS:
        raise HTTPException(404, f"the console has no action {action!r}; it has {', '.join(ACTIONS)}")
    form = await request.form(max_files=0, max_fields=5)
    if action == "start":
        await meetings_of(request).door.start(live)
    await ACTIONS[action](live, {name: value for name, value in form.items() if isinstance(value, str)})
    back = "#queue-title" if action.startswith("message") else ""
    return done(request, f"/m/{live.id}/console{back}", state=_state(request, live))


def _state(request: Request, live: LiveMeeting) -> dict[str, Any]:
    uploads: Uploads = request.app.state.uploads
    state = live.console()
    state["last_error"] = state["last_error"] or live.letterbox.fault
    return state | {"uploads": uploads.told(live.id), "questions": live.letterbox.told()}
