"""Sound of any usual rate at 16 kHz, piece by piece, as if it had come in one piece."""

from __future__ import annotations

import numpy as np
import soxr

from captioner.recognition import SAMPLE_RATE, Samples

LOWEST_RATE = 8_000
HIGHEST_RATE = 192_000


def at_house_rate(samples: int, rate: int) -> int:
    """Return how many samples at 16 kHz last as long as `samples` at `rate`, to the nearest one.

    >>> at_house_rate(441, 44_100)
    160
    """
    return (samples * SAMPLE_RATE * 2 + rate) // (2 * rate)


class Resampler:
    """One stream of mono samples brought to 16 kHz.

    The samples that come out do not depend on where the stream was cut, and in the end their number is
    that of `at_house_rate`: hours of sound keep the time. About 40 ms are held back until `finish`.
    """

    def __init__(self, rate: int) -> None:
        if not LOWEST_RATE <= rate <= HIGHEST_RATE:
            raise ValueError(f"not a rate of sound: {rate}")
        self.rate = rate
        self._taken = 0
        self._given = 0
        self._stream = None if rate == SAMPLE_RATE else soxr.ResampleStream(rate, SAMPLE_RATE, 1)

    def push(self, samples: Samples) -> Samples:
        """Take samples at the stream's rate; return those that are ready at 16 kHz, perhaps none."""
        self._taken += len(samples)
        if self._stream is None:
            self._given += len(samples)
            return samples
        return self._passed(self._stream.resample_chunk(np.ascontiguousarray(samples, dtype=np.float32)))

    def finish(self) -> Samples:
        """Return what was held back. Nothing may be pushed afterwards."""
        if self._stream is None:
            return np.zeros(0, np.float32)
        rest = self._stream.resample_chunk(np.zeros(0, np.float32), last=True)
        lacking = at_house_rate(self._taken, self.rate) - self._given
        return self._passed(np.pad(rest[:lacking], (0, max(0, lacking - len(rest)))))

    def _passed(self, samples: Samples) -> Samples:
        self._given += len(samples)
        # The filter rings a little past full scale next to sound that is clipped.
        return np.clip(samples, -1.0, 1.0)
