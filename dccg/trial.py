"""A recogniser tried on the beginning of the sample meeting: how much it gets wrong, what it costs."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from captioner.agreement import normal
from captioner.engines import rungs
from captioner.engines.power import running
from captioner.engines.whisper import Whisper, WhisperRecognizer
from captioner.live import LiveMeeting
from captioner.recognition import SAMPLE_RATE, SAMPLES_PER_MS, Samples, StreamRecognizer
from dccg.demo.play import sample_meeting, sample_sound
from dccg.demo.sample import Turn, turns
from dccg.demo.script import spell_out
from models.errors import MeetingError
from record import MeetingFolder, MemoryEventLog

SAMPLE_MS = 60_000
AFTER_MS = 600
"""Silence after the last turn, so that its last word is heard out."""
MIB = 1 << 20


class WeightsUnfit(MeetingError):
    """Raised when weights cannot be loaded, or what was measured of them cannot be kept."""


@dataclass(frozen=True)
class Passage:
    """The beginning of the sample meeting, up to the end of a turn."""

    sound: Samples
    turns: tuple[Turn, ...]

    @property
    def spoken(self) -> str:
        return " ".join(turn.spoken for turn in self.turns)

    @property
    def length_s(self) -> float:
        return len(self.sound) / SAMPLE_RATE


@dataclass(frozen=True)
class Heard:
    """What an engine made of the passage: word error in points, seconds of work for a second of sound, memory."""

    error: float
    factor: float
    resident_mb: int


@dataclass(frozen=True)
class Windows:
    """What was measured of Whisper weights: word error by rung, and what the workers will do from now on."""

    errors: dict[int, float]
    test: rungs.SelfTest
    kept: Path


async def passage(most_ms: int = SAMPLE_MS) -> Passage:
    """Return the turns that end within this time, and their sound."""
    said = tuple(turn for turn in turns() if turn.end_ms <= most_ms)
    return Passage((await sample_sound())[: (said[-1].end_ms + AFTER_MS) * SAMPLES_PER_MS], said)


async def listened(engine: StreamRecognizer, part: Passage) -> Heard:
    """Caption the passage as a meeting is captioned, by one worker and as fast as it can."""
    with tempfile.TemporaryDirectory() as nowhere:
        async with running(engine, 1) as power:
            folder = MeetingFolder(Path(nowhere), "trial")
            live = LiveMeeting(replace(sample_meeting(), id="trial"), MemoryEventLog(), folder, power, live=False)
            await live.start()
            source = live.open_source("", "trial")
            for first in range(0, len(part.sound), SAMPLE_RATE):
                await source.hear(part.sound[first : first + SAMPLE_RATE])
            await live.stop()
            stats = power.workers.stats
            resident_mb = max((_resident_mb(pid) for pid in stats.pids), default=0)
    text = " ".join(cue.text for cue in live.transcript.cues)
    return Heard(word_error(text, part.spoken), stats.real_time_factor, resident_mb)


def word_error(heard: str, said: str) -> float:
    """Word error in points: edits for a hundred words that were said; letters of acronyms count one by one.

    >>> word_error("The CRN met to day.", "the C R N met today")
    33.3
    """
    reference = [normal(word) for word in said.split()]
    distance = Levenshtein.distance(reference, [normal(word) for word in spell_out(heard).split()])
    return round(100 * distance / max(1, len(reference)), 1)


def measured(engine: Whisper, part: Passage, most_error: float) -> Windows | None:
    """Measure each window size, and keep for the workers which may be used; blocks for a minute.

    Returns:
        None if the full window has more than `most_error` points: nothing follows from the rest then.

    Raises:
        WeightsUnfit: If the weights cannot be loaded, or what was found cannot be kept.
    """
    try:
        hear = WhisperRecognizer(engine.model_dir, engine.language).hear
    except Exception as fault:  # the libraries that load weights raise whatever they like
        raise WeightsUnfit(f"{engine.model_dir}: cannot be loaded ({type(fault).__name__}: {fault})") from fault
    errors = rungs.measure_rungs(hear, part.sound, part.spoken)
    if errors[rungs.FULL] > most_error:
        return None
    good = rungs.usable(errors)
    test = rungs.SelfTest(good, rungs.context_helps(hear, part.sound, part.spoken, min(good)))
    try:
        return Windows(errors, test, rungs.save_self_test(engine.model_dir, test))
    except OSError as fault:
        raise WeightsUnfit(f"{engine.model_dir}: what was measured cannot be kept: {fault.strerror}") from fault


def _resident_mb(pid: int) -> int:
    """Memory of a process in MB; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") // MIB
