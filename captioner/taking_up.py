"""What a program that was stopped had heard and not finished: what of it is to be heard again, and from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from captioner.audio import from_pcm16
from captioner.last_words import LastWords
from captioner.off_record import Stretches
from captioner.recognition import SAMPLES_PER_MS, Samples
from captioner.spill_block import Left, Run
from models.cue import Word
from models.marks import OffRecord

Known = npt.NDArray[np.bool_]
RUN_UP_MS = 2_000
"""So much of what has its words is heard again, so that the first new word is found."""
UNSEEN_MS = 3_000
"""Of what was off the record so much may not have been shown yet when the program stopped."""
LATE_MS = 5_000
"""A source may be so far ahead of the meeting's clock: in doubt what it sends is still off the record."""


@dataclass(frozen=True)
class Again:
    """Sound of one session to be heard again, from a time of which the samples know the millisecond; `said` are the
    words that are final already, `lost` the stretches of it that no sound is there of."""

    session: str
    start_ms: int
    samples: Samples
    said: tuple[Word, ...]
    lost: tuple[tuple[int, int], ...] = ()

    @property
    def end_ms(self) -> int:
        return self.start_ms + len(self.samples) // SAMPLES_PER_MS


def again(run: Run, words: LastWords, upto: int | None) -> Again | None:
    """Return what of a run is to be heard again; None where that is nothing.

    `upto`: the number of samples that its source has sent, if it sends on; then there always is something, if only
    where to go on.
    """
    session = run.head.session
    said = words.said(session)
    end = max(run.end, upto or 0)
    first = min([at for at, _ in run.pieces] + [at for at, _ in run.unkept] + [end])
    final_ms = said[-1].end_ms if said else run.head.began_ms
    start = max(first, (final_ms - RUN_UP_MS - run.head.began_ms) * SAMPLES_PER_MS)
    start += -start % SAMPLES_PER_MS
    if start >= end and upto is None:
        return None
    start = min(start, end)
    samples = np.zeros(end - start, np.float32)
    known = np.zeros(end - start, bool)
    for at, pcm in run.pieces:
        _put(samples, at - start, from_pcm16(pcm))
        _put(known, at - start, np.ones(len(pcm) // 2, bool))
    for at, to in run.unkept:
        _put(known, at - start, np.ones(to - at, bool))
    for from_ms, to_ms in words.missing(session):
        # Readers know that this is missing; where it was set aside, its words come from there.
        a, b = ((ms - run.head.began_ms) * SAMPLES_PER_MS - start for ms in (from_ms, to_ms))
        samples[max(0, a) : max(0, b)] = 0
        known[max(0, a) : max(0, b)] = True
    lost = tuple((run.time_ms(start + a), run.time_ms(start + b)) for a, b in _holes(known))
    recent = tuple(word for word in said if word.end_ms > run.time_ms(start))
    return Again(session, run.time_ms(start), samples, recent, lost)


def heard_to_ms(left: Left) -> int:
    """Return up to which time a source was heard: what was off the record at the last may not have been shown."""
    run = left.runs[-1]
    unseen = min(UNSEEN_MS, sum(b - a for a, b in run.unkept if b == run.end) // SAMPLES_PER_MS)
    return run.time_ms(left.samples) - unseen


def turned(stretches: Sequence[OffRecord], spilled_to_ms: int) -> Stretches:
    """Return when a source was off the record, as far as the record tells; in doubt it was for longer."""
    off = Stretches()
    for one in stretches:
        off.turn(one.from_ms)
        if one.to_ms is not None:
            off.turn(one.to_ms if spilled_to_ms > one.to_ms else one.to_ms + LATE_MS)
    return off


def _put(whole: Samples | Known, at: int, part: Samples | Known) -> None:
    a, b = max(0, at), min(len(whole), at + len(part))
    if a < b:
        whole[a:b] = part[a - at : b - at]


def _holes(known: Known) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[True], known, [True]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
