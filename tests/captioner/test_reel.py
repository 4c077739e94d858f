"""Which sound of a source is kept."""

from __future__ import annotations

import random

import numpy as np
import pytest

from captioner.off_record import Stretches
from captioner.reel import EDGE_MS, HOLD_MS, SEGMENT_MS, Piece, Reel

CHUNK_MS = 100


def sound(from_ms: int, to_ms: int) -> np.ndarray:
    """Samples that tell their own time: each has the number of its tenth of a second."""
    return (np.arange(from_ms * 16, to_ms * 16) // 1_600 % 30_000).astype(np.float32) / 32_768


def times(piece: Piece) -> set[int]:
    return {int(one) * CHUNK_MS for one in np.unique(np.frombuffer(piece.pcm, "<i2"))}


def play(reel: Reel, from_ms: int, to_ms: int) -> list[Piece]:
    pieces = []
    for at_ms in range(from_ms, to_ms, CHUNK_MS):
        reel.take(at_ms, sound(at_ms, at_ms + CHUNK_MS))
        pieces += reel.due()
    return pieces


def test_sound_comes_in_pieces_without_a_gap_and_the_newest_is_held_back():
    reel = Reel("s1", Stretches())
    pieces = play(reel, 1_000, 80_000)
    assert [(one.from_ms, one.to_ms) for one in pieces] == [(1_000, 31_000), (31_000, 61_000)]
    assert [(one.from_ms, one.to_ms) for one in reel.held()] == [(61_000, 80_000)]
    assert [one.from_ms for one in reel.rest()] == [61_000]
    assert reel.rest() == []
    assert times(pieces[0]) == set(range(1_000, 31_000, CHUNK_MS))


@pytest.mark.req("PRV-04", "PRV-05")
def test_off_the_record_nothing_is_kept_nor_shortly_before_and_after():
    off = Stretches()
    reel = Reel("s1", off)
    play(reel, 0, 10_000)
    off.turn(10_000)
    assert [(one.from_ms, one.to_ms) for one in reel.held()] == [(0, 10_000 - EDGE_MS)]
    play(reel, 10_000, 20_000)
    off.turn(20_000)
    pieces = [*play(reel, 20_000, 30_000), *reel.rest()]
    assert [(one.from_ms, one.to_ms) for one in pieces] == [(0, 8_000), (22_000, 30_000)]


@pytest.mark.req("PRV-06")
@pytest.mark.parametrize("seed", range(40))
def test_however_the_record_is_turned_no_sound_near_a_stretch_off_it_gets_out(seed: int):
    """Hosts press early or late by a source's clock, which may be seven seconds ahead of theirs."""
    rng = random.Random(seed)
    off, pieces = Stretches(), []
    reel = Reel("s1", off)
    stretches: list[list[int]] = []
    now_ms = 0
    while now_ms < 200_000:
        to_ms = now_ms + rng.randrange(1, 400) * CHUNK_MS
        pieces += play(reel, now_ms, to_ms)
        now_ms = to_ms
        if len(stretches) and len(stretches[-1]) == 1:
            at_ms = now_ms + rng.randrange(0, 5_000)
            off.turn(at_ms)
            stretches[-1].append(at_ms)
        else:
            at_ms = max(now_ms - rng.randrange(0, 7_000), stretches[-1][1] if stretches else 0)
            off.turn(at_ms)
            stretches.append([at_ms])
    pieces += reel.rest()
    for from_ms, to_ms in ([*one, 10**9][:2] for one in stretches):
        for piece in pieces:
            assert piece.to_ms <= from_ms - EDGE_MS or piece.from_ms >= to_ms + EDGE_MS
            assert piece.to_ms - piece.from_ms <= SEGMENT_MS + HOLD_MS
    for piece in pieces:
        assert min(times(piece)) <= piece.from_ms <= max(times(piece)) + CHUNK_MS
