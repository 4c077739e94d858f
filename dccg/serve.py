"""`dccg serve`: the whole program on one port."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from captioner.engines.power import running
from captioner.meetings import Meetings
from captioner.recognition import StreamRecognizer
from dccg.access import Access
from dccg.access_start import greeting
from dccg.app import create_app
from dccg.demo.play import SAMPLE_ID, play_sample
from dccg.links_file import LinkFile
from dccg.server import server_config
from dccg.settings import Settings
from models.errors import MeetingError
from record import CannotOpen, EventLog, SqliteEventLog


class PortTaken(MeetingError):
    """Raised when the port is in use or may not be listened on."""


def listen(settings: Settings, port_was_chosen: bool) -> socket.socket:
    """Return a listening socket; when nobody chose the port and it is taken, on a free one."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    for port in (settings.port, 0):
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, port))
        except OSError as fault:
            listener.close()
            if port_was_chosen or port == 0:
                raise PortTaken(
                    f"cannot listen on {settings.host} port {port}: {fault.strerror}; choose another with --port"
                ) from None
            continue
        return listener
    raise AssertionError("port 0 binds or raises")


async def serve(
    settings: Settings,
    recognizer: StreamRecognizer,
    listener: socket.socket,
    *,
    sample: bool = False,
    say: Callable[[str], None] = lambda text: None,
) -> None:
    """Serve until interrupted; with `sample`, the sample meeting is captioned meanwhile."""
    host, port = listener.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise CannotOpen(f"{settings.data}: cannot be the data folder ({wrong.strerror}); choose with --data") from None
    log = SqliteEventLog(settings.data / "dccg.sqlite")
    try:
        async with running(recognizer, settings.workers) as engine:
            meetings = Meetings(settings.data, log, engine, settings.contact)
            await meetings.open()
            for fault in meetings.faults.values():
                say(fault)
            file = LinkFile(settings.data)
            greeted = greeting(file, settings.address.rstrip("/") or address, time.time(), SAMPLE_ID if sample else "")
            access = Access(file, meetings.readers, address=settings.address)
            playing = asyncio.create_task(play_sample(meetings)) if sample else None
            if sample:
                say(f"The sample meeting is being captioned now: {address}/m/{SAMPLE_ID}")
            for line in greeted:
                say(line)
            say(f"Open {address}/ in a browser. Ctrl+C stops the program.")
            try:
                await _Server(meetings, settings, log, access).serve([listener])
            finally:
                if playing is not None:
                    playing.cancel()
                    await asyncio.gather(playing, return_exceptions=True)
                await meetings.close()
    finally:
        await log.close()


class _Server(uvicorn.Server):
    """Ends when the program is told to, and lets the program end in its own time.

    Uvicorn sends itself the signal once more when it is done: by SIGTERM, the meetings would never be closed.
    """

    def __init__(self, meetings: Meetings, settings: Settings, log: EventLog, access: Access) -> None:
        app = create_app(meetings, data=settings.data, log=log, late=settings.late_joiners, access=access)
        super().__init__(server_config(app))
        self._meetings, self._reporting = meetings, app.state.reporting

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Answers that go on for as long as the meeting does would be waited for.
        for live in self._meetings.all():
            live.hub.close()
        self._reporting.desks.closing = True
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if sys.platform == "win32":
            with super().capture_signals():
                yield
            return
        loop = asyncio.get_running_loop()
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(one, self.handle_exit, one, None)
        try:
            yield
        finally:
            for one in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(one)
