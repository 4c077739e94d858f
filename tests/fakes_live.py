"""Stand-ins for the live meetings: the real fold and the real fan-out, no recogniser, no disk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from captioner.admission import Admission
from captioner.capacity import Power
from captioner.corrections import Corrections
from captioner.hub import Hub
from captioner.ledger import Account
from captioner.letterbox import Letterbox
from captioner.meetings import NoSuchMeeting
from captioner.recognition import Samples
from captioner.reel import Piece
from captioner.replay import NotKept, span_of, wav_of
from captioner.spill_block import Place
from captioner.written import written
from models.cue import WRITTEN, Origin, Word
from models.errors import MeetingError
from models.events import DURABLE, Final, MeetingEvent, Note, Opening, Partial, encode, is_kept
from models.meeting import AgendaItem, Meeting
from models.roster import Person, Roster
from models.transcript import Header, Transcript
from record import NoSuchFile, NotDurable

SAMPLE = Meeting(
    id="2026-01-14-dccg-7",
    number="7",
    title="Virtual meeting 7",
    group="Dynamic Coalition Coordination Group",
    date="2026-01-14",
    start="14:00",
    rule="open",
    agenda=(AgendaItem("1", "Welcome and apologies"), AgendaItem("2", "Roster of liaisons")),
    roster=Roster((Person("Mara Quill"), Person("Tomás Ibarrola"), Person("Ngozi Adeyemi-Hart"))),
    terms=("interoperability",),
)


def words_of(text: str, start_ms: int, each_ms: int = 300) -> tuple[Word, ...]:
    """The words of a text, one behind the other."""
    starts = range(start_ms, start_ms + 10_000 * each_ms, each_ms)
    return tuple(Word(at, at + each_ms - 20, word, 0.9) for at, word in zip(starts, text.split(), strict=False))


class FakeSource:
    def __init__(self, id: str, name: str) -> None:
        self.id, self.name, self.note = id, name, ""
        self.received = 0
        self.heard: list[Samples] = []
        self.losses: list[tuple[int, int, str]] = []
        self.ended = False
        self.place: Place | None = None

    @property
    def samples(self) -> Samples:
        return np.concatenate(self.heard) if self.heard else np.zeros(0, np.float32)

    async def hear(self, samples: Samples) -> None:
        self.heard.append(samples)

    async def lost(self, from_ms: int, to_ms: int, why: str) -> None:
        self.losses.append((from_ms, to_ms, why))

    async def end(self) -> None:
        self.ended = True

    def stands(self, place: Place) -> None:
        """It stays None: nothing outlasts this program."""

    def arrived(self, place: Place) -> None:
        pass

    async def safe(self) -> None:
        pass


class FakeSpill:
    """Nothing outlasts this program."""

    def note(self, path: Path, name: str) -> None:
        pass

    def forget(self, path: Path) -> None:
        pass

    def recordings(self) -> list[tuple[Path, str]]:
        return []


class FakeFolder:
    """A meeting's folder in memory; `full` is a disk that refuses."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.full = False

    def read_text(self, name: str) -> str:
        if name not in self.files:
            raise NoSuchFile(f"{name}: there is no such file in this meeting's folder")
        return self.files[name]

    def write(self, name: str, content: str) -> None:
        if self.full:
            raise NotDurable(f"{name}: not saved (no space left); check the disk's space and rights")
        self.files[name] = content


class FakeRun:
    """The captioning of a `FakeLive` as its letterbox needs it: what is contributed stands there at once."""

    resting = True

    def __init__(self, live: FakeLive) -> None:
        self.session, self._live = self, live

    def contribute(self, text: str, speaker: str | None, at_ms: int) -> None:
        self._live.cue += 1
        name = None if self._live.transcript.nameless else speaker
        opening = Opening(name, WRITTEN, "human", "typed", "en")
        self._live.keep(Final(self._live.cue, 0, written(text, at_ms), opening, self._live.off))

    def changed(self) -> None:
        pass


