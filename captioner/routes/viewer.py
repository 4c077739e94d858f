"""The reader's page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import QueryParams

from captioner import sentences
from captioner.agenda import steps_of
from captioner.finished import RECENT, finished
from captioner.joining import Reader
from captioner.keymap import NATIVE, USES, keys_for
from captioner.own_pace import lists_of
from captioner.reading import Line, lines_of
from captioner.routes.asked import Live, admit, filled, reader_of
from models.cue import Cue
from models.exports import FORMATS
from models.marks import Between
from models.meeting import Meeting
from models.transcript import Transcript
from templates.wording import wording

router = APIRouter()


MODES = ("live", "sentences", "own")
VIEWS = ("page", "room", "overlay")
COUNT_MS = 30_000
"""So often at most a reader at their own pace is told how many sentences are new."""
MODULES = tuple(
    "announce ask awake back captions corrected follow gate keys lines mark modes own painter panels passage place "
    "places say search sentences settings speak status steps stream tails".split()
)
TEXTS = ("captions", "viewer", "modes", "look", "status", "back", "ask")


@router.get("/m/{meeting_id}")
async def viewer(request: Request, live: Live, mode: str = "", view: str = "") -> Response:
    reader = reader_of(request, live)
    quiet = live.hub.quiet_s * 1_000 >= sentences.QUIET_MS
    asked = Asked(_one_of(MODES, mode), _one_of(VIEWS, view), request.query_params, live.hub.epoch, quiet)
    answer = await asyncio.to_thread(_page, live.meeting, reader.apart(), asked)
    return admit(request, answer, live, reader)


@dataclass(frozen=True)
class Asked:
    """How somebody reads, by the parameters of their page's address; `quiet`: nothing was said for a while."""

    mode: str
    view: str
    parameters: QueryParams
    epoch: str
    quiet: bool


def _page(meeting: Meeting, reader: Reader, asked: Asked) -> Response:
    transcript, mode, view = reader.transcript, asked.mode, asked.view
    status = status_of(transcript)
    given = {"meeting": meeting.id, "live": f"/m/{meeting.id}/live", "seq": transcript.seq or 0}
    shown, pending = shown_in(mode, transcript.cues, marks_of(transcript), asked.quiet)
    given |= {"mode": mode, "view": view, "epoch": asked.epoch, "since": reader.since, "pending": pending}
    given |= {"quiet_ms": sentences.QUIET_MS, "count_ms": COUNT_MS}
    keys = keys_for(mode)
    given |= {"keys": [(key.action, key.key) for key in keys]}
    return filled(
        "viewer.html",
        meeting=meeting,
        mode=mode,
        view=view,
        reported=transcript.state == "ended",
        shown=shown,
        links={one: _link(asked.parameters, mode=one) for one in MODES},
        # Another address each time: to the same one with a "#" a browser only scrolls.
        again=_link(asked.parameters, mode=mode, at=str(int(time.time()))),
        seq=given["seq"],  # as it was when the captions were taken
        status=status | said(status),
        given=given | {"status": status},
        steps=steps_of(meeting.agenda, transcript.agenda),
        suffixes=[kind.suffix.lstrip(".") for kind in FORMATS.values()],
        keys=keys,
        native=NATIVE,
        uses=USES,
        modules=MODULES,
        sections=TEXTS,
    )


def _one_of(known: tuple[str, ...], asked: str) -> str:
    """What a reader's address asks for, else the usual: a mistyped address still shows captions."""
    return asked if asked in known else known[0]


def _link(asked: QueryParams, **changed: str) -> str:
    """The page's own address with these parameters changed: how it looks is kept, without JavaScript too."""
    return f"?{QueryParams({**asked, **changed})}"


def shown_in(
    mode: str, cues: Sequence[Cue], marks: Sequence[Between], quiet: bool
) -> tuple[list[Any], list[dict[str, Any]]]:
    """Return the captions for this way of reading, and the frames that wait for the end of their sentence."""
    unknown = wording("en")("captions.unknown")
    old, new = ((), cues) if mode == "own" else (cues[:-RECENT], cues[-RECENT:])
    split = finished(new, marks, quiet)
    pending = split.frames(new)
    if mode == "own":
        return list(lists_of(split.read, split.cut(cues), unknown)), pending
    if mode == "sentences":
        settled = [mark for mark in marks if mark not in split.waiting]
        return list(lines_of([*old, *split.cut(new)], settled, unknown)), pending
    return list(lines_of(cues, marks, unknown)), pending


def reading(transcript: Transcript) -> list[Line]:
    """Return the lines of a page that shows everything."""
    return lines_of(transcript.cues, marks_of(transcript), wording("en")("captions.unknown"))


def marks_of(transcript: Transcript) -> list[Between]:
    return sorted([*transcript.agenda, *transcript.gaps, *transcript.off_stretches], key=lambda mark: mark.from_ms)


def status_of(transcript: Transcript) -> dict[str, Any]:
    """Return what the page's script goes on from."""
    by = transcript.origins[-1].by if transcript.origins else ""
    return {
        "state": transcript.state,
        "told": "told_nameless" if transcript.nameless else "told",
        "off": transcript.off_record,
        "engine_notice": transcript.engine_notice,
        "origin": transcript.origin,
        "by": by,
        "notice": transcript.notice,
        "sound": "on" if transcript.sound_on else "kept" if transcript.sound_kept else "",
    }


def said(status: dict[str, Any]) -> dict[str, str]:
    """Return the same in words, for the page as it is first shown."""
    words = wording("en")
    mode = words("status.human_by", name=status["by"]) if status["by"] else words("status.human")
    if status["origin"] != "human":
        notice = status["engine_notice"]
        mode = words("status.machine_notice", notice=notice) if notice else words("status.machine")
    if status["state"] == "planned" and status["origin"] != "human":
        mode = words(f"status.{status['told']}")
    if status["sound"]:
        mode = f"{mode} {words('status.sound_' + status['sound'])}"
    state = "off" if status["off"] and status["state"] == "listening" else status["state"]
    return {"main": words(f"status.{state}"), "mode": mode}
