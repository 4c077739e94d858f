"""The sources of sound of one live meeting: heard while it is listened to, known also while it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from captioner.captioning import Captioning
from captioner.live_source import LiveSource
from captioner.opening import spelled
from captioner.recognition import Samples

if TYPE_CHECKING:
    from captioner.live import LiveMeeting


class LiveSources:
    """Brings the sound of a meeting's sources to its captioning; `live` False: nobody waits for the words."""

    def __init__(self, meeting: LiveMeeting, clock: Callable[[], float], live: bool) -> None:
        self._meeting = meeting
        self._clock = clock
        self._live = live
        self._held: dict[str, LiveSource] = {}
        self._count = 0
        self._run: Captioning | None = None
        self._attaching = self._leaving = False

    def __iter__(self) -> Iterator[LiveSource]:
        return iter(self._held.values())

    def open(self, name: str, key: str, live: bool) -> LiveSource:
        """Return the source with this key, a new one if there is none."""
        for source in self:
            if source.key == key:
                return source
        self._count += 1
        ears = self._meeting.ears
        source = LiveSource(f"s{self._count}", name, key, self, ears, self._clock, live and self._live)
        self._held[source.id] = source
        self._attach(source)
        return source

    def attach(self, run: Captioning) -> None:
        """Have all sources heard from now on, those that come too."""
        self._run, self._attaching = run, True
        for source in self:
            self._attach(source)

    async def detach(self) -> None:
        """Hear nobody from now on; what was heard until now is handed over."""
        self._attaching = False
        for source in list(self):
            await source.handed_over()
            self._detach(source)

    async def leave(self) -> None:
        """The same, for good."""
        self._leaving = True
        await self.detach()

    # --- for `LiveSource` ------------------------------------------------------------------------

    def hear(self, session_id: str, samples: Samples, voice: Sequence[float]) -> None:
        if self._run is not None:
            self._meeting.sound.hear(session_id, *self._run.session.clock(session_id), samples)
            self._run.hear(session_id, samples, voice)

    async def lose(self, source: LiveSource, from_ms: int, to_ms: int, why: str) -> None:
        """Declare missing sound of a source, times counted from its first sample."""
        if self._run is not None and source.session_id:
            begin_ms = source.began_ms
            self._run.session.skip(source.session_id, max(0, begin_ms + from_ms), max(0, begin_ms + to_ms), why)
            self._run.changed()

    async def close(self, source: LiveSource) -> None:
        """Finish a source and let it go."""
        self._detach(source)
        self._held.pop(source.id, None)

    # --- inside ----------------------------------------------------------------------------------

    def _attach(self, source: LiveSource) -> None:
        if self._run is None or source.session_id or self._leaving or not self._attaching:
            return
        at_ms = self._meeting.now_ms() if self._live else 0
        name = spelled(self._meeting.meeting, source.name)
        self._run.session.open_source(source.attach(at_ms), name, at_ms, source.live)

    def _detach(self, source: LiveSource) -> None:
        session_id = source.detach()
        self._meeting.sound.end(session_id)
        if session_id and self._run is not None:
            self._run.end_source(session_id)
