"""Samples of one source that may still be needed, addressed by session time."""

from __future__ import annotations

from collections import deque

import numpy as np

from captioner.recognition import SAMPLES_PER_MS, Samples

SPARE = 1_000 * SAMPLES_PER_MS
"""Samples that may stay though nobody needs them: less than that is not worth the copying."""


class SampleBuffer:
    """Samples from `start_ms` to `end_ms`, without holes. What is dropped is gone.

    Chunks are joined only when a window is cut, so that a long backlog costs no copying as it grows.
    """

    def __init__(self, start_ms: int) -> None:
        self._origin_ms = start_ms
        self._first = 0  # number of the first sample held, counted from the origin
        self._length = 0
        self._chunks: deque[Samples] = deque()

    @property
    def start_ms(self) -> int:
        return self._origin_ms + -(-self._first // SAMPLES_PER_MS)

    @property
    def end_ms(self) -> int:
        return self._origin_ms + (self._first + self._length) // SAMPLES_PER_MS

    def append(self, samples: Samples) -> None:
        if len(samples):
            self._chunks.append(samples)
            self._length += len(samples)

    def cut(self, from_ms: int, to_ms: int) -> Samples:
        """Return the samples between two times, as far as they are held."""
        begin = max(0, (from_ms - self._origin_ms) * SAMPLES_PER_MS - self._first)
        end = min(self._length, (to_ms - self._origin_ms) * SAMPLES_PER_MS - self._first)
        if end <= begin:
            return np.zeros(0, np.float32)
        if len(self._chunks) > 1:
            self._chunks = deque([np.concatenate(self._chunks)])
        return self._chunks[0][begin:end].copy()

    def drop_before(self, ms: int) -> None:
        """Forget what lies before `ms`, all but a second at most."""
        wanted = (ms - self._origin_ms) * SAMPLES_PER_MS
        while self._chunks and self._first + len(self._chunks[0]) <= wanted:
            gone = self._chunks.popleft()
            self._first += len(gone)
            self._length -= len(gone)
        useless = wanted - self._first
        if self._chunks and useless > SPARE:
            # Cutting a window joins all chunks into one, which would otherwise stay whole as long as somebody talks.
            self._chunks[0] = self._chunks[0][useless:].copy()
            self._first += useless
            self._length -= useless
