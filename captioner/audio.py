"""Sound as the rooms pass it on: numbers in the house form, checked, and how loud they are.

Samples: float32, shape (n,), mono, 16 kHz, within [-1, 1].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from captioner.recognition import Samples

FULL_SCALE = 32_768
CLIPPED = 0.999
"""A sample this far out has most likely lost its peak; 16-bit sound ends at 0.99997."""
SILENT_DBFS = -120.0
"""What digital silence is given as: nothing below it can be told from it in 16 bits."""


@dataclass(frozen=True)
class Cleaned:
    """Samples fit to be used, and how many had to be changed for it."""

    samples: Samples
    not_numbers: int = 0
    too_loud: int = 0


def from_pcm16(data: bytes) -> Samples:
    """Return little-endian signed 16-bit sound as samples.

    >>> from_pcm16(bytes([0, 128, 0, 0, 0, 64])).tolist()
    [-1.0, 0.0, 0.5]
    """
    return np.frombuffer(data, dtype="<i2").astype(np.float32) / np.float32(FULL_SCALE)


def to_pcm16(samples: Samples) -> bytes:
    """Return samples as little-endian signed 16-bit sound; what is out of range is clipped.

    Sound that came from `from_pcm16` comes back byte for byte.
    """
    scaled = np.rint(samples * np.float32(FULL_SCALE))
    data: bytes = np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1).astype("<i2").tobytes()
    return data


def cleaned(samples: npt.NDArray[np.floating]) -> Cleaned:
    """Return the sound with zeros where there was no number and clipped where it was out of range."""
    # One reduction finds both faults in the common case that there are none: NaN fails every comparison.
    loudest = np.max(np.abs(samples), initial=0.0)
    if loudest <= 1.0:
        return Cleaned(samples.astype(np.float32, copy=False))
    bad = ~np.isfinite(samples)
    whole = np.where(bad, 0.0, samples)
    return Cleaned(
        np.clip(whole, -1.0, 1.0).astype(np.float32),
        int(np.count_nonzero(bad)),
        int(np.count_nonzero(np.abs(whole) > 1.0)),
    )


def clipped_share(samples: Samples) -> float:
    """Return the share of samples at the end of the scale, 0 to 1; over a thousandth distorts speech."""
    if not len(samples):
        return 0.0
    return float(np.count_nonzero(np.abs(samples) >= CLIPPED)) / len(samples)


def level_dbfs(samples: Samples) -> float:
    """Return the mean power in decibels, 0 for a square wave at full scale, -120 for silence or no samples.

    >>> round(level_dbfs(np.full(160, 0.1, np.float32)))
    -20
    """
    if not len(samples):
        return SILENT_DBFS
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return max(SILENT_DBFS, 10.0 * float(np.log10(power))) if power > 0 else SILENT_DBFS
