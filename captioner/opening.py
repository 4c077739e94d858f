"""The session of a meeting: its engine, its glossary, and where its numbers go on."""

from __future__ import annotations

from dataclasses import replace

from captioner.captioning import Engine
from captioner.glossary import Glossary
from captioner.recognition import RecognizerStream, StreamSettings
from captioner.session import Session
from models.meeting import Meeting
from models.transcript import Transcript


def session_for(meeting: Meeting, transcript: Transcript, engine: Engine, live: bool) -> Session:
    """Return a new session that goes on behind what the transcript holds; `live` False: nobody waits for words."""
    glossary = Glossary.of(meeting)
    bias = engine.workers.bias(glossary.terms, glossary.prompt())
    settings = StreamSettings(live, bias, glossary.respell)

    def open_stream(key: str, start_ms: int, live: bool) -> RecognizerStream:
        return engine.recognizer.open(f"{meeting.id}:{key}", start_ms, replace(settings, live=live))

    return Session(
        open_stream,
        engine.recognizer.name,
        meeting.language,
        first_cue=max((cue.id for cue in transcript.cues), default=0) + 1,
        first_gap=len(transcript.gaps) + 1,
        nameless=transcript.nameless,
    )
