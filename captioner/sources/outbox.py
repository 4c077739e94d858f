"""Sound on its way to a server: kept until the server has it, sent again after a broken line."""

from __future__ import annotations

import struct
from collections import deque
from dataclasses import dataclass

KEPT_MS = 300_000


@dataclass(frozen=True)
class Piece:
    """Sound as it is sent: the number of its first sample, and 16-bit little-endian mono."""

    at: int
    pcm: bytes

    @property
    def end(self) -> int:
        return self.at + len(self.pcm) // 2

    def message(self) -> bytes:
        return struct.pack("<Q", self.at) + self.pcm


class Outbox:
    """The last five minutes of one source's sound, less what the server has received."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.end = 0
        """The number of samples put in so far."""
        self.received = 0
        self.dropped = 0
        """Samples that had to be given up because the server was away for longer than is kept."""
        self._pieces: deque[Piece] = deque()

    @property
    def first(self) -> int:
        """The first sample that is kept."""
        return self._pieces[0].at if self._pieces else self.end

    @property
    def kept_ms(self) -> int:
        return (self.end - self.first) * 1_000 // self.rate

    @property
    def full(self) -> bool:
        return self.kept_ms >= KEPT_MS

    def put(self, pcm: bytes) -> None:
        piece = Piece(self.end, pcm)
        self._pieces.append(piece)
        self.end = piece.end
        while self.kept_ms > KEPT_MS:
            gone = self._pieces.popleft()
            self.dropped += gone.end - gone.at

    def acknowledge(self, received: int) -> None:
        """Forget what the server has. A number from the future is not believed."""
        if received > self.end:
            return
        self.received = max(self.received, received)
        while self._pieces and self._pieces[0].end <= received:
            self._pieces.popleft()

    def after(self, sample: int) -> Piece | None:
        """Return the first piece that is not wholly before `sample`; None when there is none yet."""
        if not self._pieces or sample >= self.end:
            return None
        # Pieces are of one size but for the last ones, so the guess is close.
        first = self._pieces[0]
        size = max(1, first.end - first.at)
        index = min(len(self._pieces) - 1, max(0, (sample - first.at) // size))
        while index > 0 and self._pieces[index].at > sample:
            index -= 1
        while self._pieces[index].end <= sample:
            index += 1
        return self._pieces[index]
