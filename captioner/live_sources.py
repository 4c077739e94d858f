"""The sources of sound of one live meeting: heard while it is listened to, known also while it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import TYPE_CHECKING

from captioner.captioning import Captioning
from captioner.last_words import LastWords
from captioner.live_source import LiveSource
from captioner.opening import missing, spelled
from captioner.recognition import Samples
from captioner.spill_block import Left, Place, known_as
from captioner.taking_up import Again, again, turned
from models.events import MeetingEvent, Note

if TYPE_CHECKING:
    from captioner.live import LiveMeeting

UNSAVED = "the program stopped, and this sound was not saved"


class LiveSources:
    """Brings the sound of a meeting's sources to its captioning; `live` False: nobody waits for the words."""

    def __init__(self, meeting: LiveMeeting, ears: Executor, clock: Callable[[], float], live: bool) -> None:
        self._meeting = meeting
        self._ears = ears
        self._clock = clock
        self._live = live
        self._held: dict[str, LiveSource] = {}
        self._over: list[LiveSource] = []
        self._count = 0
        self._run: Captioning | None = None
        self._attaching = self._leaving = False
        self._returning: list[LiveSource] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[LiveSource]:
        return iter(self._held.values())

    def open(self, name: str, key: str, live: bool) -> LiveSource:
        """Return the source with this key, a new one if there is none."""
        who = known_as(key)
        known = next((source for source in [*self._held.values(), *self._over] if source.who == who), None)
        if known is not None:
            return known
        self._count += 1
        source = LiveSource(f"s{self._count}", name, key, self, self._ears, self._clock, live and self._live)
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
        await asyncio.gather(*self._tasks)

    async def take_up(self, run: Captioning, lefts: Sequence[Left], words: LastWords) -> None:
        """Go on with the sources of a program that was stopped: what had no words yet is heard again."""
        self._run, self._count = run, words.sources
        for left in lefts:
            source = LiveSource.left_by(left, self, self._ears, self._clock)
            self._count = max(self._count, int(source.id.removeprefix("s")))
            if left.ended:
                self._over.append(source)
            else:
                self._held[source.id] = source
            await source.busy.acquire()
            todo = self._open_again(run, source, left, words)
            task = asyncio.create_task(self._hear_again(source, todo))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._returning = [source for source in self if source.session_id and source.live]

    def filled(self, settled: Mapping[str, int]) -> list[MeetingEvent]:
        """Return what readers must be told of gaps that the program's end had left: they are filled once every source
        that it had then is back, with what it had kept meanwhile. `settled`: up to when words are kept, by session."""
        if not self._returning or self._run is None:
            return []
        upto_ms = min(settled.get(source.session_id, 0) for source in self._returning)
        gaps = missing(self._meeting.transcript)
        return [Note("filled", {"gap": gap.id}) for gap in gaps if gap.to_ms <= upto_ms]

    # --- for `LiveSource` ------------------------------------------------------------------------

    @property
    def now_ms(self) -> int:
        return self._meeting.now_ms()

    def hear(self, source: LiveSource, samples: Samples, voice: Sequence[float]) -> None:
        if self._run is not None:
            one = self._run.session.speaking(source.session_id)
            self._meeting.sound.hear(source.session_id, one.now_ms, one.off, samples)
            self._meeting.spill.take(source.id, samples, heard=True)
            self._run.hear(source.session_id, samples, voice)

    def hear_again(self, session_id: str, samples: Samples, voice: Sequence[float]) -> None:
        """Take sound that an earlier program had taken already."""
        if self._run is not None:
            self._run.hear(session_id, samples, voice)

    def pass_by(self, source: LiveSource, samples: Samples) -> None:
        """Take sound that nobody listens to."""
        self._meeting.spill.take(source.id, samples, heard=False)

    def arrived(self, source: LiveSource, place: Place) -> None:
        self._meeting.spill.place(source.id, place)

    async def safe(self) -> None:
        await self._meeting.spill.safe()

    def stands(self, source: LiveSource) -> None:
        """Take it that the source counts its sound: from now on what it sends outlasts the program."""
        if source.session_id:
            self._spill(source)

    async def lose(self, source: LiveSource, from_ms: int, to_ms: int, why: str) -> None:
        """Declare missing sound of a source, times counted from its first sample."""
        if self._run is not None and source.session_id:
            begin_ms = source.began_ms
            self._run.session.skip(source.session_id, max(0, begin_ms + from_ms), max(0, begin_ms + to_ms), why)
            self._run.changed()

    async def close(self, source: LiveSource) -> None:
        """Finish a source and let it go."""
        self._detach(source)
        if self._held.pop(source.id, None) is not None:
            self._meeting.spill.end(source.id)

    # --- inside ----------------------------------------------------------------------------------

    def _attach(self, source: LiveSource) -> None:
        if self._run is None or source.session_id or self._leaving or not self._attaching:
            return
        at_ms = self._meeting.now_ms() if self._live else 0
        name = spelled(self._meeting.meeting, source.name)
        session = self._run.session
        session.open_source(source.attach(at_ms), name, at_ms, source.live)
        self._spill(source)

    def _spill(self, source: LiveSource) -> None:
        if self._run is not None and source.place is not None:
            off = self._run.session.speaking(source.session_id).off
            head = source.head if not self._meeting.transcript.nameless else replace(source.head, name="")
            self._meeting.spill.begin(head, off, source.samples, source.place)

    def _detach(self, source: LiveSource) -> None:
        session_id = source.detach()
        self._meeting.sound.end(session_id)
        if session_id and self._run is not None:
            self._run.end_source(session_id)

    def _open_again(self, run: Captioning, source: LiveSource, left: Left, words: LastWords) -> list[Again]:
        meeting = self._meeting
        going = meeting.transcript.state == "listening" and not left.ended
        if meeting.transcript.origin == "human":
            # What was said then was typed; the machine would say it a second time.
            for stretch in left.runs:
                stretch.pieces.clear()
        off = turned(meeting.transcript.off_stretches, left.runs[-1].time_ms(left.runs[-1].end))
        name = spelled(meeting.meeting, source.name)
        todo = []
        for stretch in left.runs:
            upto = left.samples if going and stretch is left.runs[-1] else None
            found = again(stretch, words, upto)
            if found is not None:
                words.hand_over(found.session, found.said)
                run.session.open_source(found.session, name, found.start_ms, source.live)
                one = run.session.speaking(found.session)
                one.off.become(off)
                for from_ms, to_ms in found.lost:
                    run.session.skip(found.session, from_ms, to_ms, UNSAVED)
                if upto is not None:
                    source.session_id, off = found.session, one.off
                todo.append(found)
        meeting.spill.take_up(left, off)
        return todo

    async def _hear_again(self, source: LiveSource, todo: Sequence[Again]) -> None:
        try:
            for found in todo:
                await source.hear_again(found.session, found.samples)
                if found.session != source.session_id and self._run is not None:
                    self._run.end_source(found.session)
        finally:
            source.busy.release()
