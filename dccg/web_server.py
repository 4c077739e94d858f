"""The web server of the program: what it is made of, how it is measured, and how it ends."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from functools import partial

import uvicorn

from captioner.captioning import Engine
from captioner.meetings import Meetings
from dccg.access import Access
from dccg.app import create_app
from dccg.listening import listen
from dccg.logs import tell
from dccg.mail_settings import lacks
from dccg.metrics import Figures, Metrics, figures_served
from dccg.readiness import readiness_of
from dccg.server import limits_of, server_config
from dccg.settings import Settings
from record import EventLog

REQUESTS_S = 2
"""So long requests that are under way have to be done when the program ends."""


class WebServer(uvicorn.Server):
    """Ends when the program is told to, and lets the program end in its own time.

    Uvicorn sends itself the signal once more when it is done: by SIGTERM, the meetings would never be closed.
    """

    def __init__(
        self, meetings: Meetings, settings: Settings, log: EventLog, access: Access, engine: Engine
    ) -> None:
        most, late = settings.upload_mb * 1024**2, settings.late_joiners
        app = create_app(
            meetings, data=settings.data, log=log, late=late, access=access, upload_bytes=most,
            address=settings.address, list_lacks=partial(lacks, settings),
        )  # fmt: skip
        config = server_config(app, ending_s=REQUESTS_S, limits=limits_of(settings))
        super().__init__(config)
        self._crowd = config.crowd
        self._meetings, self._settings, self._engine = meetings, settings, engine
        self._reporting = app.state.reporting
        self._told_s: float | None = None
        app.state.readiness = readiness_of(settings.data, meetings, engine, lambda: self._crowd.ending)

    def measured(self, metrics: Metrics) -> AbstractAsyncContextManager[None]:
        """Serve the program's figures meanwhile, if a port is set for them."""
        if not self._settings.metrics_port:
            return nullcontext()
        place = {"host": self._settings.metrics_host, "port": self._settings.metrics_port}
        listener = listen(self._settings.model_copy(update=place), port_was_chosen=True)
        return figures_served(metrics, [Figures(self._meetings, self._engine, self._crowd)], listener)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        tell("serving", meetings=len(self._meetings.all()), places=self._crowd.limits.most)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._told_s = time.monotonic()
        self._crowd.ending = True
        tell("ending", connections=self._crowd.connections)
        # Answers that go on for as long as the meeting does would be waited for.
        for live in self._meetings.all():
            live.hub.close()
        self._reporting.desks.closing = True
        await super().shutdown(sockets)

    async def close_meetings(self) -> None:
        """Close the meetings in what is left of the time to end in.

        What is not recognised then is when the program starts again, because its sound is kept until it is.
        """
        within_s = self._settings.ending_s
        taken_s = time.monotonic() - self._told_s if self._told_s is not None else 0.0
        try:
            async with asyncio.timeout(max(0.5, within_s - taken_s)):
                await self._meetings.close()
        except TimeoutError:
            tell("meetings not finished in time; they go on at the next start", logging.WARNING, within_s=within_s)
        tell("ended", refused=sum(self._crowd.refused.values()))

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
