"""A meeting as it is captioned, from planned to ended: it carries and keeps; captions are the session's business."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime

from captioner.beats import Beats
from captioner.captioning import Captioning, Engine
from captioner.corrections import Corrections
from captioner.host_view import host_view
from captioner.hub import Hub
from captioner.keeper import Keeper
from captioner.last_words import LastWords
from captioner.letterbox import Letterbox
from captioner.live_source import LiveSource
from captioner.live_sources import LiveSources
from captioner.opening import going_on, session_for, spelled, times
from captioner.pace import Pace
from captioner.session import Session
from captioner.sound import Sound
from captioner.spill import Spill
from captioner.vocabulary import Vocabulary
from models.errors import MeetingError
from models.events import MeetingEvent, Note, State
from models.meeting import Meeting
from models.transcript import Header, Transcript
from record import EventLog, MeetingFolder


class NotPossible(MeetingError):
    """Raised when something is asked of a meeting that its state does not allow."""


class LiveMeeting:
    """One meeting. All methods are for the event loop's thread; `live` False captions as fast as the machine can."""

    def __init__(
        self,
        meeting: Meeting,
        log: EventLog,
        folder: MeetingFolder,
        engine: Engine,
        *,
        contact: str = "",
        live: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.meeting, self.id = meeting, meeting.id
        self.engine_name, self.engine_notice = engine.recognizer.name, engine.recognizer.notice
        self.transcript = Transcript(Header.of(meeting, contact))
        self.hub = Hub()
        self._folder = folder
        self._engine = engine
        self._live = live
        self._clock = clock
        self._zero = clock()
        self._pace = Pace()
        self._keeper = Keeper(log, folder, self.transcript, self.hub, lambda it: self._pace.take(it, self.now_ms()))
        self._run: Captioning | None = None
        self._sources = LiveSources(self, engine.ears, clock, live)
        self._loaded = False
        self._loading, self._turning = asyncio.Lock(), asyncio.Lock()
        self._entered: State | None = None
        self._last_at = ""
        self._beats = Beats(self, self._keeper, folder)
        self._vocabulary: Vocabulary | None = None
        self.letterbox = Letterbox(self, folder, self._running)
        self.corrections = Corrections(self, self._correct, self._number)
        self.sound = Sound(self, folder, self._correct)
        self.spill = Spill(folder)
        self._words = LastWords()

    @property
    def state(self) -> State:
        # What the host said last, also while the store refuses to keep it.
        return self._entered or self.transcript.state

    def now_ms(self) -> int:
        """Time since captioning of this meeting began."""
        return int((self._clock() - self._zero) * 1000)

    def watch(self, after: int) -> AsyncIterator[str]:
        """Yield JSON frames for one viewer: what is kept after number `after`, then what comes."""
        return self.hub.watch(after)

    # --- the run of a meeting ------------------------------------------------------------------

    async def load(self) -> None:
        """Read what is kept, once. A meeting that was being captioned when the program stopped goes on at once."""
        async with self._loading:
            if not self._loaded:
                self._last_at = await self._keeper.load(self._words.take) or self._last_at
                if self.state in ("listening", "paused"):
                    await self._go_on()
                elif self.state == "ended":
                    await self.spill.erase()
                self._loaded = True

    async def _go_on(self) -> None:
        lefts = await asyncio.to_thread(self.spill.find)
        now_ms, heard_ms = times(self.transcript, self._last_at, datetime.now(UTC), lefts)
        self._zero = self._clock() - now_ms / 1000
        await self._keeper.open()
        self._begin()
        told = going_on(self._session(), self.transcript, now_ms, heard_ms)
        await self._sources.take_up(self._running(), lefts, self._words)
        await self._keeper.keep(told)
        self._running().changed()
        if self.state == "listening":
            self._sources.attach(self._running())

    async def start(self) -> None:
        """Begin captioning, or go on after a pause; nothing happens if it is under way."""
        async with self._turning:
            if self.state == "ended":
                raise NotPossible(f"{self.id} has ended; make a new meeting to caption again")
            if self._run is None:
                await self._keeper.open()
                self._zero = self._clock()
                self._begin()
            if self.state != "listening":
                await self._enter("listening")

    async def pause(self) -> None:
        """Stop captioning for a while; what was said until now is still finished."""
        async with self._turning:
            self._need("listening")
            await self._enter("paused")
            await self._sources.detach()

    async def resume(self) -> None:
        """Go on after a pause."""
        async with self._turning:
            self._need("paused")
            await self._enter("listening")

    async def stop(self) -> None:
        """End the meeting: every word that was heard is recognised and kept, the folder is written."""
        async with self._turning:
            run = self._running()
            await self._sources.leave()
            await run.drain()
            await self.sound.written()
            await self._enter("ended")
            await self._end_run()
            if self._keeper.saved:
                # Else the beats go on until the store has taken everything.
                await self._beats.stop()
                await self.spill.erase()
            await self._beats.write_folder()

    async def close(self) -> None:
        """Leave the meeting in its state; one that is being captioned goes on when the program starts again."""
        await self._sources.leave()
        if self._run is not None:
            await self._run.drain(timeout_s=6.0)
        await self.sound.written()
        await self._end_run()
        await self.spill.close()  # what was not finished is heard again
        await self._beats.stop()
        await self._keeper.close()
        await self._beats.write_folder()

    def change(self, meeting: Meeting) -> None:
        """Replace what is known of the meeting. The rule is fixed once captioning has begun."""
        if self.state != "planned" and meeting.rule != self.meeting.rule:
            raise NotPossible(f"{self.id} has begun under the rule {self.meeting.rule!r}, which cannot change now")
        self.meeting = meeting
        self.transcript.header = Header.of(meeting, self.transcript.header.contact)
        if self._vocabulary is not None:
            self._vocabulary.learn(meeting)

    # --- sources -------------------------------------------------------------------------------

    def open_source(self, name: str, key: str, live: bool = True) -> LiveSource:
        """Return the source with this key, a new one if there is none; `name` is who speaks there, "" a room.

        `live` False is a recording, which may come faster than it was spoken."""
        return self._sources.open(name, key, live)

    @property
    def sources(self) -> tuple[LiveSource, ...]:
        return tuple(self._sources)

    def unread_ms(self) -> int:
        """How much sound waits to be recognised: who feeds a recording waits while this is much."""
        return self._run.session.unread_ms if self._run is not None else 0

    # --- people --------------------------------------------------------------------------------

    async def set_speaker(self, name: str | None) -> None:
        """Say who speaks in the room from now on; None when nobody knows."""
        self._session().set_speaker(spelled(self.meeting, name), self.now_ms())
        self._running().changed()

    async def set_agenda(self, number: str) -> None:
        """Say which agenda item is being spoken of from now on."""
        self._running()
        titles = {item.number: item.title for item in self.meeting.agenda}
        if number not in titles:
            raise NotPossible(f"agenda item {number!r} is not on the agenda, which has {', '.join(titles) or 'none'}")
        await self._note("agenda", item=number, title=titles[number], from_ms=self.now_ms())

    async def give_notice(self, text: str) -> None:
        """Show a line of the host to every viewer, off the record to those who are there; empty takes it away."""
        self._running()
        off = {"off": True} if self._session().off_record else {}
        await self._note("notice", text=" ".join(text.split())[:500], **off)

    async def set_record(self, on: bool) -> None:
        """Go off the record, or back on. Off it captions go on, and nothing that is said is kept anywhere."""
        self._session().set_record(on, self.now_ms())
        self.sound.heed()
        await self.spill.heed()
        self._running().changed()

    async def take_over(self, by: str) -> None:
        """From now on a human captioner's text stands."""
        self._session().take_over(" ".join(by.split())[:80] or "captioner", self.now_ms())
        self._running().changed()

    async def type_text(self, by: str, text: str, started_ms_ago: int) -> None:
        """Take a captioner's words, at once final. Typing takes the captions over."""
        if self._session().human is None:
            await self.take_over(by)
        now_ms = self.now_ms()
        from_ms = max(0, now_ms - max(0, started_ms_ago))
        self._session().type_text(text[:2_000], self._session().speaker, from_ms, now_ms)
        self._running().changed()

    async def release(self, by: str) -> None:
        """Give the captions back to the machine."""
        self._session().release(self.now_ms())
        self._running().changed()

    def console(self) -> dict[str, object]:
        """What the host sees, twice a second."""
        fault = self._keeper.fault or self._beats.fault or self.spill.fault
        return host_view(self, self._run, self._keeper.saved, fault, self._pace)

    # --- inside --------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._vocabulary = Vocabulary(self.meeting, self._engine.workers.bias)
        session = session_for(self.meeting, self.transcript, self._engine, self._live, self._vocabulary, self._words)
        unfilled = [gap.id for gap in self.transcript.gaps if not gap.filled]
        self._run = Captioning(self._engine, session, self._keeper.keep, self._folder, self._settled, unfilled)
        self._run.start()
        self._beats.start(self._run)

    def _running(self) -> Captioning:
        if self._run is None:
            raise NotPossible(f"{self.id} is not being captioned; start it first")
        return self._run

    async def _settled(self, settled: dict[str, int]) -> None:
        if self._keeper.saved and self._run is not None:
            self.spill.settle(settled, self._run.session.sources)
            filled = self._sources.filled(settled)
            if filled:
                await self._keeper.keep(filled)

    async def _correct(self, events: Sequence[MeetingEvent]) -> None:
        async with self._turning if not self._keeper.owns else contextlib.nullcontext():
            if not self._keeper.owns:
                await self._keeper.open()
        await self._keeper.keep(events)
        if self._run is None:
            await self._beats.write_folder()

    def _number(self) -> int:
        return self._session().number() if self._run is not None else self.transcript.next_cue

    def _session(self) -> Session:
        return self._running().session

    def _need(self, state: State) -> None:
        if self.state != state:
            raise NotPossible(f"{self.id} is {self.state}; that needs a meeting that is {state}")

    async def _end_run(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            await run.close()

    async def _enter(self, state: State) -> None:
        self._entered = state
        utc = datetime.now(UTC).isoformat(timespec="milliseconds")
        await self._note(
            "state", state=state, at_ms=self.now_ms(), utc=utc, engine=self.engine_name, notice=self.engine_notice
        )
        if state == "listening":
            self._sources.attach(self._running())

    async def _note(self, kind: str, **fields: object) -> None:
        await self._keeper.keep([Note(kind, fields)])
