"""Decoded frames of any shape made one stream of mono samples at 16 kHz, with the time kept true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame

from captioner.audio import cleaned
from captioner.recognition import SAMPLE_RATE, Samples
from captioner.sources.resample import Resampler

CHUNK = SAMPLE_RATE // 2
HEARD = 0.001
GAP_S = 0.5
"""A timestamp this far ahead of the sound means that sound is missing: silence takes its place."""
LONGEST_GAP_S = 600.0
"""A jump further than this is taken for a wrong timestamp."""
SCALES = {"u8": (128.0, 128.0), "s16": (0.0, 32_768.0), "s32": (0.0, 2_147_483_648.0), "flt": (0.0, 1.0)}


class UnknownShape(Exception):
    """Raised when the decoder gives samples of a form that is not used for sound files."""


class Mixdown:
    """Takes frames in order and gives chunks of half a second; the last one may be shorter.

    Channels are averaged; those that have been silent so far do not count, so that one microphone on an
    eight-channel recorder is not heard at an eighth of its level.
    """

    def __init__(self, start_s: float) -> None:
        self.not_numbers = 0
        self.given = 0
        self._origin_s = start_s
        self._at_s = 0.0
        self._heard = np.zeros(0, bool)
        self._resampler: Resampler | None = None
        self._held: list[Samples] = []

    def push(self, frame: AudioFrame) -> Iterator[Samples]:
        self._bridge(None if frame.time is None else float(frame.time))
        if self._resampler is None or self._resampler.rate != frame.sample_rate:
            self._end_resampler()
            self._resampler = Resampler(frame.sample_rate)
        self._at_s += frame.samples / frame.sample_rate
        self._held.append(self._resampler.push(self._mono(frame)))
        return self._chunks(CHUNK)

    def finish(self) -> Iterator[Samples]:
        """Give what is held back."""
        self._end_resampler()
        return self._chunks(1)

    def _end_resampler(self) -> None:
        if self._resampler is not None:
            self._held.append(self._resampler.finish())
            self._resampler = None

    def _bridge(self, time_s: float | None) -> None:
        if time_s is None:
            return
        missing = time_s - self._origin_s - self._at_s
        if missing < -GAP_S or missing > LONGEST_GAP_S:
            self._origin_s += missing
        elif missing > GAP_S:
            self._end_resampler()
            self._at_s += missing
            self._held.append(np.zeros(round(missing * SAMPLE_RATE), np.float32))

    def _mono(self, frame: AudioFrame) -> Samples:
        found = cleaned(_channels(frame))
        self.not_numbers += found.not_numbers
        channels = found.samples
        if len(self._heard) != len(channels):
            self._heard = np.zeros(len(channels), bool)
        self._heard |= np.max(np.abs(channels), axis=1, initial=0.0) > HEARD
        mono: Samples = np.asarray(np.sum(channels, axis=0, dtype=np.float32))
        mono = np.divide(mono, max(1, int(self._heard.sum())), dtype=np.float32)
        return np.clip(mono, -1.0, 1.0)

    def _chunks(self, least: int) -> Iterator[Samples]:
        if sum(map(len, self._held)) < least:
            return
        samples = np.concatenate(self._held)
        while len(samples) >= least:
            chunk, samples = samples[:CHUNK], samples[CHUNK:]
            self.given += len(chunk)
            yield chunk
        self._held = [samples]


def _channels(frame: AudioFrame) -> npt.NDArray[np.floating]:
    """The frame as floats within [-1, 1] where it was so, shape (channels, n)."""
    form = frame.format.name.removesuffix("p")
    raw: npt.NDArray[Any] = frame.to_ndarray()
    if not frame.format.is_planar:
        raw = raw.reshape(-1, frame.layout.nb_channels).T
    if form == "dbl":
        return raw
    if form not in SCALES:
        raise UnknownShape(form)
    middle, scale = SCALES[form]
    return (raw.astype(np.float32) - np.float32(middle)) / np.float32(scale)
