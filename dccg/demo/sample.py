"""The sample meeting as the program uses it: its sound, who said what when, and one microphone for each speaker."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from captioner.recognition import SAMPLES_PER_MS, Samples
from dccg.demo.script import spell_out

FOLDER = Path(__file__).parent
AUDIO = FOLDER / "sample.opus"
MEETING = FOLDER / "meeting.toml"
TURNS = FOLDER / "turns.tsv"
COLUMNS = ("start_ms", "end_ms", "speaker", "text")

LEAD_MS = 150
"""A microphone opens so long before its speaker begins: the codec smears a little ahead of a word."""


@dataclass(frozen=True)
class Turn:
    """What one person says without a break; the times are where the speech begins and ends in the sound.

    `text` is written as a captioner would write it ("CRN"); `spoken` is what is heard ("C R N").
    """

    start_ms: int
    end_ms: int
    speaker: str
    text: str

    @property
    def spoken(self) -> str:
        return spell_out(self.text)


@cache
def turns() -> tuple[Turn, ...]:
    """Return every turn of the sample meeting, in the order of speaking."""
    with TURNS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, dialect="excel-tab"))
    return tuple(Turn(int(row["start_ms"]), int(row["end_ms"]), row["speaker"], row["text"]) for row in rows)


def reference() -> str:
    """Return all words as they are spoken, acronyms letter by letter.

    Pass a transcript through `spell_out` before it is compared with this, so that "CRN" and "C R N" are one.
    """
    return " ".join(turn.spoken for turn in turns())


def speakers() -> tuple[str, ...]:
    """Return the speakers in the order of their first turn."""
    return tuple(dict.fromkeys(turn.speaker for turn in turns()))


def microphones(samples: Samples) -> dict[str, Samples]:
    """Return the sample meeting as each speaker's own microphone would have sent it.

    Every track is as long as `samples`, and together they are the mix: one microphone is open at a time, from
    just before its speaker begins until the next one does. So the ten seconds of reading are on the chair's,
    and the air conditioner is on David's, who spoke last before it.
    """
    opens = [max(0, turn.start_ms - LEAD_MS) * SAMPLES_PER_MS for turn in turns()]
    opens[0] = 0
    tracks = {speaker: np.zeros_like(samples) for speaker in speakers()}
    for turn, start, end in zip(turns(), opens, [*opens[1:], len(samples)], strict=True):
        tracks[turn.speaker][start:end] = samples[start:end]
    return tracks
