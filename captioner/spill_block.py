"""Spilled sound as it lies on disk: blocks, each with its length and a checksum, so that a torn end is known.

A file begins with a head, which says whose sound follows and when the source's first sample was. Every block tells at
which sample it begins, and how much of the source's own counting is safe with it; where that is not said yet, the
block counts only together with the next that says it.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from captioner.recognition import SAMPLE_RATE, SAMPLES_PER_MS

HEAD, SOUND, UNKEPT, PAUSED, ENDED = b"H", b"S", b"U", b"P", b"E"
NOT_YET = (1 << 64) - 1
_MAGIC = b"dsp"
_FRAME = struct.Struct("<3scQQII")
_CHECK = struct.Struct("<I")
LONGEST = 1 << 24
"""No block is longer, so a length beyond it is torn."""
FRAME_BYTES = _FRAME.size + _CHECK.size


def known_as(key: str) -> str:
    """Return what a source's key is known as on disk: who reads it there cannot pass for the source."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True)
class Place:
    """Where a source stands in its own counting: `received` of its samples, which began at `base`, are taken."""

    base: int = 0
    received: int = 0
    rate: int = SAMPLE_RATE
    held_ms: int = 0


@dataclass(frozen=True)
class Head:
    """Whose sound follows: the source and its key (hashed), the stretch of captioning, and when its sound began."""

    source: str
    session: str
    run: int
    who: str
    name: str
    live: bool
    began_ms: int
    base: int = 0
    rate: int = SAMPLE_RATE
    held_ms: int = 0

    def encode(self) -> bytes:
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def decode(cls, data: bytes) -> Head:
        return cls(**json.loads(data))


@dataclass(frozen=True)
class Block:
    """`count` samples at 16 kHz from number `at` on; `pcm` is empty where they are not kept."""

    kind: bytes
    at: int
    count: int
    received: int = NOT_YET
    payload: bytes = b""

    @property
    def end(self) -> int:
        return self.at + self.count

    def encode(self) -> bytes:
        frame = _FRAME.pack(_MAGIC, self.kind, self.at, self.received, self.count, len(self.payload))
        return frame + _CHECK.pack(zlib.crc32(self.payload, zlib.crc32(frame))) + self.payload


def blocks_in(data: bytes) -> Iterator[tuple[int, Block]]:
    """Yield the whole blocks with their places in the file, up to the first that is torn."""
    offset = 0
    while offset + FRAME_BYTES <= len(data):
        magic, kind, at, received, count, length = _FRAME.unpack_from(data, offset)
        end = offset + FRAME_BYTES + length
        if magic != _MAGIC or length > LONGEST or end > len(data):
            return
        payload = data[offset + FRAME_BYTES : end]
        (check,) = _CHECK.unpack_from(data, offset + _FRAME.size)
        if check != zlib.crc32(payload, zlib.crc32(data[offset : offset + _FRAME.size])):
            return
        yield offset, Block(kind, at, count, received, payload)
        offset = end


@dataclass
class Run:
    """What is left of one stretch of captioning: `pieces` of sound by their first sample, `unkept` the stretches
    that were off the record."""

    head: Head
    pieces: list[tuple[int, bytes]] = field(default_factory=list)
    unkept: list[tuple[int, int]] = field(default_factory=list)
    end: int = 0

    def time_ms(self, sample: int) -> int:
        return self.head.began_ms + sample // SAMPLES_PER_MS

    def put(self, block: Block) -> None:
        """Take the next block; what it overlaps gives way to it."""
        if block.kind not in (SOUND, UNKEPT):
            return
        self._cut(block.at)
        if block.kind == SOUND:
            self.pieces.append((block.at, block.payload))
        else:
            self.unkept.append((block.at, block.end))
        self.end = block.end

    def _cut(self, at: int) -> None:
        kept = [(first, pcm[: 2 * (at - first)]) for first, pcm in self.pieces if first < at]
        self.pieces = kept
        self.unkept = [(a, min(b, at)) for a, b in self.unkept if a < at]


@dataclass
class Left:
    """What is left of one source: its runs, where it stands, and whether it said that it was done."""

    runs: list[Run]
    place: Place
    samples: int
    ended: bool

    @property
    def head(self) -> Head:
        return self.runs[-1].head


def left_in(files: list[bytes]) -> Left | None:
    """Return what the files of one source, in order, hold; None if there is nothing that can be used."""
    runs: list[Run] = []
    waiting: list[tuple[Run, Block]] = []
    samples, received, ended = 0, NOT_YET, False
    for _, block in (found for data in files for found in blocks_in(data)):
        if block.kind == HEAD:
            head = Head.decode(block.payload)
            if not runs or runs[-1].head.session != head.session:
                runs.append(Run(head))
            runs[-1].head = head
        elif runs:
            waiting.append((runs[-1], block))
            if block.received != NOT_YET:
                for run, one in waiting:
                    run.put(one)
                waiting = []
                samples, received, ended = block.end, block.received, block.kind == ENDED
    if received == NOT_YET:
        return None
    head = runs[-1].head
    return Left(runs, Place(head.base, received, head.rate, head.held_ms), samples, ended)


def scrubbed(block: Block, from_sample: int) -> Block:
    """Return the block with silence from a sample on."""
    kept = max(0, from_sample - block.at)
    quiet = block.payload[: 2 * kept].ljust(len(block.payload), b"\0")
    return Block(block.kind, block.at, block.count, block.received, quiet)
