"""The session of a meeting: its engine, its glossary, and where it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from captioner.captioning import Engine
from captioner.edges import Edges
from captioner.last_words import LastWords
from captioner.recognition import RecognizerStream, StreamSettings, Unkept
from captioner.session import Session
from captioner.spill_block import Left
from captioner.taking_up import heard_to_ms
from captioner.vocabulary import Vocabulary
from models.events import MeetingEvent, Note
from models.marks import Gap
from models.meeting import Meeting
from models.transcript import Transcript

STOPPED = "the captioning program stopped"


def session_for(
    meeting: Meeting, transcript: Transcript, engine: Engine, live: bool, vocabulary: Vocabulary, words: LastWords
) -> Session:
    """Return a new session that goes on behind what the transcript holds; `live` False: nobody waits for words."""
    settings = StreamSettings(live, respell=vocabulary.respell)

    def open_stream(key: str, start_ms: int, live: bool, unkept: Unkept) -> RecognizerStream:
        now = replace(settings, live=live, bias=vocabulary.bias, unkept=unkept, said=words.handed_over(key))
        return engine.recognizer.open(f"{meeting.id}:{key}", start_ms, now)

    session = Session(
        open_stream,
        engine.recognizer.name,
        meeting.language,
        first_cue=transcript.next_cue,
        first_gap=len(transcript.gaps) + 1,
        nameless=transcript.nameless,
    )
    for gap in transcript.gaps:
        source = words.gaps.get(gap.id)
        if source and not gap.filled:
            said = [word for cue in transcript.cues if cue.source == source for word in cue.words]
            session.gaps.know(gap.id, Edges(source, gap.from_ms, gap.to_ms), said)
    return session


def times(transcript: Transcript, last_at: str, now: datetime, lefts: Sequence[Left]) -> tuple[int, int]:
    """Return what time it is in an interrupted meeting, and up to when it was heard, in milliseconds.

    A clock that was set back meanwhile does not bring the meeting back behind what it has heard.
    """
    silent = now - (datetime.fromisoformat(last_at) if last_at else now)
    begun = now - (transcript.start_utc or now)
    live = [left for left in lefts if left.head.live]
    last_ms = max([left.runs[-1].time_ms(left.samples) for left in live], default=0)
    now_ms = max(0, int(begun.total_seconds() * 1000), last_ms)
    going = [left for left in lefts if not left.ended]
    if going:
        # What one of several sources was not heard saying is missing; a recording waits, so nothing of it is.
        return now_ms, min([now_ms, *(heard_to_ms(left) for left in going if left.head.live)])
    return now_ms, max(0, now_ms - max(0, int(silent.total_seconds() * 1000)))


def going_on(session: Session, transcript: Transcript, now_ms: int, heard_ms: int) -> list[MeetingEvent]:
    """Tell a new session of a meeting that was interrupted what held before; return what readers must be told.

    Off the record it stays off: nobody who pressed that button expects it to come undone.
    """
    if transcript.off_record:
        session.set_record(False, now_ms)
    if transcript.state == "listening":
        from_ms = max([heard_ms, *(gap.to_ms for gap in missing(transcript))])
        if from_ms < now_ms:
            session.skip("", from_ms, now_ms, STOPPED)
    if transcript.speaker:
        session.set_speaker(transcript.speaker, now_ms)
    if transcript.origin == "machine":
        return []
    # Whoever typed takes over again with the next line; until then nobody else would caption.
    by = transcript.origins[-1].by if transcript.origins else ""
    return [Note("origin", {"origin": "machine", "by": by, "from_ms": now_ms})]


def missing(transcript: Transcript) -> list[Gap]:
    """Return what is missing because the program was stopped."""
    return [gap for gap in transcript.gaps if gap.why == STOPPED and not gap.filled]


def spelled(meeting: Meeting, name: str | None) -> str | None:
    """The roster's spelling of a name, the name itself if it is not there, None for nobody."""
    if not name or not name.strip():
        return None
    person = meeting.roster.person(name)
    return person.name if person is not None else " ".join(name.split())[:80]
