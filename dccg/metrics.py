"""Figures of the running program for Prometheus, on a port of their own: counts and times, no title and no name."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import Any, cast

import uvicorn
from prometheus_client import CollectorRegistry, GCCollector, Histogram, PlatformCollector, ProcessCollector
from prometheus_client import make_asgi_app as asgi_of
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from captioner.captioning import Engine
from captioner.live import LiveMeeting
from captioner.meetings import Meetings
from dccg.crowd import Crowd
from dccg.readiness import RUNNING
from dccg.server import server_config
from record import EventLog, NewEvent

APPEND_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
"""Upper ends of the classes that times of appending are counted in."""


class Figures(Collector):
    """What is counted, gathered when somebody asks. For the event loop's thread."""

    def __init__(self, meetings: Meetings, engine: Engine, crowd: Crowd) -> None:
        self._meetings, self._engine, self._crowd = meetings, engine, crowd

    def collect(self) -> Iterator[Metric]:
        yield from self._of_meetings([live for live in self._meetings.all() if live.state in RUNNING])
        yield from self._of_server()
        stats = self._engine.workers.stats
        yield _gauge("dccg_workers", "recogniser processes that are alive", len(stats.pids))
        yield _count("dccg_recognitions", "windows of sound recognised", stats.passes)
        yield _count("dccg_recognition_failures", "windows of sound not recognised", stats.failures)
        yield _count("dccg_workers_lost", "recogniser processes that were lost", stats.respawns)

    def _of_meetings(self, running: Sequence[LiveMeeting]) -> Iterator[Metric]:
        views = [live.console() for live in running]
        delays_ms = [cast(int, view["delay_ms"]) for view in views]
        gaps_ms = sum(gap.to_ms - gap.from_ms for live in running for gap in live.transcript.gaps if not gap.filled)
        everybody = sum(live.hub.viewers for live in self._meetings.all())
        yield _gauge("dccg_meetings", "meetings that are being captioned or paused", len(running))
        yield _gauge("dccg_viewers", "readers connected to live captions", everybody)
        yield _gauge("dccg_sources", "sources of sound connected", sum(len(live.sources) for live in running))
        behind_s = max(delays_ms, default=0) / 1e3
        yield _gauge("dccg_delay_seconds", "how far captions are behind, the worst meeting", behind_s)
        yield _gauge("dccg_gap_seconds", "declared missing speech of running meetings", gaps_ms / 1e3)
        unsaved = sum(not view["saved"] for view in views)
        yield _gauge("dccg_unsaved_meetings", "running meetings not wholly on disk", unsaved)

    def _of_server(self) -> Iterator[Metric]:
        crowd = self._crowd
        refused = CounterMetricFamily("dccg_refused", "connections and requests refused", labels=["why"])
        for why, count in crowd.refused.items():
            refused.add_metric([why], count)
        yield refused
        yield _gauge("dccg_connections", "open connections", crowd.connections)
        yield _gauge("dccg_connections_most", "connections there are places for", crowd.limits.most)
        yield _count("dccg_received_bytes", "bytes received from clients", crowd.received)
        yield _count("dccg_sent_bytes", "bytes taken by clients", crowd.sent_so_far())


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _count(name: str, told: str, value: float) -> Metric:
    return CounterMetricFamily(name, told, value=value)


class TimedLog:
    """A record whose appends are timed; all else is its own."""

    def __init__(self, log: EventLog, times: Histogram) -> None:
        self._log, self._times = log, times

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    async def append(self, meeting: str, events: Sequence[NewEvent], *, fence: int) -> list[int]:
        began_s = time.perf_counter()
        seqs = await self._log.append(meeting, events, fence=fence)
        self._times.observe(time.perf_counter() - began_s)
        return seqs


class Metrics:
    """The registry of one running program."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._appends = Histogram(
            "dccg_append_seconds", "time until events are on disk", buckets=APPEND_S, registry=self.registry
        )
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)

    def timed(self, log: EventLog) -> EventLog:
        return cast(EventLog, TimedLog(log, self._appends))


class _Beside(uvicorn.Server):
    """A server that leaves signals to the one beside it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def figures_served(
    metrics: Metrics, figures: Iterable[Collector], listener: socket.socket
) -> AsyncIterator[None]:
    """Serve the figures on this socket meanwhile, at every path."""
    for one in figures:
        metrics.registry.register(one)
    server = _Beside(server_config(_only_http(asgi_of(metrics.registry)), ending_s=1))
    serving = asyncio.create_task(server.serve([listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


def _only_http(app: Any) -> Any:
    async def asked(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await app(scope, receive, send)

    return asked
