"""A meeting's transcript, made by folding its durable events in order: the one source of every export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from models.cue import WRITTEN, Cue, Origin
from models.edits import Correction, Edits
from models.errors import MeetingError
from models.events import Final, MeetingEvent, Note, Opening, Partial, State
from models.marks import AgendaMark, Gap, OffRecord, OriginChange, Pause
from models.meeting import Meeting
from models.plain import clean_name
from models.timeline import Timeline

CHATHAM_HOUSE = "chatham-house"


class BrokenStream(MeetingError):
    """Raised when a final event lacks the words or the opening that must have come before it."""


@dataclass(frozen=True)
class Header:
    """What a transcript says of its meeting; `start_utc` is the planned start until captioning has begun.

    `contact` is whom to write to for corrections; `standing_notice` replaces our wording on top of `igf-txt`. `made`
    says how the captions came about where others made them.
    """

    title: str
    group: str = ""
    number: str = ""
    date: str = ""
    start_utc: datetime | None = None
    rule: str = "open"
    language: str = "en"
    mode_notice: str = ""
    contact: str = ""
    standing_notice: str = ""
    made: str = ""

    @classmethod
    def of(cls, meeting: Meeting, contact: str = "", mode_notice: str = "", standing_notice: str = "") -> Header:
        """Return the header of a planned meeting."""
        return cls(
            meeting.title,
            meeting.group,
            meeting.number,
            meeting.date,
            _start(f"{meeting.date}T{meeting.start}", 0),
            meeting.rule,
            meeting.language,
            mode_notice,
            contact,
            standing_notice,
        )


class Transcript:
    """The fold: `apply` each durable event once, in order; then read what the meeting has said so far.

    Under the Chatham House Rule it never holds a name: speakers, sources and editors are left out.
    """

    def __init__(self, header: Header) -> None:
        self.header = header
        self.timeline = Timeline(header.language)
        self.seq: int | None = None
        self.state: State = "planned"
        self.start_utc = header.start_utc
        self.origin: Origin = "machine"
        self.speaker: str | None = None
        self.engine = ""
        self.engine_notice = ""
        self.notice = ""
        self.sound_on = self.sound_kept = False
        self.agenda: tuple[AgendaMark, ...] = ()
        self.pauses: tuple[Pause, ...] = ()
        self.off_record = False
        self.off_stretches: tuple[OffRecord, ...] = ()
        self.next_cue = 1
        self.origins: tuple[OriginChange, ...] = ()
        self.edits = Edits()
        self.began: dict[int, int] = {}  # by cue as heard, the number of the event that began it
        self.cue_counts: dict[Origin, int] = {"machine": 0, "human": 0}
        self.engines: dict[str, None] = {}
        self._tuple: tuple[Cue, ...] | None = ()
        self._gaps: dict[int, Gap] = {}
        self._voices: dict[int, str] = {}
        self._started = False

    @property
    def rule(self) -> str:
        return self.header.rule

    @property
    def nameless(self) -> bool:
        return self.rule == CHATHAM_HOUSE

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Return the cues by id; a cue recognised late for a gap has a high id and an early time.

        One that was split off or moved by hand stands where it belongs.
        """
        if self._tuple is None:
            self._tuple = self.edits.in_order
        return self._tuple

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """Return every correction that was made, those that were undone too."""
        return self.edits.corrections

    @property
    def gaps(self) -> tuple[Gap, ...]:
        return tuple(self._gaps.values())

    def cue(self, id: int) -> Cue | None:
        return self.edits.shown.get(id)

    def knows(self, id: int) -> bool:
        """Whether there is a cue of this number, or was before it was joined to another."""
        return id in self.edits.heard or id in self.edits.shown

    def told_as(self, source: str) -> str:
        """Return what cues call a source: where nobody is named, its number among the voices."""
        return self._voices.get(hash((source, None)), source)

    def apply(self, event: MeetingEvent, at: int | None = None) -> None:
        """Take the next event; `at` is its number in the stream, and an event that was taken is skipped.

        Partials and other fleeting events change nothing, nor do words off the record, nor a correction of a cue
        that is not there. `next_cue` is the first number that no cue has, kept or not.

        Raises:
            BrokenStream: If words of a cue, or its opening, are missing before this event.
        """
        if at is not None:
            if self.seq is not None and at <= self.seq:
                return
            self.seq = at
        if isinstance(event, Final):
            if not event.off:
                self._final(event)
        elif isinstance(event, Note):
            taker = getattr(self, f"_take_{event.kind}", None)
            if taker is not None:
                taker(event.fields)

    def named(self, event: MeetingEvent) -> MeetingEvent:
        """Return a new event with the speaker's name as a person put it right for all of the meeting."""
        if isinstance(event, Partial):
            return replace(event, speaker=self.edits.named(event.speaker, event.source))
        if isinstance(event, Final) and event.opening is not None:
            opening = event.opening
            name = self.edits.named(opening.speaker, opening.source)
            if name != opening.speaker:
                return replace(event, opening=replace(opening, speaker=name, heard=opening.speaker))
        return event

    def _final(self, event: Final) -> None:
        cue = self.edits.heard.get(event.cue)
        held = len(cue.words) if cue else 0
        if event.at > held or (cue is None and event.opening is None):
            raise BrokenStream(
                f"transcript: cue {event.cue} goes on at word {event.at}, but {held} of its words are here; "
                "read the meeting's events again from the first"
            )
        words = event.words[held - event.at :]
        if not words:
            return
        if cue is not None:
            self._put(self.edits.hear(replace(cue, words=cue.words + words)))
        elif event.opening is not None:
            self.began[event.cue] = self.seq or 0
            self._put(self.edits.hear(self._opened(event, event.opening)))

    def _opened(self, event: Final, opening: Opening) -> Cue:
        if opening.source != WRITTEN:
            # What somebody wrote to the meeting says nothing of who captions it.
            self.cue_counts[opening.origin] += 1
        if opening.engine and opening.origin == "machine":
            self.engines[opening.engine] = None
        speaker, source = clean_name(opening.as_heard), opening.source
        if self.nameless:
            # Turns stay apart without a name: voices are numbered as they come. Python salts its hashes anew
            # in each process, so that this one leads back to nobody.
            source = self._voices.setdefault(hash((source, speaker)), f"voice {len(self._voices) + 1}")
            speaker = None
        return Cue(event.cue, event.words, speaker, source, opening.origin, opening.engine, opening.lang, opening.gap)

    def _put(self, ids: Sequence[int]) -> None:
        self._tuple = None
        for id in ids:
            cue = self.edits.shown.get(id)
            if cue is None:
                self.timeline.drop_cue(id)
            else:
                self.next_cue = max(self.next_cue, id + 1)
                self.timeline.put_cue(cue)

    def _take_correction(self, fields: Mapping[str, Any]) -> None:
        if not self.knows(fields["cue"]):
            return
        kept = dict(fields)
        if self.nameless:
            kept = {name: value for name, value in kept.items() if name not in ("by", "speaker", "was", "everywhere")}
        self._put(self.edits.take(Correction(fields["cue"], self.seq, kept)))

    def _take_speaker(self, fields: Mapping[str, Any]) -> None:
        self.speaker = None if self.nameless else clean_name(fields["name"])
        if self.speaker is not None:
            self.edits.lift(self.speaker)

    def _take_agenda(self, fields: Mapping[str, Any]) -> None:
        mark = AgendaMark(str(fields["item"]), str(fields["title"]), fields["from_ms"])
        self.agenda += (mark,)
        self.timeline.put_mark(mark)

    def _take_state(self, fields: Mapping[str, Any]) -> None:
        before, self.state = self.state, fields["state"]
        at_ms = int(fields.get("at_ms") or 0)
        self.engine = fields.get("engine") or self.engine
        self.engine_notice = fields.get("notice") or self.engine_notice
        if self.state == "listening" and not self._started:
            self._started = True
            self.start_utc = _start(fields.get("utc"), at_ms) or self.start_utc
        if self.state == "paused" and before == "listening":
            self.pauses += (Pause(at_ms),)
            self.timeline.put_mark(self.pauses[-1])
        elif before == "paused" and self.state != "paused" and self.pauses:
            open_pause = self.pauses[-1]
            closed = Pause(open_pause.from_ms, max(at_ms, open_pause.from_ms))
            self.pauses = (*self.pauses[:-1], closed)
            self.timeline.put_mark(closed, instead_of=open_pause)

        if self.state == "ended" and self.off_record:
            self._go_on_record(at_ms)

    def _take_record(self, fields: Mapping[str, Any]) -> None:
        self.next_cue = max(self.next_cue, fields["next_cue"])
        if fields["on"] and self.off_record:
            self._go_on_record(fields["at_ms"])
        elif not fields["on"] and not self.off_record:
            self.off_record = True
            self.off_stretches += (OffRecord(fields["at_ms"]),)
            self.timeline.put_mark(self.off_stretches[-1])

    def _go_on_record(self, at_ms: int) -> None:
        self.off_record = False
        lasting = self.off_stretches[-1]
        closed = OffRecord(lasting.from_ms, max(at_ms, lasting.from_ms))
        self.off_stretches = (*self.off_stretches[:-1], closed)
        self.timeline.put_mark(closed, instead_of=lasting)

    def _take_origin(self, fields: Mapping[str, Any]) -> None:
        if fields["origin"] == self.origin:
            return
        self.origin = fields["origin"]
        by = "" if self.nameless else clean_name(fields.get("by")) or ""
        mark = OriginChange(fields["from_ms"], self.origin, by)
        self.origins += (mark,)
        self.timeline.put_mark(mark)

    def _take_gap(self, fields: Mapping[str, Any]) -> None:
        gap = Gap(fields["gap"], fields["from_ms"], fields["to_ms"], str(fields.get("why") or ""))
        if gap.id not in self._gaps:
            self._gaps[gap.id] = gap
            self.timeline.put_mark(gap)

    def _take_filled(self, fields: Mapping[str, Any]) -> None:
        gap = self._gaps.get(fields["gap"])
        if gap is not None and not gap.filled:
            self._gaps[gap.id] = replace(gap, filled=True)
            self.timeline.put_mark(self._gaps[gap.id], instead_of=gap)

    def _take_notice(self, fields: Mapping[str, Any]) -> None:
        self.notice = str(fields.get("text") or "")

    def _take_sound(self, fields: Mapping[str, Any]) -> None:
        self.sound_on = bool(fields["on"])
        self.sound_kept = self.sound_on or (self.sound_kept and not fields.get("deleted"))


def _start(utc: str | None, at_ms: int) -> datetime | None:
    """The moment of 0 ms, from a moment that is `at_ms` later; None if the text is no moment."""
    try:
        moment = datetime.fromisoformat(utc or "")
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment - timedelta(milliseconds=at_ms)
