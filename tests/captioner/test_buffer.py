from __future__ import annotations

import random

import numpy as np
import pytest

from captioner.buffer import SampleBuffer


def numbered(first: int, count: int) -> np.ndarray:
    return np.arange(first, first + count, dtype=np.float32)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_cut_is_what_was_appended_at_that_time(seed: int):
    rng = random.Random(seed)
    buffer, at, floor_ms = SampleBuffer(500), 0, 500
    for _ in range(60):
        count = rng.randint(1, 8_000)
        buffer.append(numbered(at, count))
        at += count
        if rng.random() < 0.5:
            floor_ms = rng.randint(floor_ms, max(floor_ms, buffer.end_ms))
            buffer.drop_before(floor_ms)
        begin_ms = rng.randint(floor_ms, buffer.end_ms)
        end_ms = rng.randint(begin_ms, buffer.end_ms)
        got = buffer.cut(begin_ms, end_ms)
        assert got.tolist() == numbered((begin_ms - 500) * 16, (end_ms - begin_ms) * 16).tolist()


def test_it_holds_little_more_than_what_is_needed_while_somebody_talks_without_end():
    buffer = SampleBuffer(0)
    for second in range(600):
        buffer.append(np.zeros(16_000, np.float32))
        buffer.cut(second * 1_000 - 2_000, second * 1_000 + 1_000)
        buffer.drop_before(second * 1_000 - 2_000)
        assert buffer.end_ms - buffer.start_ms <= 5_000
