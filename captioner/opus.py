"""Speech in little room: Opus in Ogg, written and read back to the sample."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np

from captioner.recognition import SAMPLE_RATE
from models.errors import MeetingError

BITS_A_SECOND = 24_000
"""11 MB an hour; speech is not heard better for more."""


class Unreadable(MeetingError):
    """Raised when a file is no Opus in Ogg."""


def encoded(pcm: bytes) -> bytes:
    """Return sound (16 bits, little-endian, mono, 16 kHz) as a file."""
    out = io.BytesIO()
    samples = np.frombuffer(pcm, "<i2").astype(np.int16).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
    frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, Fraction(1, SAMPLE_RATE), 0
    with av.open(out, "w", format="ogg") as file:
        stream = file.add_stream("libopus", rate=SAMPLE_RATE, layout="mono", options={"application": "voip"})
        stream.bit_rate = BITS_A_SECOND
        fit = av.AudioResampler(stream.format, "mono", SAMPLE_RATE, frame_size=stream.frame_size)
        for fitted in [*fit.resample(frame), *fit.resample(None)]:
            file.mux(stream.encode(fitted))
        file.mux(stream.encode(None))
    return out.getvalue()


def decoded(file: bytes) -> bytes:
    """Return the sound of a file as it was given to `encoded`.

    Raises:
        Unreadable: If it is damaged or something else.
    """
    try:
        # The format is named: what lies in the folder is never taken for a list of addresses.
        with av.open(io.BytesIO(file), "r", format="ogg") as held:
            house = av.AudioResampler("s16", "mono", SAMPLE_RATE)
            frames = [out for frame in [*held.decode(audio=0), None] for out in house.resample(frame)]
    except (av.FFmpegError, IndexError, ValueError) as fault:
        raise Unreadable(f"kept sound cannot be read ({fault}); it is damaged, or no file of this program") from None
    return b"".join(frame.to_ndarray().astype("<i2").tobytes() for frame in frames)
