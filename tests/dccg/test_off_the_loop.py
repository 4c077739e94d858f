"""What is made of a meeting is made off the loop that serves its readers: counted, not timed."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from python_multipart.multipart import FormParser
from starlette.requests import Request

from captioner import keeper
from captioner.beats import PIECE, Beats
from captioner.hub import Hub
from captioner.routes import upload
from dccg.app import create_app
from dccg.rights import TABLE
from models.events import Final, Opening, encode
from models.transcript import Header, Transcript
from models.webvtt import print_webvtt
from record import MeetingFolder, MemoryEventLog, NewEvent
from tests.fakes_live import SAMPLE, FakeLive, FakeMeetings, words_of

HOUSE = str(Path(keeper.__file__).parent.parent)
SHORT, LONG = 20, 100
HOLES = {"suffix": "vtt", "cue": "1"}
LINES = {f"/m/{{meeting_id}}/{end}" for end in ("events", "poll", "desk/stream")}
"""What they carry is made once for all readers."""
ZIPS = {"/m/{meeting_id}/report.zip", "/m/{meeting_id}/desk/report.zip"}
"""Every print of it is counted by itself."""
MORE = (
    "/", "/m/{meeting_id}?text", "/m/{meeting_id}?mode=own", "/m/{meeting_id}?mode=sentences",
    "/m/{meeting_id}/live.txt",
    "/m/{meeting_id}/transcript.json", "/m/{meeting_id}/transcript.igf.txt", "/m/{meeting_id}/correct?cue=7",
)  # fmt: skip


def addresses() -> list[str]:
    """Every address of a meeting that answers with something made of it: the table of rights has them all."""
    there = {rule.path for rule in TABLE if rule.method == "GET" and "{meeting_id}" in rule.path}
    return sorted(there - LINES - ZIPS | set(MORE))


async def get(app: Any, address: str) -> int:
    """Ask in this very thread, as the server does; returns the status."""
    path, _, query = address.replace("{meeting_id}", SAMPLE.id).partition("?")
    for name, value in HOLES.items():
        path = path.replace(f"{{{name}}}", value)
    given = {"host": "t", "accept": "text/html", "accept-encoding": "gzip"}
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [(name.encode(), given[name].encode()) for name in given],
        "scheme": "http", "server": ("t", 80), "client": ("127.0.0.1", 1), "root_path": "", "asgi": {"version": "3.0"},
    }  # fmt: skip
    told: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        told.append(message.get("status", 0))

    await app(scope, receive, send)
    return told[0]


async def calls_here(work: Callable[[], Awaitable[Any]]) -> int:
    """Count the calls of our functions and templates in this thread while that is done."""
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call" and frame.f_code.co_filename.startswith(HOUSE)

    sys.setprofile(called)
    try:
        await work()
    finally:
        sys.setprofile(None)
    return count


def speak(live: FakeLive, upto: int) -> None:
    while live.cue < upto:
        live.say("So we agreed that the proposal stands.", ("Mara Quill", None)[live.cue % 2])


@pytest.mark.req("FAN-08")
async def test_no_answer_costs_the_readers_loop_more_in_a_long_meeting(tmp_path):
    meetings = FakeMeetings(SAMPLE)
    live, app = meetings.held[SAMPLE.id], create_app(meetings, data=tmp_path)
    async with app.router.lifespan_context(app):
        speak(live, SHORT)
        for address in addresses():
            await get(app, address)  # templates are read, and what is kept is there
        live.say("One more.")
        short = {address: await calls_here(partial(get, app, address)) for address in addresses()}
        speak(live, LONG)
        long = {address: await calls_here(partial(get, app, address)) for address in addresses()}
    most = (LONG - SHORT) // 2
    assert {address: long[address] - short[address] for address in long if long[address] > short[address] + most} == {}


async def turns_meanwhile(work: Awaitable[Any]) -> int:
    """Count how often others had their turn while that was done."""
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(others())
    await work
    other.cancel()
    return turns


def finals(count: int) -> list[Final]:
    opening = Opening("Mara Quill", "s1", "machine", "sphinx", "en")
    return [Final(n, 0, words_of("So we agreed.", n * 1_000), opening) for n in range(1, count + 1)]


@pytest.mark.req("FAN-08")
async def test_readers_have_their_turn_while_a_long_record_is_read():
    log, count = MemoryEventLog(), 5 * keeper.PIECE
    new = [NewEvent(f"k{final.cue}", final.kind, encode(final)) for final in finals(count)]
    await log.append("m1", new, fence=await log.open_fence("m1"))
    held = Transcript(Header("A meeting"))
    reading = keeper.Keeper(log, MeetingFolder(Path("unused"), "m1"), held, Hub(), lambda events: None)
    assert await turns_meanwhile(reading.load()) >= 5
    assert held.seq == count


@pytest.mark.req("FAN-08")
async def test_readers_have_their_turn_while_a_long_transcript_is_first_written():
    live = FakeLive(SAMPLE)
    for final in finals(5 * PIECE):
        live.keep(final)
    writing: Any = Beats(live, None, live.folder)  # type: ignore[arg-type]
    assert await turns_meanwhile(writing.write_folder()) >= 5
    assert live.folder.files["transcript.vtt"] == print_webvtt(live.transcript)


@pytest.mark.req("FAN-08")
async def test_an_upload_is_never_written_to_the_disk_by_the_readers_loop(monkeypatch):
    threads: set[int] = set()

    class Noted(FormParser):
        def write(self, data: bytes) -> int:
            threads.add(threading.get_ident())
            return super().write(data)

    monkeypatch.setattr(upload, "FormParser", Noted)
    head = b'--x\r\ncontent-disposition: form-data; name="f"; filename="talk.wav"\r\n\r\n'
    pieces = [head, b"RIFF" * 1_000, b"\r\n--x--\r\n"]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    path, name = await upload.receive(Request({"type": "http", "method": "POST", "headers": headers}, receive))
    assert (name, path.read_bytes()) == ("talk.wav", b"RIFF" * 1_000)
    path.unlink()
    assert threads
    assert threading.get_ident() not in threads
