"""Keeps a meeting's events: on disk first, on screens then; and what to do while the disk refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from captioner.hub import Hub
from models.errors import MeetingError
from models.events import DURABLE, Final, MeetingEvent, Note, Partial, decode, encode, is_kept
from models.transcript import Transcript
from record import EventLog, MeetingFolder, NewEvent

RETRY_S = 1.0
PIECE = 100
"""So many events are read before anything else gets its turn: some two milliseconds."""
STUCK_S = 2.0
"""A disk that does not answer for so long is treated like one that refuses."""


class Keeper:
    """The one writer of a meeting's stream. Folds what is kept into the transcript and hands it to the hub.

    `on_kept` is given each batch that was kept. While the store refuses, finals still reach viewers, marked
    unsaved, and are kept as soon as it recovers; `saved` tells which. Until then they are in memory, and in a second
    place if the folder has one.
    """

    def __init__(
        self,
        log: EventLog,
        folder: MeetingFolder,
        transcript: Transcript,
        hub: Hub,
        on_kept: Callable[[Sequence[MeetingEvent]], None],
    ) -> None:
        self._log = log
        self._meeting = folder.id
        self._transcript = transcript
        self._hub = hub
        self._on_kept = on_kept
        self._aside = folder.aside
        self._set_aside = 0
        self._fence = 0
        self._count = 0
        self._run = ""
        self._pending: list[tuple[NewEvent, MeetingEvent]] = []
        self._lock = asyncio.Lock()
        self._retry: asyncio.Task[None] | None = None
        self.fault = ""

    @property
    def saved(self) -> bool:
        return not self._pending

    @property
    def owns(self) -> bool:
        """Whether this program has become the owner of the meeting's stream."""
        return bool(self._run)

    async def load(self, seen: Callable[[MeetingEvent], None] = lambda event: None) -> str:
        """Read what is kept into transcript and hub; return the wall time of the last event, if there is one.

        `seen` is given each event as it was kept."""
        last_at = ""
        self._hub.epoch = (await self._log.head(self._meeting)).epoch
        while page := await self._log.read(self._meeting, self._hub.last):
            for at, event in enumerate(page):
                if at % PIECE == 0:
                    await asyncio.sleep(0)
                kept = decode(event.kind, event.body)
                self._transcript.apply(kept, event.seq)
                seen(kept)
                self._hub.settle(event.seq, event.kind, event.body)
                last_at = event.at
        await self._take_back(seen)
        return last_at

    async def _take_back(self, seen: Callable[[MeetingEvent], None]) -> None:
        """Keep what an earlier program could not, and had set aside."""
        left = await asyncio.to_thread(self._aside.take, self._meeting) if self._aside is not None else []
        if left:
            self._pending = [(new, decode(new.kind, new.body)) for new in left]
            self._set_aside = len(left)
            for _, event in self._pending:
                seen(event)
            await self._save(self._pending)

    async def open(self) -> None:
        """Become the owner of the meeting's stream."""
        self._fence = await self._log.open_fence(self._meeting)
        self._hub.epoch = (await self._log.head(self._meeting)).epoch
        self._run = f"{self._fence}"

    async def keep(self, events: Sequence[MeetingEvent]) -> None:
        """Keep durable events and then show them; show the others at once behind them.

        Words off the record are shown in their place among the others, and kept nowhere.
        """
        async with self._lock:
            events = [self._transcript.named(event) for event in events]
            settled = [event for event in events if event.kind in DURABLE]
            for kept, some in groupby(settled, is_kept):
                if kept:
                    await self._keep(list(some))
                else:
                    self._pass_by(some)
            if self._pending and not settled:
                await self._save([])
            for event in events:
                if event.kind not in DURABLE:
                    place = event.source if isinstance(event, Partial) else event.kind
                    self._hub.show(f"{event.kind} {place}", event.kind, encode(event))

    async def close(self) -> None:
        """Try once more to keep what is not kept."""
        if self._retry is not None:
            self._retry.cancel()
        async with self._lock:
            if self._pending:
                await self._save([], again=False)

    async def _keep(self, events: Sequence[MeetingEvent]) -> None:
        new: list[tuple[NewEvent, MeetingEvent]] = []
        for event in events:
            if not self._names_nothing(event, new):
                self._count += 1
                new.append((NewEvent(f"{self._run}.{self._count}", event.kind, encode(event)), event))
        self._pending += new
        if new:
            await self._save(new)

    def _pass_by(self, events: Iterable[MeetingEvent]) -> None:
        for event in events:
            self._hub.pass_by(event.kind, encode(event))

    def _names_nothing(self, event: MeetingEvent, new: Sequence[tuple[NewEvent, MeetingEvent]]) -> bool:
        """Whether it corrects a cue that is not kept: its text would be words that were said off the record."""
        if not (isinstance(event, Note) and event.kind == "correction"):
            return False
        cue = event.fields["cue"]
        waiting = (held for _, held in (*self._pending, *new) if isinstance(held, Final))
        return not self._transcript.knows(cue) and all(held.cue != cue for held in waiting)

    async def _save(self, new: Sequence[tuple[NewEvent, MeetingEvent]], again: bool = True) -> None:
        try:
            async with asyncio.timeout(STUCK_S):
                if not self.owns:
                    await self.open()
                seqs = await self._log.append(self._meeting, [raw for raw, _ in self._pending], fence=self._fence)
        except (MeetingError, TimeoutError) as fault:
            # Whatever the reason, who reads along must not be the one to suffer.
            self.fault = str(fault) or f"{self._meeting}: not saved (the disk does not answer)"
            for raw, event in new:
                if isinstance(event, Final | Note):
                    self._hub.show_unsaved(raw.kind, raw.body)
            if again and self._retry is None:
                self._retry = asyncio.create_task(self._try_again())
            await self._put_aside()
            return
        kept, self._pending = self._pending, []
        self.fault = ""
        for seq, (raw, event) in zip(seqs, kept, strict=True):
            self._transcript.apply(event, seq)
            self._hub.settle(seq, raw.kind, raw.body)
        self._hub.forget_unsaved()
        self._on_kept([event for _, event in kept])
        if self._aside is not None and self._set_aside:
            self._set_aside = 0
            await asyncio.to_thread(self._aside.clear, self._meeting)

    async def _put_aside(self) -> None:
        """Put what waits to a second place: a program that is killed now has not lost it."""
        if self._aside is None:
            return
        waiting = [raw for raw, _ in self._pending[self._set_aside :]]
        try:
            if waiting:
                async with asyncio.timeout(STUCK_S):  # readers wait behind it; put twice, an event still counts once
                    await asyncio.to_thread(self._aside.put, self._meeting, waiting)
        except (MeetingError, TimeoutError) as fault:
            self.fault += f"; and {fault or 'the second place does not answer either'}"
        else:
            self._set_aside += len(waiting)
            self.fault += f"; until then it is kept in {self._aside.path(self._meeting)}"

    async def _try_again(self) -> None:
        while self._pending:
            await asyncio.sleep(RETRY_S)
            async with self._lock:
                if self._pending:
                    await self._save([])
        self._retry = None
