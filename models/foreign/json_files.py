"""Transcripts as JSON: what Jigasi writes of a Jitsi meeting, and our own export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from models.cue import WRITTEN
from models.foreign.gathering import Gathering
from models.foreign.said import BadTranscript, Foreign, count

OUR_FORMAT = "dccg-transcript"
OUR_VERSION = 1
_LATEST_MS = 10**14
_EPOCH_MS = 10**11
"""A number above this counts from 1970, one below from the start of the meeting."""


def load_json(text: str) -> Any:
    """Return the value of a JSON text, a list for one value a line; None if it is neither."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    values = []
    for line in text.split("\n"):
        if line.strip():
            try:
                values.append(json.loads(line))
            except (ValueError, RecursionError):
                return None
    return values


def read_json(value: Any, name: str) -> Foreign:
    """Return what the transcript says.

    Raises:
        BadTranscript: If the JSON is of neither kind.
    """
    if isinstance(value, dict) and value.get("format") == OUR_FORMAT:
        return _read_ours(value, name)
    events = value.get("events") if isinstance(value, dict) else value
    if isinstance(value, dict) and events is None:
        events = [value]
    if isinstance(events, list):
        room = value if isinstance(value, dict) else {}
        kept = [one for one in events if isinstance(one, dict) and ("transcript" in one or "event" in one)]
        if kept:
            return _read_jigasi(room, kept)
    raise BadTranscript(
        f'{name} is JSON of a kind that is not known; expected "format": "{OUR_FORMAT}" or events of Jigasi; '
        "export the transcript as WebVTT instead"
    )


def _read_ours(value: dict[str, Any], name: str) -> Foreign:
    if value.get("version") != OUR_VERSION:
        raise BadTranscript(
            f"{name} is of version {str(value.get('version'))[:20]} of our format; expected {OUR_VERSION}; "
            "export it again with this program"
        )
    meeting = value.get("meeting") if isinstance(value.get("meeting"), dict) else {}
    assert isinstance(meeting, dict)
    language = _text(meeting.get("language"))
    cues = [cue for cue in _list(value.get("cues")) if isinstance(cue, dict)]
    ids = [cue.get("id") for cue in cues]
    own = len(set(map(str, ids))) == len(ids) and all(type(id) is int and 0 < id < 10**9 for id in ids)
    marks = sorted(_agenda(value), reverse=True)
    gathering = Gathering()
    for at, cue in enumerate(cues, 1):
        start, lang = _ms(cue.get("start_ms")), _text(cue.get("lang"))
        while marks and start is not None and marks[-1][0] <= start:
            gathering.mark(*marks.pop()[1:])
        written = cue.get("source") == WRITTEN
        gathering.add(
            _text(cue.get("text")),
            _text(cue.get("speaker")),
            start,
            _ms(cue.get("end_ms")),
            "chat" if written else "speech",
            "" if lang.split("-")[0] == language.split("-")[0] else lang,
            cue["id"] if own else at,
        )
    return gathering.done("DCCG JSON", _text(meeting.get("title")), _text(meeting.get("date")), language)


def _agenda(value: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    for mark in _list(value.get("agenda")):
        at = _ms(mark.get("from_ms")) if isinstance(mark, dict) else None
        if at is not None:
            yield at, _text(mark.get("item")), _text(mark.get("title"))


def _read_jigasi(room: dict[str, Any], events: Iterable[dict[str, Any]]) -> Foreign:
    finals: dict[str, dict[str, Any]] = {}
    translated = 0
    for at, event in enumerate(events):
        if event.get("type") == "translation-result":
            translated += 1
        elif event.get("is_interim") is not True and str(event.get("event", "SPEECH")).upper() == "SPEECH":
            # The same message may come again, better understood.
            finals[_text(event.get("message_id")) or f"\0{at}"] = event
    times = [_ms(event.get("timestamp")) for event in finals.values()]
    began = _ms(room.get("start_time"))
    known = [time for time in times if time is not None]
    base = began if began is not None and known and began <= min(known) else min(known, default=0)
    gathering = Gathering()
    for event, time in zip(finals.values(), times, strict=True):
        who = event.get("participant")
        who = who if isinstance(who, dict) else {"name": who}
        speaker = _text(who.get("name")) or _text(who.get("identity_name"))
        start = None if time is None else time - (base if base > _EPOCH_MS or time > _EPOCH_MS else 0)
        gathering.add(_best(event.get("transcript")), speaker, start)
    if translated:
        gathering.told.append(f"{count(translated, 'translation was', 'translations were')} left out.")
    return gathering.done("Jigasi JSON", _text(room.get("room_name")), _date(base))


def _best(alternatives: Any) -> str:
    """Return the text that the recogniser was surest of."""
    if isinstance(alternatives, str):
        return alternatives
    known = [one for one in _list(alternatives) if isinstance(one, dict) and _text(one.get("text"))]
    return _text(max(known, key=_sureness)["text"]) if known else ""


def _sureness(alternative: dict[str, Any]) -> float:
    sure = alternative.get("confidence")
    return float(sure) if isinstance(sure, int | float) and abs(sure) < 10**9 else 0.0


def _date(ms: int) -> str:
    if ms <= _EPOCH_MS:
        return ""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).date().isoformat()


def _ms(value: Any) -> int | None:
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return int(value) if value.isascii() and value.isdigit() and len(value) < 15 else None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0, int((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1)))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value < _LATEST_MS else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
