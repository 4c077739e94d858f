from __future__ import annotations

import random

import numpy as np
import pytest

from captioner.spill_block import (
    ENDED,
    HEAD,
    NOT_YET,
    PAUSED,
    SOUND,
    UNKEPT,
    Block,
    Head,
    Place,
    blocks_in,
    known_as,
    left_in,
    scrubbed,
)

ONE = Head("s1", "s1", 1, known_as("key"), "Mara Quill", True, 500)


def pcm(at: int, count: int) -> bytes:
    return (np.arange(at, at + count) % 30_000).astype("<i2").tobytes()


def head(one: Head = ONE) -> bytes:
    return Block(HEAD, 0, 0, payload=one.encode()).encode()


def spoken(at: int, count: int, received: int = NOT_YET) -> bytes:
    return Block(SOUND, at, count, received, pcm(at, count)).encode()


def test_what_is_written_reads_back():
    left = left_in([head() + spoken(0, 160, 160), head() + spoken(160, 80, 240)])
    assert left is not None
    assert (left.samples, left.place, left.ended) == (240, Place(0, 240), False)
    (run,) = left.runs
    assert run.pieces == [(0, pcm(0, 160)), (160, pcm(160, 80))]
    assert run.time_ms(160) == 510


@pytest.mark.req("DUR-01")
@pytest.mark.parametrize("seed", range(50))
def test_a_file_torn_at_any_byte_gives_whole_messages_and_no_wrong_sample(seed: int):
    chance = random.Random(seed)
    data, ends, at = head(), [(0, 0)], 0
    for _ in range(6):
        # A message in two blocks counts only as a whole.
        data += spoken(at, 40) + spoken(at + 40, 40, at + 80)
        at += 80
        ends.append((len(data), at))
    cut = chance.randrange(len(data) + 1)
    left = left_in([data[:cut]])
    upto = max(samples for end, samples in ends if end <= cut)
    assert (left.samples if left is not None else 0) == upto
    if left is not None:
        assert b"".join(pcm for _, pcm in left.runs[0].pieces) == pcm(0, upto)


@pytest.mark.parametrize("seed", range(50))
def test_a_flipped_bit_never_becomes_sound(seed: int):
    chance = random.Random(seed)
    data = bytearray(head() + b"".join(spoken(80 * i, 80, 80 * i + 80) for i in range(4)))
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    for _, block in blocks_in(bytes(data)):
        assert block.kind == HEAD or block.payload == pcm(block.at, block.count)


def test_what_went_off_the_record_takes_the_place_of_its_sound():
    taken_back = Block(UNKEPT, 100, 140, 240).encode()
    left = left_in([head() + spoken(0, 240, 240), head() + taken_back])
    assert left is not None
    assert left.runs[0].pieces == [(0, pcm(0, 100))]
    assert left.runs[0].unkept == [(100, 240)]


def test_a_pause_belongs_to_no_stretch_and_moves_the_place_on():
    again = Head("s1", "s1-2", 2, ONE.who, "", True, 900)
    paused = Block(PAUSED, 160, 400, 560).encode()
    left = left_in([head() + spoken(0, 160, 160) + paused, head(again) + spoken(560, 80, 640)])
    assert left is not None
    assert [run.head.session for run in left.runs] == ["s1", "s1-2"]
    assert left.runs[0].end == 160
    assert left.runs[1].pieces == [(560, pcm(560, 80))]
    assert left.samples == 640


def test_a_source_that_was_done_is_known_to_be():
    left = left_in([head() + spoken(0, 160, 160) + Block(ENDED, 160, 0, 160).encode()])
    assert left is not None
    assert left.ended


def test_files_without_a_place_hold_nothing():
    assert left_in([]) is None
    assert left_in([head() + spoken(0, 160)]) is None
    assert left_in([b"not ours"]) is None


def test_a_scrubbed_block_is_whole_and_silent_from_a_sample_on():
    block = scrubbed(Block(SOUND, 100, 50, 150, pcm(100, 50)), 120)
    assert block.payload == pcm(100, 20) + bytes(60)
    assert [one for _, one in blocks_in(block.encode())] == [block]


def test_a_key_is_not_on_disk():
    assert b"key" not in head().replace(b'"key"', b"").replace(b'"who"', b"")
    assert known_as("key") == known_as("key") != known_as("other")