class FakeSound:
    """The kept sound of a `FakeLive`: a second of silence for each line there is, while any is kept."""

    def __init__(self, live: FakeLive) -> None:
        self._live = live
        self.fault = ""

    async def switch(self, on: bool) -> None:
        self._live.note("sound", on=on, at_ms=self._live.said_ms)

    async def delete(self) -> None:
        self._live.note("sound", on=False, at_ms=self._live.said_ms, deleted=True)

    async def clip(self, cue: int) -> bytes:
        span = span_of(self._live.transcript, cue)
        if not self._live.transcript.sound_kept:
            raise NotKept(f"no sound of {self._live.id} is kept, or it was deleted; line {cue} can't be heard again")
        found = wav_of(span, [Piece("s1", span.from_ms, bytes(32 * 1_000))])
        assert found is not None
        return found

    def console(self) -> dict[str, Any]:
        held = self._live.transcript
        deletable = held.sound_kept and (not held.sound_on or held.state == "ended")
        return {"on": held.sound_on, "kept": held.sound_kept, "deletable": deletable, "fault": self.fault}


class FakeLive:
    def __init__(self, meeting: Meeting) -> None:
        self.meeting, self.id = meeting, meeting.id
        self.engine_name, self.engine_notice = "sphinx", "Basic offline recognition: expect many errors."
        self.transcript = Transcript(Header.of(meeting))
        self.hub = Hub()
        self.sources: dict[str, FakeSource] = {}
        self.spill = FakeSpill()
        self.last_error = ""
        self.human: str | None = None
        self.cue = 0
        self.said_ms = 0
        self.words = 0  # of the open cue
        self.off = False
        self.folder = FakeFolder()
        self.corrections = Corrections(self, self._correct, self._number)  # type: ignore[arg-type]
        self.sound = FakeSound(self)
        self.letterbox: Any = Letterbox(self, self.folder, self._running)  # type: ignore[arg-type]

    def _running(self) -> Any:
        if self.transcript.state not in ("listening", "paused"):
            raise MeetingError(f"{self.id} is not being captioned; start it first")
        return FakeRun(self)

    async def _correct(self, events: Sequence[MeetingEvent]) -> None:
        for event in events:
            self.keep(event)

    def _number(self) -> int:
        self.cue = max(self.cue + 1, self.transcript.next_cue)
        return self.cue

    def now_ms(self) -> int:
        return self.said_ms

    def keep(self, event: MeetingEvent) -> None:
        """Do what the real meeting does with an event of its session."""
        event = self.transcript.named(event)
        if is_kept(event):
            seq = self.hub.last + 1
            self.transcript.apply(event, seq)
            self.hub.settle(seq, event.kind, encode(event))
        elif event.kind in DURABLE:
            self.hub.pass_by(event.kind, encode(event))
        else:
            place = event.source if isinstance(event, Partial) else event.kind
            self.hub.show(place, event.kind, encode(event))

    def say(self, text: str, speaker: str | None = None, start_ms: int | None = None, source: str = "s1") -> int:
        """Open a cue with these words; returns its id."""
        self.cue += 1
        start = self.said_ms if start_ms is None else start_ms
        words = words_of(text, start)
        self.said_ms = words[-1].end_ms + 20
        origin = self.transcript.origin
        self.words = len(words)
        self.keep(Final(self.cue, 0, words, Opening(speaker, source, origin, "sphinx", "en"), self.off))
        return self.cue

    def go_on(self, text: str) -> None:
        """Add words to the open cue."""
        words = words_of(text, self.said_ms)
        self.said_ms = words[-1].end_ms + 20
        self.keep(Final(self.cue, self.words, words, off=self.off))
        self.words += len(words)

    def tail(self, text: str, speaker: str | None = None, source: str = "s1") -> None:
        self.keep(Partial(source, speaker, text))

    def note(self, kind: str, **fields: Any) -> None:
        self.keep(Note(kind, fields))

    def _state(self, state: str) -> None:
        self.note("state", state=state, at_ms=self.said_ms, utc="2026-01-14T14:00:00Z", engine="sphinx",
                  notice=self.engine_notice)  # fmt: skip

    def unread_ms(self) -> int:
        return 0

    async def start(self) -> None:
        self._state("listening")

    async def pause(self) -> None:
        self._state("paused")

    async def resume(self) -> None:
        self._state("listening")

    async def stop(self) -> None:
        self._state("ended")

    def open_source(self, name: str, key: str, live: bool = True) -> FakeSource:
        return self.sources.setdefault(key, FakeSource(f"s{len(self.sources) + 1}", name))

    async def set_speaker(self, name: str | None) -> None:
        self.note("speaker", name=name, from_ms=self.said_ms)

    async def set_record(self, on: bool) -> None:
        if on == self.off:
            self.off = not on
            self.note("record", on=on, at_ms=self.said_ms, next_cue=self.cue + 100_001)

    async def set_agenda(self, number: str) -> None:
        item = next((item for item in self.meeting.agenda if item.number == number), None)
        if item is None:
            raise MeetingError(f"agenda item {number!r} is not on the agenda of {self.id}; choose one that is")
        self.note("agenda", item=item.number, title=item.title, from_ms=self.said_ms)

    async def give_notice(self, text: str) -> None:
        self.note("notice", text=text)

    def _origin(self, origin: Origin, by: str) -> None:
        self.human = by or None
        self.note("origin", origin=origin, by=by, from_ms=self.said_ms)

    async def take_over(self, by: str) -> None:
        self._origin("human", by)

    async def type_text(self, by: str, text: str, started_ms_ago: int) -> None:
        self.say(text, by, source="typed")

    async def release(self, by: str) -> None:
        self._origin("machine", "")

    @property
    def state(self) -> str:
        return self.transcript.state

    def console(self) -> dict[str, Any]:
        state = self.transcript.state
        return {
            "level": 0, "lighter": False, "account": Account().told(),
            "state": state, "state_text": state, "origin": self.transcript.origin,
            "sources": [
                {"id": s.id, "name": s.name, "level_dbfs": -23, "hearing": True, "silent_s": 0, "stalled_s": 0,
                 "clipping": False, "delay_ms": 900, "note": s.note} for s in self.sources.values()
            ],
            "engine": self.engine_name, "engine_notice": self.engine_notice, "delay_ms": 1200,
            "words_a_minute": 132, "viewers": self.hub.viewers, "speaker": self.transcript.speaker,
            "agenda": self.transcript.agenda[-1].item if self.transcript.agenda else None,
            "last_error": self.last_error, "saved": True, "pace_warning": "", "wait_s": 7, "captioner": self.human,
            "hearing": True,
            "off_record": self.transcript.off_record, "sound": self.sound.console(),
        }  # fmt: skip

    def watch(self, after: int) -> AsyncIterator[str]:
        return self.hub.watch(after)


