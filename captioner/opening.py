"""The session of a meeting: its engine, its glossary, and where it goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from captioner.captioning import Engine
from captioner.recognition import RecognizerStream, StreamSettings, Unkept
from captioner.session import Session
from captioner.vocabulary import Vocabulary
from models.events import MeetingEvent, Note
from models.meeting import Meeting
from models.transcript import Transcript


def session_for(
    meeting: Meeting, transcript: Transcript, engine: Engine, live: bool, vocabulary: Vocabulary
) -> Session:
    """Return a new session that goes on behind what the transcript holds; `live` False: nobody waits for words."""
    settings = StreamSettings(live, respell=vocabulary.respell)

    def open_stream(key: str, start_ms: int, live: bool, unkept: Unkept) -> RecognizerStream:
        now = replace(settings, live=live, bias=vocabulary.bias, unkept=unkept)
        return engine.recognizer.open(f"{meeting.id}:{key}", start_ms, now)

    return Session(
        open_stream,
        engine.recognizer.name,
        meeting.language,
        first_cue=transcript.next_cue,
        first_gap=len(transcript.gaps) + 1,
        nameless=transcript.nameless,
    )


def times(transcript: Transcript, last_at: str, now: datetime) -> tuple[float, int]:
    """How many seconds ago an interrupted meeting began, and how many milliseconds ago it was last heard of."""
    silent = now - (datetime.fromisoformat(last_at) if last_at else now)
    begun = now - (transcript.start_utc or now)
    return max(0.0, begun.total_seconds()), max(0, int(silent.total_seconds() * 1000))


def going_on(session: Session, transcript: Transcript, now_ms: int, silent_ms: int) -> list[MeetingEvent]:
    """Tell a new session of a meeting that was interrupted what held before; return what readers must be told.

    Off the record it stays off: nobody who pressed that button expects it to come undone.
    """
    if transcript.off_record:
        session.set_record(False, now_ms)
    if transcript.state == "listening":
        session.skip("", max(0, now_ms - silent_ms), now_ms, "the captioning program stopped")
    if transcript.speaker:
        session.set_speaker(transcript.speaker, now_ms)
    if transcript.origin == "machine":
        return []
    # Whoever typed takes over again with the next line; until then nobody else would caption.
    by = transcript.origins[-1].by if transcript.origins else ""
    return [Note("origin", {"origin": "machine", "by": by, "from_ms": now_ms})]


def spelled(meeting: Meeting, name: str | None) -> str | None:
    """The roster's spelling of a name, the name itself if it is not there, None for nobody."""
    if not name or not name.strip():
        return None
    person = meeting.roster.person(name)
    return person.name if person is not None else " ".join(name.split())[:80]
