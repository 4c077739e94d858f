"""What the host of a meeting sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captioner.captioning import Captioning
from captioner.pace import Pace

if TYPE_CHECKING:
    from captioner.live import LiveMeeting


def host_view(live: LiveMeeting, run: Captioning | None, saved: bool, fault: str, pace: Pace) -> dict[str, object]:
    """The state of a meeting's captioning as plain JSON values."""
    session = run.session if run is not None else None
    delay_ms = run.delay_ms if run is not None else 0
    now_ms = live.now_ms()
    return {
        "state": live.state,
        "sources": [source.state(delay_ms) for source in live.sources],
        "engine": live.engine_name,
        "engine_notice": live.engine_notice,
        "delay_ms": delay_ms,
        "hearing": bool(session and session.hearing),
        "words_a_minute": pace.words_a_minute(now_ms),
        "pace_warning": pace.warning(now_ms),
        "wait_s": pace.lateness.wait_s,
        "viewers": live.hub.viewers,
        "speaker": session.speaker if session else live.transcript.speaker,
        "agenda": live.transcript.agenda[-1].item if live.transcript.agenda else None,
        "off_record": session.off_record if session else live.transcript.off_record,
        "origin": live.transcript.origin,
        "captioner": session.human if session else None,
        "saved": saved,
        "last_error": fault or (run.last_error if run is not None else ""),
        "sound": live.sound.console(),
        "guards": dict(session.rejected) if session else {},
    }
