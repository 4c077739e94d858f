"""The spilled sound of one source: what of it goes to disk, in which files, and when a file may go.

Nothing off the record is spilled, nor what was said shortly before and after. What is spilled goes as soon as its words
are final, but for a run-up: recognition that begins again has to hear the words before the first new one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from captioner.audio import to_pcm16
from captioner.off_record import Stretches
from captioner.recognition import SAMPLES_PER_MS, Samples
from captioner.reel import EDGE_MS
from captioner.spill_block import ENDED, HEAD, PAUSED, SOUND, UNKEPT, Block, Head, Left, Place, left_in

SEGMENT = 4_000 * SAMPLES_PER_MS
RUN_UP_MS = 3_000


@dataclass(frozen=True)
class Open:
    """Begin this file."""

    file: str


@dataclass(frozen=True)
class Append:
    """Put this behind what the file holds."""

    file: str
    data: bytes


@dataclass(frozen=True)
class Scrub:
    """Put silence into the file's sound from this sample on."""

    file: str
    from_sample: int


@dataclass(frozen=True)
class Remove:
    """Delete this file."""

    file: str


def segment_of(file: str, content: bytes, left: Left) -> Segment:
    """Return what an earlier program wrote into a file of the source of which this is left."""
    own = left_in([content])
    head = own.head if own is not None else left.head
    return Segment(file, head.session, head.began_ms, 0, own.samples if own is not None else left.samples, sound=True)


Order = Open | Append | Scrub | Remove


@dataclass
class Segment:
    """A file of spilled sound, of one stretch of captioning, with samples up to `end`."""

    file: str
    session: str
    began_ms: int
    first: int
    end: int
    sound: bool = False

    def done(self, settled_ms: int | None) -> bool:
        """Whether all its words are final; with None all words of its stretch are."""
        return settled_ms is None or self.began_ms + self.end // SAMPLES_PER_MS <= settled_ms - RUN_UP_MS


def number_of(file: str) -> int:
    """Return a file's number among those of its source, 0 for one that is none of ours."""
    number = file.rpartition("-")[2].partition(".")[0]
    return int(number) if number.isdigit() else 0


