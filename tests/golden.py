"""A small meeting with everything a transcript can hold, and its golden files.

`python tests/golden.py` writes the files again; read the diff.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from models.cue import Origin, Word
from models.events import Final, MeetingEvent, Note, Opening
from models.exports import FORMATS
from models.transcript import Header, Transcript

DATA = Path(__file__).parent / "data"


def header(rule: str = "open") -> Header:
    return Header(
        title="Meeting of the Dynamic Coalition on Lighthouses",
        group="DCCG",
        number="61",
        date="2022-04-20",
        start_utc=datetime(2022, 4, 20, 14, tzinfo=UTC),
        rule=rule,
        contact="captions@example.org",
    )


def spoken(text: str, start_ms: int, each_ms: int = 350) -> tuple[Word, ...]:
    """Return the words of the text, one after another without a pause."""
    return tuple(
        Word(start_ms + at * each_ms, start_ms + (at + 1) * each_ms - 50, word, 0.9)
        for at, word in enumerate(text.split())
    )


def said(
    cue: int,
    start_ms: int,
    text: str,
    speaker: str | None = None,
    source: str = "room",
    origin: Origin = "machine",
    lang: str = "en",
    gap: int | None = None,
) -> Final:
    """Return the whole of a cue as one event."""
    engine = "whisper base" if origin == "machine" else "typed"
    return Final(cue, 0, spoken(text, start_ms), Opening(speaker, source, origin, engine, lang, gap))


def listening(at_ms: int, utc: str) -> Note:
    return Note("state", {"state": "listening", "at_ms": at_ms, "utc": utc, "engine": "whisper base", "notice": None})


def off_record(at_ms: int, on: bool = False, next_cue: int = 10) -> Note:
    return Note("record", {"on": on, "at_ms": at_ms, "next_cue": next_cue})


def meeting() -> list[MeetingEvent]:
    """Return the events of the meeting in order."""
    ana, tomas = "Ana Petrović", "Tomás O'Néill"
    late = spoken("of both coalitions.", 5_300)
    return [
        listening(0, "2022-04-20T14:02:10.500Z"),
        Note("agenda", {"item": "1", "title": "Welcome", "from_ms": 0}),
        said(1, 400, "Good afternoon, and welcome to the meeting", ana),
        Final(1, 7, late),
        said(2, 6_900, "We have apologies from the Coalition on Harbours & Piers.", ana),
        Note("speaker", {"name": tomas, "from_ms": 12_000}),
        said(3, 12_000, "Fifteen members agreed, and <nobody> objected to the plan --> that is new.", tomas),
        Note(
            "correction",
            {
                "cue": 3,
                "text": "Fifty members agreed, and nobody objected to the plan; "
                "that is new, and it is the first time since the coalition was founded.",
                "by": "Nils Berg",
            },
        ),
        said(4, 20_000, "Can I ask something?", None, source="phone"),
        Note("gap", {"gap": 1, "from_ms": 24_000, "to_ms": 31_000, "why": "recognition was too far behind"}),
        said(5, 31_200, "Je vous remercie beaucoup.", ana, lang="fr"),
        Note("gap", {"gap": 2, "from_ms": 34_000, "to_ms": 39_000, "why": "the line dropped"}),
        Note("state", {"state": "paused", "at_ms": 40_000, "utc": "2022-04-20T14:02:50.500Z"}),
        listening(65_000, "2022-04-20T14:03:15.500Z"),
        said(6, 34_500, "No decision is taken today.", tomas, gap=2),
        Note("filled", {"gap": 2}),
        Note("agenda", {"item": "2", "title": "Lamps", "from_ms": 66_000}),
        Note("origin", {"origin": "human", "by": "Mira Solano", "from_ms": 66_000}),
        said(7, 66_000, "Lamps cost 1,200 francs each.", ana, source="captioner", origin="human"),
        Note("correction", {"cue": 4, "speaker": "Ines Duarte", "by": "Mira Solano"}),
        said(8, 70_000, "[inaudible]", None, source="captioner", origin="human"),
        off_record(72_000),
        replace(said(9, 72_400, "Between us, not a word of this."), off=True),
        Note("state", {"state": "ended", "at_ms": 75_000, "utc": "2022-04-20T14:03:25.500Z"}),
    ]


def folded(events: Iterable[MeetingEvent], rule: str = "open") -> Transcript:
    """Return the transcript after these events, numbered from 1."""
    transcript = Transcript(header(rule))
    for seq, event in enumerate(events, 1):
        transcript.apply(event, seq)
    return transcript


def goldens() -> dict[str, str]:
    """Return what each golden file should hold."""
    files = {f"meeting{fmt.suffix}": fmt.print(folded(meeting())) for fmt in FORMATS.values()}
    files["empty.vtt"] = FORMATS["vtt"].print(Transcript(Header("A meeting that has not begun")))
    files["chatham_house.vtt"] = FORMATS["vtt"].print(folded(meeting(), "chatham-house"))
    return files


if __name__ == "__main__":
    for name, text in goldens().items():
        (DATA / name).write_text(text, encoding="utf-8", newline="\n")
