"""`dccg serve`: the whole program on one port."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
import time
from collections.abc import Callable
from pathlib import Path

from captioner.engines.power import running
from captioner.meetings import Meetings
from captioner.recognition import StreamRecognizer
from dccg.access import Access
from dccg.access_start import greeting
from dccg.demo.play import SAMPLE_ID, play_sample
from dccg.links_file import LinkFile
from dccg.logs import listen_to, start_logs, tell
from dccg.metrics import Metrics
from dccg.nightly import captioning, check_daily
from dccg.retention import beside, sweep_daily
from dccg.settings import Settings
from dccg.web_server import WebServer
from record import CannotOpen, SecondPlace, SqliteEventLog

RECORD = "dccg.sqlite"


def second_place(settings: Settings) -> SecondPlace:
    return SecondPlace(settings.data, Path(settings.second_place) if settings.second_place else None)


async def serve(
    settings: Settings,
    recognizer: StreamRecognizer,
    listener: socket.socket,
    *,
    sample: bool = False,
    say: Callable[[str], None] = lambda text: None,
) -> None:
    """Serve until interrupted; with `sample`, the sample meeting is captioned meanwhile."""
    start_logs(settings.log_format, settings.log_level)
    listen_to(asyncio.get_running_loop())
    metrics = Metrics()
    record = _record(settings)
    log = metrics.timed(record)
    try:
        async with running(recognizer, settings.workers) as engine:
            meetings = Meetings(settings.data, log, engine, settings.contact, second_place(settings))
            meetings.door.most = settings.most_meetings
            record.yield_to(lambda: captioning(meetings))
            await meetings.open()
            _tell_faults(meetings, settings, say)
            access = _greet(settings, meetings, _address(listener), sample, say)
            server = WebServer(meetings, settings, log, access, engine)
            try:
                playing = [play_sample(meetings)] if sample else []
                daily = sweep_daily(settings, meetings, say), check_daily(settings.data / RECORD, meetings, say)
                gc.freeze()  # what is there now stays: to look through it again would hold up the captions
                async with server.measured(metrics), beside(*daily, *playing):
                    await server.serve([listener])
            finally:
                await server.close_meetings()
    finally:
        await log.close()


def _record(settings: Settings) -> SqliteEventLog:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise CannotOpen(f"{settings.data}: cannot be the data folder ({wrong.strerror}); choose with --data") from None
    return SqliteEventLog(settings.data / RECORD)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _tell_faults(meetings: Meetings, settings: Settings, say: Callable[[str], None]) -> None:
    for meeting_id, fault in meetings.faults.items():
        if settings.log_format == "text":
            say(fault)
        else:
            # What cannot be read may be a name, which a log that is kept is not to hold.
            tell("a meeting cannot be read", logging.WARNING, meeting=meeting_id)


def _greet(settings: Settings, meetings: Meetings, address: str, sample: bool, say: Callable[[str], None]) -> Access:
    """Say where the program is, at the first start with the operator's link; return who may do what."""
    file = LinkFile(settings.data)
    greeted = greeting(file, settings.address.rstrip("/") or address, time.time(), SAMPLE_ID if sample else "")
    if sample:
        say(f"The sample meeting is being captioned now: {address}/m/{SAMPLE_ID}")
    for line in greeted:
        say(line)
    say(f"Open {address}/ in a browser. Ctrl+C stops the program.")
    return Access(file, meetings.readers, address=settings.address)
