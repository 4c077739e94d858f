"""What the host of a meeting sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captioner.captioning import Captioning
from captioner.ledger import Account
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
        "level": session.level if session else 0,
        "lighter": run is not None and run.lighter,
        "account": (session.account if session else Account()).told(),
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


def figures(live: LiveMeeting) -> dict[str, int]:
    """Return what can be counted of a meeting since the program started: numbers only, nothing that was said.

    `level` is how much is given up to keep up (`captioner.overload`); `received_ms` is always the sum of
    `captioned_ms`, `silent_ms`, `wordless_ms`, `gap_ms` and `waiting_ms`.
    """
    told = live.console()
    account, sources = told["account"], told["sources"]
    assert isinstance(account, dict)
    assert isinstance(sources, list)
    counts = {"level": told["level"], "delay_ms": told["delay_ms"], "viewers": told["viewers"], "sources": len(sources)}
    return {name: int(str(value)) for name, value in counts.items()} | {f"{one}_ms": ms for one, ms in account.items()}