class FakeMeetings:
    def __init__(self, *meetings: Meeting) -> None:
        self.held = {meeting.id: FakeLive(meeting) for meeting in meetings}
        self.door = Admission(lambda: self.held.values(), lambda: Power(1))  # type: ignore[arg-type, return-value]

    def all(self) -> list[FakeLive]:
        return list(reversed(self.held.values()))

    def readers(self, meeting_id: str) -> str:
        return self.held[meeting_id].meeting.readers if meeting_id in self.held else "anyone"

    async def get(self, meeting_id: str) -> FakeLive:
        if meeting_id not in self.held:
            raise NoSuchMeeting(f"meeting {meeting_id!r} is not here; look for it on the front page")
        return self.held[meeting_id]

    async def create(self, meeting: Meeting) -> FakeLive:
        if meeting.id in self.held:
            raise MeetingError(f"field number: there is a meeting {meeting.id} already; give this one another number")
        return self.held.setdefault(meeting.id, FakeLive(meeting))

    async def change(self, meeting: Meeting) -> FakeLive:
        live = await self.get(meeting.id)
        live.meeting = meeting
        return live


class OnLoop:
    """A live meeting from another thread: its methods run on the loop that serves it."""

    def __init__(self, live: FakeLive | FakeSound, call: Callable[[Callable[[], Any]], Any]) -> None:
        self._live, self._call = live, call

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._live, name)
        if isinstance(found, FakeSound):
            return OnLoop(found, self._call)
        if not callable(found):
            return found
        return lambda *values, **named: self._call(lambda: found(*values, **named))