class Track:
    """Takes one source's sound and says what to do on disk. `head` changes with each stretch of captioning."""

    def __init__(self, head: Head, off: Stretches, samples: int, place: Place, old: Sequence[Segment] = ()) -> None:
        self.head = head
        self._off = off
        self._taken = self._safe_to = samples
        self._place = place
        self._fresh: list[Block] = []
        self._ready: list[Block] = []
        self._orders: list[Order] = []
        self._segments = list(old)
        self._number = max((number_of(one.file) for one in old), default=0)
        self._open: Segment | None = None
        self._seen = False

    def begin(self, head: Head, off: Stretches) -> None:
        """Begin another stretch of captioning; `off` tells when it is off the record."""
        self.flush()
        self.head, self._off, self._open, self._seen = head, off, None, False

    def place(self, place: Place) -> None:
        """Take it that all that was taken belongs to this place in the source's counting."""
        if place.base != self._place.base:
            self._open = None  # what is written in the next file's head
        self._place = place
        if self._fresh:
            self._fresh[-1] = replace(self._fresh[-1], received=place.received)
        self._ready += self._fresh
        self._fresh = []

    def take(self, samples: Samples, heard: bool) -> None:
        """Take what the source sent, in order; `heard` False while nobody listens to it."""
        at, count = self._taken, len(samples)
        self._taken += count
        if not heard:
            self._fresh.append(Block(PAUSED, at, count))
        elif self._clear(at, count):
            self._fresh.append(Block(SOUND, at, count, payload=to_pcm16(samples)))
        else:
            self._fresh.append(Block(UNKEPT, at, count))

    def end(self) -> None:
        """Take it that the source is done."""
        self._ready.append(Block(ENDED, self._taken, 0, self._place.received))

    def heed(self) -> None:
        """Forget the sound that has just gone off the record, and what was said shortly before."""
        began_ms = self.head.began_ms
        clear = self._off.clear(began_ms, began_ms + self._taken, EDGE_MS)  # a sample is less than a millisecond
        cut = (clear[-1][1] - began_ms) * SAMPLES_PER_MS if clear else 0
        self._fresh = [self._heeded(block) for block in self._fresh]
        self.flush()
        spilled = [one for one in self._segments if one.session == self.head.session and one.sound and one.end > cut]
        if spilled:
            self._orders += [Scrub(one.file, cut) for one in spilled]
            self._orders += self._write([Block(UNKEPT, cut, self._safe_to - cut, self._place.received)])

    def settle(self, settled: Mapping[str, int], going: Collection[str]) -> None:
        """Order what is no longer needed to be removed; see `Spill.settle`."""
        self.flush()
        session = self.head.session
        self._seen = self._seen or session in settled
        stale = [one for one in self._segments if one.session not in (session, *settled, *going)]
        # A stretch that began a moment ago is not among those that have been asked yet.
        if session in settled or (self._seen and session not in going):
            stale += [one for one in self._segments if one.session == session and one.done(settled.get(session))]
        self._drop(stale)

    @property
    def busy(self) -> bool:
        return bool(self._orders)

    def orders(self) -> list[Order]:
        """Return what to do on disk now, in order; each comes once."""
        self.flush()
        orders, self._orders = self._orders, []
        return orders

    def flush(self) -> None:
        ready = _joined([self._heeded(block) for block in self._ready])
        self._ready = []
        if ready:
            self._orders += self._write(ready)

    def give_up(self, undone: Sequence[Order]) -> None:
        """The disk refused these: forget what waits for it, and begin another file when it is asked again."""
        self._ready, self._open = [], None
        self._orders = [order for order in (*undone, *self._orders) if isinstance(order, Scrub | Remove)]
        self._safe_to = self._taken - sum(block.count for block in self._fresh)

    # --- inside ----------------------------------------------------------------------------------

    def _clear(self, at: int, count: int) -> bool:
        from_ms = self.head.began_ms + at // SAMPLES_PER_MS
        to_ms = self.head.began_ms + -(-(at + count) // SAMPLES_PER_MS)
        return self._off.clear(from_ms, to_ms, EDGE_MS) == [(from_ms, to_ms)]

    def _heeded(self, block: Block) -> Block:
        if block.kind != SOUND or self._clear(block.at, block.count):
            return block
        return Block(UNKEPT, block.at, block.count, block.received)

    def _write(self, blocks: list[Block]) -> list[Order]:
        orders: list[Order] = []
        for block in blocks:
            held = self._open
            if held is None or held.end - held.first >= SEGMENT:
                orders += self._begin_file(block.at)
            assert self._open is not None
            orders.append(Append(self._open.file, block.encode()))
            self._open.end, self._open.sound = block.end, self._open.sound or block.kind == SOUND
            self._safe_to = block.end
        return orders

    def _begin_file(self, at: int) -> list[Order]:
        self._number += 1
        file = f"{self.head.source}-{self._number:06}.pcm"
        self._open = Segment(file, self.head.session, self.head.began_ms, at, at)
        self._segments.append(self._open)
        # A head says no place of its own: the blocks behind it do, and so it never contradicts one that was lost.
        return [Open(file), Append(file, Block(HEAD, at, 0, payload=self._told().encode()).encode())]

    def _told(self) -> Head:
        place = self._place
        return replace(self.head, base=place.base, rate=place.rate, held_ms=place.held_ms)

    def _drop(self, stale: list[Segment]) -> None:
        if not any(one.sound or one is not self._open for one in stale):
            return
        if self._open in stale or (stale and stale[-1] is self._segments[-1]):
            # The newest file goes only once another says where the source stands.
            self._orders += self._begin_file(self._safe_to)
            assert self._open is not None
            stands = Block(PAUSED, self._safe_to, 0, self._place.received)
            self._orders.append(Append(self._open.file, stands.encode()))
        for one in stale:
            self._segments.remove(one)
            self._orders.append(Remove(one.file))


def _joined(blocks: list[Block]) -> list[Block]:
    """The same with sound that lies together in one block."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last is not None and last.kind == block.kind and last.end == block.at and block.kind != ENDED:
            joined[-1] = Block(
                block.kind, last.at, last.count + block.count, block.received, last.payload + block.payload
            )
        else:
            joined.append(block)
    return joined
