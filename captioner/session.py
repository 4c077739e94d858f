"""One captioning run of a meeting: sound and typed text in, events out.

Sources are heard side by side; their words take turns in the captions. Only one cue is open at a time, so that on a
screen only the last line grows and nothing above it ever moves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from captioner.floor import Floor
from captioner.gaps import Gaps
from captioner.ledger import Account
from captioner.off_record import NUMBERS, Stretches
from captioner.recognition import Hypothesis, RecognizerStream, Samples, Unkept, Window, nothing
from captioner.shares import Shares
from captioner.speaking import Aside, Speaking
from models.events import MeetingEvent, Note, Partial

DELAY_WORDS = 12
LONGEST_TYPING_MS = 60_000
"""What was typed earlier came late: its words stand where they came."""

OpenStream = Callable[[str, int, bool, Unkept], RecognizerStream]


class Session:
    """The captioning core. Its five verbs: `receive_audio`, `receive_eof`, `recognition_due`, `receive_hypothesis`
    (or `recognition_failed`), `events_received`; the rest is what hosts and captioners do.

    Args:
        open_stream: Makes the stream that recognises a source: (key, start_ms, live, unkept) to stream.
        engine: Name of the recogniser, kept with every cue.
        first_cue, first_gap: The numbers to go on with, when a meeting is resumed.
        nameless: The Chatham House Rule holds: nobody's name goes with what was said, nor with what was typed.
    """

    def __init__(
        self,
        open_stream: OpenStream,
        engine: str,
        lang: str = "en",
        first_cue: int = 1,
        first_gap: int = 1,
        nameless: bool = False,
    ) -> None:
        self._open_stream = open_stream
        self._nameless = nameless
        self._sources: dict[str, Speaking] = {}
        self._events: list[MeetingEvent] = []
        self._floor = Floor(self._events, first_cue, engine, lang, nameless)
        self.gaps = Gaps(self._events, first_gap, self._floor)
        self._off = Stretches()
        self._human: str | None = None
        self._delays: deque[int] = deque(maxlen=DELAY_WORDS)
        self._shares = Shares()
        self._closed = Account()  # of the sources that have left
        self.rejected: dict[str, int] = {}

    # --- the five verbs ------------------------------------------------------------------------

    def receive_audio(self, source: str, samples: Samples, voice: Sequence[float]) -> None:
        """Take sound of a source, with the voice probability of each 32 ms frame it completes."""
        one = self._sources[source]
        if one.late is not None:
            self.gaps.declare(*one.late, "the sound came late, off the record", one.id)
            one.late = None
        one.hear(samples, voice)
        self._set_aside(one, served=False)
        self._collect(one)

    def receive_eof(self, source: str) -> None:
        """Take it that the source sends no more: what is open is due at once."""
        one = self._sources[source]
        one.stream.finish()
        one.finished = True
        self._collect(one)

    def recognition_due(self, spare: bool = True) -> tuple[str, Window] | None:
        """Return a source and its window to recognise now; None when nothing is due. Each window comes once.

        The source that has waited longest comes first, behind it those that had more than their share; recordings
        and gaps only when nobody live waits and there is time to `spare`.
        """
        waiting = [one for one in self._sources.values() if one.window is None and (spare or one.live)]
        for one in sorted(waiting, key=lambda one: (not one.live, self._shares.over(one.id), -one.stream.lag_ms)):
            self._set_aside(one, served=True)
            self._collect(one)
            one.window = one.stream.due()
            if one.window is not None:
                return one.id, one.window
        return None

    def receive_hypothesis(self, source: str, window: Window, hypothesis: Hypothesis) -> None:
        one = self._sources.get(source)
        if one is None or one.window is not window:
            return  # the backlog that it belonged to was set aside meanwhile
        one.window = None
        self._shares.took(source, hypothesis.took_ms)
        one.stream.receive(hypothesis)
        self._collect(one)

    def recognition_failed(self, source: str, window: Window) -> None:
        one = self._sources.get(source)
        if one is not None and one.window is window:
            one.window = None
            one.stream.fail()
            self._collect(one)

    def events_received(self) -> list[MeetingEvent]:
        """Return what happened since the last call, in order; partials come behind the finals."""
        self.gaps.fill(self._sources.values())
        self._floor.take_turns(self._sources)
        self._drop_finished()
        for one in self._sources.values():
            if one.gap is None and one.tail != one.shown_tail:
                one.shown_tail = one.tail
                self._events.append(Partial(one.id, self._floor.speaker_at(one, one.now_ms), one.tail))
        events = list(self._events)
        self._events.clear()
        return events

    # --- sources -------------------------------------------------------------------------------

    def open_source(self, source: str, name: str | None, at_ms: int, live: bool = True) -> None:
        """Hear a new source from `at_ms` on. `name` is who speaks there; None for a room, where the host says who."""
        off = Stretches()
        if self._off.off:
            off.turn(at_ms)
        stream = self._open_stream(source, at_ms, live, off.covers)
        self._sources[source] = Speaking(source, name, stream, "machine", live, start_ms=at_ms, off=off)

    def open_gap(self, aside: Aside) -> str:
        """Hear again what was set aside; its words come as the cues of that gap. Returns the source to feed."""
        source = f"gap{aside.gap}"
        stream = self._open_stream(source, aside.from_ms, False, nothing)
        one = Speaking(source, aside.speaker, stream, "machine", False, aside.gap, start_ms=aside.from_ms)
        self._sources[source], one.edges = one, self.gaps.edges(aside)
        return source

    def speaking(self, source: str) -> Speaking:
        """Return how things stand with a source: its clock, when it is off the record, what of it is settled."""
        return self._sources[source]

    def skip(self, source: str, from_ms: int, to_ms: int, why: str) -> int:
        """Declare that sound of this source between two times is missing; returns the gap's number."""
        if source in self._sources:
            self._sources[source].ledger.miss(from_ms, to_ms)
        return self.gaps.declare(from_ms, to_ms, why, source)

    def asides(self) -> list[Aside]:
        """Return the backlogs set aside since the last call; the caller keeps them until there is time."""
        return self.gaps.asides()

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(self._sources)

    @property
    def lag_ms(self) -> int:
        """How much live speech waits for its first pass; where a person captions, nobody waits for the machine."""
        if self._human is not None:
            return 0
        return max((one.stream.lag_ms for one in self._sources.values() if one.live), default=0)

    @property
    def level(self) -> int:
        """How much is given up to keep up (`overload.Ladder`), of the live source that gives up most."""
        if self._human is not None:
            return 0
        return max((one.stream.level for one in self._sources.values() if one.live), default=0)

    @property
    def account(self) -> Account:
        """What became of all sound that was received."""
        return sum((one.ledger.account for one in self._sources.values() if not one.refills), self._closed)

    @property
    def unread_ms(self) -> int:
        """The same of every source: recordings and gaps too."""
        return max((one.stream.lag_ms for one in self._sources.values()), default=0)

    @property
    def delay_ms(self) -> int:
        """How far captions are behind speech: median over the last words, and never less than what waits now."""
        middle = sorted(self._delays)[len(self._delays) // 2] if self._delays else 0
        return max(middle, self.lag_ms)

    @property
    def hearing(self) -> bool:
        return any(one.stream.hearing for one in self._sources.values() if one.gap is None)

    @property
    def idle(self) -> bool:
        return all(one.stream.idle and not one.ready for one in self._sources.values())

    # --- people --------------------------------------------------------------------------------

    def set_speaker(self, name: str | None, at_ms: int) -> None:
        """From now on this person speaks in the room. Who speaks off the record is not kept either."""
        if not self._nameless:
            self._floor.speakers.set(name, at_ms)
            if not self._off.off:
                self._events.append(self._floor.speakers.note(at_ms))

    @property
    def speaker(self) -> str | None:
        """Who speaks in the room now, as far as anybody may know."""
        return self._floor.speakers.now

    def set_record(self, on: bool, at_ms: int) -> None:
        """Go off the record, where captions go on and no word is kept, or back on."""
        if on != self._off.off:
            return
        self._off.turn(at_ms)
        for one in self._sources.values():
            one.turn_record(at_ms)
        next_cue = self._floor.cues.numbers.next + NUMBERS
        self._events.append(Note("record", {"on": on, "at_ms": at_ms, "next_cue": next_cue}))
        if on and self._floor.speakers.untold:
            self._events.append(self._floor.speakers.note(at_ms))

    @property
    def off_record(self) -> bool:
        return self._off.off

    def take_over(self, by: str, at_ms: int) -> None:
        """A human captioner's text stands from now on; machine words are not shown until `release`."""
        if self._human is None:
            for one in self._sources.values():
                self._collect(one)
            self._floor.take_turns(self._sources)
            self._human = "captioner" if self._nameless else by
            self._events.append(Note("origin", {"origin": "human", "by": self._human, "from_ms": at_ms}))

    def release(self, at_ms: int) -> None:
        if self._human is not None:
            by, self._human = self._human, None
            self._events.append(Note("origin", {"origin": "machine", "by": by, "from_ms": at_ms}))

    @property
    def human(self) -> str | None:
        """The captioner whose text stands now; None while the machine captions."""
        return self._human

    def type_text(self, text: str, speaker: str | None, from_ms: int, to_ms: int) -> None:
        """Take typed words as they are: at once final. If any of it was typed off the record, all of it is."""
        side = self._off.side(from_ms, to_ms)
        self._floor.type_text(text, speaker, max(from_ms, to_ms - LONGEST_TYPING_MS), to_ms, side)

    @property
    def resting(self) -> bool:
        """Whether something said by the way breaks nobody's sentence."""
        return self._floor.cues.rests or not any(
            one.ready or one.tail or one.stream.hearing for one in self._sources.values() if one.gap is None
        )

    def contribute(self, text: str, speaker: str | None, at_ms: int) -> None:
        """Put what somebody wrote to the meeting among the captions; who captions goes on captioning."""
        self._floor.contribute(text, speaker, at_ms, self._off.side(at_ms, at_ms))

    def number(self) -> int:
        """Return a cue number that nothing else has, for words that somebody splits off."""
        return self._floor.cues.numbers.take()

    # --- inside --------------------------------------------------------------------------------

    def _collect(self, one: Speaking) -> None:
        reading = one.stream.read()
        by_hand = self._human is not None and one.gap is None
        one.enter(reading, by_hand)
        if by_hand:
            one.tail = ""
            return
        self.gaps.note(one, reading.committed)
        for word in reading.committed:
            one.ready.append((word, one.now_ms))
            if one.live:
                self._delays.append(one.now_ms - word.end_ms)
        one.tail = reading.tail
        for from_ms, to_ms, why in reading.lost:
            self.gaps.declare(from_ms, to_ms, why, one.id)
        for rule in reading.rejected:
            self.rejected[rule] = self.rejected.get(rule, 0) + 1

    def _set_aside(self, one: Speaking, served: bool) -> None:
        backlog = one.stream.set_aside(served) if one.gap is None else None
        # Where a person captions, nothing is missing.
        if backlog is not None and self._human is None:
            self.gaps.set_aside(one, backlog)

    def _drop_finished(self) -> None:
        for one in list(self._sources.values()):
            if one.finished and one.window is None and not one.ready and one.stream.idle:
                if one.shown_tail:
                    self._events.append(Partial(one.id, None, ""))
                self._closed += one.account
                del self._sources[one.id]
